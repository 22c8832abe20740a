"""Component "actors": who is named in the article, and for whom each one speaks.

Sets ``doc._.cast``. Names come from the gazetteer, from offices ("Außenminister …", "President …") that stand
beside a proper noun, and from proper nouns alone; repeated surnames and bare offices are linked to the person
they mean.
"""

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extract.cast import Cast
from kg.extract.entities import Entity, Mention
from kg.extract.gazetteer import load_gazetteer
from kg.knowledge.actors import OfficeEntry
from kg.knowledge.grammar import load_grammar
from kg.model import ActorKind

if not Doc.has_extension("cast"):
    Doc.set_extension("cast", default=None)
if not Doc.has_extension("day"):
    Doc.set_extension("day", default=None)

# Words inside a person's name that are written in lower case.
_NAME_PARTICLES = {"von", "van", "der", "de", "den", "zu", "da", "dos", "del", "di", "al", "bin", "ibn", "el", "la", "ter"}
_STATE_LEVELS = ("state", "military")
_LINKS = {"of", "von", "vom", "der", "des", "the", "for", "für", "beim", "im"}


@Language.factory("actors")
def make_actors(nlp: Language, name: str) -> "ActorFinder":
    """The factory of the component."""
    return ActorFinder(nlp)


class ActorFinder:
    """Finds the actors of a Doc."""

    def __init__(self, nlp: Language) -> None:
        self._gazetteer = load_gazetteer(nlp)
        self._grammar = load_grammar(nlp.lang)

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.cast``."""
        cast = Cast(doc, self._gazetteer, self._grammar, doc._.day)
        for start, end, key, what in self._gazetteer.names(doc):
            cast.add(Mention(start, end, cast.known(key), what))
        for i, token in enumerate(doc):
            if token.pos_ in ("ADJ", "PROPN", "NOUN") and i not in cast.at:
                key = self._gazetteer.adjectives.get(token.lower_)
                if key is not None:
                    cast.add(Mention(i, i + 1, cast.known(key), "adjective", head=i))
        self._add_offices(cast)
        self._add_unknown_names(cast)
        cast.settle()
        self._link_bare_offices(cast)
        self._link_homeless(cast)
        doc._.cast = cast
        return doc

    # -- offices ----------------------------------------------------------------------------

    def _add_offices(self, cast: Cast) -> None:
        doc = cast.doc
        for token in doc:
            if token.pos_ not in ("NOUN", "PROPN", "ADJ") or not token.text[0].isalpha():
                continue
            held = cast.at.get(token.i)
            if held is not None and (held.how != "adjective" or held.start != token.i):
                continue
            found = self._gazetteer.office(token.text, token.lemma_)
            if found is None:
                continue
            entry, prefix = found
            if token.pos_ == "ADJ" and token.i + 1 < len(doc) and doc[token.i + 1].pos_ in ("NOUN", "PROPN"):
                continue
            self._add_office(cast, token, entry, prefix)

    def _add_office(self, cast: Cast, token: Token, entry: OfficeEntry, prefix: str) -> None:
        side, start, end = self._side(cast, token, entry, prefix)
        name_start, name_end = self._name_after(cast, token.i + 1, end)
        doc = cast.doc
        if entry.kind != "body" and name_end > name_start:
            name = _plain_name(doc, name_start, name_end)
            held = cast.at.get(name_start)
            person = held.entity if held is not None and held.entity.kind is ActorKind.PERSON else None
            person = person or cast.by_surname(name) or cast.named(name, ActorKind.PERSON)
            if not person.known or person.represents is None:
                person.represents = side or person.represents
            person.offices.add(token.lemma_.lower())
            person.feminine = _feminine(token, entry)
            if name_start > end + 1:  # the name stands behind a comma: two mentions of one person
                cast.add(Mention(start, token.i + 1, person, "office", head=token.i))
                cast.add(Mention(name_start, name_end, person, "name"))
            else:
                cast.add(Mention(start, name_end, person, "office", head=token.i))
            return
        text = _strip_determiner(doc, start, max(end, token.i + 1))
        entity = cast.named(text, ActorKind.PERSON if entry.kind == "office" else ActorKind.ORGANISATION)
        if entity.represents is None and side is not entity:
            entity.represents = side
        entity.offices.add(token.lemma_.lower())
        entity.plural = "Plur" in token.morph.get("Number")
        cast.add(Mention(start, max(end, token.i + 1), entity, "office", head=token.i))

    def _side(self, cast: Cast, token: Token, entry: OfficeEntry, prefix: str) -> tuple[Entity | None, int, int]:
        """For whom the office acts, and the tokens (start, end) that say so."""
        doc, i = cast.doc, token.i
        start, end = i, i + 1
        side: Entity | None = None
        if prefix:
            surfaces, adjectives = self._gazetteer.surfaces, self._gazetteer.adjectives
            key = surfaces.get(prefix) or adjectives.get(prefix.lower()) or self._prefix_state(prefix)
            side = cast.known(key) if key else None
        j = i - 1
        while j >= max(0, i - 5) and doc[j].sent == token.sent:
            held = cast.at.get(j)
            if held is not None and held.how != "office":
                genitive = doc[held.end - 1].text.endswith("s") or doc[held.end].lower_ in ("'s", "’s", "'", "’")
                if held.how == "adjective" or genitive or self._gazetteer.lang == "en":
                    if side is None or held.entity.kind is not ActorKind.PERSON:
                        side = side or _acts_for(held.entity)
                    start = held.start
                break
            if held is not None and held.entity.offices and doc[j].pos_ in ("NOUN", "PROPN"):
                side, start = side or _acts_for(held.entity), held.start
                break
            if doc[j].pos_ not in ("ADJ", "ADV", "PART", "NUM") and doc[j].lower_ not in ("'s", "’s"):
                break
            if doc[j].pos_ == "ADJ":
                start = j
            j -= 1
        j = i + 1
        while j < min(len(doc), i + 6) and doc[j].sent == token.sent:
            held = cast.at.get(j)
            if held is not None and held.how in ("name", "alias", "metonym") and held.entity.kind is not ActorKind.PERSON:
                linked = any(t.lower_ in _LINKS for t in doc[i + 1 : held.start]) or doc[j].text.endswith("s")
                if linked:
                    side, end = side or _acts_for(held.entity), held.end
                break
            if held is not None and held.how == "adjective":
                office = j + 1 < len(doc) and doc[j + 1].pos_ in ("NOUN", "PROPN")
                if office and any(t.lower_ in _LINKS for t in doc[i + 1 : j]):
                    side, end = side or _acts_for(held.entity), j + 2
                break
            if doc[j].lower_ not in _LINKS and doc[j].pos_ not in ("DET", "ADP", "ADJ"):
                break
            j += 1
        if side is None and entry.represents:
            side = cast.known(entry.represents)
        return side, start, end

    def _prefix_state(self, prefix: str) -> str | None:
        for start, key in self._grammar.compound_prefixes.items():
            if prefix.lower().startswith(start):
                return key
        return None

    def _name_after(self, cast: Cast, first: int, end: int) -> tuple[int, int]:
        """The tokens of a person's name right after an office (or after what the office is of)."""
        doc = cast.doc
        for i in dict.fromkeys((first, end)):
            j = i + 1 if i < len(doc) and doc[i].text == "," else i
            span = _name_run(cast, j)
            if span[1] > span[0]:
                held = cast.at.get(span[0])
                if held is None or held.entity.kind is ActorKind.PERSON:
                    return span
        comma = self._comma_after(doc, max(first, end))
        if comma is not None:
            span = _name_run(cast, comma + 1)
            closed = span[1] < len(doc) and (doc[span[1]].text in (",", ".", "(") or span[1] == doc[comma].sent.end)
            held = cast.at.get(span[0])
            if span[1] > span[0] + 1 and closed and (held is None or held.entity.kind is ActorKind.PERSON):
                return span
        return first, first

    def _comma_after(self, doc: Doc, i: int) -> int | None:
        """The comma that ends a noun phrase: "Der Vorsitzende der Versammlung des Europarats, …"."""
        for j in range(i, min(i + 12, len(doc))):
            if doc[j].text == ",":
                return j
            if doc[j].pos_ in ("VERB", "AUX", "SCONJ", "PRON") or doc[j].text in (".", ":", ";"):
                return None
        return None

    # -- names that are in no gazetteer ------------------------------------------------------

    def _add_unknown_names(self, cast: Cast) -> None:
        doc = cast.doc
        i = 0
        while i < len(doc):
            if i in cast.at or doc[i].pos_ != "PROPN":
                i += 1
                continue
            start, end = _name_run(cast, i)
            if end <= start:
                i += 1
                continue
            name = _plain_name(doc, start, end)
            person = cast.by_surname(name) or (cast.by_surname(doc[end - 1].text) if end - start > 1 else None)
            if person is None:
                kind = ActorKind.PERSON if end - start in (2, 3) else ActorKind.UNKNOWN
                person = cast.named(name, kind)
            role = doc[start - 1] if start > 0 else None
            if role is not None and role.pos_ == "NOUN" and role.sent == doc[start].sent and end - start > 1:
                person.offices.add(role.lemma_.lower())
            party = _in_brackets(cast, end)
            if party is not None and person.represents is None and person.kind is not ActorKind.ORGANISATION:
                person.kind = ActorKind.PERSON
                person.represents = party
            cast.add(Mention(start, end, person, "name"))
            i = end
        for mention in cast.mentions:
            party = _in_brackets(cast, mention.end)
            if party is not None and mention.entity.kind is ActorKind.PERSON and mention.entity.represents is None:
                mention.entity.represents = party
        self._add_apposed_offices(cast)
        self._add_abbreviations(cast)

    def _add_abbreviations(self, cast: Cast) -> None:
        """ "Amnesty International (AI)": from here on the letters in brackets mean that name."""
        doc = cast.doc
        meant: dict[str, Entity] = {}
        for mention in cast.mentions:
            i = mention.end
            if i + 2 >= len(doc) or doc[i].text not in ("(", "“", '"') or mention.entity.kind is ActorKind.PERSON:
                continue
            j = i + 1 if doc[i].text == "(" else i + 2
            if j + 1 < len(doc) and doc[j - 1].text == "(" and doc[j + 1].text == ")" and len(doc[j].text) <= 8:
                held = cast.at.get(j)
                if held is None or not held.entity.known:
                    meant[doc[j].text] = mention.entity
        for token in doc if meant else ():
            held = cast.at.get(token.i)
            if token.text in meant and (held is None or not held.entity.known):
                cast.add(Mention(token.i, token.i + 1, meant[token.text], "alias"))

    def _add_apposed_offices(self, cast: Cast) -> None:
        """ "Wladimir Putin, der russische Präsident": the office tells whom the name before it represents."""
        for mention in list(cast.mentions):
            if mention.how != "office" or mention.start < 2:
                continue
            before = mention.start - 1
            while before > 0 and cast.doc[before].pos_ == "DET":
                before -= 1
            named = cast.at.get(before - 1) if cast.doc[before].text in (",", "(") else None
            if named is None or named.how != "name" or named.entity.kind is not ActorKind.PERSON:
                continue
            if mention.entity.kind is ActorKind.PERSON and named.entity.represents is None:
                named.entity.represents = mention.entity.represents
                named.entity.offices |= mention.entity.offices
                mention.entity = named.entity

    def _link_homeless(self, cast: Cast) -> None:
        """ "Die Regierung", "der Außenminister": of the state that the article is about."""
        home = cast.home()
        if home is None and cast.doc.lang_ == "de":
            home = cast.known("DE")
        for mention in cast.mentions:
            entity = mention.entity
            if mention.how != "office" or entity.known or entity.represents is not None or home is None:
                continue
            found = self._gazetteer.office(cast.doc[mention.head].text, cast.doc[mention.head].lemma_)
            if found is not None and found[0].level in _STATE_LEVELS:
                entity.represents = home

    def _link_bare_offices(self, cast: Cast) -> None:
        """ "Der Kremlchef" means the president named before."""
        for mention in cast.mentions:
            entity = mention.entity
            if mention.how != "office" or entity.known or entity.kind is not ActorKind.PERSON or entity.plural:
                continue
            head = cast.doc[mention.head]
            if any(t.pos_ == "PROPN" and cast.at.get(t.i) is mention for t in cast.doc[mention.head + 1 : mention.end]):
                continue
            definite = any(t.lower_ in ("der", "die", "dem", "den", "the") for t in cast.doc[max(0, mention.start - 1) : mention.head])
            if not definite:
                continue
            found = cast.described(head.lemma_.lower(), entity.represents, mention.start)
            if found is None and entity.represents is not None:
                found = _speaks_for(cast, entity.represents, mention.start)
            if found is not None:
                mention.entity = found


