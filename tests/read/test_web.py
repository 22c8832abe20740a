"""Articles from addresses on the web, served by a real server."""

from datetime import date

import pytest
from kg.errors import InputError
from kg.read import articles, count
from sites import PAGE, Site


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_a_page_at_an_address(site: Site, charset: str) -> None:
    page = PAGE.replace("“", '"').replace("”", '"').replace('charset="utf-8"', f'charset="{charset}"')
    address = site.put("/togo", page.encode(charset), f"text/html; charset={charset}")
    (article,) = articles([address])
    assert "Ghana rejected it." in article.text and "Größe" in article.text
    assert "Sport" not in article.text
    assert (article.url, article.date, article.lang) == (address, date(2025, 9, 5), "en")
    assert count([address]) is None


def test_text_and_json_lines_at_an_address(site: Site) -> None:
    said = "Togo begrüßt den Vorschlag, sagte sie."
    text = site.put("/a", said.encode("iso-8859-15"), "text/plain; charset=iso-8859-15")
    lines = site.put("/b", b'{"id": "7", "text": "Mali rejects the plan, it said.", "url": "https://example.org/7"}\n',
                     "application/x-ndjson")  # fmt: skip
    found = list(articles([text, lines]))
    assert [a.text for a in found] == [said, "Mali rejects the plan, it said."]
    assert [a.url for a in found] == [text, "https://example.org/7"]


def test_an_address_that_moved_is_followed(site: Site) -> None:
    new = site.put("/new", PAGE.encode())
    site.pages["/old"] = (301, {"Location": new}, b"")
    (article,) = articles([site.address + "/old"])
    assert article.url == new


@pytest.mark.parametrize(
    ("status", "headers", "body", "problem"),
    [
        (404, {"Content-Type": "text/html"}, b"<p>No.</p>", "404 Not Found; check the address"),
        (500, {}, b"", "500 Internal Server Error"),
        (200, {"Content-Type": "application/pdf"}, b"%PDF-1.7", "no text but application/pdf"),
        (200, {"Content-Type": "text/html"}, b"<html><body></body></html>", "HTML without an article text"),
        (200, {"Content-Type": "text/plain"}, b"", "empty"),
        (302, {"Location": "/bad"}, b"", "cannot be fetched"),
    ],
)
def test_an_answer_that_is_no_article(
    site: Site, status: int, headers: dict[str, str], body: bytes, problem: str
) -> None:
    site.pages["/bad"] = (status, headers, body)
    good = site.put("/good", PAGE.encode())
    errors: list[InputError] = []
    found = list(articles([site.address + "/bad", good], on_error=errors.append))
    assert len(found) == 1  # the other input is still read
    (error,) = errors
    assert problem in str(error) and f"{site.address}/bad" in str(error)


def test_a_server_that_does_not_answer() -> None:
    with pytest.raises(InputError, match=r"http://127\.0\.0\.1:9/x: cannot be fetched .* check the address"):
        list(articles(["http://127.0.0.1:9/x"]))
