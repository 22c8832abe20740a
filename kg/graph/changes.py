"""Changes of a store as SPARQL updates: each is one text, which a store runs in one transaction.

The default graph is kept as the union of the graphs that hold by every update, because no two servers agree on how to
be asked for a union, and because Oxigraph's own (as of 0.5) gives a triple once for each graph that holds it, which
makes counts wrong. The graph of an article holds unless people reviewed it: then its ``…#corrected`` graph holds, which
names by ``kg:combines`` the graphs in whose place it stands. So a triple leaves the default graph with the last graph
that holds it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter

from rdflib import URIRef
from rdflib.term import Node

from kg.graph import convert, reviews
from kg.graph.reviews import Said
from kg.graph.terms import line, text, written
from kg.graph.vocabulary import KG, SCHEMA, TEXTS
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


@dataclass(frozen=True, slots=True)
class Change:
    """An update, and what it may alter.

    :ivar graphs: the named graphs, without that of the texts.
    :ivar texts: the articles whose texts may change.
    """

    update: str
    graphs: tuple[URIRef, ...] = ()
    texts: tuple[URIRef, ...] = ()


def undoing(change: Change, graphs: Mapping[URIRef, Triples], texts: Mapping[URIRef, Node]) -> str:
    """The update that undoes a change, wherever that broke off. It can be run any number of times.

    :param graphs: what the graphs of the change held before it, as far as they were there.
    :param texts: the texts that were there before.
    """
    steps = [
        *map(_leave_default, reversed(change.graphs)),  # The corrected graph before the article's, which it stands for.
        *map(_drop, change.graphs),
        *map(_forget, change.texts),
    ]
    combined = {o for triples in graphs.values() for _, p, o in triples if p == KG.combines}
    lines = [(line(triple), graph) for graph, triples in graphs.items() for triple in triples]
    stored = [(text, written(graph)) for text, graph in lines]
    stored += [(line((node, SCHEMA.articleBody, body)), written(TEXTS)) for node, body in texts.items()]
    holding = [(text, None) for text, graph in lines if graph not in combined]
    return " ;\n".join([*steps, *_insertions([*stored, *holding])])


def replacing(reading: Reading, said: list[Said], *, keep_text: bool) -> Change:
    """The change that puts a reading in the place of what is stored of its article.

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
    return Change(_sequence(steps, graphs, holds), tuple(graph for graph in graphs if graph != TEXTS), (article,))


def reviewing(about: Article, machine: Triples, said: list[Said], new: list[Said]) -> Change:
    """The change that adds reviews.

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
    steps = [_leave_default(corrected if said else article), _drop(corrected)]
    return Change(_sequence(steps, graphs, corrected), (article, *graphs))


def removing(article_id: str, said: list[Said]) -> Change:
    """The change that removes an article with all that was read and said of it."""
    article, corrected = _graphs(article_id)
    graphs = [article, corrected, *(one.node for one in said)] if said else [article]
    steps = [_leave_default(corrected if said else article), *map(_drop, graphs), _forget(article)]
    return Change(" ;\n".join(steps), tuple(graphs), (article,))


def _graphs(article_id: str) -> tuple[URIRef, URIRef]:
    return convert.graph_name(article_id), convert.corrected_name(article_id)


def _leave_default(graph: URIRef) -> str:
    return _LEAVE_DEFAULT.format(graph=written(graph))


def _drop(graph: URIRef) -> str:
    return _DROP.format(graph=written(graph))


def _forget(article: URIRef) -> str:
    return _FORGET.format(texts=written(TEXTS), article=written(article))


def forgetting(graph: URIRef) -> Change:
    """The change that removes a graph that is no article's, and what is in the default graph by it alone."""
    return Change(f"{_leave_default(graph)} ;\n{_drop(graph)}", (graph,))


def inserting(lines: Iterable[Line]) -> str:
    """The update that inserts triples, each given as a :data:`Line`."""
    return " ;\n".join(_insertions(lines))


def _sequence(steps: list[str], graphs: dict[URIRef, Triples], holds: URIRef) -> str:
    """The steps, and then the insertion of graphs, of which one holds and so belongs to the default graph too."""
    lines = [(line(triple), written(graph)) for graph, triples in graphs.items() for triple in triples]
    # Last, so that nothing is there by a graph that does not hold it yet (see undoing).
    default = [(text, None) for text, graph in lines if graph == written(holds)]
    return " ;\n".join([*steps, *_insertions([*lines, *default])])


def _insertions(lines: Iterable[Line]) -> Iterator[str]:
    """Operations of limited length: some servers (Virtuoso 7.2) run out of memory over a long list of triples."""
    left = iter(lines)
    while some := list(islice(left, _AT_ONCE)):
        blocks = ""
        for graph, inside in groupby(some, key=itemgetter(1)):
            text = "\n".join(triple for triple, _ in inside)
            blocks += f"{text}\n" if graph is None else f"GRAPH {graph} {{\n{text}\n}}\n"
        yield f"INSERT DATA {{\n{blocks}}}"
