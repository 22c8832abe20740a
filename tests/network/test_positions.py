"""Who takes which position: arrows by stance type, and the signed two-mode network."""

from datetime import date

import networkx as nx
import pytest
from debate import FRANCE, GRAIN, POLAND, PUTIN, RUSSIA, TROOPS, TRUCE, any_stances, stance
from hypothesis import given, settings
from kg import network
from kg.errors import KgError
from kg.model import Condition, ConditionKind, StanceType, Target


def test_statements_of_one_position_are_one_edge():
    condition = Condition("nach einem Abkommen", ConditionKind.AFTER)
    graph = network.actor_network(
        [
            stance(RUSSIA, StanceType.REJECTS, TROOPS, on=date(2025, 9, 5), text="Zweiter.", condition=condition),
            stance(RUSSIA, StanceType.REJECTS, TROOPS, by=PUTIN, on=date(2025, 3, 1), text="Erster.", confidence=0.8),
            stance(RUSSIA, StanceType.WARNS, TROOPS),
        ]
    )
    assert set(graph.edges(keys=True)) == {
        ("actor:RU", "target:troops+UA", "rejects"),
        ("actor:RU", "target:troops+UA", "warns"),
    }
    edge = graph.edges["actor:RU", "target:troops+UA", "rejects"]
    assert edge["count"] == 2
    assert (edge["first"], edge["last"]) == (date(2025, 3, 1), date(2025, 9, 5))
    assert edge["confidence"] == 0.8
    assert edge["valence"] == "against"
    assert edge["conditions"] == ("nach einem Abkommen",)
    assert [held.evidence.text for held in edge["evidence"]] == ["Erster.", "Zweiter."]


def test_nodes_carry_kind_and_labels_in_both_languages():
    graph = network.actor_network(
        [stance(RUSSIA, StanceType.REJECTS, TROOPS), stance(FRANCE, StanceType.AGREES, GRAIN)]
    )
    assert graph.nodes["actor:RU"]["kind"] == "state"
    assert graph.nodes["actor:RU"]["wikidata"] == "Q159"
    assert graph.nodes["actor:RU"]["label_en"] == "Russia"
    assert graph.nodes["target:troops+UA"]["kind"] == "target"
    assert graph.nodes["target:troops+UA"]["label_de"] == "Truppen (Ukraine)"
    assert graph.nodes["target:getreideabkommen"]["label_en"] == "das Getreideabkommen"


def test_persons_stand_for_their_state_unless_asked_otherwise():
    told = [stance(RUSSIA, StanceType.REJECTS, TROOPS, by=PUTIN)]
    assert "actor:RU" in network.actor_network(told)
    by_person = network.actor_network(told, by="actor")
    assert "actor:vladimir-putin" in by_person
    assert "actor:RU" not in by_person


def test_an_actor_that_is_a_target_is_one_node():
    towards_russia = Target("RU", "Moskau", None, ("RU",), RUSSIA.labels)
    graph = network.actor_network(
        [stance(FRANCE, StanceType.CRITICISES, towards_russia), stance(RUSSIA, StanceType.REJECTS, TROOPS)]
    )
    assert graph.has_edge("actor:FR", "actor:RU")
    assert set(graph) == {"actor:FR", "actor:RU", "target:troops+UA"}


def test_an_actor_that_is_only_a_target_has_the_kind_of_the_gazetteer():
    towards_russia = Target("RU", "Moskau", None, ("RU",), RUSSIA.labels)
    graph = network.actor_network([stance(FRANCE, StanceType.CRITICISES, towards_russia)])
    assert graph.nodes["actor:RU"]["kind"] == "state"
    assert graph.nodes["actor:RU"]["label"] in ("Moskau", "Russland")


def test_targets_whose_keys_differ_only_in_case_are_one_node():
    told = [
        stance(RUSSIA, "rejects", Target("Sanktionen", "Sanktionen")),
        stance(FRANCE, "supports", Target("sanktionen", "SANKTIONEN")),
    ]
    assert set(network.actor_network(told)) == {"actor:RU", "actor:FR", "target:Sanktionen"}
    assert network.affiliation_network(told).degree("target:Sanktionen") == 2
    assert network.one_mode_network(told, kind="conflict").edges["actor:FR", "actor:RU"]["weight"] == 1


def weights(graph):
    return {(actor, target): data["weight"] for actor, target, data in graph.edges(data=True)}


