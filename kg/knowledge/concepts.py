"""General matters and places, by which targets without an issue are told apart, from ``data/matters.csv`` and
``data/places.csv``."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg import resources
from kg.knowledge.actors import LANGUAGES
from kg.knowledge.tables import known, read_table, report

_MATTERS = ("key", "label_de", "label_en", "terms_de", "terms_en")
_PLACES = ("key", "state", "label_de", "label_en", "terms_de", "terms_en")


@dataclass(frozen=True, slots=True)
class Concept:
    """A matter ("report", "law") or a place that is no state ("Crimea").

    ``labels`` and ``terms`` are by language, terms as in the thesaurus of issues. ``state`` is the key of the state to
    which a place belongs; it is None for matters, and for places that belong to no state or to several.
    """

    key: str
    labels: Mapping[str, str]
    terms: Mapping[str, tuple[str, ...]]
    state: str | None = None


@lru_cache(maxsize=4)
def load_matters(folder: Path | None = None) -> Mapping[str, Concept]:
    """The matters of ``data/matters.csv``, or of another folder, by key; read once per folder.

    :raises DataError: the table holds a mistake.
    """
    return read_matters(folder or resources.folder("data"))


@lru_cache(maxsize=4)
def load_places(folder: Path | None = None) -> Mapping[str, Concept]:
    """The places of ``data/places.csv``, or of another folder, by key; read once per folder.

    :raises DataError: the table holds a mistake.
    """
    return read_places(folder or resources.folder("data"))


def read_matters(folder: Path, problems: list[str] | None = None) -> dict[str, Concept]:
    """Read ``folder/matters.csv``.

    :param problems: if given, mistakes are added to it; else the first is raised.
    :raises DataError: the table holds a mistake and ``problems`` is None.
    """
    return _read(folder / "matters.csv", _MATTERS, None, problems)


def read_places(
    folder: Path, problems: list[str] | None = None, states: Collection[str] | None = None
) -> dict[str, Concept]:
    """Read ``folder/places.csv``.

    :param problems: if given, mistakes are added to it; else the first is raised.
    :param states: the keys that column ``state`` may hold; None: they are not checked.
    :raises DataError: the table holds a mistake and ``problems`` is None.
    """
    return _read(folder / "places.csv", _PLACES, states, problems)


def _read(
    path: Path, columns: tuple[str, ...], states: Collection[str] | None, problems: list[str] | None
) -> dict[str, Concept]:
    found: dict[str, Concept] = {}
    terms: dict[tuple[str, str], str] = {}
    required = ("key", "label_de", "label_en", "terms_de", "terms_en")
    for row in read_table(path, columns, required=required, key=("key",), problems=problems):
        state = row["state"] if "state" in columns else ""
        if states is not None and state:
            bad = known(row, "state", [state], states, "key of states.csv")
            if bad:
                report(bad, problems)
        for lang in LANGUAGES:
            for term in row.values(f"terms_{lang}"):
                first = terms.setdefault((lang, term), row["key"])
                if first != row["key"]:
                    what = f"column terms_{lang}: {term!r} already stands at {first!r}; remove one"
                    report(row.error(what), problems)
        found[row["key"]] = Concept(
            row["key"],
            {lang: row[f"label_{lang}"] for lang in LANGUAGES},
            {lang: row.values(f"terms_{lang}") for lang in LANGUAGES},
            state or None,
        )
    return found
