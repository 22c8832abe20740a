"""What every store can do, whatever keeps it; and :func:`open_store`."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self, TypeGuard

from rdflib import Dataset, Literal, URIRef
from rdflib.term import Node

from kg.errors import StoreError
from kg.graph import convert
from kg.graph.named import Text, actor_names, bind_text, issue_names, quoted_date
from kg.graph.result import QueryResult
from kg.graph.terms import lines, quoted, reading_order, written
from kg.model import Article, Reading, Stance, StanceType, Valence

_GRAPHS_AT_ONCE = 100

_STANCES = """\
SELECT DISTINCT ?article ?stance ?on ?start {
  { SELECT DISTINCT ?who { ?who a kg:Actor ; rdfs:label|dcterms:identifier ?name . # if actor
    FILTER(LCASE(STR(?name)) IN ($actor) || STR(?who) IN ($actor)) } } # if actor
  { SELECT DISTINCT ?voice { ?voice a kg:Actor ; rdfs:label|dcterms:identifier ?name . # if speaker
    FILTER(LCASE(STR(?name)) IN ($speaker) || STR(?voice) IN ($speaker)) } } # if speaker
  { SELECT DISTINCT ?what { ?what a kg:Target ; rdfs:label|dcterms:identifier ?name . # if target
    FILTER(CONTAINS(LCASE(STR(?name)), LCASE($target)) || STR(?what) = $target) } } # if target
  { SELECT DISTINCT ?what { ?what kg:issue ?matter . ?matter rdfs:label|dcterms:identifier ?name . # if issue
    FILTER(LCASE(STR(?name)) IN ($issue) || STR(?matter) IN ($issue)) } } # if issue
  GRAPH ?article {
    ?stance a kg:Stance ; kg:target ?what ; kg:evidence/oa:hasSelector/oa:start ?start .
    ?stance kg:actor|kg:represents ?who . # if actor
    ?stance kg:speaker ?voice . # if speaker
    ?stance kg:stanceType $type . # if type
    ?stance kg:valence $valence . # if valence
    ?article dcterms:identifier $article_id . # if article_id
    ?stance kg:confidence ?confidence . FILTER(?confidence >= $confidence) # if confidence
    OPTIONAL { ?stance kg:statedOn ?on }
  }
  FILTER(?on >= $since) # if since
  FILTER(?on <= $until) # if until
}
ORDER BY ?on ?article ?start ?stance
"""

# The default graph is kept as the union of the named graphs by every update, because no two servers agree on how to
# be asked for it, and because Oxigraph's own union (as of 0.5) gives a triple once for each graph that holds it,
# which makes counts wrong. So a triple leaves the default graph with the last article that holds it.
_REMOVE = """\
DELETE {{ ?s ?p ?o }} WHERE {{
  GRAPH {name} {{ ?s ?p ?o }}
  FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != {name}) }}
}} ;
DROP SILENT GRAPH {name}
"""


class Store(ABC):
    """A store of articles and their stances, one named graph per article. A context manager.

    :ivar where: the path or URL.
    :ivar graph: the store as an rdflib ``Dataset`` whose default graph is the union of all articles.
    """

    where: str
    graph: Dataset

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

    @abstractmethod
    def close(self) -> None:
        """Give the store free for other processes. The object cannot be used after it."""

    def replace(self, reading: Reading) -> None:
        """Store a reading in place of what is stored of this article, in one transaction.

        :raises StoreError: the store cannot be written; it is unchanged then.
        """
        name = written(convert.graph_name(reading.article.id))
        triples = lines((s, p, o) for s, p, o, _ in convert.quads(reading))
        self._update(_REMOVE.format(name=name) + f";\nINSERT DATA {{\n{triples}GRAPH {name} {{\n{triples}}} }}")

    def remove(self, article_id: str) -> bool:
        """Remove an article and its stances. False if there is no such article.

        :raises StoreError: the store cannot be written.
        """
        name = written(convert.graph_name(article_id))
        if not self.query(f"ASK {{ GRAPH {name} {{ ?s ?p ?o }} }}").answer:
            return False
        self._update(_REMOVE.format(name=name))
        return True

    def stances(
        self,
        *,
        actor: str | None = None,
        speaker: str | None = None,
        type: StanceType | None = None,
        valence: Valence | None = None,
        target: str | None = None,
        issue: str | None = None,
        article: str | None = None,
        since: date | None = None,
        until: date | None = None,
        confidence: float | None = None,
    ) -> Iterator[Stance]:
        """The stances that meet all conditions, by date, article and place in the article.

        Stances without a date come first, and are left out when ``since`` or ``until`` is given.

        :param actor: who holds the stance or is represented: a name in any language, alias, key or IRI, in any case.
        :param speaker: whose words they are, named likewise.
        :param target: a part of the target's label or wording in any language, its key or IRI.
        :param issue: a label, term or key of the issue thesaurus; the issues below it count too.
        :param article: the article's id.
        :param since: first day; ``until``: last day.
        :param confidence: the least confidence.
        :raises StoreError: the store cannot be read.
        """
        given = {
            "actor": actor and actor_names(actor),
            "speaker": speaker and actor_names(speaker),
            "type": type and f"kg:{StanceType(type)}",
            "valence": valence and f"kg:{Valence(valence)}",
            "target": target and quoted(target),
            "issue": issue and issue_names(issue),
            "article_id": article and quoted(article),
            "since": since and quoted_date(since),
            "until": until and quoted_date(until),
            "confidence": None if confidence is None else format(confidence, "f"),
        }
        asked = bind_text(_STANCES, {name: Text(value) for name, value in given.items() if value is not None})
        found = ((row[0], row[1]) for row in self.query(asked).rows)
        while batch := list(islice(found, _GRAPHS_AT_ONCE)):
            known = {
                node: stance
                for triples in self._graphs(dict.fromkeys(graph for graph, _ in batch)).values()
                for node, stance in convert.stances(triples).items()
            }
            yield from (known[node] for _, node in batch if isinstance(node, URIRef) and node in known)

    def articles(self) -> Iterator[Article]:
        """The stored articles by date and id, without their text."""
        found = self.query(
            "SELECT ?article { GRAPH ?article { ?article a schema:NewsArticle ; dcterms:identifier ?id ."
            " OPTIONAL { ?article dcterms:date ?on } } } ORDER BY ?on ?id"
        )
        nodes = (row[0] for row in found.rows)
        while batch := list(islice(nodes, _GRAPHS_AT_ONCE)):
            graphs = self._graphs(dict.fromkeys(batch))
            yield from (convert.article(graphs[node]) for node in batch if node in graphs)

    def counts(self) -> dict[str, int]:
        """How many ``articles``, ``stances``, ``actors`` (who hold stances), ``targets`` and ``triples`` there are."""
        found = self.query(
            """SELECT ?articles ?stances ?actors ?targets ?triples {
              { SELECT (COUNT(DISTINCT ?a) AS ?articles) { ?a a schema:NewsArticle } }
              { SELECT (COUNT(DISTINCT ?s) AS ?stances) { ?s a kg:Stance } }
              { SELECT (COUNT(DISTINCT ?who) AS ?actors) { ?s a kg:Stance ; kg:actor ?who } }
              { SELECT (COUNT(DISTINCT ?what) AS ?targets) { ?s a kg:Stance ; kg:target ?what } }
              { SELECT (COUNT(*) AS ?triples) { GRAPH ?g { ?x ?y ?z } } }
            }"""
        )
        values = (int(value) if isinstance(value, Literal) else 0 for value in found.rows[0])
        return dict(zip(found.variables, values, strict=True))

    def quads(self) -> list[convert.Quad]:
        """Everything in the store as (subject, predicate, object, named graph), sorted by graph and subject."""
        found = self.query("SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }").rows
        return sorted(
            ((s, p, o, g) for s, p, o, g in found if _is_iri(s) and _is_iri(p) and o is not None and _is_iri(g)),
            key=lambda quad: (quad[3], *reading_order(*quad[:3])),
        )

    def dump(self, format: str = "trig") -> bytes:
        """The whole store as a file's content; the same content always gives the same bytes.

        :param format: ``trig``, ``nq`` or ``jsonld`` (with named graphs); ``ttl`` (their union).
        :raises ValueError: there is no such format.
        """
        from kg.graph.export import serialize

        return serialize(self.quads(), format)

    def _graphs(self, names: dict[Node | None, None]) -> dict[Node, list[tuple[Node, Node, Node]]]:
        values = " ".join(written(name) for name in names if name is not None)
        graphs: dict[Node, list[tuple[Node, Node, Node]]] = {}
        for g, s, p, o in self.query(f"SELECT ?g ?s ?p ?o {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}").rows:
            if g is not None and s is not None and p is not None and o is not None:
                graphs.setdefault(g, []).append((s, p, o))
        return graphs

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def open_store(where: str | Path, *, create: bool = False, read_only: bool = False) -> Store:
    """Open a store.

    :param where: ``":memory:"``; the folder of an Oxigraph store; or the ``http(s)://`` address of a SPARQL 1.1
        endpoint (see :class:`kg.graph.endpoint.EndpointStore` for its forms).
    :param create: make the folder if it is missing.
    :param read_only: only read, also while another process writes. Such a store shows what was stored when it
        was opened.
    :raises StoreError: the folder is missing, is no store, is damaged, or in use by another process.
    """
    place = str(where)
    if re.match(r"https?://", place):
        from kg.graph.endpoint import EndpointStore

        return EndpointStore(place, read_only=read_only)
    from kg.graph.local import LocalStore

    if re.match(r"[a-z][a-z0-9+.-]+://", place, re.IGNORECASE):
        raise StoreError(f"{place}: a store is a folder or an http:// or https:// address")
    return LocalStore(place, create=create, read_only=read_only)


def _is_iri(term: Node | None) -> TypeGuard[URIRef]:
    return isinstance(term, URIRef)
