"""Who stands together, what holds a group together, what divides it, and how polarised a debate is."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from debate import FRANCE, GRAIN, POLAND, RUSSIA, SPAIN, TROOPS, TRUCE, any_stances, stance
from hypothesis import given, settings
from kg import network
from kg.model import Actor, Target, Valence

CHINA, BRAZIL = Actor("CN", "China"), Actor("BR", "Brasilien")
TAX, BORDER = Target("tax", "tax"), Target("border", "border")

# France, Poland and Spain want troops, and grain but for Spain; they differ on the border.
# Russia and China reject troops and demand a truce, which Poland rejects. Brazil speaks of taxes alone.
DEBATE = [
    *(stance(who, "supports", TROOPS) for who in (FRANCE, POLAND, SPAIN)),
    *(stance(who, "supports", GRAIN) for who in (FRANCE, POLAND)),
    stance(FRANCE, "supports", BORDER),
    stance(SPAIN, "rejects", BORDER),
    *(stance(who, "rejects", TROOPS) for who in (RUSSIA, CHINA)),
    *(stance(who, "demands", TRUCE) for who in (RUSSIA, CHINA)),
    stance(POLAND, "rejects", TRUCE),
    stance(BRAZIL, "rejects", TAX),
]
WEST, EAST = ("actor:FR", "actor:PL", "actor:ES"), ("actor:CN", "actor:RU")


def test_coalitions_and_who_is_in_none():
    found = network.coalitions(DEBATE)
    assert [group.actors for group in found.groups] == [WEST, EAST]
    assert found.alone == ("actor:BR",)
    assert found.members == {**dict.fromkeys(WEST, 1), **dict.fromkeys(EAST, 2)}
    assert dict(found.network.nodes(data="coalition")) == {**found.members, "actor:BR": None}


def test_what_holds_a_coalition_together_and_what_divides_it():
    west, east = network.coalitions(DEBATE).groups
    assert [(held.target, held.valence, set(held.actors)) for held in west.holds] == [
        ("target:troops+UA", Valence.FAVOUR, set(WEST)),
        ("target:getreideabkommen", Valence.FAVOUR, {"actor:FR", "actor:PL"}),
    ]
    (split,) = west.splits
    assert (split.target, split.favour, split.against) == ("target:border", ("actor:FR",), ("actor:ES",))
    assert [(held.target, held.valence) for held in east.holds] == [
        ("target:ceasefire+UA", Valence.FAVOUR),
        ("target:troops+UA", Valence.AGAINST),
    ]
    assert east.splits == ()


def test_what_sets_coalitions_against_each_other():
    troops, truce = network.coalitions(DEBATE).rifts
    assert (troops.target, troops.favour, troops.against) == ("target:troops+UA", 1, 2)
    assert (set(troops.supporters), set(troops.opponents)) == (set(WEST), set(EAST))
    assert (truce.target, truce.favour, truce.against, truce.opponents) == ("target:ceasefire+UA", 2, 1, ("actor:PL",))


def test_modularity_and_ei_index_by_hand():
    # Congruence: France-Poland 2, France-Spain 1, Poland-Spain 1, Russia-China 2. All weight is m = 6.
    # Within the first coalition 4, sum of its degrees 8; within the second 2, sum of degrees 4:
    # modularity = 4/6 - (8/12)^2 + 2/6 - (4/12)^2 = 1 - 80/144 = 4/9. No agreement between them: E-I = (0 - 6) / 6.
    found = network.coalitions(DEBATE, normalize="no")
    assert found.modularity == pytest.approx(4 / 9)
    assert found.ei_index == -1
    # If Russia also speaks for grain, it agrees with France and Poland once each: E-I = (2 - 6) / (2 + 6).
    found = network.coalitions([*DEBATE, stance(RUSSIA, "supports", GRAIN)], normalize="no")
    assert [set(group.actors) for group in found.groups] == [set(WEST), set(EAST)]
    assert found.ei_index == pytest.approx(-4 / 8)


def test_of_the_subtract_network_only_agreement_in_excess_of_conflict_counts():
    found = network.coalitions(DEBATE, kind="subtract")
    # France and Spain agree on troops and differ on the border: nothing is left.
    assert not found.network.has_edge("actor:ES", "actor:FR")
    assert found.network.has_edge("actor:ES", "actor:PL")


def test_polarisation_over_time():
    told = [
        *(stance(who, "supports", TROOPS, on=date(2021, 5, 1)) for who in (FRANCE, POLAND, RUSSIA, CHINA)),
        *(stance(who, "supports", TROOPS, on=date(2023, 5, 1)) for who in (FRANCE, POLAND)),
        *(stance(who, "rejects", TROOPS, on=date(2023, 5, 1)) for who in (RUSSIA, CHINA)),
    ]
    united, divided = network.polarisation(told, "1y", normalize="no")
    assert (united.first, united.last) == (date(2021, 1, 1), date(2021, 12, 31))
    assert (united.actors, united.ties, united.coalitions, united.modularity) == (4, 6, 1, 0)
    # Two pairs: 1/2 - (2/4)^2 twice.
    assert (divided.actors, divided.ties, divided.coalitions, divided.modularity) == (4, 2, 2, 0.5)


def test_no_agreement_is_no_coalition():
    for told in ([], [stance(RUSSIA, "rejects", TROOPS)]):
        found = network.coalitions(told)
        assert (found.groups, found.rifts, found.modularity, found.ei_index) == ((), (), 0, None)
    assert network.polarisation([]) == []


def test_centralities():
    # France - Poland - Russia in a row: all shortest ways of the two ends pass Poland.
    told = [
        *(stance(who, "supports", GRAIN) for who in (FRANCE, POLAND)),
        *(stance(who, "supports", TROOPS) for who in (POLAND, RUSSIA)),
    ]
    graph = network.one_mode_network(told)
    network.add_centralities(graph)
    assert dict(graph.nodes(data="degree")) == {"actor:FR": 1, "actor:PL": 2, "actor:RU": 1}
    assert dict(graph.nodes(data="betweenness")) == {"actor:FR": 0, "actor:PL": 1, "actor:RU": 0}
    assert dict(graph.nodes(data="strength")) == {"actor:FR": 1, "actor:PL": 2, "actor:RU": 1}
    ranks = dict(graph.nodes(data="pagerank"))
    assert sum(ranks.values()) == pytest.approx(1)
    assert max(ranks, key=ranks.get) == "actor:PL"


def test_coalitions_are_the_same_in_every_process():
    code = (
        "from test_coalitions import *\n"
        "names = [Actor(f'actor-{n}', str(n)) for n in range(40)]\n"
        "told = [stance(a, 'supports', Target(str(n % k), '')) for k in (3, 5, 7) for n, a in enumerate(names)]\n"
        "print([sorted(group.actors) for group in network.coalitions(told).groups])"
    )
    folder = Path(__file__).parent
    answers = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": str(seed), "PYTHONPATH": f"{folder}:{folder.parents[1]}"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in (1, 2, 3)
    }
    assert len(answers) == 1


@settings(deadline=None)
@given(any_stances)
def test_every_actor_who_takes_sides_is_in_one_coalition_or_alone(told):
    found = network.coalitions(told)
    placed = [actor for group in found.groups for actor in group.actors]
    assert sorted([*placed, *found.alone]) == sorted(found.network)
    assert all(len(group.actors) > 1 for group in found.groups)
    assert [group.number for group in found.groups] == list(range(1, len(found.groups) + 1))
    for group in found.groups:
        for held in group.holds:
            assert len(held.actors) > 1
        for split in group.splits:
            assert split.ambivalent or (split.favour and split.against)
