"""kg explain."""

import json
from pathlib import Path
from typing import Any

TEXT = "Peru rejects the plan of its neighbours. Chile demands a ceasefire before the talks begin."


def test_a_tree_tells_cue_actor_target_and_weights(kg: Any) -> None:
    done = kg("explain", "--lang", "en", TEXT)
    assert (done.returncode, done.stderr) == (0, "")
    shown = " ".join(done.stdout.split())
    for words in ("Peru rejects the plan", "cue: reject (verb, rejects", "subject of the cue", "for: +", "against: -"):
        assert words in shown


def test_json_holds_offsets_weights_and_verdicts(kg: Any, tmp_path: Path) -> None:
    source = tmp_path / "peru.txt"
    source.write_text(TEXT, encoding="utf-8")
    (article,) = json.loads(kg("explain", "--format", "json", "--lang", "en", source).stdout)
    assert article["article"]["lang"] == "en"
    assert [s["number"] for s in article["sentences"]] == [1, 2]
    proposal = article["sentences"][0]["proposals"][0]
    assert (proposal["outcome"], proposal["stance"]["type"], proposal["cue"]["name"]) == ("stance", "rejects", "reject")
    assert TEXT[proposal["target"]["start"] : proposal["target"]["end"]] == proposal["stance"]["target"]["text"]
    assert set(proposal["contributions"][0]) == {"feature", "value", "added"}


def test_files_standard_input_and_sentences(kg: Any, tmp_path: Path) -> None:
    source = tmp_path / "two words.txt"
    source.write_text(TEXT, encoding="utf-8")
    second = kg("explain", "--lang", "en", "--sentence", "2", source).stdout
    assert "Chile demands" in second
    assert "neighbours" not in second.partition("\n")[2]
    assert kg("explain", "--lang", "en", "--containing", "a ceasefire", "-", input=TEXT).stdout == second
    kg("explain", "--lang", "en", "--sentence", "2", "-o", tmp_path / "tree.txt", source)
    assert (tmp_path / "tree.txt").read_text(encoding="utf-8") == second


def test_all_shows_more(kg: Any) -> None:
    few, many = kg("explain", "--lang", "en", TEXT).stdout, kg("explain", "--lang", "en", "--all", TEXT).stdout
    assert len(many) > len(few)


def test_mistakes_are_one_line(kg: Any, tmp_path: Path) -> None:
    for arguments, problem in (
        (("--sentence", "9", TEXT), "no sentence 9; the sentences are 1 to 2"),
        (("--containing", "Brazil", TEXT), "no sentence holds 'Brazil'"),
        ((tmp_path / "missing.txt",), "no such file"),
        (("Plan",), "no such file"),
        (("--lang", "fr", TEXT), "unsupported language: fr"),
    ):
        done = kg("explain", *arguments)
        assert (done.returncode, done.stdout) == (1, "")
        (line,) = done.stderr.splitlines()
        assert line.startswith("Error: ")
        assert problem in line
