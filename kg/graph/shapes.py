"""Whether graphs have the shapes of ``ontology/shapes.ttl`` (SHACL, W3C 2017), by pySHACL.

Graphs are validated one by one, as they are written: each article's graph can be understood by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph
import pyshacl
from rdflib import Graph, URIRef
from rdflib.namespace import PROV, RDF, SH
from rdflib.term import Node

from kg.graph.result import QueryResult
from kg.graph.store import Store
from kg.graph.terms import written
from kg.graph.transfer import parsed
from kg.graph.vocabulary import KG, OA, SCHEMA, TEXTS
from kg.resources import folder


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a graph has wrong.

    ``stance`` is the IRI of the stance concerned, ``sentence`` its evidence and ``article`` what it was read from; they
    are empty where no stance is concerned. ``node`` is where the mistake is: the stance itself, or its actor, target,
    condition. ``path`` is the property and ``value`` what it holds, empty if nothing. ``message`` says what is asked.
    """

    article: str
    stance: str
    sentence: str
    node: str
    path: str
    value: str
    message: str


def stored_graphs(store: Store) -> Iterator[Graph]:
    """The named graphs of a store, one after the other, but for the texts of the articles.

    :raises StoreError: the store cannot be read.
    """
    for (name,) in store.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g").rows:
        if name is not None and name != TEXTS:
            yield store.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {written(name)} {{ ?s ?p ?o }} }}").graph


def file_graphs(path: Path) -> Iterator[Graph]:
    """The graphs of an RDF file: its named graphs, and its default graph if that holds anything.

    :param path: a file with one of the endings :data:`kg.graph.transfer.LOADS`, also with ``.gz``.
    :raises InputError: the ending is unknown, or the file cannot be read; names line and column of a syntax error.
    """
    graphs: dict[object, list[pyoxigraph.Triple]] = {}
    for quad in parsed(path):
        graphs.setdefault(quad.graph_name, []).append(quad.triple)
    for triples in graphs.values():
        yield QueryResult(pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b"", graph=True).graph


def problems(graph: Graph) -> list[Problem]:
    """What a graph has wrong, in the order of the article.

    A mistake in a node that several stances mention, such as an actor, is given once for each of them.
    """
    conforms, report, _ = pyshacl.validate(graph + _ontology(), shacl_graph=_shapes(), inference="none")
    if conforms or not isinstance(report, Graph):
        return []
    found = {problem for result in report.objects(None, SH.result) for problem in _problems(graph, report, result)}
    starts = {problem.stance: _start(graph, problem.stance) for problem in found}
    return sorted(found, key=lambda p: (starts[p.stance], p.stance, p.node, p.path, p.value, p.message))


def _problems(graph: Graph, report: Graph, result: Node) -> Iterator[Problem]:
    node = report.value(result, SH.focusNode)
    path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
    concerned: list[Node | None] = [*_stances(graph, node)]
    for stance in concerned or [None]:
        article = node if stance is None else graph.value(stance, PROV.wasDerivedFrom)
        yield Problem(
            article=str(article or ""),
            stance=str(stance or ""),
            sentence=_sentence(graph, stance),
            node=str(node),
            path=str(path) if isinstance(path, URIRef) else "",
            value=str(value) if value is not None and value != node else "",
            message=str(report.value(result, SH.resultMessage)),
        )


def _stances(graph: Graph, node: Node | None) -> list[Node]:
    """The stances that a node belongs to: itself, or those that mention it or what mentions it."""
    about = {SCHEMA.NewsArticle, PROV.Activity, PROV.SoftwareAgent}
    found: set[Node] = set()
    seen = {node}
    edge = [node]
    while edge:
        types = {one: set(graph.objects(one, RDF.type)) for one in edge}
        found |= {one for one in edge if one is not None and KG.Stance in types[one]}
        further = [one for one in edge if not types[one] & {KG.Stance, *about}]
        edge = [subject for one in further for subject in graph.subjects(None, one) if subject not in seen]
        seen.update(edge)
    return sorted(found, key=str)


def _sentence(graph: Graph, stance: Node | None) -> str:
    for evidence in graph.objects(stance, KG.evidence) if stance is not None else ():
        for selector in graph.objects(evidence, OA.hasSelector):
            if (exact := graph.value(selector, OA.exact)) is not None:
                return str(exact)
    return ""


def _start(graph: Graph, stance: str) -> int:
    for evidence in graph.objects(URIRef(stance), KG.evidence):
        for selector in graph.objects(evidence, OA.hasSelector):
            start = str(graph.value(selector, OA.start))
            if start.isdecimal():
                return int(start)
    return 0


@cache
def _ontology() -> Graph:
    return Graph().parse(folder("ontology") / "stance.ttl").parse(folder("ontology") / "stances.ttl")


@cache
def _shapes() -> Graph:
    return Graph().parse(folder("ontology") / "shapes.ttl")
