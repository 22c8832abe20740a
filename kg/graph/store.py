"""What every store can do, whatever keeps it; and :func:`open_store`."""

import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import groupby, islice
from pathlib import Path
from types import TracebackType
from typing import Self, TypeGuard, Unpack

import pyoxigraph
from rdflib import BNode, Dataset, Literal, URIRef
from rdflib.namespace import RDF
from rdflib.term import Node

from kg.errors import StoreError
from kg.graph import changes, convert, reviews
from kg.graph.conditions import Conditions, asking
from kg.graph.corrections import Corrections
from kg.graph.found import Found
from kg.graph.result import QueryResult
from kg.graph.terms import is_iri, line, reading_order, written
from kg.graph.vocabulary import JOURNAL, SCHEMA, TEXTS, expand
from kg.model import Article, Reading, Stance

_GRAPHS_AT_ONCE = 100
_QUADS_AT_ONCE = 10_000
_NEAR = 3

_ARTICLES = """\
SELECT ?article {
  GRAPH ?article { ?article a schema:NewsArticle ; dcterms:identifier ?id . OPTIONAL { ?article dcterms:date ?on } }
} ORDER BY ?on ?id
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes in the stances of an article if a new reading replaces the stored one."""

    added: tuple[Stance, ...]
    removed: tuple[Stance, ...]
    kept: tuple[Stance, ...]


