"""Dates as news texts and metadata write them. Names of months and weekdays come from the Unicode CLDR (babel)."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

from kg.read.words import layout_words


@dataclass(frozen=True, slots=True)
class DateForms:
    """How dates are written in one language, or in all.

    ``full`` is the source of a regular expression for a date with its year, ``short`` for one without; neither has
    groups. ``months`` maps a month's name in small letters, without full stop, to its number.
    """

    full: str
    short: str
    months: dict[str, int]


@lru_cache(maxsize=8)
def date_forms(lang: str | None = None) -> DateForms:
    """The written forms of dates in a language ("de", "en"), or in all supported ones if it is ``None``."""
    from babel.dates import get_day_names, get_month_names

    words = layout_words(lang)
    months: dict[str, int] = {}
    days: set[str] = set()
    for locale in words.locales:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    months[name.rstrip(".").casefold()] = number
                days |= {name.rstrip(".") for name in get_day_names(width, context, locale).values()}
    # Capitals or a first capital: "may 3" and "mar" are words of other kinds.
    month = rf"(?:{'|'.join(_spellings(months))})\.?"
    weekday = rf"(?:{'|'.join(_spellings(days))})"
    ordinal = "|".join(re.escape(sign) for sign in words.ordinals)
    day = rf"(?:0?[1-9]|[12]\d|3[01])(?:{ordinal})?"
    year = r"(?:19|20)\d\d(?!\d)"
    before = rf"(?:{weekday}\.?,?[ ](?:den[ ]|the[ ])?)?"
    day_first = rf"{day}[ ]?(?:of[ ])?{month}"
    month_first = rf"{month}[ ]{day}"
    numeric = rf"(?:0?[1-9]|[12]\d|3[01])\.[ ]?(?:0?[1-9]|1[0-2])\.[ ]?{year}"
    iso = r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)"
    return DateForms(
        full=rf"{before}(?:{day_first},?[ ]{year}|{month_first},?[ ]{year}|{numeric}|{iso})",
        short=rf"{before}(?:{day_first}|{month_first})(?!\w)",
        months=months,
    )


@lru_cache(maxsize=8)
def weekdays(lang: str) -> dict[str, int]:
    """The names of the days of the week in a language, in small letters; Monday is 0."""
    from babel.dates import get_day_names

    names = get_day_names("wide", "format", layout_words(lang).locales[0])
    return {name.casefold(): number for number, name in names.items()}


def read_date(written: str, lang: str | None = None, *, near: date | None = None) -> date | None:
    """The day that a date means.

    Understood are ISO 8601 (date or time stamp), the form of e-mail and RSS (RFC 2822), "5.9.2025" and written dates of
    the supported languages ("5. September 2025", "Sept 5, 2025"). Numbers with slashes are not: they mean different
    days in different countries.

    :param near: a date without a year means the day nearest to this one.
    :returns: ``None`` if it is no date, or has no year and ``near`` is not given.
    """
    written = written.strip()
    try:
        return datetime.fromisoformat(written).date()
    except ValueError:
        pass
    forms = date_forms(lang)
    if re.fullmatch(forms.full, written):
        return _written_day(written, forms)
    if re.fullmatch(forms.short, written):
        return _nearest(written, forms, near) if near else None
    try:
        return parsedate_to_datetime(written).date()
    except ValueError:
        return None


def _written_day(written: str, forms: DateForms) -> date | None:
    numbers = [int(digits) for digits in re.findall(r"\d+", written)]
    month = _month(written, forms)
    try:
        if numbers[0] > 31:
            return date(numbers[0], numbers[1], numbers[2])
        return date(numbers[-1], month or numbers[1], numbers[0])
    except ValueError:
        return None


def _month(written: str, forms: DateForms) -> int | None:
    found = (forms.months.get(word.casefold()) for word in re.findall(r"[^\W\d_]+", written))
    return next((number for number in found if number), None)


def _nearest(written: str, forms: DateForms, near: date) -> date | None:
    candidates = [_written_day(f"{written} {year}", forms) for year in (near.year - 1, near.year, near.year + 1)]
    days = [day for day in candidates if day]
    return min(days, key=lambda day: abs(day - near), default=None)


def _spellings(names: dict[str, int] | set[str]) -> list[str]:
    """Names with a first capital and in capitals, longest first, escaped."""
    spellings = {spelling for name in names for spelling in (name.capitalize(), name.upper())}
    return [re.escape(spelling) for spelling in sorted(spellings, key=lambda name: (-len(name), name))]
