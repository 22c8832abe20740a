"""Stores in memory and in a folder."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from datetime import date
from pathlib import Path

import pytest
from kg.errors import QueryError, StoreError
from kg.graph import graph_name, iri, open_store
from kg.model import Article, Reading, StanceType, Valence
from rdflib import URIRef
from rdflib.plugins.sparql import prepareQuery

HERE = str(Path(__file__).parent)


def run(code, *arguments, **more):
    """Python code in a process of its own that knows the readings of conftest."""
    code = f"import sys; sys.path.insert(0, {HERE!r})\n" + textwrap.dedent(code)
    return subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)], **more)


@pytest.fixture
def folder(tmp_path, readings):
    with open_store(tmp_path / "store", create=True) as store:
        for reading in readings:
            store.replace(reading)
    return tmp_path / "store"


def test_a_folder_is_there_when_it_is_opened_again(folder, readings):
    with open_store(folder) as store:
        assert set(store.stances()) == {stance for reading in readings for stance in reading.stances}
        assert store.counts() == {
            "articles": 4,
            "stances": 12,
            "actors": 7,
            "targets": 3,
            "triples": len(store.quads()),
        }
        assert [article.id for article in store.articles()] == [
            "undated", "spring", "https://example.org/summer report", "autumn"]  # fmt: skip


def test_a_beginners_query_counts_each_triple_once(store):
    result = store.query("SELECT ?who ?what { ?who kg:rejects ?what } ORDER BY ?who")
    assert result.variables == ("who", "what")
    assert result.rows == [
        (iri("actor", "RU"), iri("target", "troops+UA")),
        (iri("actor", "vladimir-putin"), iri("target", "troops+UA")),
    ]
    count = store.query("SELECT (COUNT(*) AS ?n) { actor:RU skos:prefLabel ?label }")
    assert count.rows[0][0].toPython() == 2


def test_reading_an_article_again_changes_nothing(folder, readings):
    with open_store(folder) as store:
        before = {format_: store.dump(format_) for format_ in ("trig", "nq", "ttl", "jsonld")}
        for reading in [*readings, *readings[::-1]]:
            store.replace(reading)
        assert {format_: store.dump(format_) for format_ in before} == before
        ((count,),) = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows
        assert count.toPython() == len({quad[:3] for quad in store.quads()})


def test_a_changed_reading_replaces_the_article_and_leaves_the_others(store, readings):
    others = [stance for reading in readings[1:] for stance in reading.stances]
    shorter = Reading(readings[0].article, readings[0].stances[1:2])
    store.replace(shorter)
    assert set(store.stances()) == {*shorter.stances, *others}
    assert not store.query("ASK { ?s kg:rejects ?o }").answer
    assert store.query("ASK { actor:RU rdfs:label 'Russland'@de }").answer


def test_removing_all_articles_leaves_nothing(store, readings):
    assert [store.remove(reading.article.id) for reading in readings] == [True] * 4
    assert store.remove("spring") is False
    assert store.query("SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }").rows == []


def test_an_article_without_stances_is_kept(store):
    store.replace(Reading(Article("quiet", "Nichts geschah.", date=date(2025, 1, 1))))
    assert [article.id for article in store.articles()][-1] == "quiet"
    assert list(store.stances(article="quiet")) == []


def test_stances_by_condition(store, readings):
    def found(**conditions):
        return [(stance.represents.key, stance.type.value) for stance in store.stances(**conditions)]

    assert found(actor="germany", type=StanceType.DEFERS) == [("DE", "defers")]
    assert found(actor="USA") == []
    assert found(actor="Kreml", until=date(2024, 3, 1)) == [("RU", "rejects")]
    assert found(speaker="Anton Beispiel") == [("RU", "rejects")]
    assert found(valence=Valence.OPEN) == [("FR", "questions"), ("DE", "defers")]
    assert found(target="gasleitung", since=date(2024, 1, 1)) == [("linksbund", "criticises"), ("DE", "supports")]
    assert found(issue="accession", type=StanceType.SUPPORTS) == [("DE", "supports")]
    assert found(article="autumn", confidence=0.5) == [("RU", "agrees"), ("DE", "supports")]
    assert found(article="https://example.org/summer report", target="troops") == [
        ("DE", "commits"),
        ("RU", "threatens"),
        ("RU", "warns"),
    ]
    assert list(store.stances(actor="Linksbund")) == [readings[2].stances[1]]


def test_results_have_the_formats_of_the_w3c(store):
    table = store.query("SELECT ?x ?n { VALUES (?x ?n) { ('a\tb\\n\"c\"'@de 1) (UNDEF kg:rejects) } }")
    assert table.rows[1] == (None, URIRef("https://w3id.org/stance-graph/ontology#rejects"))
    assert table.serialize("csv") == 'x,n\r\n"a\tb\n""c""",1\r\n,https://w3id.org/stance-graph/ontology#rejects\r\n'
    assert table.serialize("tsv").splitlines()[1] == '"a\\tb\\n\\"c\\""@de\t1'
    assert '"xml:lang":"de"' in table.serialize("json")
    assert "<sparql" in table.serialize("xml")
    yes = store.query("ASK { ?s a kg:Stance }")
    assert (yes.kind, yes.answer, yes.serialize("csv").strip()) == ("ASK", True, "true")
    triples = store.query("CONSTRUCT { ?a kg:rejects ?t } WHERE { ?a kg:rejects ?t }")
    assert triples.kind == "CONSTRUCT" and len(triples.rows) == len(triples.graph) == 2
    assert "kg:rejects" in triples.serialize("turtle")
    with pytest.raises(QueryError, match="cannot be written as csv: choose turtle"):
        triples.serialize("csv")
    with pytest.raises(QueryError, match="cannot be written as turtle: choose json"):
        table.serialize("turtle")


