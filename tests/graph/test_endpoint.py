"""What is peculiar to a store behind a SPARQL 1.1 endpoint; the rest is tested where all stores are."""

import json
import logging
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler

import pytest
import servers
from kg.errors import EndpointError, LoginError, QueryError, StoreError
from kg.graph import dump, iri, load, named_query, open_store
from kg.graph.vocabulary import TEXTS
from kg.model import Article, Reading

YES = b'{"head": {}, "boolean": true}'
JSON = "application/sparql-results+json"


@pytest.fixture
def host():
    with servers.serving() as address:
        yield address


@pytest.fixture
def login(monkeypatch):
    def give(user=servers.USER, password=servers.PASSWORD):
        monkeypatch.setenv("KG_STORE_USER", user)
        monkeypatch.setenv("KG_STORE_PASSWORD", password)

    return give


@pytest.fixture
def peculiar():
    """Starts a server that answers every POST by a function of the handler and the number of the request."""

    def start(answer):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            requests = 0

            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                Handler.requests += 1
                answer(self, Handler.requests)

            answer = servers.Sparql.answer
            log_message = servers.Sparql.log_message

        return servers.serving(Handler)

    return start


@pytest.mark.parametrize(
    "where",
    [
        "http://{}/ds/query",
        "http://{}/repositories/kg",
        "http://{0}/ds/query http://{0}/write",
        "http://{0}/ds/query http://{0}/write http://{0}/store",
    ],
)
def test_the_addresses_of_the_services(host, where, readings):
    with open_store(where.format(host)) as remote:
        assert list(remote.stances()) == [] and remote.counts()["articles"] == 0
        remote.replace(readings[0])
        remote.replace(readings[0])
        assert len(list(remote.stances(actor="Russia"))) == 1
        asked = named_query("who-rejects").bind(actor="Russia")
        assert len(remote.query(asked).rows) == 1


def loads_like_a_store_in_memory(where, readings, tmp_path):
    file = tmp_path / "all.nq"
    with open_store(":memory:") as origin, open_store(where) as remote:
        for reading in readings:
            origin.replace(reading)
        at = datetime(2025, 3, 1, 12, 30, 5, 123450, tzinfo=UTC)  # Virtuoso would write six digits
        origin.corrections.reject(next(iter(origin.stances())), by="Zoë", at=at, note='„so“ \\ "nie"\n\tgesagt')
        dump(origin, file)
        load(remote, file)
        assert remote.dump("nq") == origin.dump("nq")
        every = "SELECT ?s ?p ?o { ?s ?p ?o }"
        assert set(remote.query(every).rows) == set(origin.query(every).rows)
        assert remote.remove("spring") and origin.remove("spring")
        assert load(remote, file).graphs > 0 and load(origin, file).graphs > 0
        assert set(remote.query(every).rows) == set(origin.query(every).rows)
        with open_store(where, read_only=True) as reader, pytest.raises(StoreError, match="for reading only"):
            load(reader, file, replace=True)


def test_files_are_loaded_by_the_graph_store_protocol(readings, tmp_path):
    def only_there(authorization, method, path):
        asked.append(path)
        return True

    asked = []
    with servers.serving(lock=only_there) as host:
        loads_like_a_store_in_memory(
            f"http://{host}/ds/query http://{host}/write http://{host}/store", readings, tmp_path
        )
    assert any(path.startswith("/store?graph=") for path in asked) and "/store?default" in asked


def test_rdflib_asks_and_updates_through_the_same_connection(login, readings):
    login()
    locked = servers.serving(lock=servers.basic, challenge='Basic realm="x"')
    with locked as host, open_store(f"http://{host}/ds/query") as remote:
        remote.replace(readings[0])
        found = remote.graph.query("SELECT (COUNT(*) AS ?n) { ?s a kg:Stance }")
        assert [row.n.toPython() for row in found] == [4]
        built = remote.graph.query("CONSTRUCT { ?who kg:rejects ?what } WHERE { ?who kg:rejects ?what }")
        assert {row[0] for row in built.graph} == {iri("actor", "RU"), iri("actor", "vladimir-putin")}
        remote.graph.update("DELETE WHERE { ?s kg:rejects ?o }")
        assert remote.query("ASK { ?s kg:rejects ?o }").answer is False


