"""Whole stores as files: :func:`dump` and :func:`load` move them between all kinds of store without loss.

A dump holds every named graph: what was read of each article, what people said of it, and the texts. The default graph
follows from them (see :mod:`kg.graph.changes`) and is made anew by :func:`load`. Blank nodes, which only data from
elsewhere has, stand in a store as IRIs (RDF 1.1 Concepts, 3.5) and in files as blank nodes again.
"""

import gzip
import hashlib
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, cast

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat

from kg import output
from kg.errors import InputError, StoreError
from kg.graph.contexts import check_contexts
from kg.graph.store import Store
from kg.graph.vocabulary import BASE, JOURNAL, KG, PREFIXES, TEXTS, UNION

DUMPS = {"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG}
"""The file endings of dumps."""

LOADS = {
    **DUMPS,
    "nt": RdfFormat.N_TRIPLES,
    "ttl": RdfFormat.TURTLE,
    "rdf": RdfFormat.RDF_XML,
    "owl": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
"""The file endings that can be loaded. Each may be followed by ``.gz``."""

Term = Any
"""A term of pyoxigraph."""

_GENID = BASE + ".well-known/genid/"
_KEPT_BY_THE_STORE = {NamedNode(str(graph)) for graph in (JOURNAL, UNION)}
"""Graphs that each store has of its own; files are not to write them, for what the journal holds is carried out."""
_COMBINES, _TEXTS, _DEFAULT = NamedNode(str(KG.combines)), NamedNode(str(TEXTS)), DefaultGraph()


@dataclass(frozen=True, slots=True)
class Loaded:
    """What :func:`load` did: how many named graphs were stored, and how many were there already and left alone."""

    graphs: int
    kept: int


def dump(store: Store, path: str | Path) -> None:
    """Write a whole store to a file by its ending: ``.nq`` or ``.trig``, also with ``.gz``.

    The graphs come in order of their names, and the same content always gives the same file. It appears whole or not
    at all.

    :raises StoreError: the ending is unknown, the file cannot be written, or the store cannot be read.
    """
    path = Path(path)
    format_, packed = _format(path, DUMPS)
    try:
        with output.replacing(path) as file, _packing(file, packed) as written:
            pyoxigraph.serialize(map(_to_file, store.each_quad()), written, format=format_, prefixes=PREFIXES)
    except output.WriteError as error:
        raise StoreError(str(error)) from error


def load(store: Store, path: str | Path, *, graph: str | None = None, replace: bool = False) -> Loaded:
    """Add the named graphs of an RDF file to a store: in memory and in a folder in one transaction, to a server article
    by article, each whole with its text and what people said.

    An article that is in the store already stays as it is there, with what people said of it, unless ``replace``.

    :param graph: the IRI of a named graph for triples that are in none.
    :param replace: put what the file says in the place of what is stored of the same articles.
    :raises InputError: the file cannot be read, has a syntax error (the message names line and column), or holds
        triples outside of named graphs; nothing of it is stored.
    :raises StoreError: the store cannot be written.
    """
    path = Path(path)
    units, apart, stored = _Units(), secrets.token_hex(8), store.graph_names()
    if stored or not store.adds_at_once or _speaks_of_reviews(path):
        for quad in _quads(path, graph, apart):
            units.add(quad)
    # Else one pass is enough: each graph holds and is new, and a mistake undoes the transaction.
    there = units.known(stored)
    added: set[Term] = set()

    def stored_as(quads: Iterable[Quad]) -> Iterator[Quad]:
        for quad in quads:
            added.add(quad.graph_name)
            yield from units.stored(quad)

    if not store.adds_at_once:
        new = units.all() - there
        store.add_units(stored_as(content) for _, content in _by_unit(_quads(path, graph, apart), units, new))
    elif not there or units.all() - there:
        quads = _quads(path, graph, apart)
        store.add_units([stored_as(quad for quad in quads if not there or units.of(quad) not in there)])
    if there and replace:
        for unit, content in _by_unit(_quads(path, graph, apart), units, there):
            store.replace_unit(unit, stored_as(content))
    kept = {name for name in units.graphs if units.unit(name) in there} if not replace else set()
    return Loaded(len(added - {_TEXTS}), len(kept - {_TEXTS}))


def _speaks_of_reviews(path: Path) -> bool:
    """Whether a file may hold graphs in whose place others stand (``kg:combines``)."""
    _, packed = _format(path, LOADS, InputError)
    try:
        with gzip.open(path) if packed else path.open("rb") as file:
            before = b""
            while block := file.read(1 << 20):
                if b"combines" in before + block or b"\\u" in block:
                    return True
                before = block[-8:]
    except (OSError, EOFError) as error:
        raise _unreadable(path, error) from None
    return False


def _unreadable(path: Path, error: Exception) -> InputError:
    return InputError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})")


