"""SERVICE and LOAD in queries and updates."""

import pytest
from kg.errors import QueryError
from kg.graph import open_store
from servers import serving


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "select * { service silent <http://127.0.0.1:9/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o . \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'x' #\nSERVICE ?where { ?s ?p ?o } }",
    ],
)
def test_fetching_from_elsewhere_is_refused(store, sparql):
    for ask in (store.query, store.graph.query):
        with pytest.raises(QueryError, match="refused; if you trust it, allow it with --allow-remote"):
            ask(sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { ?service a <http://example.org/SERVICE> }",
        'SELECT * { ?s rdfs:label \'SERVICE\', """a "SERVICE" b"""@de, \'it\\\'s a SERVICE\' }',
        "SELECT * { ?s a kg:SERVICE # SERVICE\n }",
        "PREFIX service: <http://example.org/> SELECT * { ?s a service:x, service:LOAD FILTER(1<2 && 3>2) }",
    ],
)
def test_the_word_alone_is_no_crime(store, sparql):
    assert store.query(sparql).rows == []


def test_loading_from_elsewhere_is_refused(store):
    with pytest.raises(QueryError, match=r"LOAD .*allow_remote"):
        store.graph.update("LOAD SILENT <http://127.0.0.1:9/x.ttl>")
    store.graph.update("INSERT DATA { GRAPH <http://example.org/g> { <http://example.org/LOAD> rdfs:label 'LOAD' } }")


def test_both_are_done_if_allowed(tmp_path):
    with serving() as host:
        with open_store(f"http://{host}/ds/query") as remote:
            remote.graph.update("INSERT DATA { <http://example.org/a> rdfs:label 'elsewhere' }")
        with open_store(tmp_path / "store", create=True, allow_remote=True) as store:
            found = store.query(f"SELECT ?o {{ SERVICE <http://{host}/ds/query> {{ ?s rdfs:label ?o }} }}")
            assert [str(row[0]) for row in found.rows] == ["elsewhere"]
