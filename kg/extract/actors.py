"""Component "actors": who is named in the article, and for whom each one speaks.

Sets ``doc._.cast``. Names come from the gazetteer, from offices ("Außenminister …", "President …") that stand
beside a proper noun, and from proper nouns alone; repeated surnames and bare offices are linked to the person
they mean.
"""

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import appositions, descriptions, documents, groups, names, offices
from kg.extract.cast import Cast
from kg.extract.entities import Mention
from kg.extract.gazetteer import load_gazetteer
from kg.extract.words import words_of
from kg.knowledge.grammar import load_grammar


@Language.factory("actors")
def make_actors(nlp: Language, name: str) -> "ActorFinder":
    """The factory of the component."""
    return ActorFinder(nlp)


class ActorFinder:
    """Finds the actors of a Doc."""

    def __init__(self, nlp: Language) -> None:
        self._gazetteer = load_gazetteer(nlp)
        self._grammar = load_grammar(str(nlp.lang))
        self._offices = offices.OfficeFinder(self._gazetteer, self._grammar)

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.cast``."""
        words = words_of(doc)
        cast = Cast(words, self._gazetteer, self._grammar)
        self._add_known(cast)
        self._offices.add(cast)
        names.add_unknown_names(cast)
        names.add_surnames(cast)
        names.extend_surnames(cast)
        names.merge_short_names(cast)
        names.add_parties(cast)
        names.add_abbreviations(cast)
        cast.settle()
        appositions.add_appositions(cast)
        appositions.link_predicates(cast)
        descriptions.link_bare_offices(cast)
        descriptions.link_members(cast)
        descriptions.link_homeless(cast)
        descriptions.unify_offices(cast)
        groups.add_joints(cast)
        groups.add_pairs(cast)
        documents.link_documents(cast)
        words.cast = cast
        return doc

    def _add_known(self, cast: Cast) -> None:
        """Mentions for the names, demonyms and adjectives of the gazetteer."""
        doc = cast.doc
        for start, end, key, what in self._gazetteer.names(doc.source):
            if end - start == 1 and what in ("name", "alias") and names.in_other_name(cast, start, key):
                continue
            if what == "demonym" and _of_region(cast, start):
                continue
            cast.add(Mention(start, end, cast.known(key), what))
        for i, token in enumerate(doc):
            if token.pos_ in ("ADJ", "PROPN", "NOUN") and i not in cast.at:
                state = self._gazetteer.adjectives.get(token.lower_)
                if state is not None and not _of_region(cast, i):
                    cast.add(Mention(i, i + 1, cast.known(state), "adjective", head=i))


def _of_region(cast: Cast, i: int) -> bool:
    """Whether an adjective means a region and no state: "American" in "South American"."""
    before = cast.grammar.regions.get(cast.doc[i].lower_, frozenset())
    beside = [t.lower_ for t in cast.doc[max(0, i - 2) : i] if t.text != "-"]
    return bool(beside) and beside[-1] in before