@pytest.mark.parametrize(
    ("lock", "challenge"),
    [(servers.basic, 'Basic realm="x", charset="UTF-8"'), (servers.digest, servers.DIGEST)],
    ids=["basic", "digest"],
)
def test_the_login_comes_from_the_environment_and_stands_in_no_message(lock, challenge, login, caplog):
    caplog.set_level(logging.DEBUG)
    with servers.serving(lock=lock, challenge=challenge) as host, open_store(f"http://{host}/ds/query") as remote:
        with pytest.raises(LoginError, match="no access; set KG_STORE_USER and KG_STORE_PASSWORD in the environment"):
            remote.query("ASK {}")
        login()
        with open_store(f"http://{host}/ds/query") as known:
            assert known.query("ASK {}").answer is True
            assert known.query("ASK {}").answer is True
            with pytest.raises(QueryError) as malformed:
                known.query("SELECT")
        login(password="falsches")
        with open_store(f"http://{host}/ds/query") as wrong, pytest.raises(LoginError) as refused:
            wrong.query("ASK {}")
    assert "user or password is wrong; check KG_STORE_USER and KG_STORE_PASSWORD" in str(refused.value)
    for text in (str(malformed.value), str(refused.value), caplog.text):
        assert "gehe" not in text and "falsches" not in text and "Authorization" not in text


def test_a_password_in_an_address_is_refused_and_not_repeated():
    with pytest.raises(StoreError, match="do not belong in an address; set KG_STORE_USER") as caught:
        open_store("https://anna:geheim@example.org/query")
    assert "geheim" not in str(caught.value)
    for wrong in ("http://", "http://example.org:port/query"):
        with pytest.raises(StoreError, match="is no address of an endpoint"):
            open_store(wrong)


def test_a_redirection_does_not_carry_the_login_elsewhere(peculiar, login):
    login()
    moved = peculiar(lambda to, n: to.answer(307, "text/plain", b"", Location="http://127.0.0.1:9/elsewhere"))
    message = r"has moved to http://127.*/elsewhere; use that address"
    with moved as host, open_store(f"http://{host}/query") as remote, pytest.raises(EndpointError, match=message):
        remote.query("ASK {}")


def test_errors_name_place_and_remedy(host):
    malformed = pytest.raises(QueryError, match="malformed SPARQL at line 2, column")
    with open_store(f"http://{host}/ds/query") as remote, malformed:
        remote.query("SELECT ?x {\n ?x ! }")
    with open_store(f"http://{host}/nowhere") as remote, pytest.raises(EndpointError, match="no such endpoint; check"):
        remote.query("ASK {}")
    with (
        open_store("http://127.0.0.1:9/query") as remote,
        pytest.raises(EndpointError, match=r"cannot be reached .*refused"),
    ):
        remote.query("ASK {}")
    with open_store("http://host.invalid/query") as remote, pytest.raises(EndpointError, match="cannot be reached"):
        remote.query("ASK {}")
    reading_only = pytest.raises(StoreError, match="open for reading only")
    with open_store(f"http://{host}/ds/query", read_only=True) as remote, reading_only:
        remote.replace(Reading(Article("x", "")))


def broken_off(to, number):
    to.send_response(200)
    to.send_header("Content-Type", JSON)
    to.send_header("Content-Length", "1000")
    to.end_headers()
    to.wfile.write(b'{"head": {"vars": ["x"]}, "results": {"bindings": [')
    to.close_connection = True


def silent(to, number):
    time.sleep(1.5)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda to, n: to.answer(200, "text/html", b"<html>Welcome"), "is no SPARQL endpoint: .* a web page"),
        (lambda to, n: to.answer(502, "text/html", b"<html>Bad gateway"), "answered 502: Bad Gateway"),
        (lambda to, n: to.answer(500, "text/plain", b"out of memory\n at x"), "answered 500: out of memory$"),
        (broken_off, "the answer broke off"),
        (lambda to, n: to.answer(200, JSON, b'{"head": {"vars": ["x"]}, "resu'), "sent half an answer"),
        (lambda to, n: to.answer(200, JSON, b"[1, 2]"), "sent half an answer, or none that can be read"),
        (lambda to, n: to.answer(200, "image/png", b"\x89PNG"), "is no SPARQL endpoint: it answered with image/png"),
        (lambda to, n: to.answer(200, "", b""), "is no SPARQL endpoint: it answered with nothing"),
        (silent, "no answer within 0.5 seconds; ask for less, or set KG_STORE_TIMEOUT to more"),
    ],
    ids=["page", "gateway", "error", "broken", "half", "other", "image", "nothing", "slow"],
)
def test_what_is_no_answer_is_one_clear_line(peculiar, monkeypatch, answer, message):
    monkeypatch.setenv("KG_STORE_TIMEOUT", "0.5")
    refused = pytest.raises(EndpointError, match=message)
    with peculiar(answer) as host, open_store(f"http://{host}/query") as remote, refused as caught:
        remote.query("SELECT ?x { ?x a kg:Stance }")
    assert "\n" not in str(caught.value) and host in str(caught.value)


