"""The named queries, each on the dispute of conftest."""

from datetime import date

import pytest
from kg.errors import QueryError
from kg.graph import named_queries, named_query
from rdflib import Graph


@pytest.fixture
def ask(store):
    def run(name, *columns, **values):
        result = store.query(named_query(name).bind(**values))
        where = [result.variables.index(column) for column in columns]
        return [tuple(None if row[i] is None else str(row[i]) for i in where) for row in result.rows]

    return run


def test_who_rejects_what_and_under_which_condition(ask):
    assert ask("who-rejects", "represents", "actor", "target", "condition", "date") == [
        ("Russia", "Vladimir Putin", "troops: Ukraine", "weder vor noch nach einem Frieden", "2024-03-01")
    ]


@pytest.mark.parametrize("name", ["Russia", "russland", "RU", "Moscow", "WLADIMIR PUTIN", "actor:RU",
                                  "https://w3id.org/stance-graph/actor/RU", "Kreml", "vladimir-putin"])  # fmt: skip
def test_an_actor_is_found_by_any_name_key_or_iri(ask, name):
    assert ask("who-rejects", "represents", actor=name) == [("Russia",)]


@pytest.mark.parametrize("name", ["Germany", "Russ", "", 'RU") || ("a" = "a'])
def test_another_actor_is_not_found(ask, name):
    assert ask("who-rejects", "represents", actor=name) == []


def test_a_target_is_found_by_a_part_of_its_wording_in_any_language(ask):
    for words in ("foreign TROOPS", "fremde Truppen", "troops+UA", "target:troops+UA"):
        assert ask("who-rejects", "represents", target=words) == [("Russia",)], words
    assert ask("who-rejects", "represents", target="Gasleitung") == []


def test_labels_come_in_the_language_asked_for_else_as_in_the_article(ask):
    assert ask("who-rejects", "represents", "actor", "target", lang="de") == [
        ("Russland", "Wladimir Putin", "Truppen: Ukraine")
    ]
    assert ask("positions-of-actor", "actor", "target", actor="linksbund") == [
        ("Linksbund", "die Gasleitung durch die Ostsee")
    ]


def test_positions_on_an_issue(ask):
    found = ask("positions-on-issue", "represents", "stance", "date", issue="troops")
    assert found == [
        ("France", "commits", "2024-03-01"),
        ("Germany", "defers", "2024-03-01"),
        ("Germany", "commits", "2024-07-15"),
        ("Russia", "rejects", "2024-03-01"),
        ("Russia", "threatens", "2024-07-15"),
        ("Russia", "warns", "2024-07-15"),
    ]
    assert ask("positions-on-issue", "represents", "stance", "date", issue="Truppen: Ukraine") == found
    assert ask("positions-on-issue", "represents", "stance", "date", issue="sicherheit und militär") == found
    assert ask("positions-on-issue", "stance", issue="troops", since="2024-07-01", confidence="0.8") == [
        ("threatens",),
        ("warns",),
    ]


def test_positions_of_an_actor_include_those_of_its_speakers(ask):
    assert ask("positions-of-actor", "actor", "stance", "target", actor="Russland") == [
        ("Russia", "agrees", "accession: Ukraine, EU"),
        ("Vladimir Putin", "rejects", "troops: Ukraine"),
        ("Anton Beispiel", "warns", "troops: Ukraine"),
        ("Russia", "threatens", "troops: Ukraine"),
    ]
    assert len(ask("positions-of-actor", "stance", actor="anton beispiel")) == 1


def test_stances_towards_an_actor(ask):
    found = ask("stances-towards", "represents", "stance", actor="Ukraine", until="2024-06-30")
    assert found == [("France", "commits"), ("Germany", "defers"), ("Russia", "rejects"), ("Ukraine", "demands")]
    assert ask("stances-towards", "represents", actor="Frankreich") == []


