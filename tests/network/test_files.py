"""Networks as files that other programs read."""

import csv
from datetime import date
from pathlib import Path

import networkx as nx
import pytest
from debate import FRANCE, POLAND, RUSSIA, TROOPS, stance
from hypothesis import given, settings
from hypothesis import strategies as st
from kg import network
from kg.errors import KgError
from kg.model import Target
from lxml import etree

READERS = {
    "graphml": lambda path: nx.read_graphml(path, force_multigraph=True),
    "gexf": nx.read_gexf,
}
GEXF = etree.RelaxNG(file=str(Path(__file__).with_name("gexf.rng")))
VALUES = {"long": int, "double": float, "boolean": {"true": True, "false": False}.__getitem__, "string": str}


def valid_rows(path):
    """The rows of a GEXF file, which must be one by the schema, and by what the schema cannot say: ids and types."""
    GEXF.assertValid(etree.parse(path))
    (graph,) = etree.parse(path).getroot().iterchildren("{*}graph")
    types = {
        name: {
            a.get("id"): VALUES[a.get("type")]
            for a in graph.iterfind(f"{{*}}attributes[@class='{name}']/{{*}}attribute")
        }
        for name in ("node", "edge")
    }
    rows = {name: list(graph.iterfind(f"{{*}}{name}s/{{*}}{name}")) for name in types}
    for name, found in rows.items():
        assert len({row.get("id") for row in found}) == len(found)
        for row in found:
            for value in row.iterfind("{*}attvalues/{*}attvalue"):
                types[name][value.get("for")](value.get("value"))
    assert {row.get(end) for row in rows["edge"] for end in ("source", "target")} <= {
        row.get("id") for row in rows["node"]
    }
    return rows


@pytest.mark.parametrize("ending", READERS)
def test_a_saved_network_is_read_again(ending, tmp_path):
    told = [
        stance(RUSSIA, "rejects", TROOPS, on=date(2025, 9, 5), text="Nie & <nimmer>."),
        stance(RUSSIA, "warns", TROOPS),
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
def test_a_one_mode_network_keeps_its_weights(ending, tmp_path):
    told = [stance(RUSSIA, "rejects", TROOPS), stance(FRANCE, "supports", TROOPS)]
    path = tmp_path / f"network.{ending}"
    network.write(network.one_mode_network(told, kind="subtract"), path)
    (edge,) = [data for *_, data in READERS[ending](path).edges(data=True)]
    assert edge["weight"] == -1
    assert edge["differ_on"] == "target:troops+UA"


def test_ties_as_a_table_come_strongest_first(tmp_path):
    told = [
        *(stance(RUSSIA, kind, Target(key, key)) for key, kind in (("x", "rejects"), ("y", "rejects"))),
        *(stance(FRANCE, "rejects", Target(key, key)) for key in "xy"),
        stance(POLAND, "supports", Target("y", "y")),
    ]
    network.write(network.one_mode_network(told, kind="subtract"), tmp_path / "network.csv")
    with (tmp_path / "network.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["source"], row["target"], row["weight"]) for row in rows] == [
        ("actor:FR", "actor:RU", "2.0"),
        ("actor:FR", "actor:PL", "-1.0"),
        ("actor:PL", "actor:RU", "-1.0"),
    ]
    assert rows[0]["target_label"] == "Moskau"
    assert rows[0]["agree_on"] == "target:x | target:y"


def test_a_name_of_500_characters_is_kept_whole(tmp_path):
    name = "Ausschuss " * 50
    for ending in ("graphml", "gexf", "csv"):
        path = tmp_path / f"network.{ending}"
        network.write(network.affiliation_network([stance(RUSSIA, "warns", Target("x", name))]), path)
        assert name.strip() in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "build",
    [
        network.actor_network,
        network.affiliation_network,
        network.one_mode_network,
        lambda none: network.actor_network([]),
    ],
    ids=["actors", "affiliation", "one mode", "empty"],
)
def test_gexf_is_valid_by_its_schema(build, tmp_path):
    told = [
        stance(RUSSIA, "rejects", TROOPS, on=date(2025, 9, 5), text="Nie & <nimmer>."),
        stance(RUSSIA, "warns", TROOPS),
        stance(FRANCE, "supports", TROOPS),
    ]
    graph = build(told)
    network.write(graph, tmp_path / "network.gexf")
    rows = valid_rows(tmp_path / "network.gexf")
    assert all(row.get("label") for row in rows["node"])
    assert (len(rows["node"]), len(rows["edge"])) == (graph.number_of_nodes(), graph.number_of_edges())


def test_the_same_network_gives_the_same_gexf_on_another_day(tmp_path):
    network.write(network.actor_network([stance(RUSSIA, "warns", TROOPS)]), tmp_path / "network.gexf")
    assert "lastmodified" not in (tmp_path / "network.gexf").read_text(encoding="utf-8")


@settings(deadline=None)
@given(text=st.text(min_size=1), ending=st.sampled_from(sorted(READERS)))
def test_any_text_gives_a_file_that_can_be_read(text, ending, tmp_path_factory):
    path = tmp_path_factory.mktemp("net") / f"network.{ending}"
    network.write(network.actor_network([stance(RUSSIA, "warns", Target("x", text), text=text)]), path)
    assert READERS[ending](path).number_of_edges() == 1
    if ending == "gexf":
        assert len(valid_rows(path)["edge"]) == 1


def test_an_unknown_file_ending_is_refused_and_names_the_known_ones(tmp_path):
    with pytest.raises(KgError, match=r"network\.dot: unknown file ending.*use \.graphml, \.gexf or \.csv"):
        network.write(network.actor_network([]), tmp_path / "network.dot")


def test_a_file_stays_as_it_was_if_the_new_one_cannot_be_written(tmp_path):
    with pytest.raises(KgError, match="cannot be written"):
        network.write(network.actor_network([]), tmp_path / "missing" / "network.gexf")
    assert list(tmp_path.iterdir()) == []
