"""Offices and bodies: "Außenminister X", "the government", "die Organisation „Y“", and for whom they act."""

from kg.extract.cast import Cast
from kg.extract.entities import Entity, Mention, slug
from kg.extract.gazetteer import Gazetteer
from kg.extract.names import name_run, plain_name, quoted_name, strip_determiner
from kg.extract.words import Word
from kg.knowledge.actors import OfficeEntry
from kg.knowledge.grammar import Grammar
from kg.model import ActorKind

_LINKS = {"of", "von", "vom", "der", "des", "the", "for", "für", "beim", "im", "at", "in"}
# Bodies that bear names of their own ("die Organisation X"); a ministry or the police of a place do not.
_NAMED_LEVELS = {"party": ActorKind.PARTY, "movement": ActorKind.GROUP, "organisation": ActorKind.ORGANISATION}
_UNCOUNTED = ("state", "military", "movement")  # "authorities", "rebels": one actor, singular or plural
_STATELESS = ("movement", "party")
STATE_LEVELS = ("state", "military")
_REACH_OF_NAME = 14  # tokens between an office and the name of its holder


class OfficeFinder:
    """Adds the offices and bodies of a text to its cast."""

    def __init__(self, gazetteer: Gazetteer, grammar: Grammar) -> None:
        self._gazetteer = gazetteer
        self._grammar = grammar

    def add(self, cast: Cast) -> None:
        """Mentions for all words of the gazetteer's offices, with the names that stand beside them."""
        doc = cast.doc
        phrases = self._gazetteer.office_phrases(doc.source)
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
            of_noun = entry.kind == "body" and token.dep_ == "compound" and doc.lang_ == "en"
            if of_noun and _title_run(cast, (token.i, token.i + 1), entry) == token.i:
                continue  # "state policy", "government camp"
            self._add_office(cast, token, (token.i, token.i + 1), entry, prefix)

    def _taken(self, cast: Cast, token: Word) -> bool:
        held = cast.at.get(token.i)
        return held is not None and (held.how != "adjective" or held.start != token.i)

    def _add_office(self, cast: Cast, head: Word, words: tuple[int, int], entry: OfficeEntry, prefix: str) -> None:
        doc = cast.doc
        side, start, end = self._side(cast, words, entry, prefix)
        if entry.level in _STATELESS and side is not None and side.kind is ActorKind.STATE:
            side = None  # Syrian rebels, a Russian opposition leader: not their state
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
            first = _title_run(cast, words, entry)
            if first < words[0]:
                last = _of_run(cast, words[1])
                entity = cast.named(doc[first:last].text, _NAMED_LEVELS.get(entry.level, ActorKind.ORGANISATION))
                entity.offices.add(term)
                cast.add(Mention(first, max(last, end), entity, "name", head.i, (first, last)))
                return
        else:
            name_start, name_end = self._name_after(cast, words[1], end)
            if name_end > name_start:
                self._add_person(cast, head, (start, words[1], end), (name_start, name_end), side, term)
                return
        end = max(end, words[1])
        if entry.level == "movement" and side is None:
            end = _with_genitive(cast, end)
        first = _with_cut_word(cast, start)
        several = first < start or self._several(head, entry)
        if several:
            start = _with_number(cast, first)
        bare = doc.lang_ == "de" and end - start == 1 and not several and head.lemma_[0].isupper()
        entity = cast.named(
            head.lemma_ if bare else strip_determiner(doc, start, end),
            ActorKind.ORGANISATION if entry.kind == "body" else ActorKind.PERSON,
        )
        if entity.represents is None and side is not entity:
            entity.represents = side
        entity.offices |= {term, *_compounds(cast, term, words[1])}
        concept = _concept(cast, entry, "" if self._owner(prefix) else prefix, words, (start, end))
        counted = several and (entry.kind != "body" or entry.level not in _UNCOUNTED)
        entity.concept = entity.concept or (f"{concept}-several" if counted else concept)
        entity.plural = several
        if entity.kind is ActorKind.PERSON and entity.feminine is None:
            entity.feminine = feminine(head)
        cast.add(Mention(start, end, entity, "office", head=head.i))

    def _add_person(
        self,
        cast: Cast,
        head: Word,
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
        cast.speaks_for(person, side)
        person.offices |= {term, *_compounds(cast, term, words_end)}
        if person.feminine is None:
            person.feminine = feminine(head)
        if name[0] > max(end, words_end) + 1:  # behind a comma and other words: two mentions of one person
            cast.add(Mention(start, max(end, words_end), person, "office", head=head.i))
            cast.add(Mention(*name, person, "name"))
        else:
            cast.add(Mention(start, name[1], person, "office", head.i, name))

    def _several(self, head: Word, entry: OfficeEntry) -> bool:
        """Whether a word for an office or body stands in the plural; German "die Minister" by its article."""
        if "Plur" in head.morph.get("Number", []):
            return True
        before = head.doc[head.i - 1] if head.i > 0 else head
        if before.pos_ == "ADJ" and before.i > 0:
            before = before.doc[before.i - 1]
        men = self._gazetteer.lang == "de" and entry.kind != "body" and feminine(head) is False
        return men and before.lower_ == "die"

    def _named_body(self, cast: Cast, head: Word, i: int, entry: OfficeEntry) -> tuple[Entity, int, int] | None:
        """The organisation whose name stands right after the word for it: (entity, start, end)."""
        doc = cast.doc
        kind = _NAMED_LEVELS.get(entry.level)
        if kind is None or i >= len(doc) or doc[i].sentence != head.sentence or "Plur" in head.morph.get("Number", []):
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
        owner = self._owner(prefix)
        if owner:
            side = cast.known(owner)
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
        while j >= max(0, i - 5) and doc[j].sentence == doc[i].sentence and not doc[j].is_space:
            held = cast.at.get(j)
            if held is not None and held.how != "office":
                genitive = doc[held.end - 1].text.endswith("s") or doc[held.end].lower_ in ("'s", "’s", "'", "’")
                if held.how == "adjective" or genitive or self._gazetteer.lang == "en":
                    return acts_for(held.entity), held.start
                return None, start
            if held is not None and held.entity.offices and doc[j].pos_ in ("NOUN", "PROPN"):
                owns = held.name is not None or held.head == held.end - 1
                return acts_for(held.entity), held.start if owns else start
            compound = doc[j].pos_ in ("NOUN", "VERB") and doc[j].dep_ in ("compound", "amod") and doc.lang_ == "en"
            compound = compound or doc[j].lower_ in self._grammar.regions.get(doc[j + 1].lower_, ())
            if doc[j].pos_ not in ("ADJ", "ADV", "PART", "NUM") and doc[j].lower_ not in ("'s", "’s") and not compound:
                break
            if doc[j].pos_ == "ADJ" or compound:
                start = j
            j -= 1
        return None, start

    def _side_after(self, cast: Cast, i: int) -> tuple[Entity | None, int]:
        doc = cast.doc
        j = i
        while j < min(len(doc), i + 5) and doc[j].sentence == doc[i - 1].sentence:
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

    def _owner(self, prefix: str) -> str | None:
        """The key of the state or body that the first part of a compound names ("US-" of "US-Präsident")."""
        if not prefix:
            return None
        key = self._gazetteer.surfaces.get(prefix) or self._gazetteer.adjectives.get(prefix.lower())
        starts = self._grammar.compound_prefixes.items()
        return key or next((state for start, state in starts if prefix.lower().startswith(start)), None)

    def _name_after(self, cast: Cast, first: int, end: int) -> tuple[int, int]:
        """The tokens of a person's name right after an office, or after what the office is of."""
        doc = cast.doc
        for i in dict.fromkeys((first, end)):
            j = i + 1 if i < len(doc) and doc[i].text == "," else i
            span = self._person_at(cast, j)
            if span is not None:
                return span
        span = self._name_behind(cast, max(first, end))
        return span if span is not None else (first, first)

    def _person_at(self, cast: Cast, i: int) -> tuple[int, int] | None:
        while i < len(cast.doc) and cast.doc[i].text in self._grammar.titles:
            i += 1
        start, end = name_run(cast, i)
        held = cast.at.get(start)
        if end <= start or (held is not None and held.entity.kind is not ActorKind.PERSON):
            return None
        return start, end

    def _name_behind(self, cast: Cast, i: int) -> tuple[int, int] | None:
        """A full name behind the phrase that an office governs: "Vorsitzender des Ausschusses des Rates Max Muster"."""
        doc = cast.doc
        for j in range(i, min(i + _REACH_OF_NAME, doc[i - 1].sentence[1])):
            token = doc[j]
            if token.text == ",":
                span = self._person_at(cast, j + 1)
                closed = span is not None and (span[1] >= len(doc) or doc[span[1]].text in (",", ".", "(", ":", ";"))
                return span if span is not None and closed and span[1] > span[0] + 1 else None
            held = cast.at.get(j)
            known = held is not None and held.entity.kind is ActorKind.PERSON and held.how in ("name", "alias")
            if known or token.text in self._gazetteer.first_names:
                span = self._person_at(cast, j)
                full = span is not None and (span[1] > span[0] + 1 or known)
                beside = j > i and (doc[j - 1].pos_ in ("NOUN", "PROPN") or j - 1 in cast.at)
                return span if full and beside else None
            if held is not None and held.how in ("name", "alias"):
                continue
            if token.pos_ in ("VERB", "AUX", "SCONJ", "PRON", "CCONJ") or token.text in (".", ":", ";", "("):
                return None
            if token.pos_ == "NOUN" and self._of_person(token):
                return None
        return None

    def _of_person(self, noun: Word) -> bool:
        found = self._gazetteer.office(noun.text, noun.lemma_)
        return found is not None and found[0].kind != "body"


def _title_run(cast: Cast, words: tuple[int, int], entry: OfficeEntry) -> int:
    """Where an English name that ends in a word for a body begins: "Foreign Relations Committee"; else the word."""
    doc = cast.doc
    start = named = words[0]
    titled = words[1] - words[0] == 1 and doc[start].text.istitle() and entry.level in (*_NAMED_LEVELS, "parliament")
    while titled and start > doc[words[0]].sentence[0]:
        before, held = doc[start - 1], cast.at.get(start - 1)
        if not before.text.istitle() or before.pos_ not in ("PROPN", "NOUN", "ADJ") or before.dep_ == "det":
            break
        if held is not None and held.how not in ("adjective", "demonym"):
            break
        start -= 1
        named = start if held is None and before.text not in cast.gazetteer.first_names else named
    return start if named < words[0] and doc.lang_ == "en" else words[0]


def _of_run(cast: Cast, end: int) -> int:
    """Where the name of a body ends with what it is of: "National Union of Teachers"."""
    doc = cast.doc
    if end + 1 >= len(doc) or doc[end].lower_ != "of" or not doc[end + 1].text.istitle():
        return end
    last = end + 1
    while last < doc[end].sentence[1] and doc[last].text.istitle() and doc[last].pos_ in ("PROPN", "NOUN", "ADJ"):
        last += 1
    return last if last > end + 1 else end


def _concept(cast: Cast, entry: OfficeEntry, prefix: str, words: tuple[int, int], phrase: tuple[int, int]) -> str:
    """What an unnamed office or body is, by its concept and the words that tell it from others of the kind.

    The bodies of a state are told apart by their concepts; their adjectives ("the new government") say nothing.
    """
    rest = [prefix] if prefix else []
    for token in cast.doc[phrase[0] : phrase[1]]:
        if words[0] <= token.i < words[1] or token.i in cast.at:
            continue
        if token.pos_ == "NUM" or (entry.level not in STATE_LEVELS and token.pos_ in ("ADJ", "NOUN", "PROPN")):
            rest.append(token.lemma_)
    return slug(" ".join([*rest, entry.concept or entry.term.lstrip("-")]))


def _genitive_noun(cast: Cast, i: int) -> Word | None:
    """The noun of a genitive that begins at token ``i``: "des Parlaments", "of the committee"."""
    links = cast.grammar.owning
    j = i
    while j < min(len(cast.doc), i + 4) and cast.doc[j].lower_ in links | cast.grammar.definite:
        j += 1
    owned = i < j < len(cast.doc) and cast.doc[i].lower_ in links and cast.doc[j].pos_ in ("NOUN", "PROPN")
    return cast.doc[j] if owned else None


def _compounds(cast: Cast, office: str, i: int) -> list[str]:
    """The compounds that say the same: "Präsident des Parlaments" is a "Parlamentspräsident"."""
    noun = _genitive_noun(cast, i)
    if noun is None:
        return []
    lemma = noun.lemma_.lower()
    return [f"{lemma} {office}"] if cast.doc.lang_ == "en" else [lemma + office, f"{lemma}s{office}"]


def _with_genitive(cast: Cast, end: int) -> int:
    """Where a phrase ends with whose it is: "Anhänger des Präsidenten"."""
    noun = _genitive_noun(cast, end)
    if noun is None or noun.pos_ != "NOUN" or (noun.i in cast.at and cast.at[noun.i].how != "adjective"):
        return end
    return noun.i + 1


def _with_cut_word(cast: Cast, start: int) -> int:
    """Where an office begins whose first part is cut: "Staats- und Regierungschefs" are one and the same people."""
    doc = cast.doc
    joined = start > 1 and doc[start - 1].lower_ in cast.grammar.joining and doc[start - 1].sentence[0] <= start - 2
    cut = joined and len(doc[start - 2].text) > 1 and doc[start - 2].text.endswith("-") and start - 2 not in cast.at
    return start - 2 if cut else start


def _with_number(cast: Cast, start: int) -> int:
    """Where a phrase begins with its number: "26 Staaten", "several countries"."""
    before = cast.doc[start - 1] if start > 0 else None
    counted = (
        before is not None and not before.is_space and (before.pos_ == "NUM" or before.lower_ in cast.grammar.several)
    )
    return start - 1 if counted and start - 1 not in cast.at else start


def acts_for(entity: Entity) -> Entity:
    """The state or organisation at the end of the chain of those who speak for others."""
    seen = set()
    while entity.represents is not None and entity.key not in seen:
        seen.add(entity.key)
        entity = entity.represents
    return entity


def feminine(token: Word) -> bool | None:
    """Whether the word for an office tells a woman; None if it does not tell."""
    form = token.lower_
    if form.endswith(("in", "frau", "woman")):
        return True
    if form.endswith("man"):
        return False
    if token.doc.lang_ == "en" or form.endswith(("te", "ten", "de", "den")):
        return None
    return False
