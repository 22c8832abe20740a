"""The ontology agrees with the domain types, and what is written agrees with the ontology."""

import pytest
from kg.graph import KG, dataset
from kg.model import ConditionKind, StanceType, Valence
from kg.resources import folder
from pyshacl import validate
from rdflib import Graph, Literal
from rdflib.namespace import OWL, RDF, RDFS, SKOS


@pytest.fixture(scope="module")
def ontology():
    return Graph().parse(folder("ontology") / "stance.ttl").parse(folder("ontology") / "stances.ttl")


@pytest.fixture
def written(readings):
    graph = Graph()
    for triple in dataset(readings).triples((None, None, None)):
        graph.add(triple)
    return graph


def conforms(graph, ontology):
    ok, _, report = validate(graph + ontology, shacl_graph=str(folder("ontology") / "shapes.ttl"), inference="none")
    return ok, report


def test_the_twelve_types_and_their_valences_are_those_of_the_model(ontology):
    types = {str(t).removeprefix(KG): str(ontology.value(t, KG.valence)).removeprefix(KG)
             for t in ontology.subjects(RDF.type, KG.StanceType)}  # fmt: skip
    assert types == {t.value: t.valence.value for t in StanceType}
    assert {str(v).removeprefix(KG) for v in ontology.subjects(RDF.type, KG.Valence)} == {v.value for v in Valence}
    kinds = {str(kind).removeprefix(f"{KG}condition-") for kind in ontology.subjects(RDF.type, KG.ConditionKind)}
    assert kinds == {kind.value for kind in ConditionKind}


def test_every_term_is_named_and_explained_in_german_and_english(ontology):
    terms = {s for s in ontology.subjects() if str(s).startswith(KG)}
    assert len(terms) > 50
    for term in terms:
        names = {label.language for p in (RDFS.label, SKOS.prefLabel) for label in ontology.objects(term, p)}
        assert names == {"de", "en"}, term
    for type_ in ontology.subjects(RDF.type, KG.StanceType):
        assert {text.language for text in ontology.objects(type_, SKOS.definition)} == {"de", "en"}
    for class_ in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in set(ontology.subjects(RDF.type, class_)) - set(ontology.subjects(RDF.type, KG.StanceType)):
            assert {text.language for text in ontology.objects(term, RDFS.comment)} == {"de", "en"}, term


def test_every_term_that_is_written_is_defined(ontology, written):
    used = {term for triple in written for term in triple if str(term).startswith(KG)}
    assert used <= set(ontology.subjects())


def test_what_is_written_has_the_promised_shape(ontology, written):
    ok, report = conforms(written, ontology)
    assert ok, report


@pytest.mark.parametrize("break_it", ["no target", "confidence", "type", "two actors", "wikidata", "no evidence"])
def test_the_shapes_find_what_is_wrong(ontology, written, break_it):
    stance = written.value(predicate=KG.stanceType, object=KG.rejects)
    actor = written.value(stance, KG.actor)
    if break_it == "no target":
        written.remove((stance, KG.target, None))
    elif break_it == "confidence":
        written.set((stance, KG.confidence, Literal("1.5", datatype="http://www.w3.org/2001/XMLSchema#decimal")))
    elif break_it == "type":
        written.set((stance, KG.stanceType, KG.likes))
    elif break_it == "two actors":
        written.add((stance, KG.actor, next(written.subjects(RDF.type, KG.Party))))
    elif break_it == "wikidata":
        written.set((actor, OWL.sameAs, KG.Q1))
    else:
        written.remove((written.value(stance, KG.evidence), None, None))
    assert not conforms(written, ontology)[0]
