"""The words by which news texts begin and end, from ``data/layout/``."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from kg.errors import DataError
from kg.resources import folder


@dataclass(frozen=True, slots=True)
class LayoutWords:
    """Words of one language, or of all: CLDR locales, words around dates, first words of author and closing lines."""

    locales: tuple[str, ...]
    ordinals: tuple[str, ...]
    published: tuple[str, ...]
    clock: tuple[str, ...]
    byline: tuple[str, ...]
    closing: tuple[str, ...]
    agencies: tuple[str, ...]


@lru_cache(maxsize=8)
def layout_words(lang: str | None = None) -> LayoutWords:
    """The words of a language; those of all languages if it is ``None`` or has no file of its own.

    :raises DataError: a file of ``data/layout/`` has a mistake.
    """
    place = folder("data") / "layout"
    own = place / f"{lang}.toml"
    paths = [own] if lang and own.is_file() else sorted(place.glob("*.toml"))
    fields: dict[str, list[str]] = {name: [] for name in LayoutWords.__slots__ if name != "agencies"}
    for path in paths:
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise DataError(f"{path}: {error}") from error
        for name, words in fields.items():
            found = table.pop(name, None)
            if not (isinstance(found, list) and found and all(isinstance(word, str) and word for word in found)):
                raise DataError(f"{path}:1: '{name}' must be a list of words")
            words.extend(found)
        if table:
            raise DataError(f"{path}:1: unknown key '{next(iter(table))}': known are {', '.join(fields)}")
    lines = (place / "agencies.txt").read_text(encoding="utf-8").splitlines()
    agencies = tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
    return LayoutWords(**{name: tuple(dict.fromkeys(words)) for name, words in fields.items()}, agencies=agencies)
