"""Servers that keep the first half of a failed change, and programs that are killed amid one: whole articles remain."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
import servers
from kg.errors import EndpointError, StoreError
from kg.graph import changes, dump, load, open_store
from kg.graph.vocabulary import JOURNAL, UNION
from kg.model import Reading

FAILS = "LOAD <http://127.0.0.1:9/nothing> INTO GRAPH <http://example.org/g>"
HERE = str(Path(__file__).parent)
LONG_AGO = '"2020-01-01T00:00:00"^^xsd:dateTime'


@pytest.fixture
def address(virtuoso_address, monkeypatch):
    """An empty Virtuoso that takes a change for broken off after 15 seconds."""
    for name, value in {"USER": "dba", "PASSWORD": "dba", "TIMEOUT": "15"}.items():
        monkeypatch.setenv(f"KG_STORE_{name}", value)
    with open_store(virtuoso_address) as store:
        for graph in (*store.graph_names(), UNION, JOURNAL):
            store.graph.update(f"CLEAR GRAPH <{graph}>")
    return virtuoso_address


def contents(store):
    return store.dump("nq"), set(store.query("SELECT ?s ?p ?o { ?s ?p ?o }").rows)


def whole(store, reading):
    """Whether all articles have the stances and the text of this reading, and the default graph is their union."""
    articles = list(store.articles(text=True))
    assert all(article.text == reading.article.text for article in articles)
    for article in articles:
        assert len(list(store.stances(article=article.id))) == len(reading.stances)
    holding = {quad[:3] for quad in store.quads()}
    return set(store.query("SELECT ?s ?p ?o { ?s ?p ?o }").rows) == holding


def shorter(reading):
    return Reading(replace(reading.article, title="New", text=reading.article.text + " More."), reading.stances[:1])


@pytest.mark.parametrize("kind", ["first", "replaced", "reviewed", "removed"])
def test_a_change_that_fails_amid_it_is_undone_at_once(address, readings, kind):
    with open_store(address) as store:
        for reading in readings[1:] if kind == "first" else readings:
            store.replace(reading)
        said = []
        if kind == "reviewed":
            store.corrections.reject(next(iter(store.stances(article="spring"))), by="Ada")
            said = store.corrections.said("spring")
        before = contents(store)
        if kind == "removed":
            change = changes.removing("spring", said)
        else:
            change = changes.replacing(shorter(readings[0]), said, keep_text=True)
        with pytest.raises(EndpointError):
            store._change(replace(change, update=f"{change.update} ;\n{FAILS}"))
        assert contents(store) == before
        store.replace(shorter(readings[0]))
        assert store.article("spring").title == "New"


def test_what_was_left_half_done_is_undone_when_the_store_is_next_written(address, readings):
    with open_store(address) as store:
        for reading in readings:
            store.replace(reading)
        before = contents(store)
        change = changes.replacing(shorter(readings[0]), [], keep_text=True)
        note = store._journal.note(change)
        half = " ;\n".join(change.update.split(" ;\n")[:-1])
        store._update(
            f"{note.begin.replace('NOW()', LONG_AGO)} ;\n{half}"
        )  # All but the last operation, as if the server had been ended then.
        assert contents(store) != before and str(JOURNAL) not in store.graph_names()
    with open_store(address, read_only=True) as reader:
        assert contents(reader) != before
    with open_store(address) as store:
        assert contents(store) == before
        assert store.query(f"ASK {{ GRAPH <{JOURNAL}> {{ ?s ?p ?o }} }}").answer is False


def run(code, *arguments):
    code = f"import sys; sys.path.insert(0, {HERE!r})\n" + textwrap.dedent(code)
    return subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, text=True)


WRITE_FOREVER = """
    from dataclasses import replace
    from itertools import count
    from conftest import written
    from kg.graph import open_store
    from kg.model import Reading
    reading = written()[0]
    with open_store(sys.argv[1]) as store:
        print("open", flush=True)
        for number in count():
            for id in (f"article-{number}", "again"):
                store.replace(Reading(replace(reading.article, id=id, title=str(number)),
                                      tuple(replace(stance, article=id) for stance in reading.stances)))
                print("stored", flush=True)
            if number % 3:
                store.remove(f"article-{number - 1}")