def test_conditions_of_an_actor(ask):
    assert ask("conditions-of-actor", "stance", "kind", "condition", actor="Deutschland") == [
        ("defers", "after", "nach einer Waffenruhe"),
        ("commits", "if", "if the parliament agrees"),
    ]
    assert ask("conditions-of-actor", "stance", actor="Deutschland", issue="accession") == []


def test_agreement_counts_targets_not_stances(ask):
    pairs = {(one, other): (agree, disagree) for one, other, agree, disagree in ask(
        "agreement", "one", "other", "agree", "disagree")}  # fmt: skip
    assert pairs == {
        ("Germany", "France"): ("1", "0"),
        ("Germany", "Russia"): ("1", "1"),
        ("Germany", "Ukraine"): ("1", "0"),
        ("Germany", "Linksbund"): ("0", "1"),
        ("France", "Russia"): ("0", "1"),
        ("Russia", "Ukraine"): ("1", "0"),
    }
    assert ask("agreement", "one", "other", actor="France") == [("France", "Germany"), ("France", "Russia")]
    assert ask("agreement", "one", "other", "agree", actor="France", issue="troops")[0] == ("France", "Germany", "1")


def test_opponents(ask):
    assert ask("opponents", "one", "other", "target", "stance", "against", actor="Linksbund") == [
        ("Linksbund", "Germany", "die Gasleitung durch die Ostsee", "criticises", "supports")
    ]
    assert ask("opponents", "one", "other", issue="troops") == [
        (one, "Russia") for one in ("France",) * 3 + ("Germany",) * 3
    ]


def test_who_changed_position(ask):
    assert ask("changed-position", "represents", "before", "before_date", "after", "after_date") == [
        ("Germany", "defers", "2024-03-01", "commits", "2024-07-15")
    ]
    assert ask("changed-position", "represents", actor="Russia") == []


def test_contested_targets(ask):
    assert ask("contested-targets", "target", "favour", "against", "open") == [
        ("troops: Ukraine", "2", "1", "1"),
        ("die Gasleitung durch die Ostsee", "1", "1", "1"),
    ]
    assert ask("contested-targets", "target", "favour", until="2024-06-01") == [("troops: Ukraine", "1")]
    assert ask("contested-targets", "target", issue="accession") == []


def test_speakers_of_a_state(ask):
    assert ask("speakers-of-state", "actor", "stances", "first", "last", actor="Russia") == [
        ("Anton Beispiel", "1", "2024-07-15", "2024-07-15"),
        ("Vladimir Putin", "1", "2024-03-01", "2024-03-01"),
    ]
    assert ask("speakers-of-state", "actor", actor="Germany") == []


def test_stances_of_a_time_span_include_both_its_ends(ask):
    found = ask("stances-between", "date", "represents", "stance", since=date(2024, 7, 15), until=date(2024, 10, 2))
    assert [row[0] for row in found] == ["2024-07-15"] * 4 + ["2024-10-02"] * 3
    assert ask("stances-between", "represents", since="2024-07-16", until="2024-10-01") == []
    assert ask("stances-between", "stance", since="2024-01-01", until="2024-12-31", actor="France") == [("commits",)]


def test_evidence_gives_sentence_place_and_source(ask, readings):
    columns = ("sentence", "cue", "confidence", "speaker", "title", "url", "start", "end", "s")
    (found,) = ask("evidence", *columns, actor="Putin", target="Truppen") or ask(
        "evidence", *columns, actor="Wladimir Putin", target="Truppen"
    )
    sentence = readings[0].stances[0].evidence
    assert found[:6] == (sentence.text, "ablehnen", "0.9", "Anton Beispiel", "Streit über Truppen",
                         "https://example.org/1?a=b&c")  # fmt: skip
    assert readings[0].article.text[int(found[6]) : int(found[7])] == sentence.text
    assert ask("evidence", "sentence", stance=found[8]) == [(sentence.text,)]
    assert ask("evidence", "source", actor="Moscow", target="foreign troops", lang="de")[1] == ("Example Wire",)