class Store(ABC):
    """A store of articles and their stances, one named graph per article. A context manager.

    :ivar where: the path or URL.
    :ivar graph: the store as an rdflib ``Dataset`` whose default graph is the union of all articles.
    """

    where: str
    graph: Dataset
    adds_at_once = False
    """Whether :meth:`add_units` is one transaction."""

    @abstractmethod
    def query(self, sparql: str) -> QueryResult:
        """Answer a SPARQL 1.1 query.

        The default graph is the union of all articles; the prefixes of :data:`kg.graph.PREFIXES` need no declaration.

        :raises QueryError: the query is malformed; the message names line and column.
        :raises StoreError: the store cannot be read.
        """

    @abstractmethod
    def _update(self, sparql: str) -> None:
        """Run a SPARQL 1.1 update in one transaction."""

    def _change(self, change: changes.Change) -> None:
        """Make a change in one transaction."""
        self._update(change.update)

    @abstractmethod
    def close(self) -> None:
        """Give the store free for other processes. The object cannot be used after it."""

    def replace(self, reading: Reading, *, keep_text: bool = True) -> None:
        """Store a reading in place of what is stored of this article, in one transaction. What people said stays.

        :param keep_text: keep the article's text too, so that it can be read again.
        :raises StoreError: the store cannot be written; it is unchanged then.
        """
        self._change(changes.replacing(reading, self.corrections.said(reading.article.id), keep_text=keep_text))

    def compare(self, reading: Reading) -> Difference:
        """What :meth:`replace` would change. A stance is the same if it has the same IRI, whatever its confidence."""
        machine, said = convert.named(reading.stances), self.corrections.said(reading.article.id)
        after = reviews.outcome(machine, said, reading.article.text).stances
        before = self._holding([convert.graph_name(reading.article.id)])
        return Difference(
            added=tuple(stance for node, stance in after.items() if node not in before),
            removed=tuple(stance for node, stance in before.items() if node not in after),
            kept=tuple(stance for node, stance in after.items() if node in before),
        )

    def remove(self, article_id: str) -> bool:
        """Remove an article, its stances and what people said of them. False if there is no such article.

        :raises StoreError: the store cannot be written; it is unchanged then.
        """
        name = written(convert.graph_name(article_id))
        if not self.query(f"ASK {{ GRAPH {name} {{ ?s ?p ?o }} }}").answer:
            return False
        self._change(changes.removing(article_id, self.corrections.said(article_id)))
        return True

    @property
    def corrections(self) -> Corrections:
        """What people say of stances."""
        return Corrections(self)

    def stances(self, **conditions: Unpack[Conditions]) -> Found:
        """The stances that meet all :class:`Conditions`, as people corrected them, by date, article and place in it.

        Stances without a date come first, and are left out when ``since`` or ``until`` is given.

        :raises StoreError: the store cannot be read.
        """
        return Found(lambda: (stance for _, stance in self.named_stances(**conditions)))

    def named_stances(
        self, *, unreviewed: bool = False, unsure: bool = False, **conditions: Unpack[Conditions]
    ) -> Iterator[tuple[URIRef, Stance]]:
        """The same with their IRIs.

        :param unreviewed: without those that people accepted or corrected.
        :param unsure: in order of confidence, the lowest first.
        :raises StoreError: the store cannot be read.
        """
        values = {"unreviewed": unreviewed or None, "unsure": unsure or None, **conditions}
        together = (0, 2, 3) if unsure else (0, 2)  # by what the rows are ordered
        rows = self.query(asking(values)).rows
        groups = (list(some) for _, some in groupby(rows, key=lambda row: [row[place] for place in together]))
        while batch := list(islice(groups, _GRAPHS_AT_ONCE)):
            known = self._holding(dict.fromkeys(group[0][0] for group in batch if _is_iri(group[0][0])))
            for group in batch:
                held = [(node, known[node]) for _, node, *_ in group if _is_iri(node) and node in known]
                yield from sorted(held, key=lambda pair: (pair[1].evidence.start, pair[0]))

    def articles(self, *, text: bool = False) -> Iterator[Article]:
        """The stored articles by date and id.

        :param text: with their texts, as far as they are kept; else without.
        """
        nodes = [row[0] for row in self.query(_ARTICLES).rows]
        at_once = 1 if text else _GRAPHS_AT_ONCE
        for start in range(0, len(nodes), at_once):
            batch = [node for node in nodes[start : start + at_once] if _is_iri(node)]
            graphs = self._graphs(batch, own=True)
            texts = self._texts(batch) if text else {}
            yield from (replace(convert.article(graphs[n]), text=texts.get(n, "")) for n in batch if n in graphs)

    def article(self, name: str) -> Article:
        """One article, with its text if it is kept.

        :param name: its id, or its IRI, also as ``article:…``.
        :raises StoreError: there is no such article; the message names those with an id like it.
        """
        iri = expand(name.strip().removeprefix("<").removesuffix(">"))
        for node in (convert.graph_name(name), *([URIRef(iri)] if is_iri(iri) else [])):
            triples = self.triples(node)
            if (node, RDF.type, SCHEMA.NewsArticle) in triples:
                return replace(convert.article(triples), text=self._texts([node]).get(node, ""))
        raise StoreError(f"{name}: no such article in {self.where}{self._alike(name)}")

    def triples(self, graph: URIRef) -> list[convert.Triple]:
        """The triples of a named graph."""
        return self._graphs([graph]).get(graph, [])

    def counts(self) -> dict[str, int]:
        """How many ``articles``, ``stances``, ``actors`` (who hold stances), ``targets`` and ``triples`` hold."""
        left_out = ", ".join(map(written, self._left_out()))
        found = self.query(
            f"""SELECT ?articles ?stances ?actors ?targets ?triples {{
              {{ SELECT (COUNT(DISTINCT ?a) AS ?articles) {{ ?a a schema:NewsArticle }} }}
              {{ SELECT (COUNT(DISTINCT ?s) AS ?stances) {{ ?s a kg:Stance }} }}
              {{ SELECT (COUNT(DISTINCT ?who) AS ?actors) {{ ?s a kg:Stance ; kg:actor ?who }} }}
              {{ SELECT (COUNT(DISTINCT ?what) AS ?targets) {{ ?s a kg:Stance ; kg:target ?what }} }}
              {{ SELECT (COUNT(*) AS ?triples) {{ GRAPH ?g {{ ?x ?y ?z }} FILTER(?g NOT IN ({left_out})) }} }}
            }}"""
        )
        values = (int(value) if isinstance(value, Literal) else 0 for value in found.rows[0])
        return dict(zip(found.variables, values, strict=True))

    def quads(self, *, everything: bool = False) -> list[convert.Quad]:
        """What holds, as (subject, predicate, object, named graph), sorted by graph and subject.

        :param everything: all named graphs: also what machine readings say of articles that people reviewed, the
            reviews, and the texts of the articles.
        """
        left_out = {JOURNAL} if everything else self._left_out()
        found = self.query("SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }").rows
        return sorted(
            (
                (s, p, o, g)
                for s, p, o, g in found
                if _is_iri(s) and _is_iri(p) and o is not None and _is_iri(g) and g not in left_out
            ),
            key=lambda quad: (quad[3], *reading_order(*quad[:3])),
        )

    def dump(self, format: str = "trig") -> bytes:
        """The whole store as a file's content; the same content always gives the same bytes.

        :param format: ``trig``, ``nq`` or ``jsonld`` (all named graphs); ``ttl`` (the union of what holds).
        :raises ValueError: there is no such format.
        """
        from kg.graph.export import serialize

        return serialize(self.quads(everything=format != "ttl"), format)

    def graph_names(self) -> list[str]:
        """The IRIs of all named graphs, sorted."""
        found = self.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows
        return sorted(str(graph) for (graph,) in found if graph != JOURNAL)

    def each_quad(self) -> Iterator[pyoxigraph.Quad]:
        """Everything in named graphs, graph by graph in order of their names; for stores of any size.

        :raises StoreError: the store cannot be read.
        """
        names = iter(self.graph_names())
        while some := list(islice(names, _GRAPHS_AT_ONCE)):
            values = " ".join(f"<{name}>" for name in some)
            found = self.query(f"SELECT ?g ?s ?p ?o {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}")
            graphs: dict[str, list[str]] = {}
            for graph, *triple in found.rows:
                s, p, o = (_with_plain_label(term) for term in triple)
                graphs.setdefault(str(graph), []).append(f"{line((s, p, o))[:-1]}<{graph}> .")
            for _, texts in sorted(graphs.items()):
                yield from sorted(pyoxigraph.parse("\n".join(texts), format=pyoxigraph.RdfFormat.N_QUADS), key=str)

    def add_units(self, units: Iterable[Iterable[pyoxigraph.Quad]]) -> None:
        """Store quads as they are, also those of the default graph; see :attr:`adds_at_once`.

        :param units: what belongs together and is stored whole or not at all.
        :raises StoreError: the store cannot be written.
        """
        part: list[pyoxigraph.Quad] = []
        for unit in units:
            part.extend(unit)
            if len(part) >= _QUADS_AT_ONCE:
                self._add(part)
                part = []
        if part:
            self._add(part)

    def _add(self, quads: list[pyoxigraph.Quad]) -> None:
        self._change(adding(quads))

    def replace_unit(self, unit: pyoxigraph.NamedNode, quads: Iterable[pyoxigraph.Quad]) -> None:
        """Put quads in the place of an article with what was said of it, or of another graph, in one transaction.

        :raises StoreError: the store cannot be written; it is unchanged then.
        """
        graph = written(URIRef(unit.value))
        found = self.query(
            f"SELECT ?id {{ GRAPH {graph} {{ {graph} a schema:NewsArticle ; dcterms:identifier ?id }} }}"
        )
        if ids := [str(id_) for (id_,) in found.rows]:
            removal = changes.removing(ids[0], self.corrections.said(ids[0]))
        else:
            removal = changes.forgetting(URIRef(unit.value))
        new = adding(quads)
        graphs = dict.fromkeys((*removal.graphs, *new.graphs))
        texts = dict.fromkeys((*removal.texts, *new.texts))
        self._change(changes.Change(f"{removal.update} ;\n{new.update}", tuple(graphs), tuple(texts)))

    def _left_out(self) -> set[URIRef]:
        """The named graphs that do not hold: texts, reviews, articles with a corrected graph, and the journal."""
        combined = self.query("SELECT ?g { ?whole kg:combines ?g }").rows
        return {TEXTS, JOURNAL, *(graph for (graph,) in combined if _is_iri(graph))}

    def _graphs(self, names: Iterable[URIRef], *, own: bool = False) -> dict[URIRef, list[convert.Triple]]:
        """The triples of named graphs; ``own``: only those about the article that a graph is named after."""
        values = " ".join(written(name) for name in names)
        graphs: dict[URIRef, list[convert.Triple]] = {}
        pattern = "?g ?p ?o } BIND(?g AS ?s)" if own else "?s ?p ?o }"
        for g, s, p, o in self.query(f"SELECT ?g ?s ?p ?o {{ VALUES ?g {{ {values} }} GRAPH ?g {{ {pattern} }}").rows:
            if _is_iri(g) and _is_iri(s) and _is_iri(p) and o is not None:
                graphs.setdefault(g, []).append((s, p, o))
        return graphs

    def _holding(self, articles: Iterable[URIRef]) -> dict[URIRef, Stance]:
        """The stances that hold of these articles, by IRI."""
        pairs = [(node, convert.corrected_of(node)) for node in articles]
        graphs = self._graphs(graph for pair in pairs for graph in pair)
        holding = (graphs.get(corrected) or graphs.get(node, []) for node, corrected in pairs)
        return {node: stance for triples in holding for node, stance in convert.stances(triples).items()}

    def _texts(self, articles: Iterable[URIRef]) -> dict[URIRef, str]:
        values = " ".join(written(node) for node in articles)
        found = self.query(
            f"SELECT ?a ?text {{ VALUES ?a {{ {values} }} GRAPH {written(TEXTS)} {{ ?a schema:articleBody ?text }} }}"
        )
        return {node: str(text) for node, text in found.rows if _is_iri(node)}

    def _alike(self, name: str) -> str:
        ids = [
            str(id_) for (id_,) in self.query("SELECT ?id { ?a a schema:NewsArticle ; dcterms:identifier ?id }").rows
        ]
        parts = sorted(id_ for id_ in ids if name.casefold() in id_.casefold())
        near = (parts or get_close_matches(name, ids, cutoff=0.5))[:_NEAR]
        return f"; did you mean {' or '.join(near)}?" if near else "; 'kg articles list' shows them"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def open_store(
    where: str | Path, *, create: bool = False, read_only: bool = False, allow_remote: bool = False
) -> Store:
    """Open a store.

    :param where: ``":memory:"``; the folder of an Oxigraph store; or the ``http(s)://`` address of a SPARQL 1.1
        endpoint (see :class:`kg.graph.endpoint.EndpointStore` for its forms).
    :param create: make the folder if it is missing.
    :param read_only: only read, also while another process writes. Such a store shows what was stored when it
        was opened.
    :param allow_remote: let queries and updates make the store fetch from other addresses (``SERVICE``, ``LOAD``),
        which else is refused.
    :raises StoreError: the folder is missing, is no store, is damaged, or in use by another process.
    """
    place = str(where)
    if re.match(r"https?://", place):
        from kg.graph.endpoint import EndpointStore

        return EndpointStore(place, read_only=read_only, allow_remote=allow_remote)
    from kg.graph.local import LocalStore

    if re.match(r"[a-z][a-z0-9+.-]+://", place, re.IGNORECASE):
        raise StoreError(f"{place}: a store is a folder or an http:// or https:// address")
    return LocalStore(place, create=create, read_only=read_only, allow_remote=allow_remote)


