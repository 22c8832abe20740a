"""Articles from RSS and Atom feeds, by feedparser."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from kg.errors import InputError
from kg.model import Article
from kg.read.text import article_from_text


def read_feed(
    content: bytes,
    name: str,
    lang: str | None = None,
    *,
    page: Callable[[str], Article] | None = None,
    on_error: Callable[[InputError], None],
) -> Iterator[Article]:
    """The articles of a feed, one for each entry, in the feed's order.

    An entry gives title, day of publication (in UTC), address and its text: the full content if the feed has it, else
    the summary. The article's id is the entry's own IRI (``guid``, ``id``) or its
    address, so that an entry read again is the same article.

    :param lang: the language of all entries; ``None``: it is detected.
    :param page: reads the page behind an entry, for feeds that hold only teasers; ``None``: what the feed says counts.
    :param on_error: gets an error for each entry that cannot be read; the entries after it are read.
    :raises InputError: it is no feed.
    """
    import feedparser

    feed: Any = feedparser.parse(content)
    if not feed.entries:
        why = f" ({feed.bozo_exception})" if feed.bozo else ""
        raise InputError(f"{name}: no entries of a feed in it{why}; RSS and Atom are read")
    for number, entry in enumerate(feed.entries, 1):
        place = f"{name}, entry {number}"
        try:
            yield _article(entry, feed.feed, place, lang, page)
        except InputError as error:
            on_error(error)


def _article(entry: Any, feed: Any, place: str, lang: str | None, page: Callable[[str], Article] | None) -> Article:
    address = entry.get("link")
    identity = entry.get("id") or ""
    published = entry.get("published_parsed") or entry.get("updated_parsed")
    known: dict[str, Any] = {
        "id": identity if ":" in identity else address,  # a bare number is nobody's own
        "title": _plain(entry.get("title", "")) or None,
        "date": date(*published[:3]) if published else None,
        "url": address,
        "source": _plain(feed.get("title", "")) or None,
    }
    if page is not None:
        if not address:
            raise InputError(f"{place}: has no link to follow")
        found = page(address)
        known = {field: value or getattr(found, field) for field, value in known.items()}
        return article_from_text(found.text, lang=lang or found.lang, name=place, **known)
    contents = [part.get("value", "") for part in entry.get("content", ())]
    text = _plain(max(contents, key=len, default="") or entry.get("summary", ""))
    if not text:
        raise InputError(f"{place}: no text in the feed; --follow fetches the page behind each entry")
    return article_from_text(text, lang=lang, name=place, **known)


def _plain(markup: str) -> str:
    """The text of an entry's HTML, a paragraph a line."""
    from inscriptis import get_text

    lines = (" ".join(line.split()) for line in get_text(markup).split("\n"))
    return "\n".join(line for line in lines if line)
