"""Articles from web pages."""

from datetime import date
from pathlib import Path

import pytest
from kg.errors import InputError
from kg.read import articles

PAGE = """<!DOCTYPE html>
<html lang="de"><head><meta charset="{charset}">
<title>Ghana lehnt Plan ab | Beispielblatt</title>
<link rel="canonical" href="https://example.org/ghana">
<meta property="og:title" content="Ghana lehnt Plan ab">
<meta property="og:site_name" content="Beispielblatt">
<meta property="article:published_time" content="2025-09-05T10:00:00+02:00">
</head><body>
<nav><a href="/">Start</a> <a href="/politik">Politik</a> <a href="/sport">Sport und Spiele</a></nav>
<article><h1>Ghana lehnt Plan ab</h1>
<p>Die Regierung Ghanas hat den Vorschlag der Nachbarstaaten für eine gemeinsame Grenze zurückgewiesen.
Das sagte der Außenminister am Montag in Accra vor Journalisten aus mehreren Ländern.</p>
<p>Togo begrüßte den Vorschlag dagegen. Über die Kosten müsse noch gesprochen werden, sagte eine Sprecherin der
Regierung in Lomé; der Plan sei aber ein guter Anfang für die ganze Region.</p>
<p>Die Afrikanische Union forderte beide Seiten auf, wieder zu verhandeln.</p></article>
<footer>Impressum, Datenschutz, alle Rechte vorbehalten 2026</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_text_and_metadata_of_a_page(tmp_path: Path, charset: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.format(charset=charset).encode(charset))
    (article,) = articles([path])
    assert article.title == "Ghana lehnt Plan ab"
    assert article.date == date(2025, 9, 5)
    assert article.url == "https://example.org/ghana"
    assert article.source == "Beispielblatt"
    assert article.lang == "de"
    assert "Togo begrüßte den Vorschlag dagegen." in article.text
    assert "Impressum" not in article.text
    assert "Sport und Spiele" not in article.text


@pytest.mark.parametrize("page", ["<html><body><script>x()</script></body></html>", "<html></html>", "<p></p>"])
def test_a_page_without_text_is_an_error(tmp_path: Path, page: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(page)
    with pytest.raises(InputError, match=r"page\.html: HTML without an article text"):
        list(articles([path]))
