"""From readings to RDF and back."""

import string
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import readings, words
from kg.graph import KG, dataset, graph_name, iri, open_store, quads
from kg.graph.convert import article, stances
from kg.model import (
    Actor,
    Article,
    Evidence,
    Reading,
    Stance,
    StanceType,
    Target,
)


@settings(deadline=None)
@given(readings())
def test_what_goes_in_comes_out(reading):
    triples = [(s, p, o) for s, p, o, _ in quads(reading)]
    assert set(stances(triples).values()) == set(reading.stances)
    assert article(triples) == replace(reading.article, text="")


@settings(deadline=None, max_examples=40)
@given(st.lists(readings(), max_size=3, unique_by=lambda r: r.article.id))
def test_every_text_survives_a_store(read):
    with open_store(":memory:") as store:
        for reading in read:
            store.replace(reading)
        assert set(store.stances()) == {stance for reading in read for stance in reading.stances}
        assert set(store.articles()) == {replace(reading.article, text="") for reading in read}
        before = store.dump("nq")
        for reading in reversed(read):
            store.replace(reading)
        assert store.dump("nq") == before


@given(st.lists(words, min_size=2, max_size=2, unique=True), st.sampled_from(["actor", "target", "article"]))
def test_different_keys_have_different_iris(keys, sort):
    one, other = (iri(sort, key) for key in keys)
    assert one != other


@pytest.mark.parametrize(
    "key", ["", ".", "..", "a/../b", "x" * 5000, "а" * 200 + ".", '<>"{}|^`\\ \n', "%2F", "#?", "\ud800"]
)
def test_an_iri_is_one_step_below_its_folder(key):
    local = str(iri("actor", key)).removeprefix("https://w3id.org/stance-graph/actor/")
    assert local.strip(".") and len(local) <= 400
    assert not set(local) & set(string.whitespace + '/<>"{}|^`\\?#')


def test_lone_surrogates_do_not_stop_an_article():
    actor, target = Actor("a\ud800", "A\udfff"), Target("t", "x\ud800y")
    reading = Reading(
        Article("id\ud800", "x\ud800y"),
        (Stance("id\ud800", actor, actor, StanceType.WARNS, target, Evidence(0, 3, "x\ud800y")),),
    )
    with open_store(":memory:") as store:
        store.replace(reading)
        (found,) = store.stances()
        assert found.evidence.text == "x\N{REPLACEMENT CHARACTER}y"
        assert store.remove("id\ud800")


def test_a_stance_keeps_its_iri_when_only_the_confidence_changes(readings):
    def nodes(reading):
        return set(stances([(s, p, o) for s, p, o, _ in quads(reading)]))

    surer = replace(readings[0], stances=tuple(replace(stance, confidence=0.99) for stance in readings[0].stances))
    assert nodes(surer) == nodes(readings[0])


def test_actor_and_represented_both_have_the_plain_triple(readings):
    graph = dataset(readings)
    what = iri("target", "troops+UA")
    assert set(graph.subjects(KG.rejects, what)) == {iri("actor", "RU"), iri("actor", "vladimir-putin")}
    assert set(graph.objects(iri("actor", "vladimir-putin"), KG.represents)) == {iri("actor", "RU")}
    assert {str(context.identifier) for context in graph.graphs()} >= {str(graph_name("spring"))}


def test_evidence_selects_the_sentence_by_quotation_and_position(readings):
    rows = dataset(readings).query(
        """SELECT ?exact ?start ?end ?article {
          ?s kg:stanceType kg:defers ; kg:evidence ?e . ?e oa:hasSource ?article .
          ?e oa:hasSelector [ a oa:TextQuoteSelector ; oa:exact ?exact ] ,
                            [ a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end ] }"""
    )
    ((exact, start, end, source),) = rows
    assert readings[0].article.text[int(start) : int(end)] == str(exact) == readings[0].stances[1].evidence.text
    assert source == graph_name("spring")
