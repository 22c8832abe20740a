"""From a reading to RDF and back: pure functions without a store.

One article is one named graph, named by the article's IRI. It holds the article's description, every stance
with its evidence, and all that the stances mention (actors, targets, issues), so that each graph can be
understood, moved and deleted by itself.

Evidence follows the Web Annotation Data Model (W3C, 2017): an ``oa:SpecificResource`` whose source is the article,
selected by quotation and by position. Its IRI ends in a fragment of RFC 5147 (``#char=10,120``). Provenance follows
PROV-O (W3C, 2013).
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from rdflib import Dataset, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD
from rdflib.term import Node

from kg.graph import entities
from kg.graph.terms import text
from kg.graph.vocabulary import KG, OA, PREFIXES, SCHEMA, SOFTWARE, WIKIDATA, iri, stance_iri
from kg.model import (
    Actor,
    ActorKind,
    Article,
    Condition,
    ConditionKind,
    Evidence,
    Reading,
    Stance,
    StanceType,
    Target,
)

Triple = entities.Triple
Quad = tuple[URIRef, URIRef, Node, URIRef]


def graph_name(article_id: str) -> URIRef:
    """The IRI of an article and of its named graph."""
    return iri("article", article_id)


def corrected_name(article_id: str) -> URIRef:
    """The named graph of what holds of an article after people reviewed it."""
    return corrected_of(graph_name(article_id))


def corrected_of(article: URIRef) -> URIRef:
    """The same from the article's IRI."""
    return URIRef(f"{article}#corrected")


def quads(reading: Reading) -> Iterator[Quad]:
    """A reading as RDF: triples of the article's named graph, without repetition.

    Confidence is kept to four decimals. The article's text is not among them, only its evidence sentences.
    """
    graph = graph_name(reading.article.id)
    for subject, predicate, obj in dict.fromkeys(described(reading.article, named(reading.stances))):
        yield subject, predicate, obj, graph


def dataset(readings: Iterable[Reading]) -> Dataset:
    """Readings as an rdflib Dataset in memory, with the prefixes bound."""
    result = Dataset(default_union=True)
    for prefix, namespace in PREFIXES.items():
        result.bind(prefix, namespace, replace=True)
    for reading in readings:
        for subject, predicate, obj, graph in quads(reading):
            result.graph(graph).add((subject, predicate, obj))
    return result


def stances(triples: Iterable[tuple[Node, Node, Node]]) -> dict[URIRef, Stance]:
    """The stances of one article's graph by their IRI, in the order of the article."""
    return read_stances(Facts(triples))


def read_stances(facts: "Facts") -> dict[URIRef, Stance]:
    """The same from facts."""
    return in_order({node: _stance(facts, node) for node in facts.of_type(KG.Stance)})


def in_order(found: Mapping[URIRef, Stance]) -> dict[URIRef, Stance]:
    """Stances of one article in the order of their places in it."""
    return dict(sorted(found.items(), key=lambda item: (item[1].evidence.start, item[1].evidence.end, item[0])))


def article(triples: Iterable[tuple[Node, Node, Node]]) -> Article:
    """The article that a graph describes; its ``text`` is empty, because the graph does not hold it."""
    facts = Facts(triples)
    node = facts.of_type(SCHEMA.NewsArticle)[0]
    on = facts.maybe(node, DCTERMS.date)
    return Article(
        id=facts.one(node, DCTERMS.identifier),
        text="",
        title=facts.maybe(node, DCTERMS.title),
        date=None if on is None else date.fromisoformat(on),
        url=facts.maybe(node, SCHEMA.url),
        lang=facts.maybe(node, DCTERMS.language),
        source=facts.maybe(node, DCTERMS.source),
    )


def named(stances: Iterable[Stance]) -> dict[URIRef, Stance]:
    """Stances of one article by the IRI that each gets; repetitions are left out."""
    names: dict[URIRef, Stance] = {}
    for stance in dict.fromkeys(stances):
        names[name(stance, names)] = stance
    return names


def described(about: Article, stances: Mapping[URIRef, Stance]) -> Iterator[Triple]:
    """An article and stances of it as triples, with repetitions."""
    node = graph_name(about.id)
    yield node, RDF.type, SCHEMA.NewsArticle
    yield node, DCTERMS.identifier, text(about.id)
    if about.title is not None:
        yield node, DCTERMS.title, text(about.title, about.lang)
    if about.date is not None:
        yield node, DCTERMS.date, _day(about.date)
    if about.url is not None:
        yield node, SCHEMA.url, text(about.url)
    if about.lang is not None:
        yield node, DCTERMS.language, text(about.lang)
    if about.source is not None:
        yield node, DCTERMS.source, text(about.source)
    activity = URIRef(f"{node}#reading")
    yield activity, RDF.type, PROV.Activity
    yield activity, PROV.used, node
    yield activity, PROV.wasAssociatedWith, SOFTWARE
    yield SOFTWARE, RDF.type, PROV.SoftwareAgent
    for stance_node, stance in stances.items():
        yield from _stance_triples(stance, stance_node, about, activity)
    said = stances.values()
    yield from _target_labels(stance.target for stance in said)
    cast = {actor.key for s in said for actor in (s.actor, s.represents, s.speaker) if actor is not None}
    for key in sorted({key for s in said for key in s.target.entities} - cast):
        yield from entities.involved(key)


