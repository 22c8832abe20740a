"""A store behind a SPARQL 1.1 endpoint."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import Any, NoReturn

import pyoxigraph
from rdflib import XSD, BNode, Dataset, Graph, URIRef
from rdflib.plugins.sparql.sparql import Query, Update
from rdflib.plugins.stores.sparqlconnector import SPARQLConnector
from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore
from rdflib.query import Result

from kg.errors import EndpointError, QueryError, StoreError
from kg.graph.changes import Change
from kg.graph.journal import Journal, Note
from kg.graph.protocol import BadRequest, Connection, NoAnswer, address
from kg.graph.result import QueryResult
from kg.graph.store import Store, adding, as_line
from kg.graph.syntax import check
from kg.graph.terms import canonical_time, written
from kg.graph.tokens import GRAPH_VARIABLE, for_virtuoso, form, refuse_fetching
from kg.graph.vocabulary import JOURNAL, PREFIXES, UNION

_TABLE, _TRIPLES = "application/sparql-results+json", "application/n-triples, text/turtle;q=0.9"
_ASK = "__ASK_RETVAL"
"""The variable by which Virtuoso answers an ASK as if it were a SELECT."""


class EndpointStore(Store):
    """A SPARQL 1.1 endpoint.

    ``where`` is the address of the query service. That of the update service is derived: ``…/query`` and
    ``…/update``; ``…/repositories/NAME`` and ``…/statements`` (GraphDB, RDF4J); else the same address. Where that is
    wrong, both are given with a space between them. A third address is that of the Graph Store Protocol (Virtuoso:
    ``…/sparql-graph-crud-auth``): files are then loaded through it, graph by graph, and not as updates. For Virtuoso
    give ``…/sparql-auth``, where it lets users write.

    User and password are read from ``KG_STORE_USER`` and ``KG_STORE_PASSWORD``, the seconds to wait for an answer from
    ``KG_STORE_TIMEOUT`` (60).

    Each change is one request, so that ending this program never leaves half of it, and SPARQL 1.1 asks a server to
    undo a request that fails amid it. Virtuoso 7.2 does not, and the Graph Store Protocol takes a request for each
    graph. There a change is noted beforehand (:mod:`kg.graph.journal`): a failed one is undone at once, and one that
    was ended with the server or this program is undone when the store is next used for writing; until then readers
    may see half of it. What is read without write access cannot be put right.

    The server must keep a default graph of its own, as Fuseki and Oxigraph do. Virtuoso has none; there the named graph
    ``https://w3id.org/stance-graph/union`` serves for it.
    """

    def __init__(self, where: str, *, read_only: bool = False, allow_remote: bool = False) -> None:
        """Does not connect yet. See :func:`kg.graph.open_store`."""
        query, *others = (address(part) for part in where.split()) if where.split() else (address(where),)
        self.where = self._query_at = query
        self._update_at = others[0] if others else _update_address(query)
        self._graphs_at = others[1] if len(others) > 1 else None
        self._read_only = read_only
        self._allow_remote = allow_remote
        self._connection = Connection(query)
        self._known: bool | None = None
        self._journal = Journal(self.query, self._update, self._connection.timeout)
        self._settled = read_only
        self._languages: set[str] = set()
        # rdflib would else ask for a default graph of its own naming.
        self.graph = Dataset(_Remote(self), default_union=True)
        for prefix, namespace in PREFIXES.items():
            self.graph.bind(prefix, namespace, override=True, replace=True)

    def query(self, sparql: str) -> QueryResult:
        """See :meth:`kg.graph.store.Store.query`; the endpoint answers."""
        self._settle()
        kind, body = self._answer(sparql)
        if "json" in kind:
            return QueryResult(body, graph=False)
        if format_ := pyoxigraph.RdfFormat.from_media_type(kind):
            try:
                triples = pyoxigraph.serialize(
                    (quad.triple for quad in pyoxigraph.parse(body, format=format_)),
                    format=pyoxigraph.RdfFormat.N_TRIPLES,
                )
            except SyntaxError:
                self._broken()
            return QueryResult(triples or b"", graph=True)
        raise EndpointError(f"{self.where}: is no SPARQL endpoint: it answered with {kind or 'nothing'}")

    def _add(self, quads: list[pyoxigraph.Quad]) -> None:
        change = adding(quads)
        if self._graphs_at is None:
            self._change(change)
            return
        default = str(UNION) if self._is_virtuoso else None
        graphs: dict[str | None, list[str]] = {}
        for quad in quads:
            triple, graph = as_line(quad)
            graphs.setdefault(graph[1:-1] if graph else default, []).append(triple)
        graphs[default] = graphs.pop(default, [])  # Last, as in an update: see kg.graph.changes.undoing.
        note = self._noted(change)
        self._update(note.begin)
        with self._undoing(note):
            for name, triples in graphs.items():
                if triples:
                    self._connection.add(self._graphs_at, name, "\n".join(triples).encode())
            self._update(note.end)

    def _change(self, change: Change) -> None:
        if not self._is_virtuoso:
            self._update(change.update)
            return
        note = self._noted(change)
        with self._undoing(note):
            self._update(f"{note.begin} ;\n{change.update} ;\n{note.end}")

    def _noted(self, change: Change) -> Note:
        """The note of a change, which may be made now."""
        self._writable()
        self._introduce(change)
        return self._journal.note(change)

    def _introduce(self, change: Change) -> None:
        """Write something in each language of a change before the change itself.

        Where Virtuoso 7.2 meets a language in a request that is broken off, it drops the tags of that language from
        then on. This request is short, and so is not likely to be.
        """
        if not self._is_virtuoso or not (new := set(_LANGUAGE.findall(change.update)) - self._languages):
            return
        words = ", ".join(f'"word"@{language}' for language in sorted(new))
        what = f"GRAPH <{JOURNAL}> {{ <{JOURNAL}> rdfs:label {words} }}"
        self._update(f"INSERT DATA {{ {what} }} ;\nDELETE DATA {{ {what} }}")
        self._languages |= new

    @contextmanager
    def _undoing(self, note: Note) -> Iterator[None]:
        """Undoes at once what the server refuses; what it may still be working on, the next change does."""
        try:
            yield
        except NoAnswer:
            raise
        except EndpointError:
            with suppress(StoreError):  # Then it stays in the journal.
                self._update(f"{note.undo} ;\n{note.end}")
            raise

    def _writable(self) -> None:
        if self._read_only:
            raise StoreError(f"{self.where}: the store is open for reading only")

    def _settle(self) -> None:
        """At first use: whoever may write puts right what others left half-done."""
        if not self._settled:
            self._settled = True  # It asks and changes the store itself.
            try:
                self._journal.settle()
            except StoreError:
                self._settled = False
                raise

    def _update(self, sparql: str) -> None:
        self._writable()
        self._settle()
        try:
            self._connection.post(self._update_at, {"update": self._written(sparql)}, "*/*")
        except BadRequest as error:
            raise EndpointError(f"{self.where}: refused the update: {error}") from None

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _written(self, sparql: str) -> str:
        """A query or update as it is sent: with the known prefixes, and for Virtuoso with what only it knows."""
        if not self._is_virtuoso:
            return _PROLOGUE + sparql
        return f"{_DEFINE} {_PROLOGUE}{for_virtuoso(sparql, _HIDDEN)}"

    @property
    def _is_virtuoso(self) -> bool:
        """Found out by a query that only Virtuoso understands, at first use; a proxy may hide a server's name."""
        if self._known is None:
            try:
                kind, _ = self._connection.post(self._query_at, {"query": f"{_DEFINE} ASK {{}}"}, _TABLE)
                self._known = "json" in kind
            except BadRequest:
                self._known = False
        return self._known

    def _answer(self, sparql: str) -> tuple[str, bytes]:
        if not self._allow_remote:
            refuse_fetching(sparql)
        # Here and not by the server: all kinds of store shall say the same, and Virtuoso would run an update.
        if problem := check(sparql):
            raise QueryError(problem)
        try:
            accept = _TRIPLES if form(sparql) in ("CONSTRUCT", "DESCRIBE") else _TABLE
            kind, body = self._connection.post(self._query_at, {"query": self._written(sparql)}, accept)
        except BadRequest as error:
            raise QueryError(f"{self.where}: refused the query: {error}") from None
        return kind, self._table(body) if "json" in kind else body

    def _table(self, body: bytes) -> bytes:
        try:
            table = json.loads(body)
            return body if "boolean" in table else self._plain(table, body)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            self._broken()

    def _plain(self, table: Any, body: bytes) -> bytes:
        """The W3C's form of a table, from Virtuoso's."""
        names, rows = table["head"].get("vars", []), table["results"]["bindings"]
        if not self._is_virtuoso:
            return body
        if names == [_ASK]:
            return json.dumps({"head": {}, "boolean": bool(rows)}).encode()
        for row in rows:
            for name in [name for name in row if name.startswith(GRAPH_VARIABLE)]:
                del row[name]
            for term in row.values():
                term["type"] = term["type"].removeprefix("typed-")
                if term.get("datatype") == str(XSD.dateTime):
                    term["value"] = canonical_time(term["value"])
        names = [name for name in names if not name.startswith(GRAPH_VARIABLE)]
        plain = {"head": {"vars": names}, "results": {"bindings": rows}}
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()

    def _broken(self) -> NoReturn:
        raise EndpointError(f"{self.where}: sent half an answer, or none that can be read; try again") from None


