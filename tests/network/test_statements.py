"""What makes two targets the same thing, and by what names they are told apart."""

from dataclasses import replace
from datetime import date, timedelta

from debate import FRANCE, POLAND, RUSSIA, SOME_TRUCE, SPAIN, TROOPS, any_stance, some_truce, stance
from hypothesis import given, settings
from hypothesis import strategies as st
from kg import network
from kg.model import Target

BREXIT = Target("brexit", "Brexit", "brexit")
DAY = date(2024, 5, 1)


def partners(told, **options):
    return sorted(
        tuple(sorted(end.removeprefix("actor:") for end in pair))
        for pair in network.one_mode_network(told, **options).edges()
    )


def test_an_issue_alone_is_another_thing_in_another_article():
    gaza = [stance(who, "demands", SOME_TRUCE, article="gaza", on=DAY) for who in (RUSSIA, SPAIN)]
    sudan = [stance(who, "demands", SOME_TRUCE, article="sudan", on=DAY + timedelta(200)) for who in (FRANCE, POLAND)]
    assert partners(gaza + sudan) == [("ES", "RU"), ("FR", "PL")]
    assert len(partners(gaza + sudan, join_issues=True)) == 6
    groups = network.coalitions(gaza + sudan).groups
    assert [group.actors for group in groups] == [("actor:ES", "actor:RU"), ("actor:FR", "actor:PL")]
    assert len(network.coalitions(gaza + sudan, join_issues=True).groups) == 1
    assert sorted(dict(network.affiliation_network(gaza + sudan).degree())) == [
        *("actor:ES", "actor:FR", "actor:PL", "actor:RU"),
        *("target:ceasefire@gaza", "target:ceasefire@sudan"),
    ]


def test_an_issue_with_a_country_or_of_its_own_is_the_same_in_all_articles():
    for target in (TROOPS, BREXIT):
        told = [stance(RUSSIA, "supports", target, article="a"), stance(SPAIN, "supports", target, article="b")]
        assert partners(told) == [("ES", "RU")]
    assert network.is_bare(SOME_TRUCE)
    assert not network.is_bare(BREXIT)


def test_reports_of_the_same_statement_are_of_one_thing():
    first = [stance(who, "demands", SOME_TRUCE, article="first", on=DAY) for who in (RUSSIA, SPAIN)]
    second = [stance(who, "demands", SOME_TRUCE, article="second", on=DAY) for who in (RUSSIA, FRANCE)]
    assert partners(first + second) == [("ES", "FR"), ("ES", "RU"), ("FR", "RU")]
    later = [stance(who, "demands", SOME_TRUCE, article="second", on=DAY + timedelta(1)) for who in (RUSSIA, FRANCE)]
    assert partners(first + later) == [("ES", "RU"), ("FR", "RU")]


@settings(deadline=None)
@given(st.lists(any_stance | some_truce, max_size=25))
def test_only_ties_on_issues_alone_depend_on_whether_these_are_joined(told):
    apart = network.one_mode_network(told, duplicates="include")
    joined = network.one_mode_network(told, duplicates="include", join_issues=True)
    assert set(map(frozenset, apart.edges())) <= set(map(frozenset, joined.edges()))
    for one, other, data in joined.edges(data=True):
        known = apart.get_edge_data(one, other, {"agree_on": ()})["agree_on"]
        assert {t for t in known if "@" not in t} == {t for t in data["agree_on"] if t != "target:ceasefire"}


@settings(deadline=None)
@given(st.lists(any_stance | some_truce, max_size=25), st.sampled_from("abc"), st.sampled_from(["0", "z"]))
def test_an_article_that_is_reprinted_changes_nothing(told, article, copy):
    dated = [known for known in told if known.stated_on]
    reprint = [replace(known, article=copy) for known in dated if known.article == article]
    ties = [
        sorted((*sorted(pair[:2]), pair[2]) for pair in network.one_mode_network(some).edges(data="weight"))
        for some in (dated, dated + reprint)
    ]
    assert ties[0] == ties[1]


def test_no_change_of_position_is_found_between_things_of_the_same_issue():
    told = [
        stance(RUSSIA, "supports", SOME_TRUCE, article="gaza", on=DAY),
        stance(RUSSIA, "rejects", SOME_TRUCE, article="sudan", on=DAY + timedelta(90)),
    ]
    assert network.shifts(told) == ()
    assert len(network.shifts(told, join_issues=True)) == 1


def names(told):
    targets = network.one_mode_network(told).graph["targets"]
    return [targets[node]["label_en"] for node in sorted(targets)]


def test_targets_of_one_name_are_told_apart_by_when_they_came_up_and_else_by_number():
    def deals(*days):
        return [
            stance(RUSSIA, "supports", Target(f"deal@{place}", "the deal"), article=str(place), on=day)
            for place, day in enumerate(days)
        ]

    assert names(deals(DAY)) == ["the deal"]
    assert names(deals(DAY, date(2020, 1, 1))) == ["the deal, 2024", "the deal, 2020"]
    assert names(deals(DAY, date(2024, 6, 1))) == ["the deal, 2024-05", "the deal, 2024-06"]
    assert names(deals(DAY, DAY, None)) == ["the deal, 2024-05-01", "the deal, 2024-05-01 (2)", "the deal"]
    assert names(deals(None, None)) == ["the deal", "the deal (2)"]