def name(stance: Stance, taken: Container[URIRef] = ()) -> URIRef:
    """The IRI of a stance: who, which position, on what, where, under which condition.

    Not by confidence or cue, so that an improved reader gives the same stance the same IRI. Two stances that
    differ only in these are numbered.
    """
    condition = stance.condition
    parts = (
        stance.article,
        stance.actor.key,
        stance.type.value,
        stance.target.key,
        stance.target.text,
        stance.evidence.start,
        stance.evidence.end,
        None if condition is None else condition.text,
        None if condition is None else condition.kind.value,
    )
    node, number = stance_iri(parts), 1
    while node in taken:
        number += 1
        node = stance_iri((*parts, number))
    return node


def _stance_triples(stance: Stance, node: URIRef, about: Article, activity: URIRef) -> Iterator[Triple]:
    lang = about.lang
    actor, represents = iri("actor", stance.actor.key), iri("actor", stance.represents.key)
    kind, target = KG[stance.type.value], iri("target", stance.target.key)
    yield node, RDF.type, KG.Stance
    yield node, KG.actor, actor
    yield node, KG.actorName, text(stance.actor.name, lang)
    yield node, KG.represents, represents
    yield node, KG.representsName, text(stance.represents.name, lang)
    yield node, KG.stanceType, kind
    yield node, KG.valence, KG[stance.type.valence.value]
    yield node, KG.target, target
    yield node, KG.targetText, text(stance.target.text, lang)
    yield node, KG.confidence, _decimal(stance.confidence)
    if stance.cue:
        yield node, KG.cue, text(stance.cue, lang)
    if stance.stated_on is not None:
        yield node, KG.statedOn, _day(stance.stated_on)
    if stance.valid_until is not None:
        yield node, KG.validUntil, _day(stance.valid_until)
    if stance.speaker is not None:
        yield node, KG.speaker, iri("actor", stance.speaker.key)
        yield node, KG.speakerName, text(stance.speaker.name, lang)
        yield from entities.actor(stance.speaker, lang)
        yield from entities.office(stance.speaker, about.date)
    if stance.condition is not None:
        condition = URIRef(f"{node}#condition")
        yield node, KG.condition, condition
        yield condition, RDF.type, KG.Condition
        yield condition, KG.conditionKind, KG[f"condition-{stance.condition.kind.value}"]
        yield condition, SCHEMA.text, text(stance.condition.text, lang)
    yield actor, kind, target
    yield represents, kind, target
    if actor != represents:
        yield actor, KG.represents, represents
    yield from entities.actor(stance.actor, lang)
    yield from entities.actor(stance.represents, lang)
    yield from entities.office(stance.actor, about.date, stance.represents)
    yield from _target_triples(stance.target, lang)
    source = graph_name(about.id)
    yield node, PROV.wasDerivedFrom, source
    yield node, PROV.wasGeneratedBy, activity
    yield node, KG.evidence, URIRef(f"{source}#char={stance.evidence.start},{stance.evidence.end}")
    yield from _evidence_triples(stance.evidence, source, lang)


def _target_triples(target: Target, lang: str | None) -> Iterator[Triple]:
    node = iri("target", target.key)
    yield node, RDF.type, SKOS.Concept
    yield node, RDF.type, KG.Target
    yield node, DCTERMS.identifier, text(target.key)
    yield node, RDFS.label, text(target.text, lang)
    if target.issue is not None:
        yield node, KG.issue, iri("issue", target.issue)
        yield from entities.issue(target.issue)
    for key in target.entities:
        yield node, KG.involves, iri("actor", key)


def _target_labels(targets: Iterable[Target]) -> Iterator[Triple]:
    """The labels of all targets. A target in several wordings is called by the first of them, so by one a language."""
    labels: dict[tuple[str, str], str] = {}
    for target in targets:
        for language, label in target.labels:
            labels.setdefault((target.key, language), label)
    for (key, language), label in labels.items():
        yield iri("target", key), SKOS.prefLabel, text(label, language)
        yield iri("target", key), RDFS.label, text(label, language)


def _evidence_triples(evidence: Evidence, source: URIRef, lang: str | None) -> Iterator[Triple]:
    place = f"{evidence.start},{evidence.end}"
    node = URIRef(f"{source}#char={place}")
    quotation, position = URIRef(f"{source}#quote={place}"), URIRef(f"{source}#position={place}")
    yield node, RDF.type, OA.SpecificResource
    yield node, OA.hasSource, source
    yield node, OA.hasSelector, quotation
    yield node, OA.hasSelector, position
    yield quotation, RDF.type, OA.TextQuoteSelector
    yield quotation, OA.exact, text(evidence.text, lang)
    yield position, RDF.type, OA.TextPositionSelector
    yield position, OA.start, Literal(evidence.start)
    yield position, OA.end, Literal(evidence.end)