_PROLOGUE = " ".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in PREFIXES.items()) + "\n"
_LANGUAGE = re.compile(r'"@([a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8})*)')
_DEFINE = f"DEFINE input:default-graph-uri <{UNION}>"

_HIDDEN = (
    UNION,
    JOURNAL,
    "http://www.openlinksw.com/schemas/virtrdf#",
    "http://www.openlinksw.com/schemas/oplweb#",
    "http://localuriqaserver/sparql",
    "http://localhost:8890/DAV/",
    "http://www.w3.org/ns/ldp#",
    "http://www.w3.org/2002/07/owl#",
    "urn:activitystreams-owl:map",
    "urn:core:services:sparql",
)
"""The graphs that Virtuoso keeps for itself, and that of ours which stands for the default graph."""


class _Connector(SPARQLConnector):
    """Lets rdflib's SPARQL store speak through the endpoint's own connection."""

    endpoint: EndpointStore

    def query(self, query: str, default_graph: str | None = None, named_graph: str | None = None) -> Result:
        if default_graph is not None and not isinstance(default_graph, BNode):
            query = f"SELECT * FROM {written(URIRef(default_graph))} {{ {{ {query} }} }}"
        kind, body = self.endpoint._answer(query)
        return Result.parse(BytesIO(body), content_type=kind)


