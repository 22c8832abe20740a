"""kg history: positions in order of time."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from debate import FRANCE, PUTIN, RUSSIA, TROOPS, TRUCE, stance
from kg.graph import open_store
from kg.model import Article, Condition, ConditionKind, Reading

STANCES = {
    date(2024, 3, 1): [
        stance(RUSSIA, "rejects", TROOPS, by=PUTIN, article="early", text="Putin lehnt Truppen ab."),
        stance(FRANCE, "supports", TRUCE, article="early", start=30),
    ],
    date(2024, 9, 3): [
        stance(
            RUSSIA,
            "agrees",
            TROOPS,
            article="late",
            text="Moskau stimmt zu.",
            condition=Condition("unter Aufsicht", ConditionKind.IF),
        )
    ],
}


@pytest.fixture(scope="module")
def debate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two articles; the second came out a day after what it reports."""
    place = tmp_path_factory.mktemp("history") / "store"
    with open_store(place, create=True) as store:
        for published, told in STANCES.items():
            said = published if published.month == 3 else date(2024, 9, 2)
            dated = tuple(s.__class__(**{n: getattr(s, n) for n in s.__slots__} | {"stated_on": said}) for s in told)
            store.replace(Reading(Article(told[0].article, "…", date=published, lang="de"), dated))
    return place


def test_positions_stand_in_order_with_changes_days_and_sentences(kg: Any, debate: Path) -> None:
    done = kg("history", "--store", debate, "--actor", "Russland", "--target", "troops", env={"COLUMNS": "200"})
    assert (done.returncode, done.stderr) == (0, "")
    first, second = (next(n for n, line in enumerate(done.stdout.splitlines()) if day in line)
                     for day in ("2024-03-01", "2024-09-02"))  # fmt: skip
    lines = done.stdout.splitlines()
    assert "Russia" in lines[first] and "rejects (against)" in lines[first] and "Putin lehnt" in lines[first]
    assert first < second and "≠ agrees (favour)" in lines[second] and "unter Aufsicht" in lines[second]
    assert "published 2024-09-03" in lines[second + 1] and "before: against" in lines[second + 1]
    assert "France" not in done.stdout


def test_only_what_changed(kg: Any, debate: Path) -> None:
    done = kg("history", "--store", debate, "--changes", "--format", "json")
    rows = json.loads(done.stdout)
    assert [(row["holder_key"], row["stance"], row["changed"]) for row in rows] == [
        ("RU", "rejects", False),
        ("RU", "agrees", True),
    ]
    assert (rows[1]["stated_on"], rows[1]["published"]) == ("2024-09-02", "2024-09-03")
    assert (rows[1]["before_date"], rows[1]["before_valence"]) == ("2024-03-01", "against")
    assert rows[1]["valid_until"] is None and rows[1]["sentence"] == "Moskau stimmt zu."
    done = kg("history", "--store", debate, "--changes", "--actor", "France", "--format", "csv")
    assert done.returncode == 0 and len(done.stdout.splitlines()) == 1
    assert "no position changed" in done.stderr


def test_nothing_that_meets_the_filters_is_an_error(kg: Any, debate: Path) -> None:
    done = kg("history", "--store", debate, "--actor", "Nowhere")
    assert done.returncode == 1 and "no stance meets all filters" in done.stderr