def _day(value: date) -> Literal:
    return Literal(value.isoformat(), datatype=XSD.date)


def _decimal(value: float) -> Literal:
    return Literal(format(Decimal(str(round(value, 4))).normalize(), "f"), datatype=XSD.decimal)


class Facts:
    """The triples of one graph by subject and predicate."""

    def __init__(self, triples: Iterable[tuple[Node, Node, Node]]) -> None:
        self._objects: dict[tuple[Node, Node], list[Node]] = {}
        self._of_type: dict[Node, list[URIRef]] = {}
        for subject, predicate, obj in triples:
            self._objects.setdefault((subject, predicate), []).append(obj)
            if predicate == RDF.type and isinstance(subject, URIRef):
                self._of_type.setdefault(obj, []).append(subject)

    def of_type(self, type_: Node) -> list[URIRef]:
        """The subjects that have this type."""
        return self._of_type.get(type_, [])

    def all(self, subject: Node, predicate: Node) -> list[Node]:
        """The objects, sorted."""
        return sorted(self._objects.get((subject, predicate), ()), key=str)

    def node(self, subject: Node, predicate: Node) -> Node:
        """The first object."""
        return self.all(subject, predicate)[0]

    def one(self, subject: Node, predicate: Node) -> str:
        """The first object as text."""
        return str(self.node(subject, predicate))

    def maybe(self, subject: Node, predicate: Node) -> str | None:
        """The same, or None if there is none."""
        values = self.all(subject, predicate)
        return str(values[0]) if values else None


def _stance(facts: Facts, node: URIRef) -> Stance:
    on, end = facts.maybe(node, KG.statedOn), facts.maybe(node, KG.validUntil)
    return Stance(
        article=facts.one(facts.node(node, PROV.wasDerivedFrom), DCTERMS.identifier),
        actor=_actor(facts, node, KG.actor, KG.actorName),
        represents=_actor(facts, node, KG.represents, KG.representsName),
        type=StanceType(facts.one(node, KG.stanceType).removeprefix(str(KG))),
        target=_target(facts, node),
        evidence=_evidence(facts, facts.node(node, KG.evidence)),
        condition=_condition(facts, node),
        speaker=_actor(facts, node, KG.speaker, KG.speakerName) if facts.all(node, KG.speaker) else None,
        cue=facts.maybe(node, KG.cue) or "",
        confidence=float(facts.one(node, KG.confidence)),
        stated_on=None if on is None else date.fromisoformat(on),
        valid_until=None if end is None else date.fromisoformat(end),
    )


def _actor(facts: Facts, stance: URIRef, role: URIRef, name: URIRef) -> Actor:
    node = facts.node(stance, role)
    kinds = [entities.KINDS[type_] for type_ in facts.all(node, RDF.type) if type_ in entities.KINDS]
    same = facts.maybe(node, OWL.sameAs)
    return Actor(
        key=facts.one(node, DCTERMS.identifier),
        name=facts.one(stance, name),
        kind=kinds[0] if kinds else ActorKind.UNKNOWN,
        wikidata=same and same.removeprefix(str(WIKIDATA)),
        labels=_labels(facts, node),
    )


def _target(facts: Facts, stance: URIRef) -> Target:
    node = facts.node(stance, KG.target)
    issues = facts.all(node, KG.issue)
    return Target(
        key=facts.one(node, DCTERMS.identifier),
        text=facts.one(stance, KG.targetText),
        issue=facts.one(issues[0], DCTERMS.identifier) if issues else None,
        entities=tuple(sorted(facts.one(entity, DCTERMS.identifier) for entity in facts.all(node, KG.involves))),
        labels=_labels(facts, node),
    )


def _labels(facts: Facts, node: Node) -> tuple[tuple[str, str], ...]:
    labels = (label for label in facts.all(node, SKOS.prefLabel) if isinstance(label, Literal))
    return tuple(sorted((label.language or "", str(label)) for label in labels))


def _evidence(facts: Facts, node: Node) -> Evidence:
    quotation, position = sorted(facts.all(node, OA.hasSelector), key=lambda s: not facts.all(s, OA.exact))
    return Evidence(
        start=int(facts.one(position, OA.start)),
        end=int(facts.one(position, OA.end)),
        text=facts.one(quotation, OA.exact),
    )


def _condition(facts: Facts, stance: URIRef) -> Condition | None:
    if not facts.all(stance, KG.condition):
        return None
    node = facts.node(stance, KG.condition)
    kind = facts.one(node, KG.conditionKind).removeprefix(f"{KG}condition-")
    return Condition(text=facts.one(node, SCHEMA.text), kind=ConditionKind(kind))
