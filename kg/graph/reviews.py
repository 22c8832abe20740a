"""What people say of stances, as RDF and back, and what then holds of an article: pure functions without a store.

Each review is a named graph of its own, named by its IRI and never changed: who decided what and when (PROV-O, W3C
2013), the stance as the machine had read it, and the stance that stands in its place. Of several reviews of one stance
the latest counts. What then holds of the article is one more graph, ``…#corrected``, which in the default graph stands
in the place of the article's own.

A review finds its stance again by the stance's IRI. If a new reading of the article no longer holds that stance, the
person's word still counts as long as the article holds the sentence: what was accepted or corrected stays, and replaces
what the machine now says of this actor and target there; what was rejected keeps out the same claim in other words.
Actor and target are the same there by their keys or by how the article names them.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from rdflib import Literal, URIRef
from rdflib.namespace import PROV, RDF, RDFS, XSD
from rdflib.term import Node

from kg.graph import convert
from kg.graph.convert import Triple
from kg.graph.terms import canonical_time, text
from kg.graph.vocabulary import KG, iri, review_iri
from kg.model import Actor, Article, Decision, Evidence, Review, Stance, Target


@dataclass(frozen=True, slots=True)
class Said:
    """A review with its IRI, that of the stance it speaks of, and that of the stance that holds by it (or None)."""

    node: URIRef
    subject: URIRef
    result: URIRef | None
    review: Review


@dataclass(frozen=True, slots=True)
class Outcome:
    """What holds of an article: its stances by IRI, and by which reviews some of them hold."""

    stances: dict[URIRef, Stance]
    by: dict[URIRef, list[Said]]


def said(review: Review, subject: URIRef) -> Said:
    """A review of the stance that has this IRI."""
    result = subject if review.decision is Decision.ACCEPTED else None
    if review.corrected is not None:
        result = convert.name(review.corrected)
    parts = (subject, review.decision.value, result, review.reviewer, _moment(review.at), review.note)
    return Said(review_iri(parts), subject, result, review)


def triples(one: Said, about: Article) -> list[Triple]:
    """A review as the triples of its named graph.

    :param about: the article of the stance.
    """
    stances = {one.subject: one.review.stance}
    if one.review.corrected is not None and one.result is not None:
        stances[one.result] = one.review.corrected
    found = [*_activity(one), (one.node, KG.reviewed, one.subject)]
    if one.review.decision in (Decision.CORRECTED, Decision.REJECTED):
        found.append((one.node, PROV.invalidated, one.subject))
    if one.review.corrected is not None and one.result is not None:
        found += [(one.node, PROV.generated, one.result), *_origin(one.result, one)]
    found += _without_reading(convert.described(about, stances), {one.result} - {one.subject})
    return list(dict.fromkeys(found))


def read(node: URIRef, graph: Iterable[tuple[Node, Node, Node]]) -> Said:
    """The review that a named graph holds."""
    facts = convert.Facts(graph)
    stances = convert.read_stances(facts)
    subject = URIRef(facts.one(node, KG.reviewed))
    decision = Decision(facts.one(node, KG.decision).removeprefix(f"{KG}decision-"))
    generated = facts.maybe(node, PROV.generated)
    result = URIRef(generated) if generated else subject if decision is Decision.ACCEPTED else None
    review = Review(
        stance=stances[subject],
        decision=decision,
        reviewer=facts.one(facts.node(node, PROV.wasAssociatedWith), RDFS.label),
        at=datetime.fromisoformat(facts.one(node, PROV.endedAtTime)),
        corrected=stances[URIRef(generated)] if generated else None,
        note=facts.maybe(node, RDFS.comment) or "",
    )
    return Said(node, subject, result, review)


def latest(all_said: Iterable[Said]) -> dict[URIRef, Said]:
    """The review that counts of each stance that was reviewed, by the IRI of the stance."""
    by_time = sorted(all_said, key=lambda one: (one.review.at, one.node))
    last = {one.subject: one for one in by_time}
    return {subject: one for subject, one in last.items() if one.review.decision is not Decision.WITHDRAWN}


def outcome(machine: Mapping[URIRef, Stance], all_said: Iterable[Said], words: str) -> Outcome:
    """What holds of an article.

    :param machine: the stances that the machine read.
    :param words: the article's text; empty if it is not known.
    """
    counting = latest(all_said)
    left, held, by = dict(machine), dict[URIRef, Stance](), dict[URIRef, list[Said]]()
    known = _Known(machine.values())
    for subject, one in counting.items():
        found = machine.get(subject)
        others = [] if found else [n for n, s in machine.items() if n not in counting and _speaks_of(one.review, s)]
        for node in (subject, *others):
            left.pop(node, None)
        if one.result is None:
            continue
        if found is not None:
            wanted: Stance | None = _changed(found, one.review)
        else:
            wanted = _still_there(one.review, words, [machine[node] for node in others])
        if wanted is not None:
            held.setdefault(one.result, known.renewed(replace(wanted, confidence=1.0)))
            by.setdefault(one.result, []).append(one)
    return Outcome(convert.in_order({**left, **held}), by)


def corrected(about: Article, holds: Outcome, all_said: Iterable[Said]) -> list[Triple]:
    """What holds of a reviewed article as the triples of its graph ``…#corrected``."""
    graph = convert.corrected_name(about.id)
    found: list[Triple] = [(graph, KG.combines, convert.graph_name(about.id))]
    found += [(graph, KG.combines, one.node) for one in all_said]
    changed = {node for node, reviews in holds.by.items() if any(one.review.corrected for one in reviews)}
    for node, reviews in holds.by.items():
        for one in reviews:
            found += [(node, KG.review, one.node), *_activity(one)]
            if one.review.corrected is not None:
                found += _origin(node, one)
    found += _without_reading(convert.described(about, holds.stances), changed)
    return list(dict.fromkeys(found))


