"""Articles from RSS and Atom feeds."""

import re
from datetime import date
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kg.errors import InputError
from kg.read import articles, count
from kg.read.feeds import read_feed
from sites import PAGE, Site

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<!-- of our own writing -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Beispielblatt</title><link>https://example.org/</link><language>de</language>
<item><title>Ghana lehnt Plan ab</title><link>https://example.org/ghana</link><guid>https://example.org/?p=1</guid>
<pubDate>Fri, 05 Sep 2025 23:30:00 +0200</pubDate><description>Kurz.</description>
<content:encoded><![CDATA[<p>Ghana lehnt den <b>Plan</b> der Nachbarn ab.</p><p>Togo begr&uuml;&szlig;t ihn,
sagte eine Sprecherin &amp; lachte.</p><script>alert(1)</script>]]></content:encoded></item>
<item><title>Togo &amp; Mali</title><link>https://example.org/togo</link><guid isPermaLink="false">2</guid>
<description>Mali fordert einen Gipfel, sagte der Minister.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Example Wire</title><id>urn:x</id>
<entry><title>Togo welcomes plan</title><id>urn:uuid:1</id><link href="https://example.org/t"/>
<updated>2025-09-06T08:00:00Z</updated><published>2025-09-05T08:00:00Z</published>
<content type="html">&lt;p&gt;Togo welcomes the plan.&lt;/p&gt;&lt;p&gt;Ghana rejects it, she said.&lt;/p&gt;</content>
</entry></feed>"""


def test_rss_with_content_and_with_summaries(tmp_path: Path) -> None:
    (tmp_path / "news.rss").write_text(RSS)
    full, short = articles([tmp_path])
    assert full.text == "Ghana lehnt den Plan der Nachbarn ab.\nTogo begrüßt ihn, sagte eine Sprecherin & lachte."
    assert (full.id, full.title, full.url) == (
        "https://example.org/?p=1",
        "Ghana lehnt Plan ab",
        "https://example.org/ghana",
    )
    assert (full.date, full.lang, full.source) == (date(2025, 9, 5), "de", "Beispielblatt")
    assert short.text == "Mali fordert einen Gipfel, sagte der Minister."
    assert (short.id, short.title, short.date) == ("https://example.org/togo", "Togo & Mali", None)
    assert count([tmp_path]) is None


def test_atom_under_any_name(tmp_path: Path) -> None:
    (tmp_path / "export.xml").write_text(ATOM)
    (article,) = articles([tmp_path / "export.xml"])
    assert article.text == "Togo welcomes the plan.\nGhana rejects it, she said."
    assert (article.id, article.date, article.source) == ("urn:uuid:1", date(2025, 9, 5), "Example Wire")


def test_pages_behind_a_feed_are_fetched_when_asked_for(site: Site) -> None:
    page = site.put("/page", PAGE.encode())
    feed = f"""<rss version="2.0"><channel><title>Wire</title>
    <item><title>Gone</title><link>{site.address}/gone</link>
    <description>A page that is gone, it said.</description></item>
    <item><title>Teaser title</title><link>{page}</link>
    <description>Only a teaser, they said today.</description></item></channel></rss>"""
    address = site.put("/feed", feed.encode(), "application/rss+xml")
    teasers = list(articles([address]))
    assert [a.text for a in teasers] == ["A page that is gone, it said.", "Only a teaser, they said today."]
    assert site.asked == ["/feed"]
    errors: list[InputError] = []
    (article,) = articles([address], follow=True, on_error=errors.append)
    assert "Ghana rejected it." in article.text
    assert (article.title, article.url, article.id) == ("Teaser title", page, page)
    assert article.date == date(2025, 9, 5)  # the feed has none, the page has
    (error,) = errors
    assert "/gone: the server says 404" in str(error)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("<rss version='2.0'><channel><title>x</title></channel></rss>", "no entries of a feed"),
        (
            "<rss><channel><item><title>Only a title</title></item></channel></rss>",
            "entry 1: no text in the feed; --follow",
        ),
        ("<feed", "no entries of a feed"),
        ("", "empty"),
    ],
)
def test_a_feed_without_articles(tmp_path: Path, content: str, problem: str) -> None:
    (tmp_path / "x.rss").write_text(content)
    with pytest.raises(InputError, match=re.escape(problem)) as caught:
        list(articles([tmp_path / "x.rss"]))
    assert "x.rss" in str(caught.value)


def test_entities_that_grow_and_files_from_outside_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("Mali rejects the secret plan.")
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    feed = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{levels}
    <!ENTITY file SYSTEM "file://{tmp_path}/secret">]>
    <rss version="2.0"><channel><title>x</title><item><link>https://example.org/1</link>
    <description>Togo welcomes it, she said. &l9; &file;</description></item></channel></rss>"""
    (tmp_path / "x.rss").write_text(feed)
    errors: list[InputError] = []
    found = list(articles([tmp_path / "x.rss"], on_error=errors.append))
    assert len(found) + len(errors) == 1
    assert all(len(a.text) < 1000 and "secret plan" not in a.text for a in found)


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20), min_size=1, max_size=8))
def test_words_come_out_as_they_stood(words: list[str]) -> None:
    said = " ".join(words)
    item = f"<item><description>{escape(escape(said))}</description></item>"
    feed = f"<rss version='2.0'><channel><title>x</title>{item}</channel></rss>"
    (article,) = read_feed(feed.encode(), "x", "en", on_error=lambda e: pytest.fail(str(e)))
    assert article.text.split() == said.split()