class _Units:
    """The named graphs of a file by what they belong to: an article with all that people said of it is one unit."""

    def __init__(self) -> None:
        self.graphs: set[Term] = set()
        self._wholes: dict[Term, Term] = {}
        self._texts: set[Term] = set()
        self._unit: dict[Term, Term] = {}

    def add(self, quad: Quad) -> None:
        self.graphs.add(quad.graph_name)
        if quad.predicate == _COMBINES:
            self._wholes[quad.object] = quad.subject
        if quad.graph_name == _TEXTS:
            self._texts.add(quad.subject)

    def all(self) -> set[Term]:
        """All units of the file."""
        return {self.unit(graph) for graph in self.graphs if graph != _TEXTS} | self._texts

    def unit(self, graph: Term) -> Term:
        """What a graph belongs to, named by the graph of the article."""
        if graph not in self._unit:
            whole: Term = self._wholes.get(graph, graph)
            self._unit[graph] = NamedNode(whole.value.partition("#")[0]) if whole.value.startswith(BASE) else whole
        return self._unit[graph]

    def of(self, quad: Quad) -> Term:
        """What a quad belongs to; a text belongs to its article."""
        graph = quad.graph_name
        return quad.subject if graph == _TEXTS else self.unit(graph)

    def known(self, names: Iterable[str]) -> set[Term]:
        """Which units are among these graphs."""
        return self.all() & {self.unit(NamedNode(name)) for name in names}

    def stored(self, quad: Quad) -> Iterator[Quad]:
        """A quad as it is stored: also in the default graph, if its graph holds."""
        yield quad
        subject, predicate, obj, graph = quad
        if graph not in self._wholes and graph != _TEXTS:
            yield Quad(subject, predicate, obj, _DEFAULT)


def _by_unit(quads: Iterable[Quad], units: _Units, wanted: set[Term]) -> Iterator[tuple[Term, list[Quad]]]:
    """The quads of each of these units, sorted on the disk: a file may hold more than the memory."""
    if not wanted:
        return
    with TemporaryDirectory() as place:
        try:
            sorted_quads = pyoxigraph.Store(place)
            sorted_quads.bulk_extend(quads)
        except OSError as error:
            raise StoreError(f"{place}: cannot be written: {error}; set TMPDIR to a folder with more room") from None
        graphs: dict[Term, list[Term]] = {}
        for name in sorted(units.graphs - {_TEXTS}, key=lambda term: term.value):
            graphs.setdefault(units.unit(name), []).append(name)
        for unit in sorted(wanted, key=lambda term: term.value):
            found = [
                quad for name in graphs.get(unit, ()) for quad in sorted_quads.quads_for_pattern(None, None, None, name)
            ]
            yield unit, [*found, *sorted_quads.quads_for_pattern(unit, None, None, _TEXTS)]


def parsed(path: Path, then: str = "") -> Iterator[Quad]:
    """The quads of an RDF file as they stand in it.

    :param path: a file with one of the endings :data:`LOADS`, also with ``.gz``.
    :param then: what the message of an error adds, such as what becomes of the file.
    :raises InputError: the ending is unknown, or the file cannot be read; names line and column of a syntax error.
    """
    format_, packed = _format(path, LOADS, InputError)
    try:
        with gzip.open(path) if packed else path.open("rb") as file:
            if format_ == RdfFormat.JSON_LD:
                check_contexts(file.read(), str(path))
                file.seek(0)
            yield from pyoxigraph.parse(cast(IO[bytes], file), format=format_, base_iri=path.absolute().as_uri())
    except SyntaxError as error:
        place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else str(path)
        raise InputError(f"{place}: {_reason(error)}{then}") from None
    except (OSError, EOFError) as error:
        raise InputError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})") from None


def _quads(path: Path, graph: str | None, apart: str) -> Iterator[Quad]:
    """The quads of a file, all in named graphs.

    :param apart: what tells the blank nodes of this file from those of others.
    """
    name = NamedNode(graph) if graph else None
    for quad in parsed(path, "; nothing of this file is stored"):
        if quad.graph_name not in _KEPT_BY_THE_STORE:
            yield _from_file(quad, name, path, apart)


def _from_file(quad: Quad, graph: NamedNode | None, path: Path, apart: str) -> Quad:
    subject, predicate, obj, name = quad
    if name == _DEFAULT:
        if graph is None:
            raise InputError(
                f"{path}: holds triples outside of any named graph, such as {str(quad)[:150]}; "
                "name a graph for them with --graph IRI"
            )
        name = graph
    elif not (isinstance(subject, BlankNode) or isinstance(obj, BlankNode) or isinstance(name, BlankNode)):
        return quad
    return Quad(_as_iri(subject, apart), predicate, _as_iri(obj, apart), _as_iri(name, apart))


def _as_iri(term: Term, apart: str) -> Term:
    if not isinstance(term, BlankNode):
        return term
    return NamedNode(_GENID + hashlib.sha256(f"{apart} {term.value}".encode()).hexdigest()[:24])


def _to_file(quad: Quad) -> Quad:
    if _GENID not in str(quad):
        return quad
    return Quad(_as_blank(quad.subject), quad.predicate, _as_blank(quad.object), _as_blank(quad.graph_name))


def _as_blank(term: Term) -> Term:
    if isinstance(term, NamedNode) and term.value.startswith(_GENID):
        return BlankNode(term.value.removeprefix(_GENID))
    return term


def _format(path: Path, known: dict[str, RdfFormat], error: type[Exception] = StoreError) -> tuple[RdfFormat, bool]:
    *before, last = path.name.lower().split(".")
    packed = last == "gz"
    ending = before[-1] if packed and before else last
    if ending not in known:
        raise error(f"{path}: unknown file ending; choose one of {', '.join(known)}, also with .gz")
    return known[ending], packed


@contextmanager
def _packing(file: IO[bytes], packed: bool) -> Iterator[IO[bytes]]:
    if not packed:
        yield file
        return
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=6, mtime=0) as zipped:
        yield zipped  # type: ignore[misc]


def _reason(error: SyntaxError) -> str:
    text = " ".join(str(error.msg).split())
    return text.partition(": ")[2] if text.startswith("Parser error at") else text
