"""The sample articles, their annotation and the pairs of mentions are what the demo and the measurements stand on."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from kg.knowledge.issues import load_issues
from kg.model import Article, ConditionKind, StanceType
from kg.read import articles

ROOT = Path(__file__).parents[1]
GOLD = [json.loads(line) for line in (ROOT / "tests/gold/sample.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def samples() -> dict[str, Article]:
    return {a.id: a for a in articles([ROOT / "data/articles"]) if isinstance(a, Article)}


def test_every_article_is_read_with_its_front_matter_and_annotated(samples: dict[str, Article]) -> None:
    assert set(samples) == {gold["id"] for gold in GOLD}
    for article in samples.values():
        assert article.title and article.date and article.lang in ("de", "en")
        assert article.id.startswith(article.date.isoformat())
        assert "---" not in article.text
        assert 150 <= len(article.text.split()) <= 350


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["id"])
def test_annotated_words_stand_in_the_article(gold: dict, samples: dict[str, Article]) -> None:
    text = samples[gold["id"]].text
    for stance in gold["stances"]:
        assert text.count(stance["sentence"]) == 1, stance["sentence"]
        assert stance["target"] in text
        assert (stance["condition"] is None) == (stance["condition_kind"] is None)
        if not stance["optional"]:
            assert stance["target"] in stance["sentence"]
            assert all(word in stance["sentence"] for word in stance["target_key"])
        if stance["condition"]:
            assert stance["condition"] in stance["sentence"]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_together_the_articles_use_all_types_and_all_kinds_of_condition(lang: str) -> None:
    required = [s for gold in GOLD if gold["lang"] == lang for s in gold["stances"] if not s["optional"]]
    assert {s["stance"] for s in required} == set(StanceType)
    assert {s["condition_kind"] for s in required} - {None} == set(ConditionKind)


def test_the_pairs_are_balanced_and_well_formed() -> None:
    with (ROOT / "tests/gold/same_target.csv").open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file))
    assert len(pairs) >= 160
    assert all(p["phrase_a"] and p["phrase_b"] and {p["lang_a"], p["lang_b"]} <= {"de", "en"} for p in pairs)
    counts = Counter(p["same"] for p in pairs)
    assert set(counts) == {"0", "1"}
    assert 0.8 < counts["0"] / counts["1"] < 1.25


def test_the_thesaurus_has_unambiguous_terms_in_both_languages() -> None:
    issues = load_issues()
    assert len(issues) >= 220
    for lang in ("de", "en"):
        owners: dict[str, list[str]] = {}
        for key, issue in issues.items():
            assert issue.terms[lang], key
            for term in issue.terms[lang]:
                owners.setdefault(term.casefold(), []).append(key)
        assert {term: keys for term, keys in owners.items() if len(keys) > 1} == {}
