"""What a query answers."""

import json
from functools import cached_property
from typing import Any

import pyoxigraph
from rdflib import BNode, Graph, Literal, URIRef
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
        self._table: dict[str, Any] = {} if graph else json.loads(payload)
        self.kind = "CONSTRUCT" if graph else "ASK" if "boolean" in self._table else "SELECT"

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns, without ``?``; ``subject``, ``predicate``, ``object`` for CONSTRUCT."""
        if self.kind == "CONSTRUCT":
            return ("subject", "predicate", "object")
        return tuple(self._table["head"].get("vars", ()))

    @cached_property
    def rows(self) -> list[tuple[Node | None, ...]]:
        """The rows as rdflib terms, ``None`` where a variable is unbound; triples for CONSTRUCT."""
        if self.kind == "CONSTRUCT":
            return sorted(self.graph, key=lambda triple: [str(term) for term in triple])
        if self.kind == "ASK":
            return []
        variables, iris = self.variables, _Iris()
        return [
            tuple(_term(row[variable], iris) if variable in row else None for variable in variables)
            for row in self._table["results"]["bindings"]
        ]

    @property
    def answer(self) -> bool | None:
        """Yes or no for ASK, else ``None``."""
        return bool(self._table["boolean"]) if self.kind == "ASK" else None

    @cached_property
    def graph(self) -> Graph:
        """The triples of a CONSTRUCT as an rdflib graph, empty for other queries."""
        graph = Graph()
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace, replace=True)
        if self.kind == "CONSTRUCT":
            graph.parse(data=self._payload, format="nt")
        return graph

    def serialize(self, format: str) -> str:
        """The result as text.

        :param format: ``json``, ``csv``, ``tsv`` or ``xml`` for a table or an ASK (the W3C's SPARQL 1.1 formats);
            ``turtle``, ``ntriples``, ``rdfxml`` or ``jsonld`` for triples.
        :raises QueryError: the format does not suit this kind of query.
        """
        if self.kind == "CONSTRUCT":
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

    def _repr_html_(self) -> str:
        from kg.notebook import result_table  # only a notebook asks for it

        return result_table(self)


class _Iris(dict[str, URIRef]):
    """IRIs that were made already: most of a result's terms are a few IRIs, and making one is slow."""

    def __missing__(self, iri: str) -> URIRef:
        return self.setdefault(iri, URIRef(iri))


def _term(binding: dict[str, str], iris: _Iris) -> Node:
    if binding["type"] == "uri":
        return iris[binding["value"]]
    if binding["type"] == "bnode":
        return BNode(binding["value"])
    datatype = binding.get("datatype")
    language, type_ = binding.get("xml:lang"), iris[datatype] if datatype else None
    # As it is written: rdflib would else write 1.50 as 1.5 and a time in UTC with another sign.
    return Literal(binding["value"], lang=language, datatype=type_, normalize=False)
