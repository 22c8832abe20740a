"""Changes of a store as SPARQL updates: each is one text, which a store runs in one transaction.

The default graph is kept as the union of the graphs that hold by every update, because no two servers agree on how to
be asked for a union, and because Oxigraph's own (as of 0.5) gives a triple once for each graph that holds it, which
makes counts wrong. The graph of an article holds unless people reviewed it: then its ``…#corrected`` graph holds, which
names by ``kg:combines`` the graphs in whose place it stands. So a triple leaves the default graph with the last graph
that holds it.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter

from rdflib import URIRef
from rdflib.term import Node

from kg.graph import convert, reviews
from kg.graph.reviews import Said
from kg.graph.terms import line, text, written
from kg.graph.vocabulary import SCHEMA, TEXTS
from kg.model import Article, Reading

_LEAVE_DEFAULT = """\
DELETE {{ ?s ?p ?o }} WHERE {{
  GRAPH {graph} {{ ?s ?p ?o }}
  FILTER NOT EXISTS {{
    GRAPH ?other {{ ?s ?p ?o }}
    FILTER(?other != {graph})
    FILTER NOT EXISTS {{ GRAPH ?whole {{ ?whole kg:combines ?other }} }}
  }}
}}"""
_DROP = "DROP SILENT GRAPH {graph}"
_FORGET = "DELETE WHERE {{ GRAPH {texts} {{ {article} schema:articleBody ?text }} }}"

Triples = Iterable[tuple[Node, Node, Node]]
Line = tuple[str, str | None]
"""A triple and its graph in N-Triples syntax; ``None`` is the default graph."""

_AT_ONCE = 2000
"""The triples that one operation inserts."""


def replacing(reading: Reading, said: list[Said], *, keep_text: bool) -> str:
    """The update that puts a reading in the place of what is stored of its article.

    :param said: the reviews of this article.
    """
    about = reading.article
    article, corrected = _graphs(about.id)
    machine = convert.named(reading.stances)
    graphs: dict[URIRef, Triples] = {article: dict.fromkeys(convert.described(about, machine))}
    holds = article
    if said:
        holds = corrected
        graphs[corrected] = reviews.corrected(about, reviews.outcome(machine, said, str(text(about.text))), said)
    if keep_text and about.text:
        graphs[TEXTS] = [(article, SCHEMA.articleBody, text(about.text, about.lang))]
    steps = [_leave_default(holds), *(_drop(graph) for graph in graphs if graph != TEXTS), _forget(article)]
    return _sequence(steps, graphs, holds)


def reviewing(about: Article, machine: Triples, said: list[Said], new: list[Said]) -> str:
    """The update that adds reviews.

    :param about: the article, with its text as far as it is known.
    :param machine: the triples of the article's own graph.
    :param said: the reviews that there are already.
    """
    article, corrected = _graphs(about.id)
    everything = [*said, *new]
    holds = reviews.outcome(convert.stances(machine), everything, about.text)
    graphs: dict[URIRef, Triples] = {
        **{one.node: reviews.triples(one, about) for one in new},
        corrected: reviews.corrected(about, holds, everything),
    }
    return _sequence([_leave_default(corrected if said else article), _drop(corrected)], graphs, corrected)


def removing(article_id: str, said: list[Said]) -> str:
    """The update that removes an article with all that was read and said of it."""
    article, corrected = _graphs(article_id)
    graphs = [article, corrected, *(one.node for one in said)] if said else [article]
    return _sequence([_leave_default(corrected if said else article), *map(_drop, graphs), _forget(article)], {}, None)


def _graphs(article_id: str) -> tuple[URIRef, URIRef]:
    return convert.graph_name(article_id), convert.corrected_name(article_id)


def _leave_default(graph: URIRef) -> str:
    return _LEAVE_DEFAULT.format(graph=written(graph))


def _drop(graph: URIRef) -> str:
    return _DROP.format(graph=written(graph))


def _forget(article: URIRef) -> str:
    return _FORGET.format(texts=written(TEXTS), article=written(article))


def forgetting(graph: URIRef) -> str:
    """The update that removes a graph that is no article's, and what is in the default graph by it alone."""
    return _sequence([_leave_default(graph), _drop(graph)], {}, None)


def inserting(lines: Iterable[Line]) -> str:
    """The update that inserts triples, each given as a :data:`Line`."""
    return " ;\n".join(_insertions(lines))


def _sequence(steps: list[str], graphs: dict[URIRef, Triples], holds: URIRef | None) -> str:
    """The steps, and then the insertion of graphs, of which one holds and so belongs to the default graph too."""
    lines = [(line(triple), written(graph)) for graph, triples in graphs.items() for triple in triples]
    default = [(text, None) for text, graph in lines if holds is not None and graph == written(holds)]
    return " ;\n".join([*steps, *_insertions([*default, *lines])])


def _insertions(lines: Iterable[Line]) -> Iterator[str]:
    """Operations of limited length: some servers (Virtuoso 7.2) run out of memory over a long list of triples."""
    left = iter(lines)
    while some := list(islice(left, _AT_ONCE)):
        blocks = ""
        for graph, inside in groupby(some, key=itemgetter(1)):
            text = "\n".join(triple for triple, _ in inside)
            blocks += f"{text}\n" if graph is None else f"GRAPH {graph} {{\n{text}\n}}\n"
        yield f"INSERT DATA {{\n{blocks}}}"
