"""Lemmas that the analysers get wrong, from ``data/lemmas.csv``."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from kg import resources
from kg.knowledge.actors import LANGUAGES
from kg.knowledge.tables import known, read_table, report

_COLUMNS = ("lang", "form", "pos", "lemma")

Lemmas = Mapping[tuple[str, str], str]
"""Lemmas by lower-case form and universal part of speech."""


def load_lemmas(lang: str, folder: Path | None = None) -> Lemmas:
    """The lemmas of a language in ``data/``, or in another folder of that shape; read once per folder.

    :raises DataError: the table is missing or holds a mistake.
    """
    return _load(folder or resources.folder("data"))[lang]


@lru_cache(maxsize=4)
def _load(folder: Path) -> Mapping[str, Lemmas]:
    return {lang: MappingProxyType(lemmas) for lang, lemmas in read_lemmas(folder).items()}


def read_lemmas(folder: Path, problems: list[str] | None = None) -> dict[str, dict[tuple[str, str], str]]:
    """Read ``folder/lemmas.csv``, by language.

    :param problems: if given, mistakes are added to it; else the first is raised.
    :raises DataError: the table holds a mistake and ``problems`` is None.
    """
    found: dict[str, dict[tuple[str, str], str]] = {lang: {} for lang in LANGUAGES}
    key = ("lang", "form", "pos")
    for row in read_table(folder / "lemmas.csv", _COLUMNS, required=_COLUMNS, key=key, problems=problems):
        bad = known(row, "lang", [row["lang"]], LANGUAGES, "language")
        if bad:
            report(bad, problems)
        else:
            found[row["lang"]][row["form"].lower(), row["pos"]] = row["lemma"]
    return found
