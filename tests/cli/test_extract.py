"""kg extract and kg quotes."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from kg.model import StanceType
from pyoxigraph import NamedNode, RdfFormat, parse

STANCE = NamedNode("https://w3id.org/stance-graph/ontology#Stance")
FIELDS = {
    *("article", "start", "end", "sentence", "actor", "actor_key", "represents", "represents_key", "stance", "valence"),
    *("target", "target_key", "issue", "condition", "condition_kind", "speaker", "cue", "confidence", "date"),
}


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_table_shows_who_what_and_where(kg: Any, inputs: Path) -> None:
    done = kg("extract", inputs / "ghana.txt")
    assert (done.returncode, done.stderr) == (0, "")
    for word in ("2024-05-03", "Ghana", "rejects", "sanctions", "France", "demands"):
        assert word in done.stdout


def test_json_lines_hold_every_field_and_exact_offsets(kg: Any, tmp_path: Path) -> None:
    text = "\n Peru\n\nPeru rejects the plan. Chile demands a ceasefire before the talks begin.\n"
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps({"id": "peru 1", "text": text, "date": "2024-01-02", "lang": "en"}))
    found = rows(kg("extract", "--format", "jsonl", source).stdout)
    assert {(row["actor"], row["stance"]) for row in found} >= {("Peru", "rejects"), ("Chile", "demands")}
    for row in found:
        assert set(row) >= FIELDS
        assert row["article"] == "peru 1"
        assert row["date"] == "2024-01-02"
        assert text[row["start"] : row["end"]] == row["sentence"]
        assert row["stance"] in set(StanceType)
        assert 0 <= row["confidence"] <= 1
        assert (row["condition"] is None) == (row["condition_kind"] is None)


def test_every_format_holds_the_same_stances(kg: Any, inputs: Path, tmp_path: Path) -> None:
    path = inputs / "chile.txt"
    expected = rows(kg("extract", "--format", "jsonl", path).stdout)
    assert len(expected) >= 3
    assert json.loads(kg("extract", "--format", "json", path).stdout) == expected
    table = list(csv.DictReader(io.StringIO(kg("extract", "--format", "csv", path).stdout)))
    assert [row["sentence"] for row in table] == [row["sentence"] for row in expected]
    for name, form in (("turtle", RdfFormat.TURTLE), ("jsonld", RdfFormat.JSON_LD), ("trig", RdfFormat.TRIG)):
        file = tmp_path / name
        done = kg("extract", "--format", name, "-o", file, path)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        found = {quad.subject for quad in parse(path=file, format=form) if quad.object == STANCE}
        assert len(found) == len(expected)


def test_standard_input(kg: Any) -> None:
    done = kg("extract", "--format", "jsonl", "-", input="Peru rejects the plan of its neighbours.")
    assert [row["stance"] for row in rows(done.stdout)] == ["rejects"]


def test_quotes_are_offsets(kg: Any, inputs: Path, tmp_path: Path) -> None:
    text = 'Peru reagierte am Montag. "Das lehnen wir ab", sagte Außenminister Javier González-Olaechea in Lima.'
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps({"text": text}))
    quote = next(row for row in rows(kg("quotes", "--format", "jsonl", source).stdout) if row["type"] == "direct")
    (start, end), (speaker, speaker_end), (cue, cue_end) = quote["spans"][0], quote["speaker"], quote["cue"]
    assert text[start:end] == quote["quotation"] == "Das lehnen wir ab"
    assert "González-Olaechea" in text[speaker:speaker_end]
    assert text[cue:cue_end] == "sagte"
    assert "Das lehnen wir ab" in kg("quotes", source).stdout


SHARED = Path(os.environ.get("KG_SHARED") or "nowhere") / "bench" / "score.py"


@pytest.mark.skipif(not SHARED.is_file(), reason="needs the benchmark's score.py (set KG_SHARED)")
def test_the_benchmark_scores_the_output(kg: Any, tmp_path: Path) -> None:
    text = "Peru rejects the plan. Chile demands a ceasefire before the talks begin."
    articles, gold, predicted = (tmp_path / name for name in ("articles.jsonl", "gold.jsonl", "predicted.jsonl"))
    article = {"id": "x", "lang": "en", "text": text, "sentences": [{"start": 0, "end": len(text)}]}
    articles.write_text(json.dumps(article))
    kg("extract", "--format", "jsonl", "-o", predicted, articles)
    fields = ("actor", "represents", "stance", "target", "condition", "condition_kind")
    stances = [{field: row[field] for field in fields} | {"sentence": 0} for row in rows(predicted.read_text())]
    gold.write_text(json.dumps({"id": "x", "stances": stances}))
    command = [sys.executable, str(SHARED), str(gold), str(articles), str(predicted), "--json"]
    figures = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert figures["quad"]["f1"] == 1.0
