"""Whole stores as files: from each kind of store into each other."""

import gzip
import os
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace

import pytest
from kg.errors import InputError, StoreError
from kg.graph import dump, load, open_store
from kg.model import Reading
from rdflib import Dataset
from rdflib.compare import isomorphic


def contents(store):
    """All triples of a store: those of each named graph, and those that a query finds without naming one."""
    default = set(store.query("SELECT ?s ?p ?o { ?s ?p ?o }").rows)
    return store.dump("nq"), default


def reviewed(store):
    """The store with what people said."""
    found = {stance.type.value: stance for stance in store.stances()}
    store.corrections.reject(found["criticises"], by="Ada")
    store.corrections.accept(found["rejects"], by="Ben", note="read twice")
    return store


@pytest.mark.parametrize("ending", ["nq", "trig.gz"])
def test_a_store_moves_to_and_from_every_kind_without_loss(opened, readings, tmp_path, ending):
    first, second = tmp_path / f"first.{ending}", tmp_path / f"second.{ending}"
    with open_store(":memory:") as origin, opened() as store, open_store(tmp_path / "last", create=True) as last:
        for reading in readings:
            origin.replace(reading)
        dump(reviewed(origin), first)
        loaded = load(store, first)
        assert loaded.kept == 0 and loaded.graphs == len(origin.graph_names()) - 1  # the graph of texts is none of them
        assert contents(store) == contents(origin)
        assert store.corrections.reviews() == origin.corrections.reviews()
        dump(store, second)
        load(last, second)
        assert contents(last) == contents(origin)
        assert first.read_bytes() == second.read_bytes()
        store.replace(readings[1])
        assert store.remove("spring") and store.remove("autumn")
        origin.replace(readings[1])
        assert origin.remove("spring") and origin.remove("autumn")
        assert contents(store) == contents(origin)


FOREIGN = """\
@prefix : <http://example.org/> .
:g { :a :p _:x . _:x :q "line\\nbreak"@de-at , 1.5 , true , "2024-02-30"^^:odd . }
:h { _:x :r [ :s ( 1 2 ) ] . }
"""


def test_blank_nodes_and_odd_literals_come_back_isomorphic(tmp_path):
    (tmp_path / "foreign.trig").write_text(FOREIGN)
    with open_store(":memory:") as store:
        load(store, tmp_path / "foreign.trig")
        dump(store, tmp_path / "back.nq")
    before, after = Dataset(), Dataset()
    before.parse(data=FOREIGN, format="trig")
    after.parse(tmp_path / "back.nq", format="nquads")
    for name in ("http://example.org/g", "http://example.org/h"):
        assert len(before.graph(name)) > 3
        assert isomorphic(before.graph(name), after.graph(name))
    linked = "SELECT * { GRAPH <http://example.org/g> { ?a ?p ?x } GRAPH <http://example.org/h> { ?x ?r ?y } }"
    assert len(list(after.query(linked))) == 1


def test_blank_nodes_come_back_from_a_server(opened, tmp_path):
    text = "<http://example.org/a> <http://example.org/p> _:x <http://example.org/g> .\n" * 2
    (tmp_path / "foreign.nq").write_text(text + '_:x <http://example.org/q> "1" <http://example.org/g> .\n')
    with opened() as store:
        load(store, tmp_path / "foreign.nq")
        dump(store, tmp_path / "back.nq")
        assert len(store.query("SELECT * { <http://example.org/a> ?p ?x . ?x ?q '1' }").rows) == 1
    before, after = Dataset(), Dataset()
    before.parse(tmp_path / "foreign.nq", format="nquads")
    after.parse(tmp_path / "back.nq", format="nquads")
    assert isomorphic(before.graph("http://example.org/g"), after.graph("http://example.org/g"))


def test_blank_nodes_that_a_server_made_are_dumped(opened, tmp_path):
    with opened() as store:
        store.graph.update("INSERT { GRAPH <http://x/g> { <http://x/a> <http://x/p> [ <http://x/q> 1 ] } } WHERE {}")
        dump(store, tmp_path / "out.nq")
    after = Dataset()
    after.parse(tmp_path / "out.nq", format="nquads")
    found = list(after.query("SELECT * { GRAPH <http://x/g> { <http://x/a> <http://x/p> ?x . ?x <http://x/q> 1 } }"))
    assert len(found) == 1


