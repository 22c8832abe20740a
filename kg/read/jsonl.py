"""Articles from JSON Lines: one JSON object a line, read line by line."""

import json
from collections.abc import Callable, Iterator
from typing import BinaryIO

from kg.errors import InputError
from kg.model import Article
from kg.read.text import FIELDS, article_from_text, decode, parse_date


def read_jsonl(
    lines: BinaryIO,
    name: str,
    lang: str | None = None,
    encoding: str | None = None,
    *,
    on_error: Callable[[InputError], None],
) -> Iterator[Article]:
    """The articles of a JSON Lines stream; memory holds one line at a time.

    A record has ``text``, kept exactly as it is, and may have ``id``, ``title``, ``date``, ``url``, ``lang`` and
    ``source``; other fields are ignored.

    :param on_error: gets an error for each record that cannot be read; the records after it are read.
    """
    anything = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        anything = True
        place = f"{name}:{number}"
        try:
            yield _article(line, place, lang, encoding)
        except InputError as error:
            on_error(error)
    if not anything:
        on_error(InputError(f"{name}: empty, there is no article in it"))


def _article(line: bytes, place: str, lang: str | None, encoding: str | None) -> Article:
    try:
        record = json.loads(decode(line, place, encoding))
    except (json.JSONDecodeError, RecursionError) as error:
        problem = (
            f"{error.msg}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else "too deeply nested"
        )
        raise InputError(f"{place}: broken JSON ({problem}); JSON Lines holds one object a line") from error
    if not isinstance(record, dict):
        raise InputError(f'{place}: no JSON object; a record is {{"text": …}}')
    text = record.get("text")
    if not isinstance(text, str):
        raise InputError(f"{place}: the record has no 'text'; it holds the article as a string")
    known: dict[str, str | None] = {}
    for field in FIELDS:
        value = record.get(field)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is not None and not isinstance(value, str):
            raise InputError(f"{place}: '{field}' must be a string")
        # An id comes back as it was given, even with a space around it.
        known[field] = value if field == "id" else (value or "").strip() or None
    known["lang"] = lang or known["lang"]
    written = known.pop("date")
    day = parse_date(written, place) if written else None
    return article_from_text(text, name=place, date=day, **known)
