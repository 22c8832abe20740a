"""Changes of servers that keep the first half of one that fails: noted beforehand with what undoes them.

SPARQL 1.1 asks a server to undo a request that fails, but does not bind it to (SPARQL 1.1 Update, 2.2), and the Graph
Store Protocol knows only single graphs. So a note stands in a graph of its own, :data:`kg.graph.vocabulary.JOURNAL`,
from before a change until it is whole. Who opens the server for writing and finds the note of a change that is no
longer under way, because the server or the program was ended amid it, undoes the change first.
"""

import base64
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import uuid4

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, RDF
from rdflib.term import Node

from kg.errors import StoreError
from kg.graph import changes
from kg.graph.changes import Change
from kg.graph.result import QueryResult
from kg.graph.terms import written
from kg.graph.vocabulary import BASE, JOURNAL, TEXTS

_AT_ONCE = 100
_LOOK_AGAIN = 0.5
_ENTRIES = f"""\
SELECT ?entry ?undo ?at ?now {{
  GRAPH <{JOURNAL}> {{ ?entry rdf:value ?undo ; dcterms:created ?at }} BIND(NOW() AS ?now)
}} ORDER BY DESC(?at)"""


@dataclass(frozen=True, slots=True)
class Note:
    """The updates that write the note of a change and strike it out, and the one that undoes the change."""

    begin: str
    undo: str
    end: str


class Journal:
    """The notes of one server.

    :param query: asks the server.
    :param update: changes it.
    :param patience: the seconds after which nobody works on a change any more.
    """

    def __init__(self, query: Callable[[str], QueryResult], update: Callable[[str], None], patience: float) -> None:
        self._query, self._update, self._patience = query, update, patience

    def note(self, change: Change) -> Note:
        """The note of a change that is to be made now.

        :raises StoreError: what is stored cannot be read.
        """
        graphs: dict[URIRef, list[tuple[Node, Node, Node]]] = {}
        for graph, s, p, o in self._stored("?g ?s ?p ?o", "GRAPH ?g { ?s ?p ?o }", change.graphs):
            graphs.setdefault(URIRef(graph), []).append((s, p, o))
        texts = {
            URIRef(article): body
            for article, body in self._stored(
                "?g ?text", f"GRAPH {written(TEXTS)} {{ ?g schema:articleBody ?text }}", change.texts
            )
        }
        undo = changes.undoing(change, graphs, texts)
        packed = base64.b64encode(zlib.compress(undo.encode())).decode()
        entry = URIRef(f"{BASE}journal/{uuid4().hex}")
        what = f"{written(entry)} {written(RDF.value)} {written(Literal(packed))} ; {written(DCTERMS.created)} ?now"
        return Note(
            begin=f"INSERT {{ GRAPH {written(JOURNAL)} {{ {what} }} }} WHERE {{ BIND(NOW() AS ?now) }}",
            undo=undo,
            end=_struck(entry),
        )

    def settle(self) -> None:
        """Wait for the changes that are under way, and undo those that broke off.

        :raises StoreError: one cannot be undone.
        """
        waiting: set[Node | None] | None = None
        while True:
            entries = self._query(_ENTRIES).rows
            waiting = {row[0] for row in entries} if waiting is None else waiting & {row[0] for row in entries}
            for entry, undo, at, now in entries:
                if entry in waiting and isinstance(entry, URIRef) and _seconds(at, now) >= self._patience:
                    self._update(f"{_unpacked(entry, undo)} ;\n{_struck(entry)}")
                    waiting.discard(entry)
            if not waiting:
                return
            time.sleep(_LOOK_AGAIN)

    def _stored(self, what: str, where: str, nodes: Iterable[URIRef]) -> Iterator[tuple[Any, ...]]:
        left = iter(nodes)
        while some := " ".join(map(written, islice(left, _AT_ONCE))):
            yield from self._query(f"SELECT {what} {{ VALUES ?g {{ {some} }} {where} }}").rows


def _struck(entry: URIRef) -> str:
    return f"DELETE WHERE {{ GRAPH {written(JOURNAL)} {{ {written(entry)} ?p ?o }} }}"


def _unpacked(entry: URIRef, undo: Node | None) -> str:
    try:
        return zlib.decompress(base64.b64decode(str(undo))).decode()
    except (ValueError, zlib.error):
        raise StoreError(
            f"{entry}: this note of a change that broke off is damaged, so it cannot be undone; delete it from the "
            f"graph {JOURNAL}, and read the articles again"
        ) from None


def _seconds(at: Node | None, now: Node | None) -> float:
    """How long ago, by the server's own clock."""
    first, last = (datetime.fromisoformat(str(moment)) for moment in (at, now))
    return (last.replace(tzinfo=None) - first.replace(tzinfo=None)).total_seconds()
