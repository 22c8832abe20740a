"""Who agrees with whom: hand-computed examples, and what holds for any stances."""

from datetime import date, timedelta
from itertools import combinations

import networkx as nx
import pytest
from debate import FRANCE, GRAIN, POLAND, PUTIN, RUSSIA, SPAIN, TROOPS, TRUCE, any_stances, stance
from hypothesis import given, settings
from hypothesis import strategies as st
from kg import network
from kg.errors import KgError
from kg.model import Actor, Target

KINDS = ("congruence", "conflict", "subtract")
NORMALIZATIONS = ("no", "average", "jaccard", "cosine")

# Sides taken, one a line; + is in favour, - against, 0 open:
#            troops  truce  grain
#   Russia     -       -             (the first twice)
#   France     +       +
#   Poland     +       0      +
DEBATE = [
    stance(RUSSIA, "rejects", TROOPS),
    stance(RUSSIA, "rejects", TROOPS, article="b"),
    stance(RUSSIA, "criticises", TRUCE),
    stance(FRANCE, "supports", TROOPS),
    stance(FRANCE, "demands", TRUCE),
    stance(POLAND, "commits", TROOPS),
    stance(POLAND, "defers", TRUCE),
    stance(POLAND, "supports", GRAIN),
]
FR_PL, FR_RU, PL_RU = ("actor:FR", "actor:PL"), ("actor:FR", "actor:RU"), ("actor:PL", "actor:RU")


def weights(graph):
    return {pair[:2]: pair[2] for pair in graph.edges(data="weight")}


def test_congruence_counts_targets_on_the_same_side():
    graph = network.one_mode_network(DEBATE)
    assert weights(graph) == {FR_PL: 1}
    assert graph.edges[FR_PL]["agree_on"] == ("target:troops+UA",)
    assert graph.nodes["actor:PL"]["targets"] == 2
    assert sorted(graph) == ["actor:FR", "actor:PL", "actor:RU"]


def test_conflict_counts_targets_on_opposite_sides():
    graph = network.one_mode_network(DEBATE, kind="conflict")
    assert weights(graph) == {FR_RU: 2, PL_RU: 1}
    assert graph.edges[FR_RU]["differ_on"] == ("target:ceasefire+UA", "target:troops+UA")


def test_subtract_is_congruence_minus_conflict():
    assert weights(network.one_mode_network(DEBATE, kind="subtract")) == {FR_PL: 1, FR_RU: -2, PL_RU: -1}


def test_normalised_by_average_activity():
    # Each of the three took two sides: 1 / ((2 + 2) / 2), and so on.
    graph = network.one_mode_network(DEBATE, kind="subtract", normalize="average")
    assert weights(graph) == {FR_PL: 0.5, FR_RU: -1, PL_RU: -0.5}


def test_normalised_by_jaccard():
    # France and Poland: 3 pairs of target and side in all, 1 in common. France and Russia: 4, none in common.
    graph = network.one_mode_network(DEBATE, kind="subtract", normalize="jaccard")
    assert weights(graph) == {FR_PL: pytest.approx(1 / 3), FR_RU: -2 / 4, PL_RU: -1 / 4}


def test_normalised_by_cosine():
    # All rows of x have two ones: length sqrt(2), so 1 / (sqrt(2) * sqrt(2)).
    graph = network.one_mode_network(DEBATE, kind="subtract", normalize="cosine")
    assert weights(graph) == {
        pair: pytest.approx(value) for pair, value in {FR_PL: 1 / 2, FR_RU: -1, PL_RU: -0.5}.items()
    }


def days(holder, kind, target, number):
    return [stance(holder, kind, target, on=date(2022, 1, 1) + timedelta(days=day)) for day in range(number)]


