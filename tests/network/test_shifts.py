"""Who changed position on what, and when."""

from datetime import date

from debate import FRANCE, PUTIN, RUSSIA, TROOPS, TRUCE, any_stances, stance
from hypothesis import given, settings
from kg import network
from kg.model import Target


def on(year, month=1, day=1):
    return date(year, month, day)


def told(shifts):
    return [
        (shift.actor.key, shift.before.stated_on.year, shift.before.type, shift.after.stated_on.year, shift.after.type)
        for shift in shifts
    ]


def test_a_change_of_sides_is_told_with_both_sentences():
    (shift,) = network.shifts(
        [
            stance(RUSSIA, "supports", TRUCE, on=on(2024), text="Moscow welcomed the truce.", article="b"),
            stance(RUSSIA, "rejects", TRUCE, on=on(2022), text="Moscow rejected a truce."),
            stance(RUSSIA, "criticises", TRUCE, on=on(2023), text="Moscow criticised the truce."),
            stance(FRANCE, "supports", TRUCE, on=on(2022)),
        ]
    )
    assert shift.actor.key == "RU"
    assert (shift.before.evidence.text, shift.before.stated_on) == ("Moscow criticised the truce.", on(2023))
    assert (shift.after.evidence.text, shift.after.stated_on) == ("Moscow welcomed the truce.", on(2024))
    assert shift.reversal


def test_softening_counts_but_is_no_reversal():
    stances = [
        stance(RUSSIA, "rejects", TRUCE, on=on(2022)),
        stance(RUSSIA, "questions", TRUCE, on=on(2023)),
        stance(RUSSIA, "supports", TRUCE, on=on(2024)),
    ]
    assert told(network.shifts(stances)) == [
        ("RU", 2022, "rejects", 2023, "questions"),
        ("RU", 2023, "questions", 2024, "supports"),
    ]
    assert [shift.reversal for shift in network.shifts(stances)] == [False, False]
    assert told(network.shifts(stances, reversals=True)) == [("RU", 2022, "rejects", 2024, "supports")]


def test_a_day_with_both_sides_tells_of_no_change():
    stances = [
        stance(RUSSIA, "rejects", TRUCE, on=on(2022)),
        stance(RUSSIA, "rejects", TRUCE, on=on(2023)),
        stance(RUSSIA, "supports", TRUCE, on=on(2023), article="b"),
        stance(RUSSIA, "rejects", TRUCE, on=on(2024)),
        stance(RUSSIA, "supports", TRUCE),
    ]
    assert network.shifts(stances) == ()


def test_persons_shift_for_their_state_unless_asked_otherwise():
    stances = [
        stance(RUSSIA, "rejects", TRUCE, on=on(2022), by=PUTIN),
        stance(RUSSIA, "supports", TRUCE, on=on(2023)),
    ]
    assert told(network.shifts(stances)) == [("RU", 2022, "rejects", 2023, "supports")]
    assert network.shifts(stances, by="actor") == ()


def test_the_surest_sentence_of_a_day_is_shown():
    (shift,) = network.shifts(
        [
            stance(RUSSIA, "rejects", TRUCE, on=on(2022), text="Perhaps.", confidence=0.3),
            stance(RUSSIA, "warns", TRUCE, on=on(2022), text="Surely.", confidence=0.9, start=9),
            stance(RUSSIA, "supports", TRUCE, on=on(2023)),
        ]
    )
    assert shift.before.evidence.text == "Surely."


def test_a_target_in_other_case_is_the_same_target():
    stances = [
        stance(RUSSIA, "rejects", Target("Sanktionen", "Sanktionen"), on=on(2022)),
        stance(RUSSIA, "supports", Target("sanktionen", "SANKTIONEN"), on=on(2023)),
        stance(RUSSIA, "rejects", TROOPS, on=on(2022)),
    ]
    assert len(network.shifts(stances)) == 1


@settings(deadline=None)
@given(any_stances)
def test_shifts_are_between_different_valences_in_the_order_of_time(stances):
    found = network.shifts(stances)
    for shift in found:
        assert shift.before.stated_on < shift.after.stated_on
        assert shift.before.type.valence != shift.after.type.valence
        assert shift.before.represents == shift.after.represents == shift.actor
        assert shift.before.target == shift.after.target == shift.target
    assert [shift.after.stated_on for shift in found] == sorted(shift.after.stated_on for shift in found)
    assert all(shift.reversal for shift in network.shifts(stances, reversals=True))
