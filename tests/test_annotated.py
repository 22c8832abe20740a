"""Our own annotated articles teach the judge: what they say of a text must stand in it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from kg.model import ConditionKind, StanceType

FILES = sorted((Path(__file__).parents[1] / "training" / "annotated").glob("*.jsonl"))
ARTICLES = [json.loads(line) for path in FILES for line in path.read_text(encoding="utf-8").splitlines()]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["id"])
def test_annotated_words_stand_in_the_article(article: dict[str, Any]) -> None:
    text = article["text"]
    for stance in article["stances"]:
        assert text.count(stance["sentence"]) == 1, stance["sentence"]
        assert stance["actor"] and stance["represents"]
        assert stance["stance"] in set(StanceType)
        assert words(stance["target"]) <= words(text), stance["target"]
        assert stance["target_key"]
        assert all(key.casefold() in text.casefold() for key in stance["target_key"]), stance["target_key"]
        assert (stance["condition"] is None) == (stance["condition_kind"] is None)
        if stance["condition"]:
            assert stance["condition"].casefold() in text.casefold(), stance["condition"]
            assert stance["condition_kind"] in set(ConditionKind)


def test_every_article_has_an_id_of_its_own_and_no_stance_twice() -> None:
    assert len({article["id"] for article in ARTICLES}) == len(ARTICLES)
    for article in ARTICLES:
        keys = [tuple(s[k] for k in ("sentence", "actor", "stance", "target")) for s in article["stances"]]
        assert len(set(keys)) == len(keys), article["id"]