def test_counted_statements_multiply():
    # Russia: against troops 2 times, for grain 1 time. France: against troops 3 times, against grain 2 times.
    told = [
        *days(RUSSIA, "rejects", TROOPS, 2),
        *days(RUSSIA, "supports", GRAIN, 1),
        *days(FRANCE, "warns", TROOPS, 3),
        *days(FRANCE, "warns", GRAIN, 2),
    ]

    def weight(kind, normalize, duplicates="report"):
        graph = network.one_mode_network(told, kind=kind, normalize=normalize, duplicates=duplicates)
        return graph.edges["actor:RU", "actor:FR"]["weight"]

    assert weight("congruence", "no") == 2 * 3
    assert weight("conflict", "no") == 1 * 2
    assert weight("subtract", "no") == 6 - 2
    # 3 and 5 statements: (3 + 5) / 2 = 4.
    assert weight("subtract", "average") == 4 / 4
    # Only Russia's: grain for, 1. Only France's: grain against, 2. Both: troops against, 2 * 3.
    assert weight("subtract", "jaccard") == 4 / (1 + 2 + 6)
    # Lengths: sqrt(2*2 + 1*1) and sqrt(3*3 + 2*2).
    assert weight("subtract", "cosine") == pytest.approx(4 / (5**0.5 * 13**0.5))
    # Whether, not how often: 1 target each.
    assert weight("subtract", "no", duplicates="range") == 0


def test_an_ambivalent_actor_agrees_and_differs():
    told = [
        stance(RUSSIA, "rejects", TROOPS),
        stance(RUSSIA, "agrees", TROOPS, article="b"),
        stance(FRANCE, "supports", TROOPS),
    ]
    assert weights(network.one_mode_network(told)) == {FR_RU: 1}
    assert weights(network.one_mode_network(told, kind="conflict")) == {FR_RU: 1}
    assert weights(network.one_mode_network(told, kind="subtract")) == {FR_RU: 0}


def test_actors_without_a_common_target_are_not_joined():
    graph = network.one_mode_network([stance(RUSSIA, "rejects", TROOPS), stance(FRANCE, "warns", TRUCE)])
    assert sorted(graph) == ["actor:FR", "actor:RU"]
    assert graph.number_of_edges() == 0


def test_who_leaves_everything_open_is_not_in_the_network():
    assert len(network.one_mode_network([stance(RUSSIA, "defers", TROOPS)])) == 0


def test_persons_are_joined_instead_of_states_when_asked():
    told = [stance(RUSSIA, "rejects", TROOPS, by=PUTIN), stance(FRANCE, "rejects", TROOPS)]
    assert sorted(network.one_mode_network(told, by="actor")) == ["actor:FR", "actor:vladimir-putin"]


def test_weak_ties_are_left_out():
    assert weights(network.one_mode_network(DEBATE, kind="subtract", min_weight=1.5)) == {FR_RU: -2}


def test_nothing_and_a_lone_actor_give_no_ties():
    for told in ([], [stance(RUSSIA, "rejects", TROOPS)]):
        for kind in KINDS:
            assert network.one_mode_network(told, kind=kind).number_of_edges() == 0


def test_unknown_settings_are_refused():
    with pytest.raises(KgError, match="kind: there is no 'love'; choose congruence, conflict, subtract"):
        network.one_mode_network(DEBATE, kind="love")
    with pytest.raises(KgError, match="normalize: there is no 'z'; choose no, average, jaccard, cosine"):
        network.one_mode_network(DEBATE, normalize="z")


def test_a_network_too_large_to_look_at_names_the_way_out():
    many = [stance(Actor(f"a{number}", "Actor"), "supports", TROOPS) for number in range(800)]
    with pytest.raises(KgError, match=r"800 actors have 319600 ties, too many .* narrow them by actor, .*--min-weight"):
        network.one_mode_network(many)
    assert network.one_mode_network(many, min_weight=2).number_of_edges() == 0


@settings(deadline=None)
@given(any_stances, st.sampled_from(KINDS), st.sampled_from(NORMALIZATIONS), st.sampled_from(["report", "range"]))
def test_symmetric_without_loops_and_the_same_in_any_order(told, kind, normalize, duplicates):
    graph = network.one_mode_network(told, kind=kind, normalize=normalize, duplicates=duplicates)
    assert not graph.is_directed()
    assert all(one != other for one, other in graph.edges())
    again = network.one_mode_network(told[::-1], kind=kind, normalize=normalize, duplicates=duplicates)
    assert (dict(again.nodes(data=True)), weights(again)) == (dict(graph.nodes(data=True)), weights(graph))


