"""Windows of time."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from debate import RUSSIA, TROOPS, any_stances, stance
from hypothesis import given, settings
from hypothesis import strategies as st
from kg import network
from kg.errors import KgError

LENGTHS = st.builds("{}{}".format, st.integers(1, 40), st.sampled_from("dwmy"))


def told(*days):
    return [stance(RUSSIA, "rejects", TROOPS, on=date.fromisoformat(day) if day else None) for day in days]


def spans(windows):
    return [(window.first.isoformat(), window.last.isoformat(), len(window.stances)) for window in windows]


def test_days_are_counted_from_the_first_stance():
    assert spans(network.windows(told("2022-01-05", "2022-01-14", "2022-01-15", None), "10d")) == [
        ("2022-01-05", "2022-01-14", 2),
        ("2022-01-15", "2022-01-24", 1),
    ]


def test_years_are_calendar_years_and_empty_ones_are_there():
    assert spans(network.windows(told("2020-06-01", "2022-12-31"), "1y")) == [
        ("2020-01-01", "2020-12-31", 1),
        ("2021-01-01", "2021-12-31", 0),
        ("2022-01-01", "2022-12-31", 1),
    ]


def test_moving_windows_overlap():
    assert spans(network.windows(told("2022-01-31", "2022-02-28", "2022-03-01"), "2m", step="1m")) == [
        ("2022-01-01", "2022-02-28", 2),
        ("2022-02-01", "2022-03-31", 2),
        ("2022-03-01", "2022-04-30", 1),
    ]


def test_cumulative_windows_grow():
    assert spans(network.windows(told("2022-01-01", "2022-01-09", "2022-01-17"), "1w", cumulative=True)) == [
        ("2022-01-01", "2022-01-07", 1),
        ("2022-01-01", "2022-01-14", 2),
        ("2022-01-01", "2022-01-21", 3),
    ]


@pytest.mark.parametrize("length", ["90", "d", "0d", "-3d", "1.5y", "3 months", "", "999999999d"])
def test_other_lengths_are_refused(length):
    with pytest.raises(KgError, match="is no length of time: give a number and d, w, m or y, such as 90d"):
        list(network.windows(told("2022-01-01"), length))


@pytest.mark.parametrize("length", ["1d", "9999d", "9999w", "9999m", "9999y"])
def test_the_ends_of_the_calendar_are_no_trouble(length):
    for day in ("0001-01-01", "9999-12-31"):
        assert sum(len(window.stances) for window in network.windows(told(day), length)) == 1


@settings(deadline=None)
@given(any_stances, LENGTHS)
def test_windows_that_follow_each_other_hold_each_dated_stance_once(stances, length):
    windows = list(network.windows(stances, length))
    held = [held for window in windows for held in window.stances]
    assert sorted(map(repr, held)) == sorted(map(repr, {one for one in stances if one.stated_on}))
    for earlier, later in pairwise(windows):
        assert later.first == earlier.last + timedelta(days=1)
    assert all(window.first <= one.stated_on <= window.last for window in windows for one in window.stances)


@settings(deadline=None)
@given(any_stances, LENGTHS, LENGTHS)
def test_cumulative_windows_only_grow_and_end_with_everything(stances, length, step):
    windows = list(network.windows(stances, length, step=step, cumulative=True))
    for earlier, later in pairwise(windows):
        assert set(earlier.stances) <= set(later.stances)
        assert earlier.first == later.first
    if windows:
        assert set(windows[-1].stances) == {one for one in stances if one.stated_on}


def test_a_month_from_the_end_of_a_longer_month_ends_with_the_shorter_one():
    windows = list(network.windows(told("2023-01-01", "2023-03-01"), "1m", step="1d"))
    (window,) = [window for window in windows if window.first == date(2023, 1, 31)]
    assert window.last == date(2023, 2, 27)
