"""Whom pronouns and descriptions mean: "she", "der Rebellenführer", "the organisation"."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract import clauses
from kg.extract.entities import Entity, Mention
from kg.extract.words import Word
from kg.model import ActorKind

if TYPE_CHECKING:
    from kg.extract.cast import Cast

_REACH = 150  # tokens that a pronoun looks back
_BODIES = frozenset({ActorKind.ORGANISATION, ActorKind.PARTY, ActorKind.GROUP, ActorKind.STATE})
_SUBJECTS = ("nsubj", "nsubj:pass", "ROOT")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a pronoun demands of the one whom it means. ``feminine``: None if it says nothing of gender."""

    persons: bool
    bodies: bool
    plural: bool
    feminine: bool | None


def wanted(token: Word, cast: "Cast") -> Wanted:
    """What the form of a pronoun, and the verb beside it, say about the one whom it means."""
    grammar, form, german = cast.grammar, token.lower_, cast.doc.lang_ == "de"
    if form in grammar.possessives:
        if form.startswith(("sein", "his")):
            return Wanted(persons=True, bodies=german and form != "his", plural=False, feminine=False)
        if form.startswith("ihr"):
            return Wanted(persons=True, bodies=True, plural=False, feminine=True)
        if form == "her":
            return Wanted(persons=True, bodies=False, plural=False, feminine=True)
        return Wanted(persons=False, bodies=True, plural=form == "their", feminine=None)
    if form in grammar.plural and (form not in grammar.feminine or clauses.is_plural(token)):
        return Wanted(persons=False, bodies=not german, plural=True, feminine=None)
    if form in grammar.masculine:
        return Wanted(persons=True, bodies=False, plural=False, feminine=False)
    if form in grammar.feminine:
        return Wanted(persons=True, bodies=german, plural=False, feminine=True)
    return Wanted(persons=False, bodies=True, plural=False, feminine=None)


def antecedent(token: Word, cast: "Cast") -> Entity | None:
    """Whom a pronoun of the third person means, None if nobody fits.

    Each earlier mention that fits gets points for being near, a subject and a name; subjects are what a text goes on
    about (centering, Grosz et al. 1995).
    """
    want = wanted(token, cast)
    best: tuple[float, Entity] | None = None
    here = token.sentence[0]
    sentences = 0
    border = here
    for mention in _before(token, cast, want):
        while mention.start < border:
            border = cast.doc[border - 1].sentence[0]
            sentences += 1
        score = _fitness(mention, want, cast) - 1.3 * sentences
        head = cast.doc[mention.head]
        if head.dep_ in _SUBJECTS:
            score += 1.5
        elif head.dep_ in ("nmod", "nmod:poss", "compound", "flat", "appos"):
            score -= 0.5
        if sentences == 0 and _same_clause(mention, token, cast):
            continue
        score -= 0.004 * (token.i - mention.start)
        if best is None or score > best[0]:
            best = (score, mention.entity)
    return best[1] if best is not None and best[0] > -6 else None


def _before(token: Word, cast: "Cast", want: Wanted) -> Iterator[Mention]:
    earlier = cast.before(token.i, _REACH)
    if want.plural:
        last = bisect_right(cast.joints, token.i, key=lambda j: j.end)
        joints = [j for j in cast.joints[max(0, last - 60) : last] if token.i - _REACH <= j.start]
        earlier = sorted([*earlier, *joints], key=lambda m: -m.start)
    for mention in earlier:
        if mention.how in ("adjective", "demonym"):
            continue
        kind = mention.entity.kind
        if want.plural:
            if mention.entity.plural or (want.bodies and kind in _BODIES):
                yield mention
        elif mention.entity.plural:
            continue
        elif kind is ActorKind.PERSON:
            if want.persons and _gender_fits(mention.entity, want.feminine):
                yield mention
        elif kind is ActorKind.UNKNOWN:
            if mention.end - mention.start == 1 and (want.persons or want.bodies):
                yield mention
        elif want.bodies:
            yield mention


def _fitness(mention: Mention, want: Wanted, cast: "Cast") -> float:
    entity = mention.entity
    points = 0.0
    if entity.kind is ActorKind.UNKNOWN:
        points -= 2.0
    if want.persons and entity.kind is ActorKind.PERSON:
        points += 1.0
        if want.feminine is not None and entity.feminine == want.feminine:
            points += 1.0
    if want.plural and entity.plural:
        points += 1.5
    if entity.known or " " in entity.name or mention.how == "office":
        points += 0.5
    if mention.how == "metonym" or (
        entity.kind is ActorKind.STATE and cast.doc.lang_ == "de" and want.feminine is True
    ):
        points -= 1.5
    return points


def _gender_fits(entity: Entity, feminine: bool | None) -> bool:
    return feminine is None or entity.feminine is None or entity.feminine == feminine


def _same_clause(mention: Mention, pronoun: Word, cast: "Cast") -> bool:
    """A pronoun does not mean who stands beside it in its own clause (Binding principle B); a possessive may."""
    if pronoun.lower_ in cast.grammar.possessives:
        return False
    head = cast.doc[mention.head]
    return clauses.predicate_of(head) == clauses.predicate_of(pronoun)
