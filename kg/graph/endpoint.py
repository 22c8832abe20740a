"""A store behind a SPARQL 1.1 endpoint: Fuseki, GraphDB, Oxigraph's server, Virtuoso, Blazegraph, RDF4J."""

import base64
import re
from http.client import HTTPException, HTTPResponse
from typing import NoReturn
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit, urlunsplit
from urllib.request import Request, urlopen

import pyoxigraph
from rdflib import Dataset
from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore

from kg.errors import QueryError, StoreError
from kg.graph.result import QueryResult
from kg.graph.store import Store
from kg.graph.syntax import check
from kg.graph.vocabulary import PREFIXES

_ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9"
_TIMEOUT = 60.0


class EndpointStore(Store):
    """A SPARQL 1.1 endpoint.

    ``where`` is the address of the query service. The address of the update service is derived: ``…/query`` and
    ``…/update``; ``…/repositories/NAME`` and ``…/statements`` (GraphDB, RDF4J); else the same address. Where that is
    wrong, both are given with a space between them. ``https://user:password@host/…`` logs in.
    """

    def __init__(self, where: str, *, read_only: bool = False) -> None:
        """Does not connect yet."""
        query, _, update = where.partition(" ")
        self._query_url, self._headers = _login(query)
        self._update_url = _login(update.strip())[0] if update.strip() else _update_address(self._query_url)
        self.where = self._query_url
        self._read_only = read_only
        native = SPARQLUpdateStore(self._query_url, self._update_url, headers=dict(self._headers), method="POST")
        # rdflib would else ask for a default graph of its own naming.
        self.graph = Dataset(native, default_union=True)
        for prefix, namespace in PREFIXES.items():
            self.graph.bind(prefix, namespace, override=True, replace=True)

    def query(self, sparql: str) -> QueryResult:
        """See :meth:`kg.graph.store.Store.query`; the endpoint answers."""
        kind, body = self._send(self._query_url, "application/sparql-query", _PROLOGUE + sparql, sparql)
        if "json" in kind:
            return QueryResult(body, graph=False)
        if format_ := pyoxigraph.RdfFormat.from_media_type(kind):
            triples = pyoxigraph.serialize(
                (quad.triple for quad in pyoxigraph.parse(body, format=format_)),
                format=pyoxigraph.RdfFormat.N_TRIPLES,
            )
            return QueryResult(triples or b"", graph=True)
        raise StoreError(f"{self.where}: is no SPARQL endpoint: it answered with {kind or 'nothing'}")

    def _update(self, sparql: str) -> None:
        if self._read_only:
            raise StoreError(f"{self.where}: the store is open for reading only")
        self._send(self._update_url, "application/sparql-update", _PROLOGUE + sparql)

    def close(self) -> None:
        """Nothing is held open."""

    def _send(self, url: str, sort: str, body: str, query: str = "") -> tuple[str, bytes]:
        headers = {"Content-Type": f"{sort}; charset=utf-8", "Accept": _ACCEPT, **self._headers}
        try:
            response: HTTPResponse
            with urlopen(Request(url, body.encode(), headers), timeout=_TIMEOUT) as response:
                return response.headers.get_content_type(), response.read()
        except HTTPError as error:
            with error:
                answer = error.read().decode(errors="replace").strip().splitlines()
            self._refused(error.code, answer[0][:200] if answer else error.reason, query)
        except URLError as error:
            raise StoreError(f"{self.where}: cannot be reached: {error.reason}") from None
        except (OSError, HTTPException) as error:
            raise StoreError(f"{self.where}: the connection broke: {error or type(error).__name__}") from None

    def _refused(self, code: int, answer: str, query: str) -> NoReturn:
        if code == 400 and query:
            raise QueryError(check(query) or f"{self.where} refused the query: {answer}")
        if code in (401, 403):
            raise StoreError(f"{self.where}: no access; give user and password as https://user:password@host/…")
        if code == 404:
            raise StoreError(f"{self.where}: there is no such endpoint; check the address")
        raise StoreError(f"{self.where}: answered {code}: {answer}")


_PROLOGUE = " ".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in PREFIXES.items()) + "\n"


def _login(address: str) -> tuple[str, dict[str, str]]:
    """An address without user and password, and the header that carries them."""
    parts = urlsplit(address)
    if not parts.hostname:
        raise StoreError(f"{address}: is no address of an endpoint")
    if parts.username is None:
        return address, {}
    login = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
    bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return bare, {"Authorization": "Basic " + base64.b64encode(login).decode()}


def _update_address(query: str) -> str:
    if re.search(r"/query/?$", query):
        return re.sub(r"/query/?$", "/update", query)
    if re.search(r"/repositories/[^/]+/?$", query):
        return query.rstrip("/") + "/statements"
    return query
