"""A store behind a SPARQL 1.1 endpoint: a real HTTP server around Oxigraph."""

import base64
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pyoxigraph
import pytest
from kg.errors import QueryError, StoreError
from kg.graph import iri, named_query, open_store
from kg.model import Article, Reading

LOGIN = "Basic " + base64.b64encode(b"anna:gehe im@").decode()


class Handler(BaseHTTPRequestHandler):
    """The SPARQL 1.1 protocol: queries and updates by direct POST."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        path = urlsplit(self.path).path
        if self.server.locked and self.headers.get("Authorization") != LOGIN:
            return self.answer(401, "text/plain", b"who are you?")
        try:
            if path in ("/ds/query", "/repositories/kg"):
                result = self.server.store.query(body)
                if isinstance(result, pyoxigraph.QueryTriples):
                    return self.answer(200, "text/turtle", result.serialize(format=pyoxigraph.RdfFormat.TURTLE))
                json = result.serialize(format=pyoxigraph.QueryResultsFormat.JSON)
                return self.answer(200, "application/sparql-results+json", json)
            if path in ("/ds/update", "/repositories/kg/statements", "/write"):
                self.server.store.update(body)
                return self.answer(204, "text/plain", b"")
        except (SyntaxError, ValueError) as error:
            return self.answer(400, "text/plain", str(error).encode())
        if path == "/page":
            return self.answer(200, "text/html", b"<html>")
        return self.answer(404, "text/plain", b"nothing here")

    do_GET = do_POST

    def answer(self, code, kind, body):
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@contextmanager
def serving(*, locked=False):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.store, server.locked = pyoxigraph.Store(), locked
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def host():
    with serving() as address:
        yield address


@pytest.mark.parametrize(
    "where", ["http://{}/ds/query", "http://{}/repositories/kg", "http://{0}/ds/query http://{0}/write"]
)
def test_an_endpoint_keeps_articles_like_a_folder(host, where, store, readings):
    with open_store(where.format(host)) as remote:
        assert list(remote.stances()) == [] and remote.counts()["articles"] == 0
        for reading in readings:
            remote.replace(reading)
        remote.replace(readings[0])
        assert remote.dump("trig") == store.dump("trig")
        assert list(remote.stances(actor="Russia")) == list(store.stances(actor="Russia"))
        asked = named_query("agreement").bind()
        assert remote.query(asked).rows == store.query(asked).rows
        assert remote.remove("spring") is True and remote.remove("spring") is False
        assert [article.id for article in remote.articles()] == ["undated", readings[1].article.id, "autumn"]


def test_all_kinds_of_query(host, readings):
    with open_store(f"http://{host}/ds/query") as remote:
        remote.replace(readings[0])
        assert remote.query("ASK { ?who kg:rejects ?what }").answer is True
        built = remote.query("CONSTRUCT { ?who kg:rejects ?what } WHERE { ?who kg:rejects ?what }")
        assert {row[0] for row in built.rows} == {iri("actor", "RU"), iri("actor", "vladimir-putin")}
        found = remote.graph.query("SELECT (COUNT(*) AS ?n) { ?s a kg:Stance }")
        assert [row.n.toPython() for row in found] == [4]


def test_errors_name_place_and_remedy(host):
    remote = open_store(f"http://{host}/ds/query")
    with pytest.raises(QueryError, match="malformed SPARQL at line 2, column"):
        remote.query("SELECT ?x {\n ?x ! }")
    for place, message in (
        (f"http://{host}/nowhere", "there is no such endpoint; check the address"),
        (f"http://{host}/page", "is no SPARQL endpoint: it answered with text/html"),
        ("http://127.0.0.1:9/query", "cannot be reached: .*refused"),
    ):
        with open_store(place) as remote, pytest.raises(StoreError, match=message):
            remote.query("ASK {}")
    with pytest.raises(StoreError, match="open for reading only"):
        open_store(f"http://{host}/ds/query", read_only=True).replace(Reading(Article("x", "")))
    with pytest.raises(StoreError, match="is no address"):
        open_store("http://")


def test_user_and_password_stand_in_the_address_but_in_no_message():
    with serving(locked=True) as host:
        with open_store(f"http://anna:gehe%20im%40@{host}/ds/query") as remote:
            assert remote.query("ASK {}").answer is True
            assert "gehe" not in remote.where
            with pytest.raises(QueryError) as caught:
                remote.query("SELECT")
            assert "gehe" not in str(caught.value)
        with open_store(f"http://{host}/ds/query") as remote, pytest.raises(StoreError, match="no access; give user"):
            remote.query("ASK {}")
