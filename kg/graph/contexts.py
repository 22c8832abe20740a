"""The contexts of JSON-LD files, looked at before a file is loaded: none is fetched, none may grow without bounds."""

import json
from collections.abc import Iterator

from kg.errors import InputError

_MOST = 100
"""Contexts in contexts of one file. Their cost grows with the square of their length; people write a handful."""


def check_contexts(content: bytes, path: str) -> None:
    """Refuse contexts that would have to be fetched, and contexts built to exhaust a reader.

    Content that is no JSON passes: the parser names the place of the mistake.

    :raises InputError: such a context; the message begins with ``path``.
    """
    try:
        document = json.loads(content)
    except RecursionError:
        raise InputError(f"{path}: is nested too deeply to be read") from None
    except ValueError:
        return
    inner = 0
    for context, inside in _contexts(document):
        inner += inside
        if inner > _MOST:
            raise InputError(f"{path}: holds more than {_MOST} contexts inside contexts; write them out before loading")
        for part in context if isinstance(context, list) else [context]:
            remote = part.get("@import") if isinstance(part, dict) else part
            if isinstance(remote, str):
                raise InputError(
                    f"{path}: refers to the context {remote[:100]}, and nothing is fetched; put it into the file"
                )


def _contexts(document: object) -> Iterator[tuple[object, bool]]:
    """Every context of a document, and whether it stands in another one."""
    waiting = [(document, False)]
    while waiting:
        value, inside = waiting.pop()
        if isinstance(value, dict):
            for name, member in value.items():
                if name == "@context":
                    yield member, inside
                waiting.append((member, inside or name == "@context"))
        elif isinstance(value, list):
            waiting += ((member, inside) for member in value)
