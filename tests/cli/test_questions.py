"""kg query, kg stances, kg articles: asking a store."""

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

REJECTS = "SELECT ?who ?what { ?who kg:rejects ?what } ORDER BY ?who ?what"


def answer(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_sparql_with_known_prefixes(kg: Any, store: Path) -> None:
    done = kg("query", "--store", store, REJECTS)
    assert (done.returncode, done.stderr) == (0, "")
    assert "actor:GH" in done.stdout
    assert "actor:BO" in done.stdout
    rows = answer(kg("query", "--store", store, "--format", "csv", REJECTS).stdout)
    assert {row["who"].rpartition("/")[2] for row in rows} == {"BO", "GH"}


def test_every_result_format(kg: Any, store: Path, tmp_path: Path) -> None:
    found = json.loads(kg("query", "--store", store, "--format", "json", REJECTS).stdout)
    size = len(found["results"]["bindings"])
    assert found["head"]["vars"] == ["who", "what"]
    assert len(kg("query", "--store", store, "--format", "tsv", REJECTS).stdout.splitlines()) == size + 1
    assert kg("query", "--store", store, "--format", "xml", REJECTS).stdout.count("<result>") == size
    construct = "CONSTRUCT { ?who kg:rejects ?what } WHERE { ?who kg:rejects ?what }"
    for name, form in (
        ("table", RdfFormat.TURTLE),
        ("turtle", RdfFormat.TURTLE),
        ("ntriples", RdfFormat.N_TRIPLES),
        ("rdfxml", RdfFormat.RDF_XML),
        ("jsonld", RdfFormat.JSON_LD),
    ):
        file = tmp_path / name
        assert kg("query", "--store", store, "--format", name, "-o", file, construct).stdout == ""
        assert len(list(parse(path=file, format=form))) == size
    assert kg("query", "--store", store, "ASK { ?who kg:rejects ?what }").stdout == "yes\n"


def test_named_queries(kg: Any, store: Path) -> None:
    listed = kg("query", "--list").stdout
    assert "who-rejects" in listed
    assert "--actor" in kg("query", "--list", "who-rejects").stdout
    by_name = answer(kg("query", "--store", store, "who-rejects", "--actor", "Bolivien", "--format", "csv").stdout)
    by_key = answer(kg("query", "--store", store, "who-rejects", "-p", "actor=BO", "--format", "csv").stdout)
    assert by_name == by_key != []
    between = ("query", "stances-between", "--from", "2024-06-01", "--to", "2024-06-30", "--format", "csv")
    assert {row["date"][:7] for row in answer(kg(*between, "--store", store).stdout)} == {"2024-06"}


def test_queries_from_file_and_standard_input(kg: Any, store: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(REJECTS)
    expected = kg("query", "--store", store, "--format", "csv", REJECTS).stdout
    assert kg("query", "--store", store, "--format", "csv", "-f", tmp_path / "q.rq").stdout == expected
    assert kg("query", "--store", store, "--format", "csv", "-f", "-", input=REJECTS).stdout == expected


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (("--actor", "Bolivia"), {("BO", "rejects")}),
        (("--actor", "bolivien", "--stance", "rejects"), {("BO", "rejects")}),
        (("--actor", "Bolivien", "--stance", "demands"), set()),
        (("--article", "chile", "--stance", "demands"), {("CL", "demands")}),
        (("--issue", "sanctions", "--stance", "demands"), {("FR", "demands")}),
        (("--from", "2024-06-01", "--stance", "rejects"), {("BO", "rejects")}),
        (("--to", "2024-05-31", "--stance", "demands"), {("FR", "demands")}),
        (("--min-confidence", "1", "--from", "2030-01-01"), set()),
    ],
)
def test_stances_by_filter(kg: Any, store: Path, filters: tuple[str, ...], found: set[tuple[str, str]]) -> None:
    done = kg("stances", "--store", store, "--format", "jsonl", *filters)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {(row["represents_key"], row["stance"]) for row in rows} == found
    table = kg("stances", "--store", store, *filters).stdout
    assert all(row["stance"] in table for row in rows)


def test_stored_stances_are_those_that_were_extracted(kg: Any, store: Path, inputs: Path) -> None:
    extracted = kg("extract", "--format", "jsonl", inputs / "ghana.txt").stdout.splitlines()
    stored = kg("stances", "--store", store, "--article", "ghana", "--format", "jsonl").stdout.splitlines()
    assert sorted(stored) == sorted(extracted)


def test_articles_are_listed_and_removed(kg: Any, store: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(store, tmp_path / "copy")
    rows = answer(kg("articles", "list", "--store", copy, "--format", "csv").stdout)
    assert [(row["id"], row["date"], row["lang"]) for row in rows] == [
        ("ghana", "2024-05-03", "en"),
        ("chile", "2024-06-10", "de"),
    ]
    assert "Chile fordert Verhandlungen" in kg("articles", "list", "--store", copy).stdout
    done = kg("remove", "--store", copy, "ghana", "mali")
    assert (done.returncode, done.stderr) == (
        1,
        f"Error: mali: no such article in {copy}; 'kg articles list' shows them\n",
    )
    assert [row["id"] for row in answer(kg("articles", "list", "--store", copy, "--format", "csv").stdout)] == ["chile"]


def test_a_term_that_the_ontology_does_not_know_is_warned_of_and_the_query_answered(kg: Any, store: Path) -> None:
    done = kg("query", "--store", store, "--format", "csv", "SELECT ?who { ?who kg:rejcts ?what }")
    assert (done.returncode, done.stdout.split()) == (0, ["who"])
    assert done.stderr == "Warning: line 1, column 20: there is no kg:rejcts; did you mean kg:rejects?\n"
    assert kg("query", "--store", store, "SELECT ?who { ?who kg:rejects ?what }").stderr == ""


@pytest.mark.parametrize("command", [("stances",), ("history",), ("query", "who-rejects")])
def test_a_mistyped_actor_is_answered_with_the_one_that_may_be_meant(
    kg: Any, store: Path, command: tuple[str, ...]
) -> None:
    assert "no actor is known as Rusland, did you mean Russland?" in kg(
        *command, "--store", store, "--actor", "Rusland"
    ).stderr  # fmt: skip
    assert "did you mean" not in kg(*command, "--store", store, "--actor", "Ghana").stderr
    assert "did you mean" not in kg(*command, "--store", store, "--actor", "Xqzw").stderr
