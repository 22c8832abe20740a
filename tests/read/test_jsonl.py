"""Articles from JSON Lines."""

import json
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kg.errors import InputError
from kg.model import Article
from kg.read import articles


def write(path: Path, *records: object) -> Path:
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_record_becomes_an_article_with_its_text_untouched(tmp_path: Path) -> None:
    text = "\n  Ghana lehnt ab.\r\n\tSo sagte es der Minister. \n\n"
    record = {
        "id": " a/1 ",
        "title": "Nein",
        "text": text,
        "date": "2025-09-05T10:00:00Z",
        "url": "https://example.org",
        "lang": "de",
        "source": "Our own",
        "sentences": [{"start": 0, "end": 3}],
    }
    assert list(articles([write(tmp_path / "a.jsonl", record)])) == [
        Article(" a/1 ", text, "Nein", date(2025, 9, 5), "https://example.org", "de", "Our own")
    ]


def test_only_the_text_is_required(tmp_path: Path) -> None:
    record = {"text": "Ghana rejects the plan of its neighbours.", "title": None, "date": "", "id": None}
    (article,) = articles([write(tmp_path / "a.jsonl", record)])
    assert (article.title, article.date, article.lang) == (None, None, "en")
    assert article.id


@given(st.text().filter(lambda text: text.strip() and not any("\ud800" <= c <= "\udfff" for c in text)))
def test_any_text_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = write(tmp_path_factory.mktemp("any") / "a.jsonl", {"text": text, "lang": "en"})
    (article,) = articles([path])
    assert article.text == text


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"text": "Ghana', r"broken JSON \(.*column"),
        ('["Ghana"]', "no JSON object"),
        ('{"id": "x"}', "no 'text'"),
        ('{"text": 5}', "no 'text'"),
        ('{"text": "  "}', "empty"),
        ('{"text": "Ghana lehnt ab.", "lang": "de", "title": ["x"]}', "'title' must be a string"),
        ('{"text": "Ghana lehnt ab.", "lang": "de", "date": "morgen"}', "'morgen' is no date"),
        ('{"text": "Ghana lehnt ab.", "lang": "tlh"}', "unsupported language: tlh"),
        ("[" * 100_000, "broken JSON"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_read(tmp_path: Path, line: str, problem: str) -> None:
    good = {"text": "Ghana lehnt den Plan ab.", "lang": "de"}
    path = write(tmp_path / "a.jsonl", {"id": "1"} | good, line, "", {"id": "2"} | good)
    errors: list[InputError] = []
    assert [article.id for article in articles([path], on_error=errors.append)] == ["1", "2"]
    (error,) = errors
    with pytest.raises(InputError, match=rf"a\.jsonl:2: .*{problem}"):
        raise error


def test_two_articles_of_one_id_are_an_error_but_the_same_one_twice_is_not(tmp_path: Path) -> None:
    one = {"id": "x", "text": "Ghana lehnt den Plan ab.", "lang": "de"}
    path = write(tmp_path / "a.jsonl", one, one, one | {"text": "Togo lehnt den Plan ab."})
    errors: list[InputError] = []
    assert len(list(articles([path, path], on_error=errors.append))) == 1
    assert len(errors) == 2
    assert "another article has the id 'x' too" in str(errors[0])


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    text = "Ghana lehnt den Plan ab. " * 4000
    with path.open("w", encoding="utf-8") as file:
        for number in range(200):
            file.write(json.dumps({"id": str(number), "lang": "de", "text": text}) + "\n")
    size = path.stat().st_size
    tracemalloc.start()
    try:
        assert sum(1 for _ in articles([path])) == 200
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < size / 4
