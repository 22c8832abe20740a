"""Stores in memory and in a folder: Oxigraph, seen through ``oxrdflib`` as an rdflib ``Dataset``."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph
from oxrdflib import OxigraphStore
from rdflib import BNode, Dataset, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.plugins.sparql.sparql import Query, Update
from rdflib.query import Result
from rdflib.term import Identifier, Node

from kg.errors import QueryError, StoreError
from kg.graph.convert import Triple
from kg.graph.result import QueryResult
from kg.graph.store import Store
from kg.graph.syntax import explained
from kg.graph.tokens import refuse_fetching
from kg.graph.vocabulary import BASE, PREFIXES

_IDENTIFIER = URIRef(BASE + "store")
_ROCKSDB_FILE = re.compile(
    r"CURRENT|LOCK|IDENTITY|LOG(\.old\.\d+)?|(MANIFEST|OPTIONS)-\d+|\d+\.(log|sst|dbtmp|blob)|bulk-\d+\.sst"
)
_ATTEMPTS = 5
_STRING = pyoxigraph.NamedNode(str(XSD.string))
Answer = TypeVar("Answer")
_FEW = 100_000
"""So many quads fit in one transaction in memory; more are sorted on the disk."""


class LocalStore(Store):
    """Oxigraph in memory (``":memory:"``) or in a folder.

    Every change is one transaction that is written ahead to a log: a process that is killed leaves whole articles.
    A folder has one writer at a time; it can be read at any time.
    """

    adds_at_once = True

    def __init__(
        self, where: str, *, create: bool = False, read_only: bool = False, allow_remote: bool = False
    ) -> None:
        """Like :func:`kg.graph.open_store`."""
        self.where = where
        self._read_only = read_only
        self._allow_remote = allow_remote
        self._open: pyoxigraph.Store | None = None
        if where == ":memory:":
            self._open = pyoxigraph.Store()
        else:
            _check(Path(where), create=create, read_only=read_only)
            self._open = self._reopen() if read_only else _writable(Path(where))
        self.graph = Dataset(_Native(self._open, allow_remote=allow_remote))
        for prefix, namespace in PREFIXES.items():
            self.graph.bind(prefix, namespace, override=True, replace=True)

    def query(self, sparql: str) -> QueryResult:
        """See :meth:`kg.graph.store.Store.query`; Oxigraph answers, never rdflib's own engine."""
        if not self._allow_remote:
            refuse_fetching(sparql)
        try:
            return self._read(lambda store: _answer(store, sparql))
        except SyntaxError as error:
            raise QueryError(explained(error, sparql)) from None
        except (RuntimeError, ValueError) as error:
            raise QueryError(f"the query cannot be answered: {_first_line(error)}") from None

    def _graphs(self, names: Iterable[URIRef], *, own: bool = False) -> dict[URIRef, list[Triple]]:
        # Not by a query: writing and reading its answer takes longer than all else.
        return self._read(lambda store: _triples(store, names, own))

    def _read(self, read: Callable[[pyoxigraph.Store], Answer]) -> Answer:
        for attempt in range(_ATTEMPTS):
            try:
                return read(self._store)
            except OSError as error:
                # Another process may have tidied its files away from under a reader: look again.
                if not self._read_only or attempt == _ATTEMPTS - 1:
                    raise StoreError(f"{self.where}: cannot be read: {_why(error)}") from None
                self._open = self._reopen()
        raise AssertionError("unreachable")

    def _writable(self) -> None:
        if self._read_only:
            raise StoreError(f"{self.where}: the store is open for reading only")

    def _update(self, sparql: str) -> None:
        self._writable()
        try:
            self._store.update(sparql, prefixes=PREFIXES)
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self.where}: cannot be written: {_why(error)}") from None

    def each_quad(self) -> Iterator[pyoxigraph.Quad]:
        """See :meth:`kg.graph.store.Store.each_quad`."""
        try:
            for graph in sorted(self._store.named_graphs(), key=lambda name: name.value):
                yield from sorted(self._store.quads_for_pattern(None, None, None, graph), key=str)
        except OSError as error:
            raise StoreError(f"{self.where}: cannot be read: {_why(error)}") from None

    def add_units(self, units: Iterable[Iterable[pyoxigraph.Quad]]) -> None:
        """See :meth:`kg.graph.store.Store.add_units`; large numbers are not held in memory."""
        self._writable()
        left = chain.from_iterable(units)
        some = list(islice(left, _FEW))
        try:
            if len(some) < _FEW:
                self._store.extend(some)
            else:
                self._store.bulk_extend(chain(some, left))
                # It leaves many files that overlap; to look into each makes queries up to four times slower.
                with suppress(OSError):  # a disk too full to tidy up: what was added is whole
                    self._store.optimize()
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self.where}: cannot be written: {_why(error)}") from None

    def close(self) -> None:
        """Give the folder free for other writers."""
        if self._open is None:
            return
        try:
            if not self._read_only:
                # Else every reader would have to replay the log of all that was written.
                self._open.flush()
        except OSError as error:
            raise StoreError(f"{self.where}: cannot be written: {_why(error)}") from None
        finally:
            self._open = None
            self.graph.close()

    @property
    def _store(self) -> pyoxigraph.Store:
        if self._open is None:
            raise StoreError(f"{self.where}: the store is closed")
        return self._open

    def _reopen(self) -> pyoxigraph.Store:
        for attempt in range(_ATTEMPTS):
            try:
                return pyoxigraph.Store.read_only(self.where)
            except (OSError, RuntimeError, ValueError) as error:
                if attempt == _ATTEMPTS - 1:
                    raise StoreError(
                        f"{self.where}: cannot be read as a store ({_first_line(error)}); "
                        "name another folder, or make the store again from its articles"
                    ) from None
                time.sleep(0.05 * (attempt + 1))
        raise AssertionError("unreachable")