def test_a_query_may_declare_a_known_prefix_otherwise(store):
    assert store.query("PREFIX kg: <http://other/> ASK { ?s a kg:Stance }").answer is False


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT ?who {\n  ?who kg:rejects\n}", "malformed SPARQL at line 3, column 1: near “}”"),
        ("SELECT ?x {\n ?x foo:bar ?y }", "line 2, column .*unknown prefix foo: .known are actor"),
        ("SELECT ?who { ?who kg:rejects ?what", "the query ends too early"),
        ("", "the query ends too early"),
        ("INSERT DATA { <a:b> <a:c> <a:d> }", "this is an update"),
        ("# tidy up\nPREFIX x: <http://x/>\nDROP ALL", "this is an update"),
        ("SELECT ?x { ?x a kg:Stance } GROUP BY ?y", "line 1, column 4[0-9]: .*variable that is unbound"),
    ],
)
def test_a_malformed_query_shows_its_place_in_one_line(store, sparql, message):
    with pytest.raises(QueryError, match=message) as caught:
        store.query(sparql)
    assert "\n" not in str(caught.value)
    assert store.counts()["articles"] == 4


def test_rdflib_sees_the_store_and_its_own_engine_answers(store):
    bound = {"what": iri("target", "troops+UA")}
    who = list(store.graph.query("SELECT ?who ?what { ?who kg:rejects ?what }", initBindings=bound))
    assert {row.who for row in who} == {iri("actor", "RU"), iri("actor", "vladimir-putin")}
    assert (iri("actor", "RU"), None, None) in store.graph
    assert len(store.graph.graph(graph_name("spring"))) > 50
    with pytest.raises(QueryError, match="cannot answer"):
        store.graph.query(prepareQuery("SELECT * { ?s ?p ?o }"))
    with pytest.raises(QueryError, match="line 1"):
        store.graph.query("SELECT nonsense")


def test_where_no_store_is(tmp_path, folder):
    with pytest.raises(StoreError, match="there is no store yet; make one by `kg ingest"):
        open_store(tmp_path / "missing")
    with pytest.raises(StoreError, match="there is no store yet"):
        open_store(tmp_path / "missing", create=True, read_only=True)
    assert not (tmp_path / "missing").exists()
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "todo.txt").write_text("x")
    for create in (False, True):
        with pytest.raises(StoreError, match=r"is no store: it holds other files, such as todo\.txt"):
            open_store(tmp_path / "notes", create=create)
    assert [file.name for file in (tmp_path / "notes").iterdir()] == ["todo.txt"]
    with pytest.raises(StoreError, match="is a file"):
        open_store(tmp_path / "notes" / "todo.txt", create=True)
    with pytest.raises(StoreError, match="a store is a folder or an http"):
        open_store("ftp://example.org/store", create=True)


