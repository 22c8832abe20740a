"""JSON-LD that reads as plain JSON."""

import json
import runpy
from pathlib import Path

import pytest
from kg.graph import export
from kg.resources import folder
from pyoxigraph import RdfFormat, parse

ROOT = Path(__file__).parents[2]


@pytest.fixture
def document(store, tmp_path):
    export(store, tmp_path / "graph.jsonld")
    return json.loads((tmp_path / "graph.jsonld").read_text(encoding="utf-8"))


def test_a_stance_reads_as_plain_json(document):
    graph = next(graph for graph in document["@graph"] if graph["id"] == "article/spring")
    first, *others = graph["@graph"]
    assert first["type"] == "NewsArticle" and first["title"] == {"de": "Streit über Truppen"}
    assert first["date"] == "2024-03-01"
    stance = next(node for node in others if node.get("stanceType") == "rejects")
    assert stance["type"] == "Stance" and stance["valence"] == "against"
    assert (stance["actor"], stance["represents"], stance["target"]) == (
        "actor/vladimir-putin",
        "actor/RU",
        "target/troops+UA",
    )
    assert stance["statedOn"] == "2024-03-01" and stance["confidence"] == "0.9"
    assert stance["condition"]["text"] == {"de": "weder vor noch nach einem Frieden"}
    assert stance["condition"]["conditionKind"] == "condition-regardless"
    position, quotation = stance["evidence"]["hasSelector"]
    assert quotation["exact"]["de"].startswith("Russland lehnt fremde Truppen") and position["start"] == 0
    russia = next(node for node in others if node["id"] == "actor/RU")
    assert (
        russia["label"]["en"] == ["Russia"]
        and russia["rejects"] == "target/troops+UA"
        and russia["prefLabel"]["en"] == "Russia"
    )


def test_stances_stand_in_the_order_of_the_article(document):
    for graph in document["@graph"]:
        starts = [
            min(selector["start"] for selector in node["evidence"]["hasSelector"] if "start" in selector)
            for node in graph["@graph"]
            if node["type"] == "Stance"
        ]
        assert starts == sorted(starts) and starts


def test_no_key_is_left_long(document):
    def keys(value):
        if isinstance(value, dict):
            for key, inner in value.items():
                yield key
                yield from keys(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from keys(inner)

    assert {key for key in keys(document["@graph"]) if ":" in key} == set()


def test_the_context_is_inside_and_never_fetched(document, store, tmp_path):
    assert isinstance(document["@context"], dict)
    quads = list(parse(path=str(tmp_path / "graph.jsonld"), format=RdfFormat.JSON_LD))
    assert len(quads) == len(store.quads())


def test_the_context_is_that_of_the_ontology():
    made = runpy.run_path(str(ROOT / "docs" / "context.py"))["context"]()
    assert (folder("ontology") / "context.jsonld").read_text(encoding="utf-8") == made, "run make docs"
