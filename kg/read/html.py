"""Articles from web pages, by trafilatura."""

from datetime import date
from typing import Any

from kg.errors import InputError
from kg.model import Article
from kg.read.text import article_from_text


def read_html(page: bytes | str, name: str, lang: str | None = None) -> Article:
    """The article of a web page: its text without navigation and comments, its title, date, address, site.

    :param page: bytes are decoded as the page declares.
    :raises InputError: no article is found in it.
    """
    import trafilatura

    found: Any = trafilatura.bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        include_images=False,
        # Without it any number on the page may become the date.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or not (found.text or "").strip():
        raise InputError(f"{name}: HTML without an article text; save the page after it has loaded, or its text alone")
    return article_from_text(
        found.text,
        title=found.title or None,
        date=date.fromisoformat(found.date) if found.date else None,
        url=found.url or None,
        lang=lang,
        source=found.sitename or None,
        name=name,
    )
