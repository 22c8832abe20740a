"""Positions in order of time."""

from datetime import date

from debate import FRANCE, PUTIN, RUSSIA, TROOPS, TRUCE, any_stances, stance
from hypothesis import given
from kg.history import histories
from kg.model import Article, Target
from kg.network import shifts

SPRING, SUMMER, AUTUMN = date(2024, 3, 1), date(2024, 7, 15), date(2024, 10, 2)


def told(history):
    return [(str(step.stance.type), str(step.before.type) if step.before else None) for step in history.steps]


def test_positions_are_in_order_of_time_and_changes_are_marked_with_what_was_before():
    (history,) = histories(
        [
            stance(RUSSIA, "agrees", TROOPS, on=AUTUMN),
            stance(RUSSIA, "rejects", TROOPS, on=SPRING),
            stance(RUSSIA, "criticises", TROOPS, on=SUMMER),
        ],
        {},
    )
    assert told(history) == [("rejects", None), ("criticises", None), ("agrees", "criticises")]
    assert history.changed and history.holder == RUSSIA and history.target == TROOPS


def test_each_holder_and_target_has_a_history_of_its_own_by_the_first_day():
    found = histories(
        [
            stance(FRANCE, "supports", TROOPS, on=SUMMER),
            stance(RUSSIA, "rejects", TROOPS, on=SPRING),
            stance(RUSSIA, "supports", TRUCE, on=AUTUMN),
        ],
        {},
    )
    assert [(history.holder, history.target) for history in found] == [
        (RUSSIA, TROOPS),
        (FRANCE, TROOPS),
        (RUSSIA, TRUCE),
    ]
    assert not any(history.changed for history in found)


def test_whoever_speaks_for_a_state_is_in_its_history_unless_persons_are_asked_for():
    said = [stance(RUSSIA, "rejects", TROOPS, on=SPRING), stance(RUSSIA, "supports", TROOPS, on=SUMMER, by=PUTIN)]
    assert [told(history) for history in histories(said, {})] == [[("rejects", None), ("supports", "rejects")]]
    assert [history.holder for history in histories(said, {}, by="actor")] == [RUSSIA, PUTIN]


def test_a_day_with_two_positions_tells_of_no_change_and_is_passed_over():
    (history,) = histories(
        [
            stance(RUSSIA, "rejects", TROOPS, on=SPRING),
            stance(RUSSIA, "supports", TROOPS, on=SUMMER),
            stance(RUSSIA, "warns", TROOPS, on=SUMMER, start=50),
            stance(RUSSIA, "supports", TROOPS, on=AUTUMN),
        ],
        {},
    )
    assert told(history) == [("rejects", None), ("supports", None), ("warns", None), ("supports", "rejects")]


def test_the_day_of_publication_stands_beside_that_of_the_statement():
    (history,) = histories(
        [stance(RUSSIA, "rejects", TROOPS, on=SPRING), stance(RUSSIA, "rejects", TROOPS, article="unknown", on=SUMMER)],
        {"a": Article("a", "", date=date(2024, 3, 3))},
    )
    assert [(step.stance.stated_on, step.published) for step in history.steps] == [
        (SPRING, date(2024, 3, 3)),
        (SUMMER, None),
    ]


def test_an_issue_takes_its_targets_together():
    tanks, german = (
        Target("battle-tanks+UA", "tanks", "battle-tanks", ("UA",)),
        Target("battle-tanks", "tanks", "battle-tanks"),
    )
    other = Target("gasleitung", "die Gasleitung")
    said = [
        stance(FRANCE, "defers", tanks, on=SPRING),
        stance(FRANCE, "commits", german, on=SUMMER),
        stance(FRANCE, "rejects", other, on=AUTUMN),
    ]
    assert len(histories(said, {})) == 3
    by_issue = histories(said, {}, per="issue")
    assert [told(history) for history in by_issue] == [[("defers", None), ("commits", "defers")], [("rejects", None)]]
    assert dict(by_issue[0].target.labels)["en"] == "battle tanks"


@given(any_stances)
def test_every_stance_is_one_step_and_changes_are_those_of_kg_shifts(stances):
    found = histories(stances, {})
    assert sum(len(history.steps) for history in found) == len(set(stances))
    for history in found:
        days = [step.stance.stated_on or date.min for step in history.steps]
        assert days == sorted(days)
        assert all(step.before.stated_on < step.stance.stated_on for step in history.steps if step.before)
    changes = [step for history in found for step in history.steps if step.before]
    assert sorted((s.stance.stated_on, s.stance.target.key, s.before.stated_on) for s in changes) == sorted(
        (shift.after.stated_on, shift.target.key, shift.before.stated_on) for shift in shifts(stances)
    )
