"""From what a user names (files, folders, standard input) to articles."""

import hashlib
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from kg.errors import InputError
from kg.model import Article
from kg.read.html import read_html
from kg.read.jsonl import read_jsonl
from kg.read.text import decode, read_text

STDIN: Final = "-"
"""The input that means standard input."""

ENDINGS: Final = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
"""How files are read by their ending. In a folder all other files are left out."""

_HTML_STARTS: Final = (b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body", b"<article", b"<!--")
_PEEK: Final = 4096


def articles(
    inputs: Iterable[str | os.PathLike[str]],
    *,
    lang: str | None = None,
    encoding: str | None = None,
    on_error: Callable[[InputError], None] | None = None,
) -> Iterator[Article]:
    """The articles of files, folders and standard input, one by one.

    A folder means all files below it with a known ending (see :data:`ENDINGS`), in order of their names; hidden files
    and those called README are left out. A file named by itself may have any ending: its beginning tells what it is, as
    for standard input. JSON Lines are read line by line; of earlier articles only a hash of id and text is kept.

    :param inputs: paths; ``-`` is standard input.
    :param lang: the language of all articles ("de"), whatever they say; ``None``: what they say, else it is detected.
    :param encoding: the encoding of text and JSON Lines, if it is neither UTF-8 nor marked by a byte order mark.
    :param on_error: gets an error for each input, or record in it, that cannot be read; the others are still read.
        Without it the first error is raised.
    :raises InputError: see ``on_error``. An id that another article of the run has is an error too; the very same
        article again is passed over.
    """
    report = on_error or _raise
    seen: dict[bytes, bytes] = {}
    for name in inputs:
        for article in _read(os.fspath(name), lang, encoding, report):
            key, content = _digest(article.id), _digest(article.text)
            if key not in seen:
                seen[key] = content
                yield article
            elif seen[key] != content:
                report(
                    InputError(f"{os.fspath(name)}: another article has the id '{article.id}' too; give each its own")
                )


def count(inputs: Iterable[str | os.PathLike[str]]) -> int | None:
    """How many articles the inputs hold at most (files, lines of JSON Lines); ``None`` if one is standard input."""
    total = 0
    for name in inputs:
        if os.fspath(name) == STDIN:
            return None
        path = Path(name)
        for file in _files(path) if path.is_dir() else [path]:
            if ENDINGS.get(file.suffix.casefold()) == "jsonl" and file.is_file():
                with file.open("rb") as lines:
                    total += sum(1 for line in lines if line.strip())
            else:
                total += 1
    return total


def _raise(error: InputError) -> None:
    raise error


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()


def _read(
    name: str, lang: str | None, encoding: str | None, on_error: Callable[[InputError], None]
) -> Iterator[Article]:
    path = Path(name)
    if name == STDIN:
        yield from _stream(sys.stdin.buffer, "standard input", None, lang, encoding, on_error)
    elif path.is_dir():
        files = _files(path)
        if not files:
            on_error(InputError(f"{name}: no articles in this folder; known endings are {', '.join(ENDINGS)}"))
        for file in files:
            yield from _file(file, lang, encoding, on_error)
    else:
        yield from _file(path, lang, encoding, on_error)


def _files(folder: Path) -> list[Path]:
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(below for below in folders if not below.startswith("."))
        found += [Path(place, name) for name in sorted(names) if _is_article(name)]
    return found


def _is_article(name: str) -> bool:
    file = Path(name)
    return file.suffix.casefold() in ENDINGS and not name.startswith(".") and file.stem.casefold() != "readme"


def _file(
    path: Path, lang: str | None, encoding: str | None, on_error: Callable[[InputError], None]
) -> Iterator[Article]:
    try:
        with path.open("rb") as stream:
            yield from _stream(stream, str(path), ENDINGS.get(path.suffix.casefold()), lang, encoding, on_error)
    except FileNotFoundError:
        hint = (
            "; save the page and name the file"
            if "://" in str(path) or str(path).startswith(("http:/", "https:/"))
            else ""
        )
        on_error(InputError(f"{path}: no such file or folder{hint}"))
    except OSError as error:
        on_error(InputError(f"{path}: cannot be read ({error.strerror})"))


def _stream(
    stream: BinaryIO,
    name: str,
    kind: str | None,
    lang: str | None,
    encoding: str | None,
    on_error: Callable[[InputError], None],
) -> Iterator[Article]:
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]
    kind = kind or _kind(buffered.peek(_PEEK))
    if kind == "jsonl":
        yield from read_jsonl(buffered, name, lang, encoding, on_error=on_error)
        return
    try:
        content = buffered.read()
        if kind == "html" and content.strip():
            yield read_html(content, name, lang)
        else:
            yield read_text(decode(content, name, encoding), name, lang)
    except InputError as error:
        on_error(error)


def _kind(beginning: bytes) -> str:
    beginning = beginning.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if beginning.startswith(b"{"):
        return "jsonl"
    return "html" if beginning.startswith(_HTML_STARTS) else "text"