def test_what_is_stored_stays_unless_it_is_to_be_replaced(opened, readings, tmp_path):
    with opened() as store:
        for reading in readings:
            store.replace(reading)
        dump(store, tmp_path / "old.nq")
        old = contents(store)
        store.replace(Reading(replace(readings[0].article, title="New"), readings[0].stances[:1]))
        store.remove("autumn")
        reviewed_here = next(store.stances(article="spring"))
        store.corrections.accept(reviewed_here, by="Ada")
        loaded = load(store, tmp_path / "old.nq")
        assert (loaded.graphs, loaded.kept) == (1, 3)
        assert store.article("spring").title == "New" and len(store.corrections.reviews()) == 1
        assert len(list(store.stances(article="autumn"))) == 3
        loaded = load(store, tmp_path / "old.nq", replace=True)
        assert (loaded.graphs, loaded.kept) == (4, 0)
        assert contents(store) == old


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("a.nq", '<a:s> <a:p> "o" <a:g> .\n<a:s> <a:p> "o <a:g> .\n', "a.nq:2:13: "),
        ("a.trig", "<a:g> {\n <a:s> <a:p> <a:o> }\n<a:h> { nix }", "a.trig:3:9: "),
        ("a.ttl", "@prefix a: <a:> .\na:s a:p b:o .", "a.ttl:2:9: "),
        ("a.rdf", "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n<x>", "a.rdf:"),
        ("a.jsonld", '{"@id": "a:b",\n "a:p": }', "a.jsonld:2:"),
        ("a.nq.gz", "no gzip", "a.nq.gz: cannot be read"),
        ("a.docx", "", "unknown file ending; choose one of nq, trig, nt"),
        ("a.nt", '<a:s> <a:p> "o" .', "outside of any named graph, such as <a:s> <a:p> .*name a graph .* --graph IRI"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_its_place_and_nothing_is_stored(store, tmp_path, name, content, place):
    before = store.dump("nq")
    (tmp_path / name).write_text(content)
    with pytest.raises(InputError, match=place) as caught:
        load(store, tmp_path / name)
    assert str(tmp_path / name) in str(caught.value) and "\n" not in str(caught.value)
    assert store.dump("nq") == before


def test_a_file_that_is_missing_or_broken_off(tmp_path):
    with open_store(":memory:") as store:
        with pytest.raises(InputError, match=r"none\.nq: cannot be read \(No such file"):
            load(store, tmp_path / "none.nq")
        whole = gzip.compress(b'<a:s> <a:p> "o" <a:g> .\n' * 10_000)
        (tmp_path / "half.nq.gz").write_bytes(whole[: len(whole) // 2])
        with pytest.raises(InputError, match="cannot be read"):
            load(store, tmp_path / "half.nq.gz")
        assert store.graph_names() == []


def test_a_dump_is_whole_or_not_there(store, tmp_path):
    with pytest.raises(StoreError, match="unknown file ending; choose one of nq, trig"):
        dump(store, tmp_path / "dump.csv")
    with pytest.raises(StoreError, match="cannot be written: No such file"):
        dump(store, tmp_path / "none" / "dump.nq")
    (tmp_path / "dump.nq").write_text("old")
    store.close()
    with pytest.raises(Exception):  # noqa: B017  # each kind says it in its own way
        dump(store, tmp_path / "dump.nq")
    assert (tmp_path / "dump.nq").read_text() == "old"
    assert [file.name for file in tmp_path.iterdir() if file.name != "the-store"] == ["dump.nq"]


def scoped(depth):
    """Contexts in contexts: 50 kB at a depth of ten, and twice that with each further one."""
    inner = '"x:y"'
    for level in range(depth):
        inner = f'{{"@id": "http://x/{level}", "@context": {{"a": {inner}, "b": {inner}}}}}'
    return f'{{"@context": {{"z": {inner}}}, "@id": "a:b", "z": {{"a": {{"a": "1"}}}}}}'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            '{"@context": "http://127.0.0.1:9/c", "@id": "a:b"}',
            "refers to the context http://127.0.0.1:9/c, and nothing is",
        ),
        ('{"@id": "a:b", "a:c": {"@context": [{}, "file:///etc/passwd"]}}', "refers to the context file:///etc/passwd"),
        (
            '{"@context": {"@version": 1.1, "@import": "http://127.0.0.1:9/c"}}',
            "nothing is fetched; put it into the file",
        ),
        (scoped(14), "holds more than 100 contexts inside contexts"),
        ('{"a:p": ' * 200_000 + "1" + "}" * 200_000, "is nested too deeply to be read"),
    ],
    ids=["remote", "file", "import", "laughs", "deep"],
)
def test_a_hostile_context_is_refused_at_once(store, tmp_path, content, message):
    (tmp_path / "a.jsonld").write_text(content)
    start = time.process_time()
    with pytest.raises(InputError, match=message):
        load(store, tmp_path / "a.jsonld", graph="http://example.org/g")
    assert time.process_time() - start < 10


def test_a_context_in_the_file_is_understood(store, tmp_path):
    (tmp_path / "a.jsonld").write_text('{"@context": {"name": "http://x/name"}, "@id": "http://x/b", "name": "Ada"}')
    load(store, tmp_path / "a.jsonld", graph="http://example.org/g")
    assert store.query("ASK { <http://x/b> <http://x/name> 'Ada' }").answer is True


LOAD = """
    from kg.graph import load, open_store
    with open_store(sys.argv[1], create=True) as store:
        print("open", flush=True)
        load(store, sys.argv[2])
        print("loaded", flush=True)
"""


@pytest.mark.parametrize("delay", [0.1, 0.5, 1.0, 2.0])
def test_a_load_that_is_killed_leaves_the_store_whole(tmp_path, readings, delay):
    place = tmp_path / "store"
    with open_store(place, create=True) as store:
        store.replace(readings[0])
        before = contents(store)
    big = "".join(
        f'<http://example.org/s{n}> <http://example.org/p> "value {n}" <http://example.org/g{n // 100}> .\n'
        for n in range(200_000)
    )
    (tmp_path / "big.nq").write_text(big)
    code = "import sys\n" + textwrap.dedent(LOAD)
    loading = subprocess.Popen(
        [sys.executable, "-c", code, place, tmp_path / "big.nq"], stdout=subprocess.PIPE, text=True
    )
    assert loading.stdout.readline() == "open\n"
    time.sleep(delay)
    os.kill(loading.pid, signal.SIGKILL)
    done = "loaded" in loading.communicate()[0]
    with open_store(place) as store:
        found = (
            store.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s <http://example.org/p> ?o } }").rows[0][0].toPython()
        )
        assert found == (200_000 if done else found) and found in (0, 200_000)
        if not found:
            assert contents(store) == before
        load(store, tmp_path / "big.nq")
        assert len(store.graph_names()) == 2_002  # with the article and the texts
