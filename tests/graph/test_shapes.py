"""Graphs are validated against the shapes of the ontology."""

import pytest
from kg.errors import InputError
from kg.graph import KG, OA, SCHEMA, dataset, export, iri, open_store
from kg.graph.shapes import file_graphs, problems, stored_graphs
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, XSD


@pytest.fixture
def written(readings):
    graph = Graph()
    for triple in dataset(readings).triples((None, None, None)):
        graph.add(triple)
    return graph


def test_every_graph_that_is_written_has_the_promised_shape(store):
    graphs = list(stored_graphs(store))
    assert len(graphs) == 4
    assert [problem for graph in graphs for problem in problems(graph)] == []


def test_the_graph_of_every_sample_article_has_the_promised_shape(samples):
    with open_store(samples, read_only=True) as store:
        graphs = list(stored_graphs(store))
    assert len(graphs) == 26
    assert [problem for graph in graphs for problem in problems(graph)] == []


BREAKS = {
    "no target": lambda g, s: g.remove((s, KG.target, None)),
    "no evidence": lambda g, s: g.remove((s, KG.evidence, None)),
    "evidence without a sentence": lambda g, s: g.remove((g.value(s, KG.evidence), OA.hasSelector, None)),
    "no article": lambda g, s: g.remove((s, PROV.wasDerivedFrom, None)),
    "two actors": lambda g, s: g.add((s, KG.actor, next(g.subjects(RDF.type, KG.Party)))),
    "an actor that is none": lambda g, s: g.set((s, KG.actor, KG.somebody)),
    "confidence above one": lambda g, s: g.set((s, KG.confidence, Literal("1.5", datatype=XSD.decimal))),
    "confidence as text": lambda g, s: g.set((s, KG.confidence, Literal("high"))),
    "unknown type": lambda g, s: g.set((s, KG.stanceType, KG.likes)),
    "valence of another type": lambda g, s: g.set((s, KG.valence, KG.favour)),
    "no day": lambda g, s: g.set((s, KG.statedOn, Literal("yesterday"))),
    "two ends": lambda g, s: [g.add((s, KG.validUntil, Literal(f"2024-01-0{n}", datatype=XSD.date))) for n in (1, 2)],
}


@pytest.mark.parametrize("break_it", BREAKS)
def test_a_mistake_is_reported_with_its_stance_and_sentence(written, break_it):
    stance = written.value(predicate=KG.stanceType, object=KG.rejects)
    BREAKS[break_it](written, stance)
    found = problems(written)
    assert {problem.stance for problem in found} == {str(stance)}
    if "evidence" not in break_it:
        assert {problem.sentence for problem in found} == {
            "Russland lehnt fremde Truppen in der Ukraine ab, weder vor noch nach einem Frieden."
        }


def test_a_mistake_in_an_actor_is_reported_for_every_stance_that_mentions_it(written):
    party = next(written.subjects(RDF.type, KG.Party))
    written.set((party, OWL.sameAs, KG.Q1))
    (found,) = problems(written)
    assert (found.node, found.path, found.value) == (str(party), str(OWL.sameAs), str(KG.Q1))
    assert found.sentence == "Der Linksbund kritisiert die Gasleitung."
    assert found.article.endswith("/article/autumn")
    assert "Wikidata" in found.message


@pytest.mark.parametrize(
    ("sort", "property_", "value"),
    [
        ("article", SCHEMA.url, Literal("https://example.org/a second address")),
        ("condition", KG.conditionKind, KG["condition-if"]),
        ("state", KG.isoCode, Literal("Russia")),
        ("position", OA.start, Literal(10_000)),
    ],
)
def test_the_shapes_reach_every_sort_of_node(written, sort, property_, value):
    stance = written.value(predicate=KG.stanceType, object=KG.rejects)
    selectors = written.objects(written.value(stance, KG.evidence), OA.hasSelector)
    node = {
        "article": written.value(stance, PROV.wasDerivedFrom),
        "condition": written.value(stance, KG.condition),
        "state": written.value(stance, KG.represents),
        "position": next(selector for selector in selectors if (selector, OA.start, None) in written),
    }[sort]
    written.add((node, property_, value))
    assert str(property_) in {problem.path for problem in problems(written) if problem.node == str(node)}


def test_an_office_that_no_source_confirms_is_reported(samples):
    with open_store(samples, read_only=True) as store:
        graph = Graph()
        for triple in store.triples(iri("article", "2023-01-25-leopard-entscheidung")):
            graph.add(triple)
    assert problems(graph) == []
    held = next(graph.subjects(RDF.type, KG.Office))
    graph.remove((held, DCTERMS.source, None))
    assert {problem.path for problem in problems(graph)} == {str(DCTERMS.source)}


@pytest.mark.parametrize("ending", ["ttl", "trig", "nq", "jsonld"])
def test_files_are_read_graph_by_graph(store, tmp_path, ending):
    export(store, tmp_path / f"graph.{ending}")
    graphs = list(file_graphs(tmp_path / f"graph.{ending}"))
    assert len(graphs) == (1 if ending == "ttl" else 4)
    assert {triple for graph in graphs for triple in graph} == {(s, p, o) for s, p, o, _ in store.quads()}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ttl", "<x> a .", r"a.ttl:1:\d+: "),
        ("a.nq", '<urn:x> <urn:y> "z" .\n<urn:x> <urn:y>', r"a.nq:2:\d+: "),
        ("a.jsonld", '{"@context": "https://example.org/far.jsonld", "a": "b"}', "a.jsonld: .*far.jsonld"),
        ("a.rdf", "<rdf>", "a.rdf: "),
        ("a.txt", "", "a.txt: unknown file ending; choose one of nq"),
        ("missing.ttl", None, r"missing.ttl: cannot be read \(No such file or directory\)"),
    ],
)
def test_a_file_that_is_no_rdf_is_named_with_the_place(tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(InputError, match=message) as caught:
        list(file_graphs(tmp_path / name))
    assert "stored" not in str(caught.value)


def test_what_no_stance_mentions_is_reported_by_itself():
    graph = Graph()
    graph.add((URIRef("urn:a"), RDF.type, KG.Actor))
    (found,) = problems(graph)
    assert (found.node, found.stance, found.sentence) == ("urn:a", "", "")
