"""Files from a store, for other programs."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph
from rdflib import Literal
from rdflib.term import Node

from kg import output
from kg.errors import KgError, StoreError
from kg.graph import neo4j, tables
from kg.graph.convert import Quad
from kg.graph.store import Store
from kg.graph.terms import lines, reading_order, written
from kg.graph.vocabulary import PREFIXES

_RDF = {
    "trig": pyoxigraph.RdfFormat.TRIG,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "rdf": pyoxigraph.RdfFormat.RDF_XML,
}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WITH_GRAPHS = ("trig", "nq", "jsonld")
_TABLES: dict[str, Callable[..., bytes]] = {"csv": tables.as_csv, "parquet": tables.as_parquet}

ENDINGS = (*_WITH_GRAPHS, "ttl", "nt", "rdf", *_TABLES)
"""The file endings that :func:`export` knows."""


def export(store: Store, path: str | Path) -> None:
    """Write what holds in a store to a file, by its ending.

    ``.trig``, ``.nq`` and ``.jsonld`` keep one named graph per article; ``.ttl``, ``.nt`` and ``.rdf`` (RDF/XML) are
    their union. ``.csv`` and ``.parquet`` are tables with a row per stance and the columns of :data:`COLUMNS`. The file
    appears whole or not at all.

    :raises StoreError: the ending is unknown, or the file cannot be written.
    :raises MissingExtraError: the package that writes this format is not installed.
    """
    path = Path(path)
    ending = path.suffix.lower().removeprefix(".")
    if ending in _TABLES:
        content = _TABLES[ending](store.stances(), {article.id: article for article in store.articles()})
    elif ending in ENDINGS:
        content = serialize(store.quads(), ending)
    else:
        raise StoreError(f"{path}: unknown file ending; choose one of {', '.join(ENDINGS)}")
    _write(path, content)


def export_neo4j(store: Store, folder: str | Path) -> str:
    """Write what holds in a store as CSV files for Neo4j's bulk import, and give the command that imports them.

    :param folder: the folder, made if it is missing; files of these names in it are replaced.
    :raises StoreError: the folder cannot be written.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made: {error.strerror}; name another folder") from None
    for name, content in neo4j.files(dict(store.named_stances()), store.articles()).items():
        _write(folder / name, content)
    return neo4j.command(str(folder))


def serialize(quads: Iterable[Quad], format: str) -> bytes:
    """Quads as ``trig``, ``nq`` or ``jsonld`` in the order given, or as ``ttl``, ``nt`` or ``rdf`` without graph names,
    sorted. ``jsonld`` asks for quads sorted by graph.

    :raises ValueError: there is no such format.
    """
    if format == "jsonld":
        from kg.graph.jsonld import readable

        return readable(quads)
    if format not in _RDF:
        raise ValueError(f"{format}: choose one of {', '.join((*_RDF, 'jsonld'))}")
    if format not in _WITH_GRAPHS:
        triples = {(s, p, _for_xml(o) if format == "rdf" else o) for s, p, o, _ in quads}
        nquads = lines(sorted(triples, key=lambda triple: reading_order(*triple)))
    else:
        nquads = "".join(f"{written(s)} {written(p)} {written(o)} {written(g)} .\n" for s, p, o, g in quads)
    parsed = pyoxigraph.parse(nquads, format=pyoxigraph.RdfFormat.N_QUADS)
    return pyoxigraph.serialize(parsed, format=_RDF[format], prefixes=PREFIXES) or b""


def _for_xml(term: Node) -> Node:
    """A literal without the characters that XML 1.0 cannot hold; U+FFFD stands for them."""
    if not isinstance(term, Literal) or not _NOT_IN_XML.search(term):
        return term
    return Literal(_NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", term), lang=term.language, datatype=term.datatype)


def _write(path: Path, content: bytes) -> None:
    try:
        output.replace(path, content)
    except KgError as error:
        raise StoreError(str(error)) from error
