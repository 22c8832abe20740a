"""Which parts of a news text are title, dateline and agency signature, and where the report itself begins.

A pure function of the text: nothing is cut off, spans point into the text as it is, so that the offsets of stances
stay true. Its words (agencies, "Stand:", "Reporting by") are data, in ``data/layout/``.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kg.model import Span
from kg.read.dates import date_forms, read_date
from kg.read.words import layout_words

_TITLE_LENGTH = 200
_WINDOW = 400
_HEAD_LINES = 5
_SIGNATURE_LENGTH = 160
_SIGNATURE_LINES = 5
_SENTENCE_END = re.compile(r"[.!…:;,][\"'”“’»«)\]]{0,3}$")
_SMALL_LETTER = re.compile(r"[\"'„“”‘’»«(\[]{0,2}[a-zà-öø-ÿ]")


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a news text; each span is ``None`` where the text has no such part.

    ``dateline`` covers place, date and agency before the report, and the line that names the authors. ``date`` is the
    date in it, ``None`` where it has none or no year. ``body`` is the offset at which the report begins; it ends where
    ``signature`` (agencies, editors) begins, or with the text.
    """

    title: Span | None
    dateline: Span | None
    date: date | None
    body: int
    signature: Span | None


def layout(text: str, lang: str | None = None, *, title: str | None = None, published: date | None = None) -> Layout:
    """Tell title, dateline, report and signature of a news text apart.

    :param text: the text of an article, as it was given.
    :param lang: its language ("de", "en"), ``None`` if unknown: words of all languages count then.
    :param title: its title, if known from elsewhere: then only this counts as a title line in the text.
    :param published: its date, if known from elsewhere: gives the year to a dateline such as "KYIV, March 3 -".
    :returns: spans in ``text`` that do not overlap; title and dateline end before ``body``, in either order.
    """
    patterns = _patterns(lang)
    spans: dict[str, Span] = {}
    day: date | None = None
    start = at = _skip_space(text, 0)
    for _ in range(_HEAD_LINES):
        end = _line_end(text, at)
        if found := patterns.dateline(text, at, end):
            written = found.groupdict().get("date")
            day = day or (read_date(written, lang, near=published) if written else None)
            stop = found.end()
        elif end < len(text) and patterns.byline.fullmatch(text, at, end):
            stop = end
        elif "title" not in spans and _is_title(text, at, end, title, patterns):
            stop = at + len(text[at:end].rstrip())
            spans["title"] = Span(at, stop)
            at = _skip_space(text, stop)
            continue
        else:
            break
        first = spans["dateline"].start if "dateline" in spans else at
        if "title" in spans and first < spans["title"].start:
            first = at  # The line of the authors above the title: one stretch cannot hold both sides of it.
        spans["dateline"] = Span(first, at + len(text[at:stop].rstrip()))
        at = _skip_space(text, stop)
        if stop < end:
            break
    if at >= len(text):  # Nothing but a head: then it is the report.
        return Layout(None, None, day, start if start < len(text) else 0, None)
    return Layout(spans.get("title"), spans.get("dateline"), day, at, _signature(text, at, patterns))


def _is_title(text: str, start: int, end: int, title: str | None, patterns: "_Patterns") -> bool:
    if end - start > _TITLE_LENGTH:
        return False
    line = text[start:end].rstrip()
    if title is not None:
        return line.split() == title.split()
    following = _skip_space(text, end)
    if following >= len(text) or _SENTENCE_END.search(line):
        return False
    if text.count("\n", end, following) > 1:
        return True
    # The next line follows directly. In hard-wrapped text it goes on with the same sentence.
    next_end = _line_end(text, following)
    if patterns.dateline(text, following, next_end) or patterns.byline.fullmatch(text, following, next_end):
        return True
    return not _SMALL_LETTER.match(text, following) and next_end - following > 1.2 * len(line)


def _signature(text: str, body: int, patterns: "_Patterns") -> Span | None:
    """The closing lines, and agencies in brackets after the last sentence."""
    end = stop = _skip_space_back(text, len(text))
    start: int | None = None
    for _ in range(_SIGNATURE_LINES):
        line = text.rfind("\n", body, stop) + 1
        if not line or stop - line > _SIGNATURE_LENGTH or not patterns.is_closing(text[line:stop]):
            break
        start = _skip_space(text, line)
        stop = _skip_space_back(text, line)
    tail = patterns.tail.search(text, max(body + 1, stop - _SIGNATURE_LENGTH), stop)
    if tail:
        start = tail.start("agencies")
    return None if start is None else Span(start, end)


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _skip_space_back(text: str, at: int) -> int:
    while at and text[at - 1].isspace():
        at -= 1
    return at


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


