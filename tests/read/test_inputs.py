"""Files, folders, standard input; and what cannot be read."""

import io
import os
from pathlib import Path

import pytest
from kg.errors import InputError
from kg.read import articles, count

GHANA = "Ghana lehnt den Vorschlag der Nachbarstaaten ab, sagte der Minister."
TOGO = "Togo welcomes the proposal of the neighbouring states, the minister said."


def test_a_folder_is_read_in_order_of_its_names_with_all_below_it(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "b" / "2.md").write_text(TOGO)
    (tmp_path / "1.TXT").write_text(GHANA)
    (tmp_path / "3.jsonl").write_text('{"text": "Mali rejects the proposal, the minister said."}\n\n')
    for left_out in ("README.md", "table.csv", ".hidden.txt", ".git/x.txt", "photo.jpg"):
        (tmp_path / left_out).write_text("Kenya rejects the proposal.")
    found = [article.text.split()[0] for article in articles([tmp_path])]
    assert found == ["Ghana", "Mali", "Togo"]
    assert count([tmp_path]) == 3


def test_a_file_named_by_itself_may_have_any_ending(tmp_path: Path) -> None:
    (tmp_path / "report").write_text(GHANA)
    (tmp_path / "feed.json").write_text('{"id": "7", "text": "Togo welcomes the proposal, it said."}')
    (tmp_path / "page.php").write_text(f"<!doctype html><html><body><article><p>{TOGO * 5}</p></article></body></html>")
    assert [a.text[:5] for a in articles([tmp_path / name for name in ("report", "feed.json", "page.php")])] == [
        "Ghana",
        "Togo ",
        "Togo ",
    ]


@pytest.mark.parametrize("content", [GHANA, f'{{"text": "{GHANA}"}}', f"\ufeff{GHANA}"])
def test_standard_input(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    (article,) = articles(["-"])
    assert article.text == GHANA
    assert count(["-"]) is None


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\n ", "empty"),
        ("a.jsonl", b"\n", "empty"),
        ("a.html", b"", "empty"),
        ("a.txt", b"\x7fELF\x02\x01\x01\x00\x00\xff\xfe\x00", "binary"),
        ("a.txt", b"abc\x00def", "binary"),
        ("a.pdf", b"%PDF-1.7 \xff\xfe\x00", "PDF"),
        ("a.docx", b"PK\x03\x04 \xff\xfe\x00", "Office"),
        ("a.jsonl", '{"text": "Größe"}'.encode("latin-1"), "a.jsonl:1: not utf-8"),
    ],
)
def test_what_is_no_text_is_named_and_the_rest_is_read(tmp_path: Path, name: str, content: bytes, problem: str) -> None:
    good = tmp_path / "good.txt"
    good.write_text(GHANA)
    bad = tmp_path / name
    bad.write_bytes(content)
    errors: list[InputError] = []
    assert [a.text for a in articles([bad, tmp_path / "none.txt", good], on_error=errors.append)] == [GHANA]
    first, second = map(str, errors)
    assert first.startswith(str(bad))
    assert problem in first
    assert second == f"{tmp_path / 'none.txt'}: no such file or folder"


def test_without_on_error_the_first_error_is_raised(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        list(articles([tmp_path / "none"]))


def test_a_folder_without_articles_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no articles in this folder; known endings are \.txt"):
        list(articles([tmp_path]))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(GHANA)
    path.chmod(0)
    with pytest.raises(InputError, match="cannot be read"):
        list(articles([path]))
