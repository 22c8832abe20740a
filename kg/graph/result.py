"""What a query answers."""

from functools import cached_property
from io import BytesIO

import pyoxigraph
from rdflib import Graph
from rdflib.query import Result
from rdflib.term import Node

from kg.errors import QueryError
from kg.graph.vocabulary import PREFIXES

TABLE_FORMATS = {
    "json": pyoxigraph.QueryResultsFormat.JSON,
    "csv": pyoxigraph.QueryResultsFormat.CSV,
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
    "xml": pyoxigraph.QueryResultsFormat.XML,
}
GRAPH_FORMATS = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}


class QueryResult:
    """The answer to a SPARQL query: a table (SELECT), yes or no (ASK), or triples (CONSTRUCT, DESCRIBE).

    :ivar kind: ``"SELECT"``, ``"ASK"`` or ``"CONSTRUCT"``.
    """

    def __init__(self, payload: bytes, *, graph: bool) -> None:
        """:param payload: SPARQL 1.1 Query Results JSON, or N-Triples if ``graph``."""
        self._payload = payload
        self._table = None if graph else Result.parse(BytesIO(payload), format="json")
        self.kind = "CONSTRUCT" if self._table is None else self._table.type

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns, without ``?``; ``subject``, ``predicate``, ``object`` for CONSTRUCT."""
        if self._table is None:
            return ("subject", "predicate", "object")
        return tuple(str(variable) for variable in self._table.vars or ())

    @cached_property
    def rows(self) -> list[tuple[Node | None, ...]]:
        """The rows as rdflib terms, ``None`` where a variable is unbound; triples for CONSTRUCT."""
        if self._table is None:
            return sorted(self.graph, key=lambda triple: [str(term) for term in triple])
        if self._table.type == "ASK":
            return []
        variables = self._table.vars or []
        return [tuple(row.get(variable) for variable in variables) for row in self._table.bindings]

    @property
    def answer(self) -> bool | None:
        """Yes or no for ASK, else ``None``."""
        return None if self._table is None else self._table.askAnswer

    @cached_property
    def graph(self) -> Graph:
        """The triples of a CONSTRUCT as an rdflib graph, empty for other queries."""
        graph = Graph()
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace, replace=True)
        if self._table is None:
            graph.parse(data=self._payload, format="nt")
        return graph

    def serialize(self, format: str) -> str:
        """The result as text.

        :param format: ``json``, ``csv``, ``tsv`` or ``xml`` for a table or an ASK (the W3C's SPARQL 1.1 formats);
            ``turtle``, ``ntriples``, ``rdfxml`` or ``jsonld`` for triples.
        :raises QueryError: the format does not suit this kind of query.
        """
        if self._table is None:
            if format not in GRAPH_FORMATS:
                raise QueryError(f"triples cannot be written as {format}: choose {', '.join(GRAPH_FORMATS)}")
            triples = sorted(pyoxigraph.parse(self._payload, format=pyoxigraph.RdfFormat.N_TRIPLES), key=str)
            written = pyoxigraph.serialize(
                (quad.triple for quad in triples), format=GRAPH_FORMATS[format], prefixes=PREFIXES
            )
            return written.decode() if written else ""
        if format not in TABLE_FORMATS:
            raise QueryError(f"a table cannot be written as {format}: choose {', '.join(TABLE_FORMATS)}")
        if format == "json":
            return self._payload.decode()
        parsed = pyoxigraph.parse_query_results(self._payload, format=pyoxigraph.QueryResultsFormat.JSON)
        written = parsed.serialize(format=TABLE_FORMATS[format])
        return written.decode() if written else ""

    def __len__(self) -> int:
        return len(self.rows)
