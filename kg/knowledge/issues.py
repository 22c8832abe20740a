"""The thesaurus of issues that stances are about, read from ``data/issues.csv``."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg import resources
from kg.knowledge.actors import LANGUAGES
from kg.knowledge.tables import Row, known, read_table, report

_COLUMNS = ("key", "label_de", "label_en", "terms_de", "terms_en", "broader", "implies")


@dataclass(frozen=True, slots=True)
class IssueEntry:
    """An issue. ``terms`` are lemmas or phrases by language; a German term that begins with ``-`` ends a compound.

    ``broader`` is the key of the issue above it, or None. ``implies`` are the keys of actors that the issue involves
    by itself, as NATO is involved in its enlargement.
    """

    key: str
    labels: Mapping[str, str]
    terms: Mapping[str, tuple[str, ...]]
    broader: str | None
    implies: frozenset[str] = frozenset()


def load_issues(folder: Path | None = None) -> Mapping[str, IssueEntry]:
    """The issues of ``data/issues.csv``, or of ``folder/issues.csv``, by key; read once per folder.

    :raises DataError: the table holds a mistake.
    """
    return _load(folder or resources.folder("data"))


@lru_cache(maxsize=4)
def _load(folder: Path) -> Mapping[str, IssueEntry]:
    return read_issues(folder)


def read_issues(
    folder: Path, problems: list[str] | None = None, actors: Collection[str] | None = None
) -> dict[str, IssueEntry]:
    """Read ``folder/issues.csv``.

    :param problems: if given, mistakes are added to it; else the first is raised.
    :param actors: the keys that column ``implies`` may hold; None: they are not checked.
    :raises DataError: the table holds a mistake and ``problems`` is None.
    """
    table = read_table(
        folder / "issues.csv",
        _COLUMNS,
        required=("key", "label_de", "label_en"),
        key=("key",),
        problems=problems,
    )
    rows = {row["key"]: row for row in table}
    terms: dict[tuple[str, str], Row] = {}
    for row in table:
        bad = known(row, "broader", row.values("broader")[:1], rows, "key of issues.csv")
        if not bad and _circular(row, rows):
            bad = row.error(f"column broader: {row['key']!r} is above itself; change one of its broader issues")
        if bad:
            report(bad, problems)
        stranger = (
            known(row, "implies", row.values("implies"), actors, "key of an actor") if actors is not None else None
        )
        if stranger:
            report(stranger, problems)
        for lang in LANGUAGES:
            for term in row.values(f"terms_{lang}"):
                first = terms.setdefault((lang, term), row)
                if first is not row:
                    where = f"{first['key']!r} in line {first.line}"
                    report(row.error(f"column terms_{lang}: {term!r} already stands at {where}; remove one"), problems)
    return {
        row["key"]: IssueEntry(
            row["key"],
            {lang: row[f"label_{lang}"] for lang in LANGUAGES},
            {lang: row.values(f"terms_{lang}") for lang in LANGUAGES},
            row["broader"] or None,
            frozenset(row.values("implies")),
        )
        for row in table
    }


def _circular(row: Row, rows: Mapping[str, Row]) -> bool:
    seen: set[str] = set()
    above: Row | None = row
    while above is not None and above["key"] not in seen:
        seen.add(above["key"])
        above = rows.get(above["broader"])
    return above is not None and above["key"] == row["key"]