def test_counts_per_type(ask):
    assert ask("counts-per-type", "stance", "valence", "stances", "actors")[:2] == [
        ("commits", "favour", "2", "2"),
        ("supports", "favour", "2", "1"),
    ]
    assert ask("counts-per-type", "stance", "stances", issue="accession") == [
        ("agrees", "1"),
        ("demands", "1"),
        ("supports", "1"),
    ]
    assert ask("counts-per-type", "stance", actor="Linksbund") == [("criticises",)]


def test_timeline_of_an_issue(ask):
    assert ask("timeline-of-issue", "month", "favour", "against", "open", issue="troops") == [
        ("2024-03", "1", "1", "1"),
        ("2024-07", "1", "2", "0"),
    ]


def test_when_a_position_was_first_seen(ask):
    assert ask("first-seen", "represents", "stance", "first", "last", "times", issue="troops", actor="Germany") == [
        ("Germany", "defers", "2024-03-01", "2024-03-01", "1"),
        ("Germany", "commits", "2024-07-15", "2024-07-15", "1"),
    ]


def test_every_named_query_runs_on_an_empty_and_on_a_full_store(store):
    queries = named_queries()
    assert len(queries) >= 12
    for query in queries:
        samples = {"date": "2024-05-01", "number": "0.5", "text": "de", "name": "Russland"}
        store.query(query.bind(**{p.name: samples[p.sort] for p in query.parameters}))
        store.query(query.bind(**{p.name: samples[p.sort] for p in query.parameters if p.required}))


def test_every_named_query_is_answered_by_the_stores_own_engine(store, monkeypatch):
    def refuse(*arguments, **more):
        raise AssertionError("rdflib's own engine was asked")

    for place in ("evalQuery", "evalPart", "evalBGP"):
        monkeypatch.setattr(f"rdflib.plugins.sparql.evaluate.{place}", refuse)
    monkeypatch.setattr("rdflib.plugins.sparql.processor.evalQuery", refuse)
    monkeypatch.setattr("rdflib.plugins.sparql.processor.SPARQLProcessor.query", refuse)
    with pytest.raises(AssertionError, match="own engine"):
        Graph().query("SELECT * { ?s ?p ?o }")
    samples = {"date": "2024-05-01", "number": "0.5", "text": "de", "name": "Russland"}
    for query in named_queries():
        for some in (query.parameters, [p for p in query.parameters if p.required]):
            sparql = query.bind(**{p.name: samples[p.sort] for p in some})
            assert len(list(store.graph.query(sparql))) == len(store.query(sparql).rows)


def test_no_text_breaks_out_of_a_parameter(store):
    hostile = '"} ; DROP ALL ; # \\" \n \r \t \x00 \' { <x> $lang ?s'
    for query in named_queries():
        values = {p.name: hostile for p in query.parameters if p.sort in ("name", "text")}
        dates = {p.name: "2024-01-01" for p in query.parameters if p.sort == "date"}
        assert list(store.query(query.bind(**values, **dates)).rows) == [], query.name


def test_mistakes_are_named():
    with pytest.raises(QueryError, match=r"no query named who-reject: choose .*who-rejects"):
        named_query("who-reject")
    with pytest.raises(QueryError, match="no query named"):
        named_query("../issues")
    with pytest.raises(QueryError, match="who-rejects has no parameter state: it has actor"):
        named_query("who-rejects").bind(state="RU")
    with pytest.raises(QueryError, match="stances-between needs the parameter until"):
        named_query("stances-between").bind(since="2024-01-01")
    with pytest.raises(QueryError, match=r"since must be a date such as .*, not yesterday"):
        named_query("stances-between").bind(since="yesterday", until="2024-01-01")
    with pytest.raises(QueryError, match="confidence must be a number, not high"):
        named_query("who-rejects").bind(confidence="high")