def _is_iri(term: Node | None) -> TypeGuard[URIRef]:
    return isinstance(term, URIRef)


def adding(quads: Iterable[pyoxigraph.Quad]) -> changes.Change:
    """The change that adds quads: those of named graphs before those of the default graph."""
    whole = sorted(quads, key=lambda quad: isinstance(quad.graph_name, pyoxigraph.DefaultGraph))
    graphs = dict.fromkeys(
        str(quad.graph_name)[1:-1] for quad in whole if isinstance(quad.graph_name, pyoxigraph.NamedNode)
    )
    texts = dict.fromkeys(str(quad.subject)[1:-1] for quad in whole if str(quad.graph_name) == written(TEXTS))
    return changes.Change(
        changes.inserting(map(as_line, whole)),
        tuple(URIRef(graph) for graph in graphs if graph != str(TEXTS)),
        tuple(map(URIRef, texts)),
    )


def as_line(quad: pyoxigraph.Quad) -> changes.Line:
    """A quad as it stands in updates and files."""
    graph = None if isinstance(quad.graph_name, pyoxigraph.DefaultGraph) else str(quad.graph_name)
    return f"{quad.subject} {quad.predicate} {quad.object} .", graph


def _with_plain_label(term: Node | None) -> Node:
    """The term, a blank node with a label that every syntax allows; servers give theirs as they like."""
    assert term is not None
    return BNode("b" + hashlib.sha256(term.encode()).hexdigest()[:24]) if isinstance(term, BNode) else term
