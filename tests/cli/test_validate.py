"""kg validate: graphs against the shapes of the ontology."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def broken(kg: Any, store: Path, tmp_path: Path) -> Path:
    file = tmp_path / "broken.trig"
    assert kg("export", "--store", store, "-o", file).returncode == 0
    text = file.read_text(encoding="utf-8")
    assert 'kg:isoCode "GH"' in text
    file.write_text(text.replace('kg:isoCode "GH"', 'kg:isoCode "Ghana"'), encoding="utf-8")
    return file


def test_a_store_without_mistakes(kg: Any, store: Path) -> None:
    done = kg("validate", "--store", store)
    assert (done.returncode, done.stdout, done.stderr) == (0, "no mistakes in 2 graphs\n", "")
    done = kg("validate", "--store", store, "--format", "json")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_mistakes_are_shown_with_their_sentences(kg: Any, store: Path, broken: Path) -> None:
    done = kg("validate", broken, env={"COLUMNS": "200"})
    assert done.returncode == 1
    shown = " ".join(done.stdout.split())
    assert "at most one kg:isoCode, two capital letters, not Ghana" in shown
    assert "Ghana rejects sanctions against Mali." in shown and "actor:GH" in shown
    assert "Chile" not in shown
    assert "mistakes in" in done.stderr


def test_mistakes_as_rows(kg: Any, broken: Path, tmp_path: Path) -> None:
    done = kg("validate", broken, "--format", "csv", "-o", tmp_path / "mistakes.csv")
    assert (done.returncode, done.stdout) == (1, "")
    with (tmp_path / "mistakes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["value"] for row in rows} == {"Ghana"}
    assert all(row["stance"].startswith("https://w3id.org/stance-graph/stance/") for row in rows)


def test_files_that_cannot_be_read_do_not_hide_the_others(kg: Any, broken: Path, tmp_path: Path) -> None:
    (tmp_path / "half.ttl").write_text("<x> a")
    done = kg("validate", tmp_path / "half.ttl", broken)
    assert done.returncode == 1
    assert "half.ttl:1:" in done.stderr and "isoCode" in done.stdout