class _Native(OxigraphStore):
    """An ``OxigraphStore`` that refuses what Oxigraph cannot answer.

    rdflib takes ``NotImplementedError`` for a sign to use its own, far slower engine without a word.
    """

    def __init__(self, store: pyoxigraph.Store, *, allow_remote: bool) -> None:
        super().__init__(identifier=_IDENTIFIER, store=store)
        self._allow_remote = allow_remote

    def query(
        self,
        query: Query | str,
        initNs: Mapping[str, Any],
        initBindings: Mapping[str, Identifier],
        queryGraph: str,
        **kwargs: object,
    ) -> Result:
        if not self._allow_remote:
            refuse_fetching(str(query))
        try:
            return super().query(query, initNs, initBindings, queryGraph, **kwargs)
        except NotImplementedError as error:
            raise QueryError(f"Oxigraph cannot answer this: {error}") from None
        except RuntimeError as error:
            raise QueryError(f"the query cannot be answered: {_first_line(error)}") from None
        except SyntaxError as error:
            raise QueryError(explained(error, str(query))) from None

    def update(
        self,
        update: Update | str,
        initNs: Mapping[str, Any],
        initBindings: Mapping[str, Identifier],
        queryGraph: str,
        **kwargs: object,
    ) -> None:
        if not self._allow_remote:
            refuse_fetching(str(update))
        try:
            super().update(update, initNs, initBindings, queryGraph, **kwargs)
        except NotImplementedError as error:
            raise QueryError(f"Oxigraph cannot do this: {error}") from None
        except SyntaxError as error:
            raise QueryError(explained(error, str(update))) from None


class _Terms(dict[Any, Node]):
    """The rdflib terms of Oxigraph's, each made once: the same few actors and issues are in every article."""

    def __missing__(self, term: Any) -> Node:
        return self.setdefault(term, _term(term))


def _term(term: Any) -> Node:
    if isinstance(term, pyoxigraph.NamedNode):
        return URIRef(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return BNode(term.value)
    datatype = None if term.language or term.datatype == _STRING else URIRef(term.datatype.value)
    return Literal(term.value, lang=term.language, datatype=datatype, normalize=False)


def _triples(store: pyoxigraph.Store, names: Iterable[URIRef], own: bool) -> dict[URIRef, list[Triple]]:
    terms = _Terms()
    graphs: dict[URIRef, list[Triple]] = {}
    for name in names:
        graph = pyoxigraph.NamedNode(name)
        for quad in store.quads_for_pattern(graph if own else None, None, None, graph):
            subject, predicate = terms[quad.subject], terms[quad.predicate]
            if isinstance(subject, URIRef) and isinstance(predicate, URIRef):
                graphs.setdefault(name, []).append((subject, predicate, terms[quad.object]))
    return graphs


def _answer(store: pyoxigraph.Store, sparql: str) -> QueryResult:
    result = store.query(sparql, prefixes=PREFIXES)
    if isinstance(result, pyoxigraph.QueryTriples):
        return QueryResult(result.serialize(format=pyoxigraph.RdfFormat.N_TRIPLES) or b"", graph=True)
    return QueryResult(result.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b"", graph=False)


def _check(path: Path, *, create: bool, read_only: bool) -> None:
    """Refuse what is no store before anything is written there."""
    if path.exists() and not path.is_dir():
        raise StoreError(f"{path}: is a file, but a store is a folder; name another place")
    try:
        names = [entry.name for entry in path.iterdir()] if path.exists() else []
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror}") from None
    if "CURRENT" in names:
        return
    if strange := sorted(name for name in names if not _ROCKSDB_FILE.fullmatch(name)):
        raise StoreError(f"{path}: is no store: it holds other files, such as {strange[0]}; name another folder")
    if any(re.fullmatch(r"\d+\.(sst|log|blob)", name) and (path / name).stat().st_size for name in names):
        # RocksDB would begin a new store here, and delete what it takes for remains.
        raise StoreError(
            f"{path}: the store is damaged: its file CURRENT is missing; "
            "load a dump of it into another folder, or make it again from its articles"
        )
    if read_only or not (create or names):
        raise StoreError(f"{path}: there is no store yet; make one by `kg ingest --store {path} ARTICLES`")


def _writable(path: Path) -> pyoxigraph.Store:
    try:
        path.mkdir(parents=True, exist_ok=True)
        return pyoxigraph.Store(path)
    except (OSError, RuntimeError, ValueError) as error:
        if "lock" in str(error).lower():
            raise StoreError(
                f"{path}: the store is in use by another process; wait until it ends, or name another store"
            ) from None
        raise StoreError(f"{path}: cannot be opened as a store: {_why(error)}") from None


def _why(error: BaseException) -> str:
    """What a store's engine says, in one line, and what to do."""
    said = _first_line(error)
    remedy = next((remedy for pattern, remedy in _REMEDIES if pattern.search(said)), None)
    return f"{said}; {remedy}" if remedy else said


_REMEDIES = (
    (re.compile("no space left|quota exceeded", re.IGNORECASE), "free some space; what was stored before is whole"),
    (
        re.compile("read-only file system|permission denied|operation not permitted", re.IGNORECASE),
        "it can be read, but not changed: copy it to a folder that you may write to",
    ),
    (
        re.compile("corrupt|checksum|no such file|bad magic|not an sstable|truncated", re.IGNORECASE),
        "the store is damaged: load a dump of it into another folder, or make it again from its articles",
    ),
)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
