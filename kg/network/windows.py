"""Stances by time: windows that move or grow."""

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from kg.errors import KgError
from kg.model import Stance
from kg.network.statements import dated

_LENGTH = re.compile(r"\s*([1-9][0-9]{0,4})\s*([dwmy])\s*")


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time, both days included, and the stances of it, oldest first."""

    first: date
    last: date
    stances: tuple[Stance, ...]


def windows(
    stances: Iterable[Stance], length: str = "90d", *, step: str | None = None, cumulative: bool = False
) -> Iterator[Window]:
    """Cut stances into windows of time, for a network each.

    Windows of days and weeks begin with the first stance, those of months on the first of its month, those of years on
    the first of January. The last window reaches as far as it is long, also beyond the last stance.

    :param length: how long a window is: a number and d (days), w (weeks), m (months) or y (years), as ``90d``.
    :param step: how far each begins after the one before, in the same form; None: at its end, so that windows do not
        overlap. A shorter step gives moving windows that do, a longer one leaves gaps.
    :param cumulative: all windows begin with the first and grow by the step.
    :returns: the windows in order, also empty ones between two that are not. Stances without a date are in none.
    :raises KgError: ``length`` or ``step`` has another form.
    """
    size, stride = _parsed(length), _parsed(length if step is None else step)
    told = list(dated(stances))
    if not told:
        return
    days = [day for day, _ in told]
    begin = _aligned(days[0], "y" if "y" in (size[1], stride[1]) else "m" if "m" in (size[1], stride[1]) else "d")
    for number in count():
        start = _after(begin, (stride[0] * number, stride[1]))
        if not cumulative and (start is None or start > days[-1]):
            return
        end = None if start is None else _after(start, size)
        first = begin if cumulative or start is None else start
        inside = told[bisect_left(days, first) : len(days) if end is None else bisect_left(days, end)]
        last = date.max if end is None else end - timedelta(days=1)
        yield Window(first, last, tuple(stance for _, stance in inside))
        if cumulative and last >= days[-1]:
            return


def _parsed(length: str) -> tuple[int, str]:
    match = _LENGTH.fullmatch(length)
    if not match:
        raise KgError(f"{length!r} is no length of time: give a number and d, w, m or y, such as 90d, 6m or 1y")
    return int(match[1]), match[2]


def _aligned(day: date, unit: str) -> date:
    return day.replace(month=1, day=1) if unit == "y" else day.replace(day=1) if unit == "m" else day


def _after(day: date, span: tuple[int, str]) -> date | None:
    """The day so long after, or the last day of a shorter month; None beyond the calendar."""
    number, unit = span
    if unit in "my":
        months = day.year * 12 + day.month - 1 + number * (12 if unit == "y" else 1)
        year, month = divmod(months, 12)
        if year > date.max.year:
            return None
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    days = day.toordinal() + number * (7 if unit == "w" else 1)
    return date.fromordinal(days) if days <= date.max.toordinal() else None
