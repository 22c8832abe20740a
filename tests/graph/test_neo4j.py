"""Files for the bulk import of Neo4j, read back by the rules of its manual ("Full import", "Import header format").

The tool itself is not at hand where the tests run. The rules: a line break ends a row, inside quotation marks too; a
quotation mark inside them is doubled; an empty cell is no property; ``:ID`` is unique over all files of nodes; each
relationship has a type and two ends that are there; a property without a type is text; labels are separated by ``;``.
"""

import csv
import re
import shlex
from datetime import date

import pytest
from hypothesis import given, settings
from invented import readings
from kg.errors import StoreError
from kg.graph import export_neo4j, open_store
from kg.graph.neo4j import NODES, RELATIONSHIPS, files
from kg.model import StanceType

HEADER = re.compile(r"(?P<name>\w*)(:(?P<type>ID|LABEL|START_ID|END_ID|TYPE|int|double|date))?")
READ = {"int": lambda cell: int(cell).to_bytes(4, signed=True) and int(cell), "double": float, None: str}
READ["date"] = date.fromisoformat
BUFFER = 4_194_304
"""The bytes that the longest value may have, by default."""


def imported(texts):
    """Nodes by id and relationships, as the import tool takes them: typed properties, no property for an empty cell."""
    nodes, relationships = {}, []
    for text in texts.values():
        assert b"\r" not in text and not text.startswith(b"\xef\xbb\xbf")
        head, *lines = (next(csv.reader([row], strict=True)) for row in text.decode("utf-8").split("\n")[:-1])
        fields = [HEADER.fullmatch(cell) for cell in head]
        assert all(fields), head
        for line in lines:
            assert len(line) == len(head) and max(len(cell.encode()) for cell in line) < BUFFER
            special = {f["type"]: cell for f, cell in zip(fields, line, strict=True) if not f["name"]}
            properties = {
                f["name"]: READ[f["type"]](cell) for f, cell in zip(fields, line, strict=True) if f["name"] and cell
            }
            if "ID" in special:
                assert special["ID"] and special["ID"] not in nodes, "ids are unique"
                labels = special["LABEL"].split(";")
                assert all(labels) and len(set(labels)) == len(labels)
                nodes[special["ID"]] = (set(labels), properties)
            else:
                relationships.append((special["START_ID"], special["TYPE"], special["END_ID"], properties))
    for start, kind, end, _ in relationships:
        assert start in nodes and end in nodes and re.fullmatch("[A-Z_]+", kind)
    return nodes, relationships


@pytest.fixture
def folder(store, tmp_path):
    command = export_neo4j(store, tmp_path / "my graph's")
    return tmp_path / "my graph's", command


def test_stances_are_read_back_as_a_graph(folder, store):
    nodes, relationships = imported({file.name: file.read_bytes() for file in folder[0].iterdir()})
    labels = [label for labels, _ in nodes.values() for label in labels]
    counts = store.counts()
    assert labels.count("Stance") == counts["stances"] == 12 and labels.count("Article") == counts["articles"] == 4
    assert labels.count("Target") == counts["targets"]
    assert nodes["actor/RU"] == (
        {"Actor", "State"},
        {"key": "RU", "name": "Russland", "name_de": "Russland", "name_en": "Russia", "kind": "state",
         "iso_code": "RU", "wikidata": "Q159"},
    )  # fmt: skip
    assert nodes["actor/eu"][0] == {"Actor", "Organisation"}, "whom a target involves is known by the tables"
    (rejects,) = (name for name, (_, told) in nodes.items() if told.get("type") == "rejects")
    assert nodes[rejects][1]["stated_on"] == date(2024, 3, 1) and nodes[rejects][1]["confidence"] == 0.9
    assert {(kind, end) for start, kind, end, _ in relationships if start == rejects} == {
        ("ACTOR", "actor/vladimir-putin"),
        ("REPRESENTS", "actor/RU"),
        ("SPEAKER", "actor/anton-beispiel"),
        ("TARGET", "target/troops+UA"),
        ("READ_FROM", "article/spring"),
    }
    assert {start for start, kind, end, _ in relationships if (kind, end) == ("REJECTS", "target/troops+UA")} == {
        "actor/vladimir-putin",
        "actor/RU",
    }
    assert ("target/troops+UA", "INVOLVES", "actor/UA", {}) in relationships
    assert ("target/troops+UA", "ISSUE", "issue/troops", {}) in relationships
    assert ("issue/troops", "BROADER", "issue/security", {}) in relationships


def test_the_command_names_every_file(folder):
    place, command = folder
    assert command.startswith("neo4j-admin database import full neo4j ")
    named = [part.removeprefix("--").partition("=")[::2] for part in shlex.split(command)[5:]]
    assert {path for _, path in named} == {str(file) for file in place.iterdir()}
    assert [sort for sort, _ in named].count("nodes") == len(NODES)
    assert len(named) == len(NODES) + len(RELATIONSHIPS)


@settings(deadline=None, max_examples=25)
@given(readings())
def test_any_text_is_read_back(reading):
    with open_store(":memory:") as store:
        store.replace(reading)
        nodes, relationships = imported(files(dict(store.named_stances()), store.articles()))
    assert sum("Stance" in labels for labels, _ in nodes.values()) == len(set(reading.stances))
    kinds = {kind for _, kind, _, _ in relationships}
    assert kinds <= {type_.upper() for type_ in StanceType} | {
        *("ACTOR", "REPRESENTS", "SPEAKER", "TARGET", "READ_FROM", "ISSUE", "INVOLVES", "BROADER")
    }


def test_a_folder_that_cannot_be_made_is_named(store, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file/neo4j: cannot be made: Not a directory"):
        export_neo4j(store, tmp_path / "file" / "neo4j")