def test_a_damaged_store_is_an_error_of_one_line(folder):
    for file in folder.iterdir():
        if file.name.startswith("MANIFEST"):
            file.write_bytes(b"rubbish")
    for read_only in (False, True):
        with pytest.raises(StoreError) as caught:
            open_store(folder, read_only=read_only)
        assert str(folder) in str(caught.value) and "\n" not in str(caught.value)


def test_a_store_in_use_can_be_read_but_not_written(folder):
    with open_store(folder):
        code = """
            from kg.graph import open_store
            from kg.errors import StoreError
            with open_store(sys.argv[1], read_only=True) as store:
                print(store.counts()["articles"])
                try: store.remove("spring")
                except StoreError as error: print(error)
            try: open_store(sys.argv[1], create=True)
            except StoreError as error: print(error)
        """
        out, _ = run(code, folder, stdout=subprocess.PIPE, text=True).communicate(timeout=60)
    assert out.splitlines() == [
        "4",
        f"{folder}: the store is open for reading only",
        f"{folder}: the store is in use by another process; wait until it ends, or name another store",
    ]
    with open_store(folder) as free:
        assert free.remove("spring")


def test_a_closed_store_says_so(folder):
    store = open_store(folder)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        store.query("ASK {}")


WRITE_FOREVER = """
    from dataclasses import replace
    from itertools import count
    from conftest import written
    from kg.graph import open_store
    from kg.model import Reading
    from kg.model import Article
    reading = written()[0]
    with open_store(sys.argv[1], create=True) as store:
        print("open", flush=True)
        for number in count():
            for id in (f"article-{number}", "again"):
                store.replace(Reading(replace(reading.article, id=id, title=str(number)),
                                      tuple(replace(stance, article=id) for stance in reading.stances)))
            if number % 3:
                store.remove(f"article-{number - 1}")
"""


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.2, 0.5])
def test_a_killed_writer_leaves_whole_articles_only(tmp_path, readings, delay):
    writer = run(WRITE_FOREVER, tmp_path / "store", stdout=subprocess.PIPE, text=True)
    assert writer.stdout.readline() == "open\n"
    time.sleep(delay)
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()
    whole = len(readings[0].stances)
    with open_store(tmp_path / "store") as store:
        articles = list(store.articles())
        assert len(list(store.stances())) == whole * len(articles)
        for article in articles:
            assert len(list(store.stances(article=article.id))) == whole
        triples = set(store.query("SELECT ?s ?p ?o { ?s ?p ?o }").rows)
        assert triples == {quad[:3] for quad in store.quads()}
        store.replace(readings[1])


def test_readers_beside_a_writer_see_whole_articles(tmp_path, readings):
    writer = run(WRITE_FOREVER, tmp_path / "store", stdout=subprocess.PIPE, text=True)
    try:
        assert writer.stdout.readline() == "open\n"
        end, seen = time.monotonic() + 3, set()
        while time.monotonic() < end:
            with open_store(tmp_path / "store", read_only=True) as store:
                counts = store.counts()
                assert counts["stances"] == counts["articles"] * len(readings[0].stances)
                seen.add(counts["articles"])
        assert len(seen) > 3
    finally:
        writer.kill()
        writer.communicate()


def test_asking_a_folder_loads_no_parser_and_no_data_frames(folder):
    code = """
        from kg.graph import named_query, open_store
        with open_store(sys.argv[1], read_only=True) as store:
            print(len(store.query(named_query("who-rejects").bind(actor="Russia")).rows))
        print([name for name in ("spacy", "pandas", "networkx", "numpy") if name in sys.modules])
    """
    out, _ = run(code, folder, stdout=subprocess.PIPE, text=True).communicate(timeout=60)
    assert out.splitlines() == ["1", "[]"]
