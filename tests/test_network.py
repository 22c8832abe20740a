"""The networks of stances: who stands where, who agrees with whom, and files that other programs read."""

from datetime import date

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kg import network
from kg.errors import KgError
from kg.model import Actor, ActorKind, Condition, ConditionKind, Evidence, Stance, StanceType, Target

RUSSIA = Actor("RU", "Moskau", ActorKind.STATE, "Q159", (("de", "Russland"), ("en", "Russia")))
FRANCE = Actor("FR", "Frankreich", ActorKind.STATE)
POLAND = Actor("PL", "Polen", ActorKind.STATE)
PUTIN = Actor("vladimir-putin", "Wladimir Putin", ActorKind.PERSON)
TROOPS = Target("troops+UA", "Truppen", "troops", ("UA",), (("de", "Truppen (Ukraine)"), ("en", "troops (Ukraine)")))
TRUCE = Target("ceasefire", "Waffenruhe", "ceasefire")
GRAIN = Target("getreideabkommen", "das Getreideabkommen")


def stance(
    holder, kind, target, *, by=None, article="a", start=0, text="Ein Satz.", on=None, confidence=0.5, condition=None
):
    evidence = Evidence(start, start + len(text), text)
    return Stance(article, by or holder, holder, kind, target, evidence, condition, None, "", confidence, on)


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


def test_agreement_counts_shared_targets_not_repetitions():
    graph = network.agreement_network(
        [
            stance(RUSSIA, StanceType.REJECTS, TROOPS),
            stance(RUSSIA, StanceType.REJECTS, TROOPS, article="b"),
            stance(RUSSIA, StanceType.CRITICISES, TRUCE),
            stance(FRANCE, StanceType.SUPPORTS, TROOPS),
            stance(FRANCE, StanceType.DEMANDS, TRUCE),
            stance(POLAND, StanceType.COMMITS, TROOPS),
            stance(POLAND, StanceType.DEFERS, TRUCE),
            stance(POLAND, StanceType.SUPPORTS, GRAIN),
        ]
    )
    assert graph.edges["actor:FR", "actor:PL"]["weight"] == 1
    assert graph.edges["actor:FR", "actor:PL"]["agree_on"] == ("target:troops+UA",)
    assert graph.edges["actor:FR", "actor:RU"]["weight"] == -2
    assert graph.edges["actor:FR", "actor:RU"]["normalised"] == -1
    assert graph.edges["actor:PL", "actor:RU"]["weight"] == -1
    assert graph.edges["actor:PL", "actor:RU"]["normalised"] == -0.5
    assert graph.nodes["actor:PL"]["targets"] == 2


def test_who_takes_both_sides_agrees_and_differs():
    graph = network.agreement_network(
        [
            stance(RUSSIA, StanceType.REJECTS, TROOPS),
            stance(RUSSIA, StanceType.AGREES, TROOPS, article="b"),
            stance(FRANCE, StanceType.SUPPORTS, TROOPS),
        ]
    )
    edge = graph.edges["actor:FR", "actor:RU"]
    assert (edge["weight"], edge["agreements"], edge["conflicts"]) == (0, 1, 1)


def test_actors_without_a_common_target_are_not_joined():
    graph = network.agreement_network(
        [stance(RUSSIA, StanceType.REJECTS, TROOPS), stance(FRANCE, StanceType.WARNS, TRUCE)]
    )
    assert sorted(graph) == ["actor:FR", "actor:RU"]
    assert graph.number_of_edges() == 0


READERS = {
    "graphml": lambda path: nx.read_graphml(path, force_multigraph=True),
    "gexf": nx.read_gexf,
}


@pytest.mark.parametrize("ending", READERS)
def test_a_saved_network_is_read_again(ending, tmp_path):
    told = [
        stance(RUSSIA, StanceType.REJECTS, TROOPS, on=date(2025, 9, 5), text="Nie & <nimmer>."),
        stance(RUSSIA, StanceType.WARNS, TROOPS),
    ]
    path = tmp_path / f"network.{ending}"
    network.write(network.actor_network(told), path)
    graph = READERS[ending](path)
    assert graph.number_of_edges() == 2
    edge = next(data for *_, data in graph.edges(data=True) if data["stance"] == "rejects")
    assert edge["evidence"] == "Nie & <nimmer>."
    assert edge["last"] == "2025-09-05"
    assert graph.nodes["actor:RU"]["label_de"] == "Russland"


@pytest.mark.parametrize("ending", READERS)
def test_an_agreement_network_keeps_its_weights(ending, tmp_path):
    told = [stance(RUSSIA, StanceType.REJECTS, TROOPS), stance(FRANCE, StanceType.SUPPORTS, TROOPS)]
    path = tmp_path / f"network.{ending}"
    network.write(network.agreement_network(told), path)
    (edge,) = [data for *_, data in READERS[ending](path).edges(data=True)]
    assert edge["weight"] == -1
    assert edge["differ_on"] == "target:troops+UA"


@given(text=st.text(min_size=1), ending=st.sampled_from(sorted(READERS)))
def test_any_text_gives_a_file_that_can_be_read(text, ending, tmp_path_factory):
    path = tmp_path_factory.mktemp("net") / f"network.{ending}"
    network.write(network.actor_network([stance(RUSSIA, StanceType.WARNS, Target("x", text), text=text)]), path)
    assert READERS[ending](path).number_of_edges() == 1


def test_an_unknown_file_ending_is_refused_and_names_the_known_ones(tmp_path):
    with pytest.raises(KgError, match=r"network\.dot: unknown file ending.*\.graphml or \.gexf"):
        network.write(network.actor_network([]), tmp_path / "network.dot")


def test_a_file_stays_as_it_was_if_the_new_one_cannot_be_written(tmp_path):
    with pytest.raises(KgError, match="cannot be written"):
        network.write(network.actor_network([]), tmp_path / "missing" / "network.gexf")
    assert list(tmp_path.iterdir()) == []
