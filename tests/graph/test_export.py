"""Files from a store."""

import csv
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import readings as readings_of_any_sort
from kg.errors import StoreError
from kg.graph import COLUMNS, ENDINGS, export, graph_name, open_store, quads, serialize
from kg.graph.terms import written
from pyoxigraph import RdfFormat, parse
from rdflib import Dataset, Graph


@pytest.mark.parametrize("ending", ["trig", "nq", "jsonld"])
def test_files_with_named_graphs_hold_every_quad(store, tmp_path, ending):
    export(store, tmp_path / f"graph.{ending}")
    read = Dataset()
    read.parse(tmp_path / f"graph.{ending}")
    assert {(s, p, o) for s, p, o, _ in read.quads()} == {(s, p, o) for s, p, o, _ in store.quads()}
    assert {g for *_, g in read.quads()} == {g for *_, g in store.quads()} and len(store.quads()) > 300


@pytest.mark.parametrize(("ending", "form"), [("TTL", "turtle"), ("nt", "nt"), ("rdf", "xml")])
def test_files_without_named_graphs_hold_the_union(store, tmp_path, ending, form):
    export(store, tmp_path / f"graph.{ending}")
    union = Graph().parse(tmp_path / f"graph.{ending}", format=form)
    assert set(union) == {(s, p, o) for s, p, o, _ in store.quads()}


def test_turtle_has_the_known_prefixes(store, tmp_path):
    export(store, tmp_path / "graph.ttl")
    assert "\nactor:RU a kg:Actor , kg:State ;" in (tmp_path / "graph.ttl").read_text(encoding="utf-8")


@settings(deadline=None, max_examples=25)
@given(readings_of_any_sort(), st.sampled_from(["trig", "nq", "jsonld", "ttl", "nt"]))
def test_every_text_survives_every_rdf_format(reading, form):
    given_quads = sorted(quads(reading), key=str)
    expected = {pyoxigraph_quad(written(s), written(p), written(o)) for s, p, o, _ in given_quads}
    formats = {"trig": RdfFormat.TRIG, "nq": RdfFormat.N_QUADS, "jsonld": RdfFormat.JSON_LD, "ttl": RdfFormat.TURTLE}
    found = {
        str(quad.triple) for quad in parse(serialize(given_quads, form), format=formats.get(form, RdfFormat.N_TRIPLES))
    }
    lost = expected - found
    assert found <= expected
    # rdflib's JSON-LD leaves an empty text out where another stands beside it.
    assert not lost if form != "jsonld" else all(triple.rpartition("> ")[2].startswith('""') for triple in lost)


def pyoxigraph_quad(*terms):
    (quad,) = parse(" ".join(terms) + " .", format=RdfFormat.N_TRIPLES)
    return str(quad.triple)


@settings(deadline=None, max_examples=25)
@given(readings_of_any_sort())
def test_rdf_xml_is_well_formed_whatever_the_article_holds(reading):
    found = list(parse(serialize(quads(reading), "rdf"), format=RdfFormat.RDF_XML))
    assert len(found) == len({(s, p, written(o).translate(NOT_IN_XML)) for s, p, o, _ in quads(reading)})


NOT_IN_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")


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


def test_parquet_has_the_same_table_with_dates_and_numbers(store, tmp_path):
    export(store, tmp_path / "stances.csv")
    export(store, tmp_path / "stances.parquet")
    text = pandas.read_csv(tmp_path / "stances.csv", keep_default_na=False, dtype=str)
    table = pandas.read_parquet(tmp_path / "stances.parquet")
    assert list(table.columns) == list(text.columns) == list(COLUMNS)
    assert table["confidence"].dtype == "float64" and table["start"].dtype == "int64"
    assert {type(day) for day in table["date"].dropna()} == {date}
    assert table["date"].isna().sum() == 1 and table["speaker"].isna().sum() == 11
    again = table.astype(object).where(table.notna(), "").astype(str)
    assert again.drop(columns="confidence").equals(text.drop(columns="confidence").astype(again["actor"].dtype))


def test_without_pyarrow_parquet_says_what_to_install(tmp_path):
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from kg.graph import *\n"
        "try: export(open_store(':memory:'), sys.argv[1])\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "a.parquet"], capture_output=True, text=True, check=True
    )
    assert done.stdout == (
        "MissingExtraError Parquet needs a package that is not installed: pip install 'stance-graph[parquet]'\n"
    )
    assert list(tmp_path.iterdir()) == []


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
    with pytest.raises(StoreError, match="unknown file ending; choose one of trig, nq, jsonld, ttl"):
        export(store, tmp_path / "graph.docx")
    with pytest.raises(StoreError, match="cannot be written: No such file or directory"):
        export(store, tmp_path / "missing" / "graph.trig")
    (tmp_path / "folder.trig").mkdir()
    with pytest.raises(StoreError, match="cannot be written: Is a directory"):
        export(store, tmp_path / "folder.trig")
    assert path.read_text() == "old"
    export(store, path)
    assert path.read_bytes() == serialize(store.quads(), "trig")
    assert {file.name for file in Path(tmp_path).iterdir()} - {"the-store"} == {"folder.trig", "graph.trig"}


def test_a_store_that_is_empty_gives_a_file_that_is_valid(tmp_path):
    with open_store(":memory:") as store:
        for ending in ENDINGS:
            export(store, tmp_path / f"graph.{ending}")
    assert len(Dataset().parse(tmp_path / "graph.jsonld")) == 0
    assert (tmp_path / "graph.csv").read_text().strip() == ",".join(COLUMNS)
    assert str(graph_name("x")).endswith("/article/x")