def _acts_for(entity: Entity) -> Entity:
    """The state or organisation at the end of the chain of those who speak for others."""
    seen = set()
    while entity.represents is not None and entity.key not in seen:
        seen.add(entity.key)
        entity = entity.represents
    return entity


def _speaks_for(cast: Cast, side: Entity, before: int) -> Entity | None:
    for mention in cast.before(before, reach=400):
        if mention.entity.kind is ActorKind.PERSON and mention.entity.represents is side and mention.how == "office":
            return mention.entity if mention.entity.name.count(" ") and mention.entity.name[0].isupper() else None
    return None


def _name_run(cast: Cast, first: int) -> tuple[int, int]:
    """The run of proper nouns that starts at ``first``: (first, end), empty if there is none."""
    doc = cast.doc
    end = first
    i = first
    while i < len(doc) and i - first < 6:
        token = doc[i]
        held = cast.at.get(i)
        if held is not None and (held.entity.kind is not ActorKind.PERSON or held.how == "office"):
            break
        if i > first and token.is_sent_start:
            break
        name_like = token.pos_ == "PROPN" or (held is not None) or (token.text[0].isupper() and token.pos_ == "X")
        if not name_like and end == i and i > first and token.text[0].isupper() and token.dep_ in ("flat", "appos"):
            name_like = token.pos_ in ("NOUN", "ADJ", "X")
        if name_like and token.text[0].isupper() and not token.is_punct:
            end = i + 1
        elif not (token.lower_ in _NAME_PARTICLES and i > first):
            break
        i += 1
    return first, end


def _plain_name(doc: Doc, start: int, end: int) -> str:
    text: str = doc[start:end].text
    last = doc[end - 1].text
    if doc.lang_ == "de" and last.endswith("s") and end < len(doc) and doc[end].pos_ in ("NOUN", "ADJ") and len(last) > 4:
        return text[:-1]
    return text.rstrip("’'")


def _strip_determiner(doc: Doc, start: int, end: int) -> str:
    while start < end - 1 and doc[start].pos_ in ("DET", "ADP"):
        start += 1
    return str(doc[start:end].text)


def _in_brackets(cast: Cast, i: int) -> Entity | None:
    """The party or organisation in brackets right after a name: "Merz (CDU)"."""
    if i + 1 < len(cast.doc) and cast.doc[i].text == "(":
        held = cast.at.get(i + 1)
        if held is not None and held.entity.kind is not ActorKind.PERSON and held.how != "adjective":
            return held.entity
    return None


def _feminine(token: Token, entry: OfficeEntry) -> bool | None:
    form = token.lower_
    if form.endswith(("in", "frau", "woman")) and not form.endswith("verein"):
        return True
    return None if token.doc.lang_ == "en" else False
