"""kg review: people go through stances, at the terminal or in a table."""

import csv
import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from kg.graph import open_store
from kg.model import StanceType


@pytest.fixture
def copy(store: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(store, tmp_path / "copy"))


def said(store: Path) -> list[tuple[str, str]]:
    with open_store(store, read_only=True) as graph:
        return [(review.decision.value, review.reviewer) for review in graph.corrections.reviews()]


def test_stances_are_shown_the_least_sure_first_and_each_decision_is_stored(kg: Any, copy: Path) -> None:
    with open_store(copy, read_only=True) as graph:
        (first, second, third, *_) = (node for node, _ in graph.named_stances(unsure=True))
        count = graph.counts()
    keys = "?\na\nr\nc\nGermany\nsuports\nsupports\n\nb\ns\nq\n"
    done = kg("review", "--store", copy, "--max-confidence", 1, "--reviewer", "Anna", input=keys)
    assert done.returncode == 0, done.stderr
    assert f"1 of {count['stances']} · confidence" in done.stdout
    assert "c  correct: right but for its actor, type or target" in done.stdout
    assert "'suports' is no stance type; did you mean supports?" in done.stderr
    assert done.stderr.endswith(f"{copy}: accepted 1, corrected 1, rejected 1, left {count['stances'] - 3}\n")
    assert said(copy) == [("accepted", "Anna"), ("rejected", "Anna"), ("corrected", "Anna")]
    with open_store(copy, read_only=True) as graph:
        kept = dict(graph.named_stances())
        assert kept[first].confidence == 1.0
        assert second not in kept and third not in kept
        assert [stance.target.text for stance in graph.stances(actor="Germany", type=StanceType.SUPPORTS)]
    # The next time these are not asked about.
    again = kg("review", "--store", copy, "--max-confidence", 1, input="")
    assert f"1 of {count['stances'] - 3} · " in again.stdout
    assert again.returncode == 0


def test_the_end_of_the_input_is_the_end_of_the_review(kg: Any, copy: Path) -> None:
    done = kg("review", "--store", copy, "--max-confidence", 1, "--limit", 2, "--actor", "Ghana", input="a\n",
              env={"KG_REVIEWER": "Bert"})  # fmt: skip
    assert done.returncode == 0
    assert done.stdout.count("Ghana") >= 2 and "1 of 2 ·" in done.stdout and "Chile" not in done.stdout
    assert done.stderr.endswith("accepted 1, corrected 0, rejected 0, left 1\n")
    assert said(copy) == [("accepted", "Bert")]
    none = kg("review", "--store", copy, "--actor", "Mongolia")
    assert (none.returncode, none.stdout.startswith("no stances to review; --max-confidence 1")) == (0, True)


def test_a_review_at_the_terminal_does_not_keep_others_from_writing(kg: Any, copy: Path, inputs: Path) -> None:
    with open_store(copy):
        done = kg("review", "--store", copy, "--max-confidence", 1, "--reviewer", "Anna", input="a\nq\n")
    assert "the store is in use by another process" in done.stderr
    assert done.stdout.count("1 of ") == 2  # asked again
    assert said(copy) == []


def test_what_people_said_stays_when_the_article_is_read_again(kg: Any, copy: Path, inputs: Path) -> None:
    kg("review", "--store", copy, "--max-confidence", 1, "--reviewer", "Anna", input="r\na\nr\n")
    before = kg("stances", "--store", copy, "--format", "jsonl").stdout
    assert kg("ingest", "--store", copy, inputs).returncode == 0
    assert kg("stances", "--store", copy, "--format", "jsonl").stdout == before


def test_a_table_goes_out_and_comes_back(kg: Any, copy: Path, tmp_path: Path) -> None:
    table = tmp_path / "review.csv"
    done = kg("review", "--store", copy, "--max-confidence", 1, "--export", table)
    assert (done.returncode, done.stdout) == (0, "")
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"))))
    assert done.stderr == f"{table}: stances {len(rows)}\n"
    rows[0]["decision"], rows[1]["decision"], rows[2]["correct_type"] = "reject", "nonsense", "warns"
    with table.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows[0])
        out.writeheader()
        out.writerows(rows)
    done = kg("review", "--store", copy, "--import", table, "--reviewer", "Anna")
    assert (done.returncode, done.stderr.splitlines()) == (1, [
        f"Error: {table}:3: column decision: 'nonsense' is no decision; "
        "write accept, correct, reject, withdraw, or leave it empty",
        f"{table}: decisions 2, rows without news {len(rows) - 3}, not taken 1, see above",
    ])  # fmt: skip
    assert sorted(said(copy)) == [("corrected", "Anna"), ("rejected", "Anna")]
    assert kg("review", "--store", copy, "--import", table, "--export", table).returncode == 2
