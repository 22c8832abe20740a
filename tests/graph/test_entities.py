"""Actors, offices and issues in the graph are what the tables know."""

from datetime import date

import pytest
from kg.extract import read
from kg.graph import open_store
from kg.graph.entities import involved, issue, office
from kg.graph.vocabulary import KG, ORG, SCHEMA, WIKIDATA, iri
from kg.knowledge.actors import load_actors
from kg.model import Actor, ActorKind, Article
from rdflib import Graph, Literal
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS, XSD

GERMAN = "Präsident Wolodymyr Selenskyj lehnt Verhandlungen mit Russland ab. Selenskyj forderte Waffen von Deutschland."
ENGLISH = "Zelensky rejected the ceasefire. He demanded weapons from Germany."


def graph(triples):
    found = Graph()
    for triple in triples:
        found.add(triple)
    return found


@pytest.fixture(scope="module")
def ukraine():
    with open_store(":memory:") as store:
        store.replace(read(Article("german", GERMAN, date=date(2024, 5, 3), lang="de")))
        store.replace(read(Article("english", ENGLISH, date=date(2025, 2, 3), lang="en")))
        yield store


def test_a_person_in_two_languages_and_several_spellings_is_one_node(ukraine):
    people = ukraine.query("SELECT DISTINCT ?who { ?who a kg:Person }").rows
    assert people == [(iri("actor", "volodymyr-zelenskyy"),)]
    articles = ukraine.query("SELECT DISTINCT ?a { ?s kg:actor actor:volodymyr-zelenskyy ; prov:wasDerivedFrom ?a }")
    assert len(articles) == 2
    ((labels, wikidata),) = ukraine.query(
        """SELECT (COUNT(DISTINCT ?name) AS ?names) ?same {
          actor:volodymyr-zelenskyy rdfs:label ?name ; owl:sameAs ?same } GROUP BY ?same"""
    ).rows
    assert int(labels) >= 3 and wikidata == WIKIDATA.Q3874799


def test_whom_a_person_represents_stands_with_office_and_time(ukraine):
    rows = ukraine.query(
        """SELECT ?state ?office ?since ?source { actor:volodymyr-zelenskyy kg:represents ?state ; kg:holdsOffice ?o .
          ?o org:organization ?state ; skos:prefLabel ?office ; schema:startDate ?since ; dcterms:source ?source }"""
    ).rows
    assert {row[0] for row in rows} == {iri("actor", "UA")}
    assert {str(row[1]) for row in rows} == {"Präsident", "president"}
    assert {row[2] for row in rows} == {Literal("2019", datatype=XSD.gYear)}
    assert all(str(row[3]) for row in rows)


def test_states_have_their_iso_code_and_wikidata_item_even_if_only_involved(ukraine):
    rows = ukraine.query("SELECT ?code ?same { ?state a kg:State ; kg:isoCode ?code ; owl:sameAs ?same }").rows
    assert {(str(code), same) for code, same in rows} >= {("UA", WIKIDATA.Q212), ("DE", WIKIDATA.Q183)}


def test_an_identifier_is_given_only_where_the_table_has_one():
    actors = load_actors()
    entries = {**actors.states, **actors.organisations, **{key: people[0] for key, people in actors.people.items()}}
    assert len(entries) > 1500
    for key, entry in entries.items():
        found = graph(involved(key))
        same = {WIKIDATA[entry.wikidata]} if entry.wikidata else set()
        assert set(found.objects(iri("actor", key), OWL.sameAs)) == same, key
        codes = {Literal(key)} if key in actors.states else set()
        assert set(found.objects(iri("actor", key), KG.isoCode)) == codes, key


def test_an_actor_that_no_table_knows_is_an_actor_with_its_key():
    assert set(graph(involved("nobody-known")).predicate_objects(iri("actor", "nobody-known"))) == {
        (RDF.type, KG.Actor),
        (DCTERMS.identifier, Literal("nobody-known")),
    }


def person(key):
    return Actor(key, key, ActorKind.PERSON)


def test_an_office_counts_only_on_the_days_that_it_covers():
    actors = load_actors()
    entry = next(
        entry
        for entries in actors.people.values()
        if len(entries) == 1
        for entry in entries
        if entry.since and entry.until and entry.until < date(2030, 1, 1)
    )
    held = graph(office(person(entry.key), entry.since))
    node = held.value(iri("actor", entry.key), KG.holdsOffice)
    assert held.value(node, ORG.member) == iri("actor", entry.key)
    assert held.value(node, ORG.organization) == iri("actor", entry.represents)
    assert str(held.value(node, SCHEMA.startDate)) == entry.bounds[0]
    assert str(held.value(node, SCHEMA.endDate)) == entry.bounds[1]
    assert list(office(person(entry.key), date(1900, 1, 1))) == []
    assert list(office(person(entry.key), date(2035, 1, 1))) == []
    assert list(office(person(entry.key), None)) == []


def test_what_no_source_confirms_gives_no_office():
    entry = next(e for entries in load_actors().people.values() for e in entries if e.source == "unverified")
    side = Actor(entry.represents, "", ActorKind.STATE)
    assert list(office(person(entry.key), date(2024, 1, 1), side)) == []


def test_every_office_names_its_source_and_beginning(samples):
    asked = """SELECT ?office ?since ?source { ?office a kg:Office .
        OPTIONAL { ?office schema:startDate ?since } OPTIONAL { ?office dcterms:source ?source } }"""
    with open_store(samples, read_only=True) as store:
        rows = store.query(asked).rows
    assert len(rows) > 20 and all(all(row) for row in rows)


def test_an_issue_has_labels_and_those_above_it():
    found = graph(issue("battle-tanks"))
    node = iri("issue", "battle-tanks")
    assert {label.language for label in found.objects(node, SKOS.prefLabel)} == {"de", "en"}
    above = found.value(node, SKOS.broader)
    assert above is not None and {label.language for label in found.objects(above, SKOS.prefLabel)} == {"de", "en"}