"""


@pytest.mark.parametrize("stored", [1, 4])
def test_a_killed_writer_leaves_whole_articles(address, readings, stored):
    writer = run(WRITE_FOREVER, address)
    assert [writer.stdout.readline() for _ in range(stored + 1)] == ["open\n", *["stored\n"] * stored]
    time.sleep(stored / 100)
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()
    with open_store(address) as store:
        assert store.counts()["articles"] > 0
        assert whole(store, readings[0])


def test_a_killed_server_leaves_whole_articles(tmp_path, readings, monkeypatch):
    if reason := servers.virtuoso_missing():
        pytest.skip(reason)
    for name, value in {"USER": "dba", "PASSWORD": "dba", "TIMEOUT": "15"}.items():
        monkeypatch.setenv(f"KG_STORE_{name}", value)
    with servers.virtuoso(folder=tmp_path) as host:
        writer = run(WRITE_FOREVER, f"http://{host}/sparql-auth")
        assert [writer.stdout.readline() for _ in range(6)] == ["open\n", *["stored\n"] * 5]
    writer.communicate(timeout=60)
    assert writer.returncode, "it ends with an error"
    with servers.virtuoso(folder=tmp_path) as host, open_store(f"http://{host}/sparql-auth") as store:
        assert store.counts()["articles"] > 0
        assert whole(store, readings[0])


LOAD = """
    from kg.graph import load, open_store
    with open_store(sys.argv[1]) as store:
        print("open", flush=True)
        load(store, sys.argv[2])
"""


@pytest.mark.parametrize("protocol", [False, True], ids=["updates", "graph store protocol"])
@pytest.mark.parametrize("delay", [0.5, 1.5])
def test_a_killed_load_leaves_whole_articles_and_the_next_one_does_the_rest(
    address, tmp_path, readings, protocol, delay
):
    first = readings[0]
    with open_store(":memory:") as origin:
        for number in range(60):
            id_ = f"article-{number}"
            origin.replace(
                Reading(replace(first.article, id=id_), tuple(replace(one, article=id_) for one in first.stances))
            )
        dump(origin, tmp_path / "all.nq")
        everything = contents(origin)
    where = f"{address} {address} {address.replace('/sparql-auth', '/sparql-graph-crud-auth')}" if protocol else address
    loading = run(LOAD, where, tmp_path / "all.nq")
    assert loading.stdout.readline() == "open\n"
    time.sleep(delay)
    os.kill(loading.pid, signal.SIGKILL)
    loading.communicate()
    with open_store(where) as store:
        assert whole(store, first)
        load(store, tmp_path / "all.nq")
        assert contents(store) == everything


def test_a_second_writer_waits_for_the_first(address, readings):
    with open_store(address) as store:
        note = store._journal.note(changes.replacing(readings[0], [], keep_text=True))
        store._update(note.begin)
        end = threading.Timer(0.7, lambda: store._update(note.end))
        end.start()
        start = time.monotonic()
        with open_store(address) as other:
            other.replace(readings[1])
        assert time.monotonic() - start > 0.5
        end.join()
        assert store.counts()["articles"] == 1


def test_what_cannot_be_undone_is_said(address, readings):
    with servers.virtuoso() as host:  # Of its own, for it stays damaged.
        address = f"http://{host}/sparql-auth"
        with open_store(address) as store:
            note = store._journal.note(changes.removing("spring", []))
            store._update(note.begin.replace(note.begin.split('"')[1], "damaged").replace("NOW()", LONG_AGO))
        with open_store(address) as store:
            for _ in range(2):
                with pytest.raises(StoreError, match="is damaged, so it cannot be undone; delete it"):
                    store.replace(readings[0])


def test_a_file_cannot_bring_its_own_journal(opened, tmp_path):
    text = '<http://x/s> <http://purl.org/dc/terms/created> "x" <https://w3id.org/stance-graph/{}> .\n'
    (tmp_path / "evil.nq").write_text(text.format("journal") + text.format("union"))
    with opened() as store:
        assert load(store, tmp_path / "evil.nq").graphs == 0
        assert store.query("ASK { ?s ?p ?o }").answer is False
