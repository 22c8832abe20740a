"""Stances as a flat table, one row each: CSV, and Parquet for pandas, R and DuckDB."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from kg.errors import MissingExtraError
from kg.model import Article, Stance

COLUMNS = (
    "article", "title", "date", "url", "lang", "source",
    "actor", "actor_key", "represents", "represents_key", "speaker", "stance", "valence", "target", "target_key",
    "issue", "condition", "condition_kind", "cue", "confidence", "stated_on", "valid_until", "sentence", "start", "end",
)  # fmt: skip
"""The columns of a table of stances."""

_DATES = ("date", "stated_on", "valid_until")
_WHOLE = ("start", "end")


def rows(stances: Iterable[Stance], articles: Mapping[str, Article]) -> Iterator[dict[str, str | int | float]]:
    """Stances as flat rows with the keys of :data:`COLUMNS`; what is unknown is empty, dates are ISO 8601.

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
            "valid_until": stance.valid_until.isoformat() if stance.valid_until else "",
            "sentence": stance.evidence.text,
            "start": stance.evidence.start,
            "end": stance.evidence.end,
        }


def as_csv(stances: Iterable[Stance], articles: Mapping[str, Article]) -> bytes:
    """The table as CSV (RFC 4180, UTF-8) with a header."""
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, COLUMNS)
    table.writeheader()
    table.writerows(rows(stances, articles))
    return out.getvalue().encode()


def as_parquet(stances: Iterable[Stance], articles: Mapping[str, Article]) -> bytes:
    """The table as Parquet: dates are dates, ``confidence`` a double, offsets whole numbers; what is unknown is null.

    :raises MissingExtraError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise MissingExtraError("Parquet", "parquet") from None
    kinds = dict.fromkeys(_DATES, pa.date32()) | dict.fromkeys(_WHOLE, pa.int64()) | {"confidence": pa.float64()}
    schema = pa.schema([(column, kinds.get(column, pa.string())) for column in COLUMNS])
    table = pa.Table.from_pylist([_typed(row) for row in rows(stances, articles)], schema=schema)
    out = io.BytesIO()
    parquet.write_table(table, out)
    return out.getvalue()


def _typed(row: Mapping[str, str | int | float]) -> dict[str, object]:
    return {
        column: None if value == "" else date.fromisoformat(str(value)) if column in _DATES else value
        for column, value in row.items()
    }
