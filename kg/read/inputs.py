"""From what a user names (files, folders, addresses on the web, standard input) to articles."""

import hashlib
import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from kg.errors import InputError
from kg.model import Article
from kg.read.feeds import read_feed
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
    ".rss": "feed",
    ".atom": "feed",
}
"""How files are read by their ending. In a folder all other files are left out."""

_HTML_STARTS: Final = (b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body", b"<article", b"<!--")
_FEED: Final = re.compile(rb"(?:<\?.*?\?>|<!--.*?-->|<!doctype[^>]*>|\s)*<(?:rss|feed|rdf:rdf)[\s>]", re.DOTALL)
_PEEK: Final = 4096


def articles(
    inputs: Iterable[str | os.PathLike[str]],
    *,
    lang: str | None = None,
    encoding: str | None = None,
    follow: bool = False,
    on_error: Callable[[InputError], None] | None = None,
) -> Iterator[Article]:
    """The articles of files, folders, web addresses and standard input, one by one.

    A folder means all files below it with a known ending (see :data:`ENDINGS`), in order of their names; hidden files
    and those called README are left out. A file named by itself may have any ending: its beginning tells what it is, as
    for standard input and for what an address on the web answers. JSON Lines are read line by line; of earlier articles
    only a hash of id and text is kept.

    :param inputs: paths and addresses (``https://…``); ``-`` is standard input.
    :param lang: the language of all articles ("de"), whatever they say; ``None``: what they say, else it is detected.
    :param encoding: the encoding of text and JSON Lines, if it is neither UTF-8 nor marked by a byte order mark.
    :param follow: fetch the page behind each entry of a feed, not only what the feed says of it.
    :param on_error: gets an error for each input, or record in it, that cannot be read; the others are still read.
        Without it the first error is raised.
    :raises InputError: see ``on_error``. An id that another article of the run has is an error too; the very same
        article again is passed over.
    """
    report = on_error or _raise
    reader = _Reader(lang, encoding, follow, report)
    seen: dict[bytes, bytes] = {}
    for name in inputs:
        for article in reader.read(os.fspath(name)):
            key, content = _digest(article.id), _digest(article.text)
            if key not in seen:
                seen[key] = content
                yield article
            elif seen[key] != content:
                report(
                    InputError(f"{os.fspath(name)}: another article has the id '{article.id}' too; give each its own")
                )


def count(inputs: Iterable[str | os.PathLike[str]]) -> int | None:
    """How many articles the inputs hold at most (files, lines of JSON Lines).

    :returns: ``None`` if one of them does not tell before it is read: standard input, an address on the web, a feed.
    """
    total = 0
    for name in inputs:
        if os.fspath(name) == STDIN or _is_address(os.fspath(name)):
            return None
        path = Path(name)
        for file in _files(path) if path.is_dir() else [path]:
            kind = ENDINGS.get(file.suffix.casefold())
            if kind == "feed":
                return None
            if kind == "jsonl" and file.is_file():
                with file.open("rb") as lines:
                    total += sum(1 for line in lines if line.strip())
            else:
                total += 1
    return total


def _is_address(name: str) -> bool:
    return name.casefold().startswith(("http://", "https://"))


def _raise(error: InputError) -> None:
    raise error


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the inputs of one run, all in the same way."""

    lang: str | None
    encoding: str | None
    follow: bool
    on_error: Callable[[InputError], None]

    def read(self, name: str) -> Iterator[Article]:
        """The articles of one input."""
        path = Path(name)
        if name == STDIN:
            yield from self._stream(sys.stdin.buffer, "standard input", None)
        elif _is_address(name):
            yield from self._address(name)
        elif path.is_dir():
            files = _files(path)
            if not files:
                self.on_error(InputError(f"{name}: no articles in this folder; known endings are {', '.join(ENDINGS)}"))
            for file in files:
                yield from self._file(file)
        else:
            yield from self._file(path)

    def _file(self, path: Path) -> Iterator[Article]:
        try:
            with path.open("rb") as stream:
                yield from self._stream(stream, str(path), ENDINGS.get(path.suffix.casefold()))
        except FileNotFoundError:
            self.on_error(InputError(f"{path}: no such file or folder"))
        except OSError as error:
            self.on_error(InputError(f"{path}: cannot be read ({error.strerror})"))

    def _address(self, address: str) -> Iterator[Article]:
        from kg.read.web import fetch

        try:
            answer = fetch(address)
        except InputError as error:
            self.on_error(error)
            return
        reader = self if self.encoding else replace(self, encoding=answer.encoding)
        for article in reader._stream(io.BytesIO(answer.body), address, answer.kind):
            yield article if article.url else replace(article, url=answer.address)

    def _stream(self, stream: BinaryIO, name: str, kind: str | None) -> Iterator[Article]:
        buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]
        kind = kind or _kind(buffered.peek(_PEEK))
        if kind == "jsonl":
            yield from read_jsonl(buffered, name, self.lang, self.encoding, on_error=self.on_error)
            return
        try:
            content = buffered.read()
            if kind == "feed" and content.strip():
                page = self._page if self.follow else None
                yield from read_feed(content, name, self.lang, page=page, on_error=self.on_error)
            elif kind == "html" and content.strip():
                yield read_html(content, name, self.lang)
            else:
                yield read_text(decode(content, name, self.encoding), name, self.lang)
        except InputError as error:
            self.on_error(error)

    def _page(self, address: str) -> Article:
        from kg.read.web import fetch

        answer = fetch(address)
        return read_html(answer.body, address, self.lang)


def _files(folder: Path) -> list[Path]:
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(below for below in folders if not below.startswith("."))
        found += [Path(place, name) for name in sorted(names) if _is_article(name)]
    return found


def _is_article(name: str) -> bool:
    file = Path(name)
    return file.suffix.casefold() in ENDINGS and not name.startswith(".") and file.stem.casefold() != "readme"


def _kind(beginning: bytes) -> str:
    beginning = beginning.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if beginning.startswith(b"{"):
        return "jsonl"
    if _FEED.match(beginning):
        return "feed"
    return "html" if beginning.startswith(_HTML_STARTS) else "text"