# Russia on troops: rejected on two days, welcomed on one: 1 - 2 = -1, on both sides; on the truce: for it once: +1.
# Poland on the truce: warned of it once: -1; on grain: only deferred: open.
DEBATE = [
    stance(RUSSIA, "rejects", TROOPS, on=date(2022, 3, 1)),
    stance(RUSSIA, "rejects", TROOPS, on=date(2022, 3, 1), article="b"),
    stance(RUSSIA, "rejects", TROOPS, on=date(2022, 3, 2), article="c"),
    stance(RUSSIA, "supports", TROOPS, on=date(2022, 3, 9), article="d"),
    stance(RUSSIA, "demands", TRUCE, on=date(2022, 3, 1)),
    stance(POLAND, "warns", TRUCE, on=date(2022, 3, 1)),
    stance(POLAND, "defers", GRAIN, on=date(2022, 3, 1)),
]
RU_TROOPS, RU_TRUCE = ("actor:RU", "target:troops+UA"), ("actor:RU", "target:ceasefire+UA")
SIDES = ("favour", "against", "count")
PL_TRUCE, PL_GRAIN = ("actor:PL", "target:ceasefire+UA"), ("actor:PL", "target:getreideabkommen")


def test_an_affiliation_is_statements_in_favour_minus_those_against():
    graph = network.affiliation_network(DEBATE)
    assert weights(graph) == {RU_TROOPS: -1, RU_TRUCE: 1, PL_TRUCE: -1, PL_GRAIN: 0}
    assert nx.bipartite.is_bipartite(graph)
    assert {node: mode for node, mode in graph.nodes(data="bipartite") if mode == 0} == {"actor:RU": 0, "actor:PL": 0}


def test_who_was_on_both_sides_is_ambivalent_and_who_only_deferred_is_open():
    positions = {pair: network.affiliation_network(DEBATE).edges[pair]["position"] for pair in (RU_TROOPS, PL_GRAIN)}
    assert positions == {RU_TROOPS: "ambivalent", PL_GRAIN: "open"}
    assert network.affiliation_network(DEBATE).edges[RU_TRUCE]["position"] == "favour"
    assert network.affiliation_network(DEBATE).edges[PL_TRUCE]["position"] == "against"


def test_repeated_reports_of_a_day_are_one_statement_unless_asked():
    counted = {
        rule: {name: network.affiliation_network(DEBATE, duplicates=rule).edges[RU_TROOPS][name] for name in SIDES}
        for rule in ("report", "include", "range")
    }
    assert counted == {
        "report": {"favour": 1, "against": 2, "count": 4},
        "include": {"favour": 1, "against": 3, "count": 4},
        "range": {"favour": 1, "against": 1, "count": 4},
    }


def test_affiliations_are_normalised_by_activity_or_prominence():
    # Russia took sides 2 + 1 + 1 = 4 times, Poland once. On troops 3 sides were taken, on the truce 1 + 1 = 2.
    assert weights(network.affiliation_network(DEBATE, normalize="activity")) == {
        RU_TROOPS: -1 / 4,
        RU_TRUCE: 1 / 4,
        PL_TRUCE: -1,
        PL_GRAIN: 0,
    }
    assert weights(network.affiliation_network(DEBATE, normalize="prominence")) == {
        RU_TROOPS: -1 / 3,
        RU_TRUCE: 1 / 2,
        PL_TRUCE: -1 / 2,
        PL_GRAIN: 0,
    }


def test_weak_ties_are_left_out_with_those_who_have_no_other():
    graph = network.affiliation_network(DEBATE, min_weight=1)
    assert set(graph) == {"actor:RU", "actor:PL", "target:troops+UA", "target:ceasefire+UA"}


def test_a_state_that_is_a_target_is_a_node_of_its_own_in_two_modes():
    towards_russia = Target("RU", "Moskau", None, ("RU",), RUSSIA.labels)
    graph = network.affiliation_network([stance(FRANCE, "criticises", towards_russia), *DEBATE])
    assert graph.nodes["actor:RU"]["bipartite"] == 0
    assert graph.nodes["target:RU"]["bipartite"] == 1


def test_unknown_settings_are_refused_and_the_known_ones_named():
    with pytest.raises(KgError, match="normalize: there is no 'average'; choose no, activity, prominence"):
        network.affiliation_network(DEBATE, normalize="average")
    with pytest.raises(KgError, match="duplicates: there is no 'week'; choose include, report, range"):
        network.affiliation_network(DEBATE, duplicates="week")


@settings(deadline=None)
@given(any_stances)
def test_each_stance_is_the_evidence_of_one_tie(told):
    for graph in (network.affiliation_network(told), network.actor_network(told)):
        held = [stance for *_, evidence in graph.edges(data="evidence") for stance in evidence]
        assert sorted(map(repr, held)) == sorted(map(repr, set(told)))


@settings(deadline=None)
@given(any_stances)
def test_activity_adds_up_to_one_for_who_takes_sides(told):
    graph = network.affiliation_network(told, normalize="activity")
    for actor, mode in graph.nodes(data="bipartite"):
        sides = [data for *_, data in graph.edges(actor, data=True) if data["position"] != "open"]
        if mode == 0 and sides and all(data["position"] != "ambivalent" for data in sides):
            assert sum(abs(data["weight"]) for data in sides) == pytest.approx(1)