def test_a_timeout_that_is_no_number_is_said(monkeypatch):
    monkeypatch.setenv("KG_STORE_TIMEOUT", "soon")
    with pytest.raises(StoreError, match="KG_STORE_TIMEOUT must be a number of seconds, not soon"):
        open_store("http://127.0.0.1:9/query")


@pytest.mark.parametrize("code", [429, 503])
def test_a_busy_server_is_asked_again_after_the_time_that_it_names(peculiar, code):
    when = []

    def answer(to, number):
        when.append(time.time())
        if number <= 2:
            after = "1" if number == 1 else formatdate(time.time() + 2, usegmt=True)
            return to.answer(code, "text/plain", b"busy", **{"Retry-After": after})
        return to.answer(200, JSON, YES)

    with peculiar(answer) as host, open_store(f"http://{host}/query") as remote:
        assert remote.query("ASK {}").answer is True
    assert when[1] - when[0] >= 1 and when[2] - when[1] >= 0.9


def test_a_server_that_stays_busy_is_left_in_the_end(peculiar):
    busy = peculiar(lambda to, n: to.answer(503, "text/plain", b""))
    left = pytest.raises(EndpointError, match=r"is busy \(503\); try again later")
    with busy as host, open_store(f"http://{host}/query") as remote, left:
        remote.query("ASK {}")


def test_the_command_line_shows_one_line_and_no_password(host):
    environment = {**os.environ, "KG_STORE_USER": "anna", "KG_STORE_PASSWORD": "geheim"}
    with servers.serving(lock=servers.basic, challenge='Basic realm="x"') as locked:
        done = subprocess.run(
            [sys.executable, "-m", "kg", "query", "--store", f"http://{locked}/ds/query", "ASK {}"],
            env=environment, capture_output=True, text=True, timeout=60, check=False)  # fmt: skip
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.startswith("Error: ") and done.stderr.count("\n") == 1 and "geheim" not in done.stderr


class TestVirtuoso:
    def test_logs_in_by_digest(self, virtuoso_address, login, readings):
        login("dba", "wrong")
        with open_store(virtuoso_address) as store, pytest.raises(LoginError, match="user or password is wrong"):
            store.query("ASK {}")
        unable = pytest.raises(LoginError, match=r"no access: .* may not do this")
        with open_store(virtuoso_address.removesuffix("-auth")) as store, unable:
            store.replace(readings[0])

    def test_loads_by_the_graph_store_protocol(self, opened, readings, tmp_path):
        if opened.kind != "virtuoso":
            pytest.skip("the other kinds have no graph store service")
        with opened() as empty:
            where = empty.where
        graphs = where.replace("/sparql-auth", "/sparql-graph-crud-auth")
        loads_like_a_store_in_memory(f"{where} {where} {graphs}", readings, tmp_path)

    def test_says_what_it_cut_off(self, readings, login):
        if reason := servers.virtuoso_missing():
            pytest.skip(reason)
        login("dba", "dba")
        with servers.virtuoso(rows=100) as host, open_store(f"http://{host}/sparql-auth") as store:
            store.replace(readings[0])
            assert len(store.query("SELECT * { ?s a ?o }")) < 100
            with pytest.raises(EndpointError, match=r"cut the answer off after 100 rows; .*ResultSetMaxRows"):
                store.query("SELECT * { ?s ?p ?o }")

    def test_named_graphs_are_those_of_the_articles(self, opened, readings):
        if opened.kind != "virtuoso":
            pytest.skip("the other kinds have no graphs of their own")
        with opened() as store:
            for reading in readings:
                store.replace(reading)
            graphs = store.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows
            articles = {iri("article", reading.article.id) for reading in readings}
            assert {row[0] for row in graphs} == {*articles, TEXTS}
            inside = store.query("SELECT * { GRAPH article:spring { ?s a kg:Stance } } ORDER BY ?s")
            assert (inside.variables, len(inside.rows)) == (("s",), 4)
            assert store.query("ASK { GRAPH article:none { ?s ?p ?o } }").answer is False
            assert set(json.loads(inside.serialize("json"))["results"]["bindings"][0]["s"].values()) >= {"uri"}