class _Remote(SPARQLUpdateStore, _Connector):
    """rdflib's view of the endpoint."""

    def __init__(self, endpoint: EndpointStore) -> None:
        super().__init__(endpoint._query_at, endpoint._update_at)
        self.endpoint = endpoint

    def query(self, query: Query | str, *arguments: Any, **more: Any) -> Result:
        if not isinstance(query, str):
            raise QueryError("an endpoint cannot answer a prepared query: give its text")
        return super().query(query, *arguments, **more)

    def _inject_prefixes(self, query: str, extra_bindings: Mapping[str, Any]) -> str:
        """Only what is missing, and in the same line, so that errors name the right place."""
        more = {
            prefix: iri for prefix, iri in extra_bindings.items() if prefix not in PREFIXES and f"{prefix}:" in query
        }
        return "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in more.items()) + query

    def update(self, query: Update | str, *arguments: Any, **more: Any) -> None:  # type: ignore[override]
        if not self.endpoint._allow_remote:
            refuse_fetching(str(query))
        try:
            super().update(query, *arguments, **more)
        finally:
            self.rollback()  # rdflib would send what failed again with the next update.

    def _update(self, update: str) -> None:
        self.endpoint._update(update)

    def add_graph(self, graph: Graph) -> None:
        """A named graph is there as soon as it has triples; to create one would fail where it has some."""


def _update_address(query: str) -> str:
    if re.search(r"/query/?$", query):
        return re.sub(r"/query/?$", "/update", query)
    if re.search(r"/repositories/[^/]+/?$", query):
        return query.rstrip("/") + "/statements"
    return query
