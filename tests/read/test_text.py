"""Articles from plain text, with and without front matter."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kg.errors import InputError, LanguageError
from kg.model import Article
from kg.read import article_from_text, articles, content_id

REPORT = "Ghana lehnt den Vorschlag der Nachbarstaaten ab. Das sagte der Außenminister am Montag in Accra."


def read(path: Path, content: str | bytes, **options: str) -> Article:
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    (article,) = articles([path], **options)  # type: ignore[arg-type]
    return article


def test_title_date_and_language_are_found_in_the_text(tmp_path: Path) -> None:
    text = f"Ghana gegen den Plan\n\nAccra, 5. September 2025 (dpa) – {REPORT}\n"
    article = read(tmp_path / "a.txt", text)
    assert (article.title, article.date, article.lang) == ("Ghana gegen den Plan", date(2025, 9, 5), "de")
    assert article.text == text


def test_front_matter_says_what_is_known(tmp_path: Path) -> None:
    content = (
        '---\nid: ghana-1\ntitle: "Ghana: nein"\ndate: 5. September 2025\nurl: https://example.org/a?b=c:d\n'
        f"lang: de-DE\nsource: Our own\n---\n\n{REPORT}\n"
    )
    assert read(tmp_path / "a.md", content) == Article(
        id="ghana-1",
        text=f"{REPORT}\n",
        title="Ghana: nein",
        date=date(2025, 9, 5),
        url="https://example.org/a?b=c:d",
        lang="de",
        source="Our own",
    )


@pytest.mark.parametrize(
    ("front", "line"),
    [("---\ntitle ohne Wert\n---\n", ":2:"), ("---\ncolour: red\n---\n", ":2:"), ("---\ntitle: x\n", ":1:")],
)
def test_a_mistake_in_front_matter_names_its_line(tmp_path: Path, front: str, line: str) -> None:
    with pytest.raises(InputError, match=line):
        read(tmp_path / "a.txt", front + REPORT)


def test_a_date_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'soon' is no date: write it as"):
        read(tmp_path / "a.txt", f"---\ndate: soon\n---\n{REPORT}")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings_with_a_mark_are_read(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path / "a.txt", REPORT.encode(encoding)).text == REPORT


def test_another_encoding_is_named_and_can_be_given(tmp_path: Path) -> None:
    content = REPORT.encode("cp1252")
    with pytest.raises(InputError, match=r"not utf-8 .*--encoding cp125"):
        read(tmp_path / "a.txt", content)
    assert read(tmp_path / "a.txt", content, encoding="cp1252").text == REPORT
    with pytest.raises(InputError, match="unknown encoding 'klingon'"):
        read(tmp_path / "a.txt", content, encoding="klingon")


def test_the_language_given_counts_more_than_the_text(tmp_path: Path) -> None:
    assert read(tmp_path / "a.txt", REPORT, lang="en").lang == "en"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (REPORT, "de"),
        ("Ghana rejects the plan of its neighbours, the foreign minister said on Monday.", "en"),
        ("NEIN ZUM PLAN DER NACHBARSTAATEN, SAGT DER AUSSENMINISTER", "de"),
    ],
)
def test_the_language_is_detected(text: str, lang: str) -> None:
    assert article_from_text(text).lang == lang


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("La Côte d'Ivoire a rejeté lundi la proposition de ses voisins, a déclaré le ministre.", "fr"),
        ("Премьер-министр заявил, что страна отвергает предложение соседних государств.", "ru"),
        ("De minister wijst het voorstel van de buurlanden af, zei hij maandag tegen de pers.", "nl"),
    ],
)
def test_other_languages_are_refused_by_name(text: str, lang: str) -> None:
    with pytest.raises(LanguageError, match=f"page 1: unsupported language: {lang}; supported are de, en"):
        article_from_text(text, name="page 1")


def test_the_id_depends_on_the_content_alone(tmp_path: Path) -> None:
    first, second = read(tmp_path / "a.txt", REPORT), read(tmp_path / "b.txt", REPORT)
    assert first.id == second.id == content_id(REPORT)
    assert first.id.startswith("ghana-lehnt-den-vorschlag-der-")
    assert read(tmp_path / "c.txt", REPORT + " Punkt.").id != first.id


@given(st.text(st.characters(codec="utf-8")).filter(str.strip), st.sampled_from(["de", "en"]))
def test_a_text_in_memory_is_kept_as_it_is(text: str, lang: str) -> None:
    article = article_from_text(text, lang=lang)
    assert article.text == text
    assert article.id == article_from_text(text, lang=lang).id
    assert article.title is None or article.title in text


def test_lone_surrogates_do_not_shift_offsets() -> None:
    text = "Ghana lehnt \ud83d ab, sagte der Minister."
    assert article_from_text(text, lang="de").text == "Ghana lehnt \ufffd ab, sagte der Minister."
