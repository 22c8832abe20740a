"""The ontology is complete, agrees with the domain types, and holds for what is written."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from kg.graph import KG, PREFIXES, dataset
from kg.model import ConditionKind, StanceType, Valence
from kg.resources import folder
from lxml import html
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import Store
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

ROOT = Path(__file__).parents[2]
ONTOLOGY = URIRef(str(KG).removesuffix("#"))
ELSEWHERE = ("prov", "oa", "org", "schema", "skos", "foaf", "wdt", "dcterms")
USED = re.compile(r"\bKG\.(\w+)|\bkg:([\w-]+)")


@pytest.fixture(scope="module")
def ontology():
    return Graph().parse(folder("ontology") / "stance.ttl").parse(folder("ontology") / "stances.ttl")


@pytest.fixture
def written(readings):
    graph = Graph()
    for triple in dataset(readings).triples((None, None, None)):
        graph.add(triple)
    return graph


def test_the_ontology_says_what_it_is_whose_and_which_version(ontology):
    assert {title.language for title in ontology.objects(ONTOLOGY, DCTERMS.title)} == {"de", "en"}
    for property_ in (OWL.versionInfo, OWL.versionIRI, DCTERMS.license, DCTERMS.creator):
        assert ontology.value(ONTOLOGY, property_), property_


def test_the_twelve_types_and_their_valences_are_those_of_the_model(ontology):
    types = {str(t).removeprefix(KG): str(ontology.value(t, KG.valence)).removeprefix(KG)
             for t in ontology.subjects(RDF.type, KG.StanceType)}  # fmt: skip
    assert types == {t.value: t.valence.value for t in StanceType}
    assert {str(v).removeprefix(KG) for v in ontology.subjects(RDF.type, KG.Valence)} == {v.value for v in Valence}
    kinds = {str(kind).removeprefix(f"{KG}condition-") for kind in ontology.subjects(RDF.type, KG.ConditionKind)}
    assert kinds == {kind.value for kind in ConditionKind}


def test_every_term_is_named_explained_and_shown_by_an_example(ontology):
    terms = {s for s in ontology.subjects() if str(s).startswith(KG)}
    assert len(terms) > 60
    for term in terms:
        for property_ in (RDFS.label, RDFS.comment):
            texts = list(ontology.objects(term, property_))
            assert sorted(text.language for text in texts) == ["de", "en"], (term, property_)
            assert all(text.strip() for text in texts)
        if (term, RDF.type, SKOS.ConceptScheme) not in ontology:
            assert ontology.value(term, SKOS.example), term
        assert ontology.value(term, RDFS.isDefinedBy), term


def test_examples_in_sparql_and_turtle_are_well_formed(ontology):
    prefixes = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
    turtle = sparql = 0
    for example in ontology.objects(None, SKOS.example):
        if example.startswith("SELECT"):
            Store().query(prefixes + example)
            sparql += 1
        elif example.language is None:
            Graph().parse(data=prefixes + example, format="turtle", publicID="https://w3id.org/stance-graph/")
            turtle += 1
    assert turtle > 15 and sparql > 10


def test_the_classes_and_properties_of_our_own_are_tied_to_those_that_others_know(ontology):
    assert {prefix for prefix in ELSEWHERE if any(f"{prefix}:" in line for line in _links(ontology))} == set(ELSEWHERE)


def _links(ontology):
    links = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch)
    return [o.n3(ontology.namespace_manager) for link in links for s, o in ontology.subject_objects(link)]


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_page_shows_every_term_with_its_explanation(ontology, lang):
    page = ROOT / "docs" / f"ontology.{lang}.html"
    shown = " ".join(html.fromstring(page.read_bytes()).text_content().split())
    terms = {s for s in ontology.subjects() if str(s).startswith(KG)}
    schemes = set(ontology.subjects(RDF.type, SKOS.ConceptScheme))
    for term in terms - schemes:
        for property_ in (RDFS.label, RDFS.comment):
            (text,) = (o for o in ontology.objects(term, property_) if o.language == lang)
            assert " ".join(text.split()) in shown, f"{term}: run make docs"


def test_the_page_is_made_alike_in_every_run():
    code = "import runpy, sys; print(runpy.run_path(sys.argv[1])['page']('en'))"
    command = [sys.executable, "-c", code, str(ROOT / "docs" / "ontology.py")]
    first, second = (
        subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in "17"
    )
    assert first == second and b"kg:condition-until" in first


def test_every_term_that_the_program_uses_is_defined(ontology):
    defined = {str(s).removeprefix(KG) for s in ontology.subjects() if str(s).startswith(KG)}
    files = [*(ROOT / "kg").rglob("*.py"), *(ROOT / "data/queries").glob("*.rq")]
    used = {name: file for file in files for found in USED.findall(file.read_text("utf-8")) for name in found if name}
    assert len(used) > 25
    assert {name: file.name for name, file in used.items() if name not in defined} == {}


def test_every_term_that_is_written_is_defined(ontology, written):
    used = {term for triple in written for term in triple if str(term).startswith(KG)}
    assert used <= set(ontology.subjects())


def test_the_ontology_and_what_is_written_do_not_contradict_each_other(ontology, written):
    graph = written + ontology
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    errors = URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")
    assert list(graph.subjects(RDF.type, errors)) == []
    stance = next(graph.subjects(KG.stanceType, KG.rejects))
    assert (graph.value(stance, KG.represents), KG.takesStanceOn, graph.value(stance, KG.target)) in graph
