"""JSON-LD that reads as plain JSON: short keys by ``ontology/context.jsonld``, evidence inside its stance."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from rdflib import Graph
from rdflib.plugins.serializers.jsonld import from_rdf

from kg.graph.convert import Quad
from kg.resources import folder

_INSIDE = ("evidence", "hasSelector", "condition", "holdsOffice")
"""Properties whose objects stand inside the node that has them, because nothing else is about them."""

_FIRST = ("NewsArticle", "Stance", "Person", "State", "Organisation", "Party", "Group", "Actor", "Target", "Issue")


def readable(quads: Iterable[Quad]) -> bytes:
    """Quads, sorted by graph, as one document: ``{"@context": …, "@graph": [{"id": graph, "@graph": [nodes]}]}``.

    The context is inside, so that no reader has to fetch it.
    """
    with (folder("ontology") / "context.jsonld").open(encoding="utf-8") as file:
        context = json.load(file)["@context"]
    names = {"id", *(term for term, how in context.items() if isinstance(how, dict) and how.get("@type") == "@id")}
    base = str(context["@base"])
    path = f"/{base.split('/', 3)[3]}"
    graphs = [
        {"id": name.removeprefix(base), "@graph": [_relative(node, names, path) for node in _nodes(graph, context)]}
        for name, graph in _graphs(quads)
    ]
    return (json.dumps({"@context": context, "@graph": graphs}, ensure_ascii=False, indent=1) + "\n").encode()


def _graphs(quads: Iterable[Quad]) -> Iterator[tuple[str, Graph]]:
    for name, group in groupby(quads, key=lambda quad: quad[3]):
        graph = Graph()
        for subject, predicate, obj, _ in group:
            graph.add((subject, predicate, obj))
        yield str(name), graph


def _nodes(graph: Graph, context: dict[str, Any]) -> Iterator[dict[str, Any]]:
    found: Any = from_rdf(  # type: ignore[no-untyped-call]
        graph, context_data=context, use_native_types=True
    )
    nodes = {node["id"]: _in_order(node) for node in found.get("@graph", [found])}
    inside: set[str] = set()
    for node in nodes.values():
        for property_ in _INSIDE:
            if property_ in node:
                names = node[property_] if isinstance(node[property_], list) else [node[property_]]
                held = [nodes.get(_name(one), one) for one in names]
                inside.update(_name(one) for one in names)
                node[property_] = held if len(held) > 1 else held[0]
    yield from sorted((node for node in nodes.values() if node["id"] not in inside), key=_rank)


def _name(value: Any) -> str:
    return str(value["id"] if isinstance(value, dict) else value)


def _in_order(node: dict[str, Any]) -> dict[str, Any]:
    """A node whose keys and values do not depend on the order of a hash."""
    first = {"id": node["id"], **({"type": node["type"]} if "type" in node else {})}
    return {key: _sorted(value) for key, value in (first | dict(sorted(node.items()))).items() if key != "@context"}


def _sorted(value: Any) -> Any:
    if isinstance(value, list):
        # rdflib begins a list of texts in one language with None.
        return sorted((one for one in value if one is not None), key=lambda one: json.dumps(one, sort_keys=True))
    if isinstance(value, dict) and "id" not in value:
        return {key: _sorted(value[key]) for key in sorted(value)}
    return value


def _rank(node: dict[str, Any]) -> tuple[int, int, str]:
    types = node.get("type", ())
    types = types if isinstance(types, list) else [types]
    sort = min((_FIRST.index(type_) for type_ in types if type_ in _FIRST), default=len(_FIRST))
    return sort, _start(node), str(node["id"])


def _start(node: dict[str, Any]) -> int:
    """Where in the article a stance stands."""
    evidence = node.get("evidence")
    selectors = evidence.get("hasSelector", ()) if isinstance(evidence, dict) else ()
    return min((one["start"] for one in selectors if isinstance(one, dict) and "start" in one), default=0)


def _relative(value: Any, names: set[str], path: str, key: str = "") -> Any:
    """A node with its names relative to the base (``actor/RU``) instead of to the host (``/stance-graph/actor/RU``)."""
    if isinstance(value, dict):
        return {inner: _relative(one, names, path, inner) for inner, one in value.items()}
    if isinstance(value, list):
        return [_relative(one, names, path, key) for one in value]
    return value.removeprefix(path) if key in names and isinstance(value, str) else value
