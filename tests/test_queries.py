"""docs/queries.md asks what it says, and its answers are those of the sample articles."""

import re
import runpy
from pathlib import Path

import pytest
from kg.graph import doubtful, open_store

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
DOCS = runpy.run_path(str(ROOT / "docs" / "queries.py"))
QUESTIONS = [
    pytest.param(match["query"], id=str(number)) for number, match in enumerate(DOCS["QUERY"].finditer(PAGE), start=1)
]


def test_there_are_25_questions_in_order_with_one_query_each():
    assert [int(number) for number in re.findall(r"^### (\d+)\. .*\?$", PAGE, re.MULTILINE)] == list(range(1, 26))
    assert PAGE.count("```sparql") == len(QUESTIONS) == 25


@pytest.mark.parametrize("query", QUESTIONS)
def test_a_query_has_an_answer_and_only_known_terms(query, samples):
    assert list(doubtful(query)) == []
    with open_store(samples, read_only=True) as store:
        result = store.query(query)
    assert result.answer or result.rows, "nothing fits: ask something that the sample articles answer"


def test_the_answers_are_those_of_the_sample_articles(samples):
    with open_store(samples, read_only=True) as store:
        assert DOCS["answered"](PAGE, store) == PAGE, "run make docs"
