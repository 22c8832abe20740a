"""Why stances were read from an article, or not: what :func:`kg.explain` returns.

Small frozen types like those of :mod:`kg.model`; all offsets count characters of ``Article.text``.
"""

from dataclasses import dataclass
from enum import StrEnum

from kg.model import Article, Evidence, Quote, Span, Stance, StanceType


class Outcome(StrEnum):
    """What became of a candidate: a stance, too unlikely, or excluded by a likelier candidate."""

    STANCE = "stance"
    UNLIKELY = "unlikely"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class CueFound:
    """A cue of the lexicon in a sentence.

    ``name`` is the lexicon's cue, with "not" before it if negated; ``type`` is the one after negation. ``pos`` is
    ``verb``, ``noun``, ``adj``, ``adv``, ``phrase`` or ``modal`` (from the grammar). ``weight`` is the lexicon's:
    how often a stance is expected there, 0 to 1. ``words`` are the spans of its words.
    """

    name: str
    pos: str
    type: StanceType
    negated: bool
    weight: float
    words: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class UnusedCue:
    """A cue from which no candidate came, and the reason: a key of the kind "unused" in ``data/reasons.csv``."""

    cue: CueFound
    reason: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a feature adds to the score of a candidate, by its value and its weight in ``data/judge.json``."""

    feature: str
    value: float
    added: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A candidate: the stance that it is or would be, where its parts come from, and the verdict on it.

    ``stance.confidence`` is the judge's probability. ``source`` is the part of speech of the cue, "voice" (reported
    words without a cue) or "clause" (a sentence without cue and speech). ``holder`` says how the actor was found and
    ``frame`` where the target stands: keys of these kinds in ``data/reasons.csv``. ``clause`` is the clause around the
    cue. ``quote`` are the reported words in which it stands, ``form`` how they are marked. ``contributions`` come with
    the largest first; their sum is ``score``. ``rival`` is the accepted stance that excludes this one.
    """

    stance: Stance
    outcome: Outcome
    source: str
    cue: CueFound | None
    holder: str
    frame: str
    target: Span
    clause: Span
    quote: Quote | None
    form: str
    score: float
    contributions: tuple[Contribution, ...]
    rival: Stance | None = None


@dataclass(frozen=True, slots=True)
class ExplainedSentence:
    """A sentence with its candidates (the likeliest first), unused cues, and the quotations that it touches.

    ``number`` counts from 1 within the article.
    """

    number: int
    evidence: Evidence
    proposals: tuple[Proposal, ...] = ()
    unused: tuple[UnusedCue, ...] = ()
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an article gave its stances. A candidate is a stance from the probability ``threshold`` on."""

    article: Article
    threshold: float
    sentences: tuple[ExplainedSentence, ...] = ()

    @property
    def stances(self) -> tuple[Stance, ...]:
        """The stances of the sentences, those that :func:`kg.extract` gives."""
        return tuple(p.stance for s in self.sentences for p in s.proposals if p.outcome is Outcome.STANCE)
