"""The graph: stances as RDF, the stores that keep them, and the queries that are asked of them.

::

    with open_store("kg-store", create=True) as store:      # ":memory:", a folder, or an endpoint's http(s):// address
        store.replace(reading)                              # one article, one named graph, one transaction
        store.remove("article-id")                          # True if it was there
        result = store.query("SELECT ?who ?what { ?who kg:rejects ?what }")
        result.variables, result.rows, result.serialize("csv")
        for stance in store.stances(actor="Deutschland", type=StanceType.DEFERS): ...
        store.articles(), store.counts(), store.quads(), store.dump("trig")
        store.corrections.reject(stance, by="Anna")         # what a person says overrides the machine, everywhere
        store.graph                                         # an rdflib Dataset, answered by Oxigraph
        dump(store, "whole.nq.gz"), load(store, "whole.nq.gz")  # a whole store, to move it to another
        export(store, "graph.trig")                         # by file ending: ENDINGS

    for query in named_queries(): print(query.name, query.description, query.parameters)
    store.query(named_query("who-rejects").bind(actor="Russia"))

    dataset([reading])                                      # readings as an rdflib Dataset, without a store

Each article is one named graph; in queries the default graph is the union of all, as people corrected them. The
prefixes of :data:`PREFIXES` need no declaration. Errors are :class:`kg.errors.StoreError` and
:class:`kg.errors.QueryError`.
"""

from kg.graph.convert import dataset, graph_name, quads
from kg.graph.export import ENDINGS, export, export_neo4j, serialize
from kg.graph.named import NamedQuery, Parameter, named_queries, named_query
from kg.graph.result import GRAPH_FORMATS, TABLE_FORMATS, QueryResult
from kg.graph.store import Store, open_store
from kg.graph.syntax import doubtful
from kg.graph.tables import COLUMNS, rows
from kg.graph.transfer import Loaded, dump, load
from kg.graph.vocabulary import KG, OA, PREFIXES, SCHEMA, iri, shorten

__all__ = [
    "COLUMNS",
    "ENDINGS",
    "GRAPH_FORMATS",
    "KG",
    "OA",
    "PREFIXES",
    "SCHEMA",
    "TABLE_FORMATS",
    "Loaded",
    "NamedQuery",
    "Parameter",
    "QueryResult",
    "Store",
    "dataset",
    "doubtful",
    "dump",
    "export",
    "export_neo4j",
    "graph_name",
    "iri",
    "load",
    "named_queries",
    "named_query",
    "open_store",
    "quads",
    "rows",
    "serialize",
    "shorten",
]
