"""Offices and bodies: "Außenminister X", "the government", "die Organisation „Y“", and for whom they act."""

from spacy.tokens import Doc, Token

from kg.extract.cast import Cast
from kg.extract.entities import Entity, Mention
from kg.extract.gazetteer import Gazetteer
from kg.extract.names import name_run, plain_name, quoted_name, strip_determiner
from kg.knowledge.actors import OfficeEntry
from kg.knowledge.grammar import Grammar
from kg.model import ActorKind

_LINKS = {"of", "von", "vom", "der", "des", "the", "for", "für", "beim", "im", "at", "in"}
_DEFINITE = ("der", "die", "das", "dem", "den", "des", "the")
# Bodies that bear names of their own ("die Organisation X"); a ministry or the police of a place do not.
_NAMED_LEVELS = {"party": ActorKind.PARTY, "movement": ActorKind.GROUP, "organisation": ActorKind.ORGANISATION}
STATE_LEVELS = ("state", "military")


class OfficeFinder:
    """Adds the offices and bodies of a Doc to its cast."""

    def __init__(self, gazetteer: Gazetteer, grammar: Grammar) -> None:
        self._gazetteer = gazetteer
        self._grammar = grammar

    def add(self, cast: Cast) -> None:
        """Mentions for all words of the gazetteer's offices, with the names that stand beside them."""
        doc = cast.doc
        phrases = self._gazetteer.office_phrases(doc)
        done = -1
        for token in doc:
            if token.i < done or not token.text[0].isalpha():
                continue
            if token.i in phrases and not any(self._taken(cast, doc[j]) for j in range(token.i, phrases[token.i][0])):
                end, entry = phrases[token.i]
                head = doc[token.i : end].root
                self._add_office(cast, head, (token.i, end), entry, "")
                done = end
                continue
            if token.pos_ not in ("NOUN", "PROPN", "ADJ") or self._taken(cast, token):
                continue
            found = self._gazetteer.office(token.text, token.lemma_)
            if found is None:
                continue
            entry, prefix = found
            if token.pos_ == "ADJ" and token.i + 1 < len(doc) and doc[token.i + 1].pos_ in ("NOUN", "PROPN"):
                continue
            self._add_office(cast, token, (token.i, token.i + 1), entry, prefix)

    def _taken(self, cast: Cast, token: Token) -> bool:
        held = cast.at.get(token.i)
        return held is not None and (held.how != "adjective" or held.start != token.i)

    def _add_office(self, cast: Cast, head: Token, words: tuple[int, int], entry: OfficeEntry, prefix: str) -> None:
        doc = cast.doc
        side, start, end = self._side(cast, words, entry, prefix)
        term = head.lemma_.lower() if words[1] - words[0] == 1 else doc[words[0] : words[1]].text.lower()
        if entry.kind == "body":
            named = self._named_body(cast, head, words[1], entry)
            if named is not None:
                entity, first, last = named
                entity.offices.add(term)
                if entity.represents is None and side is not entity and entry.level != "organisation":
                    entity.represents = side
                cast.add(Mention(start, max(last, end), entity, "name", head.i, (first, last)))
                return
        else:
            name_start, name_end = self._name_after(cast, words[1], end)
            if name_end > name_start:
                self._add_person(cast, head, (start, words[1], end), (name_start, name_end), side, term)
                return
        end = max(end, words[1])
        entity = cast.named(
            strip_determiner(doc, start, end), ActorKind.ORGANISATION if entry.kind == "body" else ActorKind.PERSON
        )
        if entity.represents is None and side is not entity:
            entity.represents = side
        entity.offices.add(term)
        entity.plural = "Plur" in head.morph.get("Number", [])
        if entity.kind is ActorKind.PERSON and entity.feminine is None:
            entity.feminine = feminine(head)
        cast.add(Mention(start, end, entity, "office", head=head.i))

    def _add_person(
        self,
        cast: Cast,
        head: Token,
        office: tuple[int, int, int],
        name: tuple[int, int],
        side: Entity | None,
        term: str,
    ) -> None:
        start, words_end, end = office
        text = plain_name(cast.doc, *name)
        held = cast.at.get(name[0])
        person = held.entity if held is not None and held.entity.kind is ActorKind.PERSON else None
        person = person or cast.by_surname(text) or cast.named(text, ActorKind.PERSON)
        if not person.known or person.represents is None:
            person.represents = side or person.represents
        person.offices.add(term)
        if person.feminine is None:
            person.feminine = feminine(head)
        if name[0] > max(end, words_end) + 1:  # behind a comma and other words: two mentions of one person
            cast.add(Mention(start, max(end, words_end), person, "office", head=head.i))
            cast.add(Mention(*name, person, "name"))
        else:
            cast.add(Mention(start, name[1], person, "office", head=head.i))

    def _named_body(self, cast: Cast, head: Token, i: int, entry: OfficeEntry) -> tuple[Entity, int, int] | None:
        """The organisation whose name stands right after the word for it: (entity, start, end)."""
        doc = cast.doc
        kind = _NAMED_LEVELS.get(entry.level)
        if kind is None or i >= len(doc) or doc[i].sent != head.sent or "Plur" in head.morph.get("Number", []):
            return None
        start, end = quoted_name(cast, i)
        held = cast.at.get(start if end > start else i)
        if (
            held is not None
            and held.entity.kind not in (ActorKind.STATE, ActorKind.PERSON)
            and held.how in ("name", "alias")
        ):
            return held.entity, held.start, held.end
        if end > start:
            entity = cast.named(doc[start:end].text, kind)
            entity.kind = kind
            return entity, start, end
        if held is not None:
            return None
        start, end = name_run(cast, i)
        if end <= start or doc[start].text in self._gazetteer.first_names:
            return None
        entity = cast.named(plain_name(doc, start, end), kind)
        entity.kind = kind
        return entity, start, end

    def _side(
        self, cast: Cast, words: tuple[int, int], entry: OfficeEntry, prefix: str
    ) -> tuple[Entity | None, int, int]:
        """For whom the office acts, and the tokens (start, end) that say so."""
        start, end = words
        side: Entity | None = None
        if prefix:
            surfaces, adjectives = self._gazetteer.surfaces, self._gazetteer.adjectives
            key = surfaces.get(prefix) or adjectives.get(prefix.lower()) or self._prefix_state(prefix)
            side = cast.known(key) if key else None
        before, start = self._side_before(cast, words[0])
        side = side or before
        after, end = self._side_after(cast, words[1])
        side = side or after
        if side is None and entry.represents:
            side = cast.known(entry.represents)
        return side, start, end

    def _side_before(self, cast: Cast, i: int) -> tuple[Entity | None, int]:
        doc = cast.doc
        start, j = i, i - 1
        while j >= max(0, i - 5) and doc[j].sent == doc[i].sent:
            held = cast.at.get(j)
            if held is not None and held.how != "office":
                genitive = doc[held.end - 1].text.endswith("s") or doc[held.end].lower_ in ("'s", "’s", "'", "’")
                if held.how == "adjective" or genitive or self._gazetteer.lang == "en":
                    return acts_for(held.entity), held.start
                return None, start
            if held is not None and held.entity.offices and doc[j].pos_ in ("NOUN", "PROPN"):
                return acts_for(held.entity), held.start
            if doc[j].pos_ not in ("ADJ", "ADV", "PART", "NUM") and doc[j].lower_ not in ("'s", "’s"):
                break
            if doc[j].pos_ == "ADJ":
                start = j
            j -= 1
        return None, start

    def _side_after(self, cast: Cast, i: int) -> tuple[Entity | None, int]:
        doc = cast.doc
        j = i
        while j < min(len(doc), i + 5) and doc[j].sent == doc[i - 1].sent:
            held = cast.at.get(j)
            linked = any(t.lower_ in _LINKS for t in doc[i:j])
            if (
                held is not None
                and held.how in ("name", "alias", "metonym")
                and held.entity.kind is not ActorKind.PERSON
            ):
                if linked or doc[j].text.endswith("s"):
                    return acts_for(held.entity), held.end
                break
            if held is not None and held.how == "adjective":
                if linked and j + 1 < len(doc) and doc[j + 1].pos_ in ("NOUN", "PROPN"):
                    return acts_for(held.entity), j + 2
                break
            if doc[j].lower_ not in _LINKS and doc[j].pos_ not in ("DET", "ADP", "ADJ"):
                break
            j += 1
        return None, i

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
            span = name_run(cast, j)
            if span[1] > span[0]:
                held = cast.at.get(span[0])
                if held is None or held.entity.kind is ActorKind.PERSON:
                    return span
        comma = _comma_after(doc, max(first, end))
        if comma is not None:
            span = name_run(cast, comma + 1)
            closed = span[1] < len(doc) and (doc[span[1]].text in (",", ".", "(") or span[1] == doc[comma].sent.end)
            held = cast.at.get(span[0])
            if span[1] > span[0] + 1 and closed and (held is None or held.entity.kind is ActorKind.PERSON):
                return span
        return first, first


