"""Files from a store: RDF by file ending, and the stances as a flat table."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph

from kg import output
from kg.errors import KgError, StoreError
from kg.graph.convert import Quad
from kg.graph.store import Store
from kg.graph.terms import lines, reading_order, written
from kg.graph.vocabulary import PREFIXES
from kg.model import Article, Stance

_RDF = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}
ENDINGS = (*_RDF, "csv")
"""The file endings that :func:`export` knows."""

COLUMNS = (
    "article", "title", "date", "url", "lang", "source",
    "actor", "actor_key", "represents", "represents_key", "speaker", "stance", "valence", "target", "target_key",
    "issue", "condition", "condition_kind", "cue", "confidence", "stated_on", "sentence", "start", "end",
)  # fmt: skip
"""The columns of the table that :func:`export` writes for ``csv``."""


def export(store: Store, path: str | Path) -> None:
    """Write a store to a file, by its ending: ``.ttl``, ``.trig``, ``.nq``, ``.jsonld`` or ``.csv``.

    The table (``.csv``, UTF-8) has one row per stance and the columns of :data:`COLUMNS`. The file appears whole or
    not at all.

    :raises StoreError: the ending is unknown, or the file cannot be written.
    """
    path = Path(path)
    ending = path.suffix.lower().removeprefix(".")
    if ending == "csv":
        content = _csv(store).encode()
    elif ending in _RDF:
        content = serialize(store.quads(), ending)
    else:
        raise StoreError(f"{path}: unknown file ending; choose one of {', '.join(ENDINGS)}")
    try:
        output.replace(path, content)
    except KgError as error:
        raise StoreError(str(error)) from error


def serialize(quads: Iterable[Quad], format: str) -> bytes:
    """Quads as ``trig``, ``nq`` or ``jsonld`` in the order given, or as ``ttl`` without graph names, sorted.

    :raises ValueError: there is no such format.
    """
    if format not in _RDF:
        raise ValueError(f"{format}: choose one of {', '.join(_RDF)}")
    if format == "ttl":
        nquads = lines(sorted({(s, p, o) for s, p, o, _ in quads}, key=lambda triple: reading_order(*triple)))
    else:
        nquads = "".join(f"{written(s)} {written(p)} {written(o)} {written(g)} .\n" for s, p, o, g in quads)
    parsed = pyoxigraph.parse(nquads, format=pyoxigraph.RdfFormat.N_QUADS)
    return pyoxigraph.serialize(parsed, format=_RDF[format], prefixes=PREFIXES) or b""


def rows(stances: Iterable[Stance], articles: dict[str, Article]) -> Iterator[dict[str, str | int | float]]:
    """Stances as flat rows with the keys of :data:`COLUMNS`; what is unknown is empty.

    :param articles: the articles by id; missing ones leave their columns empty.
    """
    for stance in stances:
        about = articles.get(stance.article) or Article(stance.article, "")
        yield {
            "article": stance.article,
            "title": about.title or "",
            "date": about.date.isoformat() if about.date else "",
            "url": about.url or "",
            "lang": about.lang or "",
            "source": about.source or "",
            "actor": stance.actor.name,
            "actor_key": stance.actor.key,
            "represents": stance.represents.name,
            "represents_key": stance.represents.key,
            "speaker": stance.speaker.name if stance.speaker else "",
            "stance": stance.type.value,
            "valence": stance.type.valence.value,
            "target": stance.target.text,
            "target_key": stance.target.key,
            "issue": stance.target.issue or "",
            "condition": stance.condition.text if stance.condition else "",
            "condition_kind": stance.condition.kind.value if stance.condition else "",
            "cue": stance.cue,
            "confidence": stance.confidence,
            "stated_on": stance.stated_on.isoformat() if stance.stated_on else "",
            "sentence": stance.evidence.text,
            "start": stance.evidence.start,
            "end": stance.evidence.end,
        }


def _csv(store: Store) -> str:
    articles = {article.id: article for article in store.articles()}
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, COLUMNS)
    table.writeheader()
    table.writerows(rows(store.stances(), articles))
    return out.getvalue()
