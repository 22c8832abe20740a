"""Title, dateline and signature of news texts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kg.read import Layout, layout


def parts(text: str, lang: str | None = None, **known: object) -> dict[str, object]:
    found = layout(text, lang, **known)  # type: ignore[arg-type]
    words = {
        name: span and text[span.start : span.end]
        for name, span in (("title", found.title), ("dateline", found.dateline), ("signature", found.signature))
    }
    end = found.signature.start if found.signature else len(text)
    return words | {"date": found.date, "report": text[found.body : end].strip()}


def test_a_page_copied_with_its_date_glued_to_the_text() -> None:
    text = (
        "Grenzstreit: Kirgistan warnt den Nachbarn\n"
        "3. Mai 2021Kirgistan hat Tadschikistan gewarnt. Das teilte die Regierung mit.\n"
        "Auch die OSZE äußerte sich.\n\nab/cd (dpa, afp)\n"
    )
    assert parts(text, "de") == {
        "title": "Grenzstreit: Kirgistan warnt den Nachbarn",
        "dateline": "3. Mai 2021",
        "date": date(2021, 5, 3),
        "report": "Kirgistan hat Tadschikistan gewarnt. Das teilte die Regierung mit.\nAuch die OSZE äußerte sich.",
        "signature": "ab/cd (dpa, afp)",
    }


@pytest.mark.parametrize(
    ("lang", "dateline", "day"),
    [
        ("de", "Berlin, 5. September 2025 (dpa) – ", date(2025, 9, 5)),
        ("de", "Brüssel (Belgien), 17.07.2018 – ", date(2018, 7, 17)),
        ("de", "BERLIN (dpa/AFP) - ", None),
        ("de", "Wien, 3. Jänner 2020 (APA) - ", date(2020, 1, 3)),
        ("de", "Stand: 05.09.2025 17:30 Uhr\n\n", date(2025, 9, 5)),
        ("de", "New York/Genf (epd). ", None),
        ("en", "KYIV, Ukraine (AP) — ", None),
        ("en", "LONDON, Friday, 5 September 2025 - ", date(2025, 9, 5)),
        ("en", "WASHINGTON, Sept. 5, 2025 (Reuters) - ", date(2025, 9, 5)),
        ("en", "WASHINGTON — ", None),
        ("en", "Published 3 March 2025, 10:15 GMT\n", date(2025, 3, 3)),
        ("en", "By Jane Doe and John Roe\nMarch 3rd, 2025\n", date(2025, 3, 3)),
        (None, "2025-09-05\n\n", date(2025, 9, 5)),
    ],
)
def test_a_dateline_is_no_part_of_the_report(lang: str | None, dateline: str, day: date | None) -> None:
    found = parts(dateline + "Ghana rejects the plan. It said so.", lang)
    assert found["dateline"] == dateline.strip()
    assert found["date"] == day
    assert found["report"] == "Ghana rejects the plan. It said so."


def test_a_dateline_without_year_takes_the_year_of_publication() -> None:
    text = "NAIROBI, December 30 (Reuters) - Kenya agreed."
    assert parts(text, "en")["date"] is None
    assert parts(text, "en", published=date(2025, 1, 2))["date"] == date(2024, 12, 30)


@pytest.mark.parametrize(
    "text",
    [
        "5. September 2025 war ein ruhiger Tag. Die Regierung schwieg.",
        "5 September 2025 was a quiet day. The government said nothing.",
        "Berlin lehnt den Vorschlag ab. Paris stimmt zu.",
        "Präsident Salva Kiir (SPLM) – seit 2011 im Amt – lehnt ab.",
        "Die Regierung Ghanas hat am Montag einen Vorschlag der Nachbarstaaten zur\n"
        "gemeinsamen Grenzkontrolle abgelehnt. Der Außenminister sprach von einem\n"
        "falschen Signal.",
        "Ein Satz ohne Ende",
    ],
)
def test_a_report_without_head_begins_at_its_first_word(text: str) -> None:
    found = layout(text)
    assert (found.title, found.dateline, found.signature, found.body) == (None, None, None, 0)


def test_a_known_title_is_the_only_title() -> None:
    text = "Zwischentitel\n\nGhana lehnt ab. Es bleibt dabei."
    assert parts(text, "de")["title"] == "Zwischentitel"
    assert parts(text, "de", title="Ghana gegen den Plan")["title"] is None
    assert parts(text, "de", title="Zwischentitel")["title"] == "Zwischentitel"


@pytest.mark.parametrize(
    "signature", ["(Reporting by A. Person; Editing by B. Person)", "dpa/AFP", "(KNA)", "xy/ab", "© 2025 Zeitung"]
)
def test_the_closing_line_is_no_part_of_the_report(signature: str) -> None:
    assert parts(f"Ghana lehnt ab.\n\n{signature}\n")["signature"] == signature


def test_agencies_after_the_last_sentence_are_a_signature() -> None:
    assert parts("Ghana lehnt ab. Togo stimmt zu. (dpa/AFP)", "de")["signature"] == "(dpa/AFP)"


PIECES = st.sampled_from(
    [
        *("Title of it", "\n", "\n\n", " ", "\r\n", "\u200b", "\u2028", "“", "Stand: ", "Russia rejects it. "),
        *("5. September 2025", "2025-09-05", "KYIV, March 3 (Reuters) - ", "Berlin (dpa) – ", "By Jo Doe"),
        *("(dpa, afp)", "ab/cd", "Editing by Jo Doe"),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join))


@given(TEXTS, st.sampled_from(["de", "en", None]))
def test_spans_lie_in_the_text_and_apart_from_each_other(text: str, lang: str | None) -> None:
    found = layout(text, lang)
    head = sorted((span.start, span.end) for span in (found.title, found.dateline) if span)
    places = [0, *(at for span in head for at in span), found.body]
    if found.signature:
        places += [found.signature.start, found.signature.end]
    places.append(len(text))
    assert places == sorted(places)
    for span in (found.title, found.dateline, found.signature):
        assert span is None or text[span.start : span.end].strip() == text[span.start : span.end] != ""


@given(TEXTS)
def test_the_same_text_has_the_same_layout(text: str) -> None:
    assert layout(text) == layout(text)


@given(TEXTS.filter(str.strip))
def test_something_is_left_to_read(text: str) -> None:
    found = layout(text)
    assert text[found.body :].strip()
    assert isinstance(found, Layout)


def test_a_long_line_costs_no_more_than_its_length() -> None:
    text = "Berlin " * 700_000
    assert layout(text, "de").body == 0