def add_apposed_offices(cast: Cast) -> None:
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


def link_homeless(cast: Cast) -> None:
    """ "Die Regierung", "der Außenminister": of the state that the article is about."""
    home = cast.home()
    if home is None and cast.doc.lang_ == "de":
        home = cast.known("DE")
    for mention in cast.mentions:
        entity = mention.entity
        if mention.how != "office" or entity.known or entity.represents is not None or home is None:
            continue
        found = cast.gazetteer.office(cast.doc[mention.head].text, cast.doc[mention.head].lemma_)
        if found is not None and found[0].level in STATE_LEVELS:
            entity.represents = home


def link_bare_offices(cast: Cast) -> None:
    """ "Der Kremlchef" means the president named before, "the organisation" the one named before."""
    for mention in cast.mentions:
        entity = mention.entity
        if mention.how != "office" or entity.known or entity.plural:
            continue
        head = cast.doc[mention.head]
        if any(t.pos_ == "PROPN" and cast.at.get(t.i) is mention for t in cast.doc[mention.head + 1 : mention.end]):
            continue
        if not any(t.lower_ in _DEFINITE for t in cast.doc[max(0, mention.start - 1) : mention.head]):
            continue
        if entity.kind is not ActorKind.PERSON:
            found = cast.of_kind(head.lemma_.lower(), mention.start) if entity.represents is None else None
        else:
            found = cast.described(head.lemma_.lower(), entity.represents, mention.start)
            if found is None and entity.represents is not None:
                found = _speaks_for(cast, entity.represents, mention.start)
        if found is not None:
            mention.entity = found


def acts_for(entity: Entity) -> Entity:
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


def _comma_after(doc: Doc, i: int) -> int | None:
    """The comma that ends a noun phrase: "Der Vorsitzende der Versammlung des Europarats, …"."""
    for j in range(i, min(i + 12, len(doc))):
        if doc[j].text == ",":
            return j
        if doc[j].pos_ in ("VERB", "AUX", "SCONJ", "PRON") or doc[j].text in (".", ":", ";"):
            return None
    return None


def feminine(token: Token) -> bool | None:
    """Whether the word for an office tells a woman; None if it does not tell."""
    form = token.lower_
    if form.endswith(("in", "frau", "woman")):
        return True
    if form.endswith("man"):
        return False
    if token.doc.lang_ == "en" or form.endswith(("te", "ten", "de", "den")):
        return None
    return False