def _activity(one: Said) -> Iterator[Triple]:
    reviewer = iri("reviewer", one.review.reviewer)
    yield one.node, RDF.type, KG.Review
    yield one.node, RDF.type, PROV.Activity
    yield one.node, KG.decision, KG[f"decision-{one.review.decision.value}"]
    yield one.node, PROV.endedAtTime, Literal(_moment(one.review.at), datatype=XSD.dateTime)
    yield one.node, PROV.wasAssociatedWith, reviewer
    if one.review.note:
        yield one.node, RDFS.comment, text(one.review.note)
    yield reviewer, RDF.type, PROV.Person
    yield reviewer, RDFS.label, text(one.review.reviewer)


def _origin(node: URIRef, one: Said) -> Iterator[Triple]:
    yield node, PROV.wasRevisionOf, one.subject
    yield node, PROV.wasGeneratedBy, one.node
    yield node, PROV.wasAttributedTo, iri("reviewer", one.review.reviewer)


def _without_reading(triples: Iterable[Triple], nodes: Collection[URIRef | None]) -> Iterator[Triple]:
    """Triples that do not say of these stances that a reading has generated them: a person has."""
    return (t for t in triples if not (t[0] in nodes and t[1] == PROV.wasGeneratedBy))


def _moment(at: datetime) -> str:
    return canonical_time(at.astimezone(UTC).isoformat().replace("+00:00", "Z"))


def _speaks_of(review: Review, stance: Stance) -> bool:
    """Whether a stance that the machine now reads is what a review spoke of, in other words."""
    for version in (review.stance, review.corrected):
        if (
            version is not None
            and _words(version.evidence.text) == _words(stance.evidence.text)
            and _same(version.actor, stance.actor)
            and (version.target.key == stance.target.key or _overlap(version.target.text, stance.target.text))
            and (review.decision is not Decision.REJECTED or version.type == stance.type)
        ):
            return True
    return False


def _same(one: Actor, other: Actor) -> bool:
    """Whether two actors of one sentence are the same; the tables may have come to know him by another key."""
    return one.key == other.key or one.name.casefold() == other.name.casefold()


def _words(sentence: str) -> list[str]:
    return re.findall(r"\w+", sentence.casefold())


def _overlap(one: str, other: str) -> bool:
    first, second = set(_words(one)), set(_words(other))
    return bool(first and second) and (first <= second or second <= first)


def _changed(found: Stance, review: Review) -> Stance:
    """What the machine reads now, with what a person changed in it."""
    before, after = review.stance, review.corrected or review.stance
    return replace(
        found,
        actor=found.actor if after.actor == before.actor else after.actor,
        represents=found.represents if after.represents == before.represents else after.represents,
        type=found.type if after.type == before.type else after.type,
        target=found.target if after.target == before.target else after.target,
    )


def _still_there(review: Review, words: str, now: Iterable[Stance]) -> Stance | None:
    """The stance that a person vouched for, at the place where its sentence stands now; None if it is gone.

    :param now: what the machine now reads in its stead. Where that is the same but for the keys of actor and target,
        as after a change of the tables, those keys count.
    """
    was, stance = review.stance, review.corrected or review.stance
    for one in now:
        if one.type == was.type and _same(one.actor, was.actor) and one.target.text == was.target.text:
            stance = replace(
                stance,
                actor=one.actor if stance.actor == was.actor else stance.actor,
                represents=one.represents if stance.represents == was.represents else stance.represents,
                target=one.target if stance.target == was.target else stance.target,
            )
    evidence = stance.evidence
    if not words or words[evidence.start : evidence.end] == evidence.text:
        return stance
    places = [match.start() for match in re.finditer(re.escape(evidence.text), words)]
    if not places:
        return None
    start = min(places, key=lambda place: abs(place - evidence.start))
    return replace(stance, evidence=Evidence(start, start + len(evidence.text), evidence.text))


class _Known:
    """The actors and targets as the machine knows them now: a person's stance shares their labels."""

    def __init__(self, stances: Iterable[Stance]) -> None:
        self._actors: dict[str, Actor] = {}
        self._targets: dict[str, Target] = {}
        for stance in stances:
            self.renewed(stance)

    def renewed(self, stance: Stance) -> Stance:
        """The stance with known labels; who and what was not known until now is."""
        return replace(
            stance,
            actor=self._actor(stance.actor),
            represents=self._actor(stance.represents),
            speaker=stance.speaker and self._actor(stance.speaker),
            target=replace(self._targets.setdefault(stance.target.key, stance.target), text=stance.target.text),
        )

    def _actor(self, actor: Actor) -> Actor:
        return replace(self._actors.setdefault(actor.key, actor), name=actor.name)
