"""Actors, their offices and issues as triples, with what the tables of ``data/`` know of them.

Offices follow the Organization Ontology (W3C, 2014): an office is an ``org:Membership`` of a person in what the person
represents.
"""

from collections.abc import Iterator
from datetime import date

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, XSD
from rdflib.term import Node

from kg.graph.terms import text
from kg.graph.vocabulary import KG, ORG, SCHEMA, WIKIDATA, fragment, iri
from kg.knowledge.actors import Actors, PersonEntry, load_actors
from kg.knowledge.issues import load_issues
from kg.model import Actor, ActorKind

Triple = tuple[URIRef, URIRef, Node]

_CLASSES = {
    ActorKind.STATE: KG.State,
    ActorKind.ORGANISATION: KG.Organisation,
    ActorKind.PARTY: KG.Party,
    ActorKind.GROUP: KG.Group,
    ActorKind.PERSON: KG.Person,
}
KINDS: dict[Node, ActorKind] = {class_: kind for kind, class_ in _CLASSES.items()}
"""The kind of actor that a class stands for."""


def actor(actor: Actor, lang: str | None) -> Iterator[Triple]:
    """An actor of a stance, under the name that the article uses.

    :param lang: the language of that name.
    """
    node = iri("actor", actor.key)
    yield node, RDFS.label, text(actor.name, lang)
    yield from _actor(node, actor.key, actor.kind, actor.wikidata, actor.labels)


def known(key: str) -> Actor:
    """An actor as the tables know it, which may be by its key alone."""
    actors = load_actors()
    entry = actors.states.get(key) or actors.organisations.get(key) or next(iter(actors.people.get(key, ())), None)
    if entry is None:
        return Actor(key, key)
    return Actor(key, entry.names["en"], entry.kind, entry.wikidata, tuple(sorted(entry.names.items())))


def involved(key: str) -> Iterator[Triple]:
    """An actor that a target names, as the tables know it."""
    actor = known(key)
    yield from _actor(iri("actor", key), key, actor.kind, actor.wikidata, actor.labels)


def office(person: Actor, day: date | None, represents: Actor | None = None) -> Iterator[Triple]:
    """The offices that a person held on a day, by the tables: those whose time a source confirms.

    :param represents: for whom the person speaks in the article, which describes that already.
    """
    if person.kind is not ActorKind.PERSON or day is None:
        return
    actors = load_actors()
    for entry in actors.people.get(person.key, ()):
        if entry.since is not None and entry.covers(day):
            yield from _office(entry, actors, represents)


def issue(key: str) -> Iterator[Triple]:
    """An issue, with its labels and the issue above it."""
    node = iri("issue", key)
    yield node, RDF.type, SKOS.Concept
    yield node, RDF.type, KG.Issue
    yield node, DCTERMS.identifier, text(key)
    entry = load_issues().get(key)
    if entry is None:
        return
    for lang, label in entry.labels.items():
        yield node, SKOS.prefLabel, text(label, lang)
        yield node, RDFS.label, text(label, lang)
    if entry.broader is not None:
        yield node, SKOS.broader, iri("issue", entry.broader)
        yield from issue(entry.broader)


def _actor(
    node: URIRef, key: str, kind: ActorKind, wikidata: str | None, labels: tuple[tuple[str, str], ...]
) -> Iterator[Triple]:
    yield node, RDF.type, KG.Actor
    if kind in _CLASSES:
        yield node, RDF.type, _CLASSES[kind]
    yield node, DCTERMS.identifier, text(key)
    if kind is ActorKind.STATE and key in load_actors().states:
        yield node, KG.isoCode, text(key)
    for language, label in labels:
        yield node, SKOS.prefLabel, text(label, language)
        yield node, RDFS.label, text(label, language)
    if wikidata is not None:
        yield node, OWL.sameAs, WIKIDATA[wikidata]


def _office(entry: PersonEntry, actors: Actors, represents: Actor | None) -> Iterator[Triple]:
    person, principal = iri("actor", entry.key), iri("actor", entry.represents)
    node = fragment(person, "+".join(filter(None, (entry.represents, entry.office.get("en", ""), entry.bounds[0]))))
    yield person, KG.holdsOffice, node
    yield node, RDF.type, KG.Office
    yield node, ORG.member, person
    yield node, ORG.organization, principal
    for lang, name in entry.office.items():
        yield node, SKOS.prefLabel, text(name, lang)
    for property_, bound in zip((SCHEMA.startDate, SCHEMA.endDate), entry.bounds, strict=True):
        if bound:
            yield node, property_, Literal(bound, datatype=XSD.date if "-" in bound else XSD.gYear)
    yield node, DCTERMS.source, text(entry.source)
    if represents is None or represents.key != entry.represents:
        yield from involved(entry.represents)