class _Patterns:
    """The compiled forms of datelines, author lines and signatures in one language."""

    def __init__(self, lang: str | None):
        words = layout_words(lang)
        dates = date_forms(lang)
        agency = f"(?i:{_any(words.agencies)})"
        # A place: "Berlin", "KYIV, Ukraine", "New York/Genf", "Straßburg (Frankreich)".
        name = r"[A-ZÀ-ÖØ-Þ][\w.'’-]{1,25}"
        names = rf"{name}(?:[ ]{name}){{0,3}}"
        place = rf"{names}(?:(?:,[ ]|/|[ ]und[ ]|[ ]and[ ]){names}){{0,2}}(?:[ ]\({names}\))?"
        sign = rf"(?:{agency}|[a-zäöü]{{2,4}})"
        agencies = rf"\({agency}(?:[ ]?[,/;|–-][ ]?{sign}){{0,5}}\)"
        dash = r"[ ]?(?:[-–—]{1,2}|:)[ ]"
        clock = rf"(?:,?[ ](?:um[ ]|at[ ])?\d{{1,2}}[:.]\d{{2}}(?:[ ]?(?:{_any(words.clock)})){{0,2}})?"
        line_end = r"(?=[ \t\r]*$)"
        # A date stands apart from the report: by a line end, a dash, or (copied from a page) by nothing at all.
        # "5 September 2025 was a quiet day" is a sentence.
        apart = rf"(?:{dash}|[ ]?[|•·][ ]?|{line_end}|(?=[„“\"»«]?[A-ZÀ-ÖØ-Þ]))"
        prefix = rf"(?:(?:{_any(words.published)}):?[ ]?)?"
        full, either = f"(?P<date>{dates.full})", f"(?P<date>{dates.full}|{dates.short})"
        forms = (
            rf"{prefix}{full}{clock}{apart}",
            rf"{place}(?:,[ ]?|[ ]){either}{clock}(?:[ ]?{agencies}(?:{dash}|[ ])?|{dash}|{line_end})",
            rf"{place}[ ]?{agencies}(?:{dash}|\.[ ])",
            rf"{agencies}{dash}",
            # "Berlin – Die Regierung hat …": a whole sentence follows, so that it is no heading.
            rf"{place}[ ](?:[–—]|--)[ ](?=[„“\"»«]?[A-ZÀ-ÖØ-Þ][^\n]{{40,}}[.!?])",
            # Capitals alone: "WASHINGTON — ".
            r"[A-ZÀ-ÖØ-Þ]{3,20}(?:,?[ ][A-ZÀ-ÖØ-Þ][\w.]{1,20}){0,2}[ ](?:[–—]|--?)[ ]",
        )
        self._forms = tuple(re.compile(form) for form in forms)
        more = rf"(?:(?:,[ ]|[ ]und[ ]|[ ]and[ ]){names}){{0,3}}"
        self.byline = re.compile(rf"(?:{_any(words.byline)})[ ]{names}{more}[ \t\r]*")
        listed = rf"{sign}(?:[ ]?[,/;|–-][ ]?{sign}){{0,7}}"
        self._signed = re.compile(rf"(?:{listed}|(?:{listed})?[ ]?\({listed}\))\.?")
        self._agency = re.compile(rf"\b{agency}\b")
        self._initials = re.compile(r"\(?[a-zäöü]{1,4}(?:/[a-zäöü]{1,4}){1,3}\)?")
        self._closing = re.compile(rf"[(\[]?(?:{_any(words.closing)})(?:[:]|(?<=©)|[ ]).*")
        self.tail = re.compile(rf"(?<=[.!?…\"”“«»’])[ ]*(?P<agencies>{agencies}|{agency}(?:/{agency})*)\Z")

    def dateline(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The dateline that begins at ``start``, if any; it does not cross ``end``."""
        window = min(end, start + _WINDOW)
        return next((match for form in self._forms if (match := form.match(text, start, window))), None)

    def is_closing(self, line: str) -> bool:
        """Whether a line at the end signs the report and is no part of it."""
        line = line.strip()
        signed = self._signed.fullmatch(line) and self._agency.search(line)
        return bool(signed or self._initials.fullmatch(line) or self._closing.fullmatch(line))


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=8)
def _patterns(lang: str | None) -> _Patterns:
    return _Patterns(lang)
