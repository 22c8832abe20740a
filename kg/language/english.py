"""English lemmas where the rule lemmatiser leaves several or none, and past forms that the tagger mistook."""

from spacy.language import Language
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc, Token

from kg.knowledge.lemmas import load_lemmas

_ENDINGS = ("es", "ed", "ing")


@Language.factory("english_lemmas", assigns=["token.lemma"], requires=["token.pos"])
def make_english_lemmas(nlp: Language, name: str) -> "EnglishLemmas":
    """The factory of the component; it reads the tables of the pipeline's rule lemmatiser."""
    lemmatizer = nlp.get_pipe("lemmatizer")
    assert isinstance(lemmatizer, Lemmatizer)
    return EnglishLemmas(lemmatizer)


class EnglishLemmas:
    """Mends the lemmas that a rule lemmatiser has set."""

    def __init__(self, lemmatizer: Lemmatizer) -> None:
        index = lemmatizer.lookups.get_table("lemma_index")
        self._verbs = frozenset(index["verb"])
        self._others = frozenset([*index["noun"], *index["adj"], *index["adv"]])
        self._irregular = lemmatizer.lookups.get_table("lemma_exc")["verb"]
        self._known = load_lemmas("en")

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas of auxiliaries and verbs; a past form that is no other word becomes a verb."""
        for token in doc:
            lemma = self._known.get((token.lower_, token.pos_))
            if lemma is not None:
                token.lemma_ = lemma
            elif token.pos_ == "VERB":
                token.lemma_ = self._with_e(token)
            elif token.pos_ in ("NOUN", "ADJ") and token.is_lower and self._is_past(token):
                token.pos_, token.lemma_ = "VERB", self._irregular[token.lower_][0]
        return doc

    def _with_e(self, token: Token) -> str:
        """ "hopes", "staged": of "hop" and "hope" the one that does not double its consonant ("hopped")."""
        lemma, longer = token.lemma_, f"{token.lemma_}e"
        form = token.lower_
        if longer in self._verbs and not lemma.endswith("ng") and any(form == lemma + end for end in _ENDINGS):
            return longer
        return lemma

    def _is_past(self, token: Token) -> bool:
        """ "swore", "withheld"; "drew" if it has an object."""
        form = token.lower_
        if form not in self._irregular:
            return False
        return form not in self._others or any(c.dep_ == "obj" for c in token.children)
