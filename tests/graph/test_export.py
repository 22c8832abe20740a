"""Files from a store."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
from kg.errors import StoreError
from kg.graph import COLUMNS, export, graph_name, open_store, serialize
from rdflib import Dataset, Graph


@pytest.mark.parametrize("ending", ["trig", "nq", "jsonld"])
def test_files_with_named_graphs_hold_every_quad(store, tmp_path, ending):
    export(store, tmp_path / f"graph.{ending}")
    read = Dataset()
    read.parse(tmp_path / f"graph.{ending}")
    assert {(s, p, o) for s, p, o, _ in read.quads()} == {(s, p, o) for s, p, o, _ in store.quads()}
    assert {g for *_, g in read.quads()} == {g for *_, g in store.quads()} and len(store.quads()) > 300


def test_turtle_holds_the_union_with_prefixes(store, tmp_path):
    export(store, tmp_path / "graph.TTL")
    text = (tmp_path / "graph.TTL").read_text(encoding="utf-8")
    assert set(Graph().parse(data=text, format="turtle")) == {(s, p, o) for s, p, o, _ in store.quads()}
    assert "\nactor:RU a kg:Actor , kg:State ;" in text


def test_the_table_has_one_row_a_stance(store, tmp_path, readings):
    export(store, tmp_path / "stances.csv")
    with (tmp_path / "stances.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS and len(rows) == 12
    (row,) = (row for row in rows if row["stance"] == "rejects")
    assert row["actor"] == "Wladimir Putin" and row["represents_key"] == "RU" and row["date"] == "2024-03-01"
    assert (
        row["condition_kind"] == "regardless" and row["valence"] == "against" and row["title"] == "Streit über Truppen"
    )
    assert readings[0].article.text[int(row["start"]) : int(row["end"])] == row["sentence"]


def test_the_same_store_gives_the_same_bytes_in_any_process(tmp_path, readings):
    with open_store(tmp_path / "store", create=True) as store:
        for reading in readings:
            store.replace(reading)
        expected = serialize(store.quads(), "trig")
    code = "import sys; from kg.graph import *; s = open_store(sys.argv[1], read_only=True); export(s, sys.argv[2])"
    for seed in "12":
        path = tmp_path / f"{seed}.trig"
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", code, tmp_path / "store", path], check=True, env=environment)
        assert path.read_bytes() == expected


def test_a_file_is_replaced_whole_or_not_at_all(store, tmp_path):
    path = tmp_path / "graph.trig"
    path.write_text("old")
    with pytest.raises(StoreError, match="unknown file ending; choose one of ttl, trig"):
        export(store, tmp_path / "graph.docx")
    with pytest.raises(StoreError, match="cannot be written: No such file or directory"):
        export(store, tmp_path / "missing" / "graph.trig")
    (tmp_path / "folder.trig").mkdir()
    with pytest.raises(StoreError, match="cannot be written: Is a directory"):
        export(store, tmp_path / "folder.trig")
    assert path.read_text() == "old"
    export(store, path)
    assert path.read_bytes() == serialize(store.quads(), "trig")
    assert sorted(file.name for file in Path(tmp_path).iterdir()) == ["folder.trig", "graph.trig"]


def test_a_store_that_is_empty_gives_a_file_that_is_valid(tmp_path):
    with open_store(":memory:") as store:
        for ending in ("ttl", "trig", "nq", "jsonld", "csv"):
            export(store, tmp_path / f"graph.{ending}")
    assert len(Dataset().parse(tmp_path / "graph.jsonld")) == 0
    assert (tmp_path / "graph.csv").read_text().strip() == ",".join(COLUMNS)
    assert str(graph_name("x")).endswith("/article/x")
