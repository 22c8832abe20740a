"""Dates as people and programs write them."""

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st
from kg.read.dates import read_date


@pytest.mark.parametrize(
    "written",
    [
        "2025-09-05",
        "2025-09-05T23:30:00Z",
        "2025-09-05 08:00:00+02:00",
        "Fri, 05 Sep 2025 10:00:00 +0200",
        "5. September 2025",
        "Freitag, den 5. September 2025",
        "05.09.2025",
        "5.9.2025",
        "September 5, 2025",
        "Sept. 5, 2025",
        "5th of September 2025",
        "FRIDAY, 5 SEPTEMBER 2025",
    ],
)
def test_forms_of_one_day(written: str) -> None:
    assert read_date(written) == date(2025, 9, 5)


@pytest.mark.parametrize(
    "written", ["", "soon", "09/05/2025", "31. Februar 2025", "5. Septober 2025", "2025", "3 March"]
)
def test_what_is_no_certain_day_is_none(written: str) -> None:
    assert read_date(written) is None


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["de", "en"]))
def test_long_and_short_forms_of_every_day_are_read(day: date, lang: str) -> None:
    for form in ("long", "full", "medium"):
        assert read_date(format_date(day, form, locale=lang), lang) == day


@given(st.dates(date(1901, 1, 1), date(2098, 12, 31)), st.integers(-150, 150))
def test_a_day_without_year_is_the_nearest(day: date, shift: int) -> None:
    published = date.fromordinal(day.toordinal() + shift)
    if (day.month, day.day) != (2, 29):
        assert read_date(format_date(day, "d. MMMM", locale="de"), "de", near=published) == day


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = read_date(text, near=date(2025, 9, 5))
    assert found is None or isinstance(found, date)
