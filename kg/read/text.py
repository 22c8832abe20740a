"""Articles from characters: decoding, front matter, and what an article is called when nobody says."""

import codecs
import hashlib
import re
import unicodedata
from datetime import date
from typing import Final

from kg.errors import InputError, LanguageError
from kg.model import Article
from kg.read import languages
from kg.read.dates import read_date
from kg.read.layout import layout

FIELDS: Final = ("id", "title", "date", "url", "lang", "source")
"""What is known about an article beside its text, in front matter and in JSON Lines."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KNOWN_BINARIES: Final = (
    (b"%PDF", "a PDF file: turn it into text first (pdftotext)"),
    (b"PK\x03\x04", "a zip or Office file: save it as text first"),
    (b"\x1f\x8b", "compressed: unpack it first (gunzip)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file: save it as text first"),
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def article_from_text(
    text: str,
    *,
    id: str | None = None,
    title: str | None = None,
    date: date | None = None,
    url: str | None = None,
    lang: str | None = None,
    source: str | None = None,
    name: str = "text",
) -> Article:
    """An article from a text in memory; title, date and language are found in the text where they are not given.

    :param text: kept as it is, character by character (only lone surrogates, which no file can hold, become U+FFFD).
    :param id: without one, the article is named after its content: the same text always gets the same id.
    :param lang: a language tag ("de", "en-GB").
    :param name: what to call the text in error messages.
    :raises InputError: the text is empty.
    :raises LanguageError: its language is not supported.
    """
    if not text.strip():
        raise InputError(f"{name}: empty, there is no article in it")
    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    try:
        lang = languages.accept(lang) if lang else languages.detect(text)
    except LanguageError as error:
        raise LanguageError(f"{name}: {error}") from error
    parts = layout(text, lang, title=title, published=date)
    if title is None and parts.title:
        title = text[parts.title.start : parts.title.end]
    return Article(
        id=id or content_id(text, title),
        text=text,
        title=title,
        date=date or parts.date,
        url=url,
        lang=lang,
        source=source,
    )


def content_id(text: str, title: str | None = None) -> str:
    """A name for an article that depends on nothing but its content: first words and a hash of the text."""
    plain = unicodedata.normalize("NFKD", (title or text)[:200].replace("ß", "ss"))
    words = re.findall("[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)).casefold())
    digest = hashlib.sha256(unicodedata.normalize("NFC", text).encode("utf-8")).hexdigest()
    return "-".join([*words[:6], digest[:10]])


def decode(content: bytes, name: str, encoding: str | None = None) -> str:
    """The characters of a file: UTF-8, or UTF-16 and UTF-32 with a byte order mark, or the encoding given.

    :raises InputError: it is empty, binary, or in another encoding; then the message names the likely one.
    """
    if not content.strip():
        raise InputError(f"{name}: empty, there is no article in it")
    for start, what in _KNOWN_BINARIES:
        if content.startswith(start):
            raise InputError(f"{name}: no text but {what}")
    chosen = encoding or next((codec for mark, codec in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(chosen)
    except LookupError as error:
        raise InputError(f"{name}: unknown encoding '{chosen}': name one as in --encoding cp1252") from error
    except UnicodeDecodeError as error:
        if b"\0" in content[:8192]:
            raise InputError(f"{name}: a binary file, no text") from error
        raise InputError(f"{name}: not {chosen} (byte {error.start}){_remedy(content)}") from error
    if "\0" in text[:8192]:
        raise InputError(f"{name}: a binary file, no text")
    return text


def _remedy(content: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:100_000]).best()
    if best is None or best.encoding == "utf_8":
        return "; a damaged or binary file? Save it as UTF-8"
    return f", it looks like {best.encoding}; save it as UTF-8 or say --encoding {best.encoding}"


def read_text(text: str, name: str, lang: str | None = None) -> Article:
    """An article from the characters of a text file, with or without front matter.

    Front matter stands between two lines of ``---`` at the top, one ``key: value`` a line; line ends become ``\\n``.

    :raises InputError: the text is empty, or the front matter has a mistake (the message names the line).
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    known, body = _front_matter(text, name)
    known["lang"] = lang or known.get("lang")
    written = known.pop("date", None)
    day = parse_date(written, name, known["lang"]) if written else None
    return article_from_text(body, name=name, date=day, **known)


def parse_date(written: str, name: str, lang: str | None = None) -> date:
    """The day that a date in front matter or a record means.

    :raises InputError: it is no date.
    """
    day = read_date(written, None)
    if day is None:
        raise InputError(f"{name}: '{written}' is no date: write it as 2025-09-05")
    return day


def _front_matter(text: str, name: str) -> tuple[dict[str, str | None], str]:
    lines = text.split("\n")
    known: dict[str, str | None] = {}
    if lines[0].strip() != "---":
        return known, text
    if not any(line.strip() == "---" for line in lines[1:]):
        raise InputError(f"{name}:1: the front matter has no end: close it with a line '---'")
    for number, line in enumerate(lines[1:], 2):
        if line.strip() == "---":
            break
        key, colon, value = line.partition(":")
        key = key.strip().casefold()
        if not line.strip() or line.startswith("#"):
            continue
        if not colon or key not in FIELDS:
            raise InputError(f"{name}:{number}: front matter has 'key: value' with one of {', '.join(FIELDS)}")
        value = value.strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        known[key] = value or None
    return known, "\n".join(lines[number:]).lstrip("\n")