@settings(deadline=None)
@given(any_stances, st.sampled_from(NORMALIZATIONS), st.sampled_from(["report", "range", "include"]))
def test_subtract_is_the_difference_of_the_other_two(told, normalize, duplicates):
    congruence, conflict, subtract = (
        weights(network.one_mode_network(told, kind=kind, normalize=normalize, duplicates=duplicates)) for kind in KINDS
    )
    assert subtract.keys() == congruence.keys() | conflict.keys()
    for pair, weight in subtract.items():
        assert weight == pytest.approx(congruence.get(pair, 0) - conflict.get(pair, 0))


@settings(deadline=None)
@given(any_stances, st.data())
def test_a_second_report_of_the_day_changes_nothing_unless_asked(told, data):
    dated = [known for known in told if known.stated_on]
    repeated = data.draw(st.lists(st.sampled_from(dated))) if dated else []
    copies = [
        stance(old.represents, old.type, old.target, by=old.actor, article="z", on=old.stated_on) for old in repeated
    ]
    for kind, duplicates in [(kind, rule) for kind in KINDS for rule in ("report", "range")]:
        with_copies = network.one_mode_network([*told, *copies], kind=kind, duplicates=duplicates)
        assert weights(with_copies) == weights(network.one_mode_network(told, kind=kind, duplicates=duplicates))


@settings(deadline=None)
@given(any_stances)
def test_similarities_stay_within_bounds(told):
    for kind, normalize in [(kind, name) for kind in KINDS for name in ("jaccard", "cosine", "average")]:
        for weight in weights(network.one_mode_network(told, kind=kind, normalize=normalize)).values():
            assert -1 - 1e-9 <= weight <= 1 + 1e-9


@settings(deadline=None)
@given(st.lists(st.sampled_from(["supports", "rejects"]), min_size=1, max_size=3))
def test_twins_are_fully_congruent_and_opposites_fully_in_conflict(kinds):
    opposite = {"supports": "rejects", "rejects": "supports"}
    targets = (TROOPS, TRUCE, GRAIN)
    told = [stance(who, kind, target) for who in (RUSSIA, FRANCE) for kind, target in zip(kinds, targets, strict=False)]
    told += [stance(SPAIN, opposite[kind], target) for kind, target in zip(kinds, targets, strict=False)]
    for normalize in ("average", "cosine"):
        graph = network.one_mode_network(told, kind="subtract", normalize=normalize)
        assert graph.edges["actor:FR", "actor:RU"]["weight"] == pytest.approx(1)
        assert graph.edges["actor:ES", "actor:RU"]["weight"] == pytest.approx(-1)


@settings(deadline=None)
@given(any_stances)
def test_weights_are_those_of_the_definition(told):
    """The sums of the docstring, written out."""
    sides = {(one.represents.key, one.target.key, one.type.valence) for one in told if one.type.valence != "open"}
    actors = sorted({who for who, *_ in sides})
    graph = network.one_mode_network(told, kind="subtract")
    for one, other in combinations(actors, 2):
        mine, theirs = ({(t, v) for who, t, v in sides if who == name} for name in (one, other))
        agree = len(mine & theirs)
        differ = sum(1 for (t, v), (u, w) in ((a, b) for a in mine for b in theirs) if t == u and v != w)
        edge = graph.get_edge_data(f"actor:{one}", f"actor:{other}")
        assert (edge["congruence"], edge["conflict"]) == (agree, differ) if edge else (agree, differ) == (0, 0)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 8)), min_size=1, max_size=30))
def test_of_support_alone_it_is_the_projection_of_networkx(pairs):
    """networkx projects two modes to one by itself: the number of shared targets, and its Jaccard coefficient."""
    told = [stance(Actor(f"a{who}", "Actor"), "supports", Target(f"t{what}", "target")) for who, what in pairs]
    modes = network.affiliation_network(told)
    actors = [node for node, mode in modes.nodes(data="bipartite") if mode == 0]
    shared = nx.bipartite.weighted_projected_graph(modes, actors)
    assert weights(network.one_mode_network(told)) == pytest.approx(in_order(shared))
    jaccard = nx.bipartite.overlap_weighted_projected_graph(modes, actors, jaccard=True)
    assert weights(network.one_mode_network(told, normalize="jaccard")) == pytest.approx(in_order(jaccard))


def in_order(graph):
    return {tuple(sorted(pair[:2])): pair[2] for pair in graph.edges(data="weight")}
