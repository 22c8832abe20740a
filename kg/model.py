"""The domain as small frozen types: article, actor, quotation, stance, target, condition, evidence.

Everything here is a plain immutable value without behaviour that depends on other rooms. All character
offsets count Unicode code points of :attr:`Article.text`, ``start`` inclusive and ``end`` exclusive, so that
``article.text[e.start:e.end]`` is the evidence.
"""

from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime
from enum import StrEnum


class Valence(StrEnum):
    """Whether a stance is for its target, against it, or leaves the matter open."""

    FAVOUR = "favour"
    AGAINST = "against"
    OPEN = "open"


class StanceType(StrEnum):
    """The twelve stance types; ``ontology/stances.ttl`` defines them."""

    SUPPORTS = "supports"
    AGREES = "agrees"
    COMMITS = "commits"
    DEMANDS = "demands"
    PROPOSES = "proposes"
    REJECTS = "rejects"
    CRITICISES = "criticises"
    THREATENS = "threatens"
    WARNS = "warns"
    DENIES = "denies"
    DEFERS = "defers"
    QUESTIONS = "questions"

    @property
    def valence(self) -> Valence:
        """The valence of this type."""
        return _VALENCE[self]


_VALENCE = {
    **dict.fromkeys(list(StanceType)[:5], Valence.FAVOUR),
    **dict.fromkeys(list(StanceType)[5:10], Valence.AGAINST),
    **dict.fromkeys(list(StanceType)[10:], Valence.OPEN),
}


class ConditionKind(StrEnum):
    """How a stance is bound to its condition."""

    IF = "if"
    UNLESS = "unless"
    UNTIL = "until"
    AFTER = "after"
    BEFORE = "before"
    REGARDLESS = "regardless"


class ActorKind(StrEnum):
    """What sort of actor it is."""

    STATE = "state"
    ORGANISATION = "organisation"
    PARTY = "party"
    GROUP = "group"
    PERSON = "person"
    UNKNOWN = "unknown"


class QuoteKind(StrEnum):
    """How speech is reported: in quotation marks, as a reported clause, or partly in quotation marks."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Article:
    """A news article. ``lang`` is an ISO 639-1 code ("de", "en"); ``None`` means: to be detected."""

    id: str
    text: str
    title: str | None = None
    date: Date | None = None
    url: str | None = None
    lang: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who takes stances.

    ``key`` identifies the actor across articles and languages: the key of the gazetteer where the actor is
    known ("RU", "nato", "vladimir-putin"), else a slug of the name. ``name`` is the fullest name in the article.
    ``labels`` maps a language to the gazetteer's name, empty where the actor is in no gazetteer.
    """

    key: str
    name: str
    kind: ActorKind = ActorKind.UNKNOWN
    wikidata: str | None = None
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """What a stance is about.

    ``text`` is the phrase as it stands in the article. ``key`` identifies the concept: issue and entities where
    the thesaurus knows the issue ("troops+UA+nato"); else, behind "@", what tells the event or article from others
    ("law+FR@2024-03-04+FR+justice"), unless the words are enough to be shared between articles. ``issue`` is a key of
    the issue thesaurus or None; ``entities`` are keys of the actors involved, sorted. ``labels`` maps a language to
    a readable label of the concept.
    """

    key: str
    text: str
    issue: str | None = None
    entities: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """What a stance is bound to, as a phrase of the article."""

    text: str
    kind: ConditionKind


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that carries a stance: offsets into the article's text, and that text itself."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Stance:
    """One stance of an actor towards a target, with its evidence.

    ``actor`` holds the stance; ``represents`` is the state or organisation for which the actor speaks, or the
    actor itself. ``speaker`` is who uttered the words if the evidence is reported speech, else None. ``cue`` is
    the lemma or phrase of the lexicon that was found. ``confidence`` runs from 0 to 1.
    ``stated_on`` is the article's date where nothing more exact is known. ``valid_until`` is the last day of the
    stance only if the statement itself names that day.
    """

    article: str
    actor: Actor
    represents: Actor
    type: StanceType
    target: Target
    evidence: Evidence
    condition: Condition | None = None
    speaker: Actor | None = None
    cue: str = ""
    confidence: float = 1.0
    stated_on: Date | None = None
    valid_until: Date | None = None


class Decision(StrEnum):
    """What a person says of a stance: right as it is, right after a correction, wrong; or nothing any more."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Review:
    """What a person said of a stance.

    ``stance`` is the stance as the machine read it at that time, ``corrected`` the one that stands in its place if the
    decision is "corrected", else None. ``reviewer`` is a name, ``at`` a time with its zone, ``note`` free text.
    """

    stance: Stance
    decision: Decision
    reviewer: str
    at: datetime
    corrected: Stance | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the article's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Reported speech. ``spans`` are the quoted words; ``speaker`` and ``cue`` are spans where they are named."""

    kind: QuoteKind
    spans: tuple[Span, ...]
    speaker: Span | None = None
    cue: Span | None = None
    actor: Actor | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one article: the article (language and date filled in), its stances and quotations."""

    article: Article
    stances: tuple[Stance, ...] = ()
    quotes: tuple[Quote, ...] = field(default=())

    def _repr_html_(self) -> str:
        from kg.notebook import highlighted  # only a notebook asks for it

        return highlighted(self)
