"""First names and their gender, read from ``data/actors/first_names.csv``."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from kg import resources
from kg.knowledge.tables import known, read_table, report

_COLUMNS = ("name", "gender")
_GENDERS = ("f", "m")


def load_first_names(folder: Path | None = None) -> Mapping[str, str]:
    """The gender ``"f"`` or ``"m"`` of each first name of ``data/``, or of another folder of that shape; read once.

    A name that women and men bear is not in it.

    :raises DataError: the table is missing or holds a mistake.
    """
    return _load(folder or resources.folder("data"))


@lru_cache(maxsize=4)
def _load(folder: Path) -> Mapping[str, str]:
    return MappingProxyType(read_first_names(folder))


def read_first_names(folder: Path, problems: list[str] | None = None) -> dict[str, str]:
    """Read ``folder/actors/first_names.csv``.

    :param problems: if given, mistakes are added to it; else the first is raised.
    :raises DataError: the table holds a mistake and ``problems`` is None.
    """
    table = read_table(
        folder / "actors" / "first_names.csv",
        _COLUMNS,
        required=_COLUMNS,
        key=("name",),
        problems=problems,
    )
    genders: dict[str, str] = {}
    for row in table:
        bad = known(row, "gender", [row["gender"]], _GENDERS, "gender of a first name")
        if bad:
            report(bad, problems)
        else:
            genders[row["name"]] = row["gender"]
    return genders
