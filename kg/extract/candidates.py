"""Candidates: every cue with a holder and a target, and every reported clause without a cue.

A candidate says what the stance would be; :mod:`kg.extract.judge` says how likely it is right.
"""

from dataclasses import dataclass, replace

from kg.extract import clauses
from kg.extract.complements import Complements
from kg.extract.conditions import Bound, condition_of, conditions
from kg.extract.cues import Cue
from kg.extract.holders import Holder, Holders
from kg.extract.quotes import Voice
from kg.extract.speakers import entity_of
from kg.extract.words import Phrase, Word, Words
from kg.knowledge.grammar import Grammar
from kg.model import StanceType


@dataclass(slots=True, eq=False)  # not frozen: that makes each of the many take three times as long
class Candidate:
    """A possible stance. ``cue`` is None for reported words without a cue of the lexicon."""

    type: StanceType
    holder: Holder
    start: int  # target, in tokens
    end: int
    frame: str
    sentence: Phrase
    head: int
    voice: Voice | None
    cue: Cue | None = None
    bound: Bound | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """A text with what finds the holders and targets of its cues."""

    doc: Words
    grammar: Grammar
    holders: Holders
    complements: Complements


def candidates(doc: Words, grammar: Grammar) -> list[Candidate]:
    """All candidates of a text, in the order of the text."""
    places = Places(doc, grammar, Holders(doc, grammar), Complements(doc, grammar))
    by_sentence: dict[int, list[Cue]] = {}
    for cue in doc.cues:
        by_sentence.setdefault(cue.head.sentence[0], []).append(cue)
    found: list[Candidate] = []
    said: tuple[int, int] | None = None  # the target that "das", "this" in the next sentence means
    for sentence in doc.sents:
        cues = by_sentence.get(sentence.start, [])
        bounds = conditions(sentence, grammar)
        here = _fitting([c for cue in cues for c in _of_cue(cue, sentence, places, bounds)])
        here = [_resolved(c, said, places) for c in here]
        found += here
        if here:
            main = max(here, key=lambda c: c.cue.weight if c.cue is not None else 0.0)
            said = (main.start, main.end)
        voiced = _of_voices(sentence, places, bounds)
        found += voiced
        if not cues and not voiced:
            found += _of_clause(sentence, places, bounds)
    return found


def _resolved(c: Candidate, said: tuple[int, int] | None, places: Places) -> Candidate:
    """A candidate whose target is a bare pronoun, with what the pronoun means: the target before."""
    pronoun = c.end - c.start == 1 and places.doc[c.start].lower_ in places.grammar.impersonal
    if not pronoun or said is None or c.sentence.start - said[1] > 80:
        return c
    return replace(c, start=said[0], end=said[1], frame="anaphor")


def _fitting(found: list[Candidate]) -> list[Candidate]:
    """Without the readings of a cue whose frame is empty, where another reading's frame is filled.

    "stimmen für" and "stimmen gegen" are readings of one verb; the preposition that stands there decides.
    """
    filled = {c.head for c in found if not c.frame.startswith("other")}
    return [
        c
        for c in found
        if c.head not in filled or not c.frame.startswith("other") or c.cue is None or c.cue.pos == "modal"
    ]


def _of_cue(cue: Cue, sentence: Phrase, places: Places, bounds: list[Bound]) -> list[Candidate]:
    voice = places.holders.voices.innermost(cue.head.i)
    found = []
    bound = condition_of(cue, bounds)
    clausal = (b for b in bounds if b.clause and not b.start <= cue.head.i < b.end)
    barred = frozenset(i for b in clausal for i in range(b.start, b.end))
    for holder in places.holders.of(cue):
        for start, end, frame in places.complements.of(cue, holder.entity, barred):
            within = bound is not None and bound.start <= places.doc.root_of(start, end).i < bound.end
            kept = None if within else bound  # "warns of further floods": the target is no condition
            kind = _kept_from(cue, frame, places.doc.root_of(start, end), places.grammar)
            found.append(Candidate(kind, holder, start, end, frame, sentence, cue.head.i, voice, cue, kept))
    return found


def _kept_from(cue: Cue, frame: str, action: Word, grammar: Grammar) -> StanceType:
    """The type of a cue with its target: who promises not to do something rejects it."""
    clausal = frame.removeprefix("or:") in ("clause", "inf", "action")
    promised = cue.type is StanceType.COMMITS and cue.pos != "modal" and clausal
    return StanceType.REJECTS if promised and clauses.negated(action, grammar) else cue.type


def _of_voices(sentence: Phrase, places: Places, bounds: list[Bound]) -> list[Candidate]:
    """One candidate of each type for what a speaker says in a sentence; the judge picks among them."""
    found = []
    here = places.holders.voices.of_sentence(sentence.start)
    outermost = _outermost(here, sentence)
    for voice in here:
        start, end = max(voice.start, sentence.start), min(voice.end, sentence.end)
        if voice.speaker is None or end - start < 4 or id(voice) not in outermost:
            continue
        span = places.doc[start:end]
        first, last = clauses.trim(places.doc, start, end)
        for holder in places.holders.speakers(voice):
            found += _of_every_type(holder, (first, last), "voice", sentence, span.root.i, voice, bounds)
    return found


def _outermost(voices: list[Voice], sentence: Phrase) -> set[int]:
    """The ids of the voices that lie, in a sentence, within no other of the same speaker."""
    found: set[int] = set()
    reached: dict[int, int] = {}  # id of a speaker → where the voice that reaches farthest ends
    for voice in sorted(voices, key=lambda v: (max(v.start, sentence.start), -v.end)):
        end = min(voice.end, sentence.end)
        if reached.get(id(voice.speaker), -1) < end:
            reached[id(voice.speaker)] = end
            found.add(id(voice))
    return found


def _of_every_type(
    holder: Holder,
    target: tuple[int, int],
    frame: str,
    sentence: Phrase,
    head: int,
    voice: Voice | None,
    bounds: list[Bound],
) -> list[Candidate]:
    """The candidates where no cue tells the type; the judge picks among them."""
    bound = next(iter(bounds), None)
    return [Candidate(kind, holder, *target, frame, sentence, head, voice, None, bound) for kind in StanceType]


def _of_clause(sentence: Phrase, places: Places, bounds: list[Bound]) -> list[Candidate]:
    """One candidate of each type for a sentence without cue or speech whose subject is an actor."""
    root = sentence.root
    for subject in clauses.subjects_of(root):
        entity, _ = entity_of(places.holders.cast, subject, grammar=places.grammar)
        if entity is None:
            continue
        start, end = clauses.extent(root)
        if subject.reach[1] < root.i and end > root.i + 1:
            start, end = clauses.trim(places.doc, subject.reach[1] + 1, end)
        return _of_every_type(Holder(entity, "subject"), (start, end), "clause-whole", sentence, root.i, None, bounds)
    return []
