"""The lexicon's own examples: each cue is found in its sentence, and most sentences give their stance."""

import kg.extract
import pytest
from kg.knowledge.cues import load_cues


@pytest.fixture(scope="module", params=["de", "en"])
def read_examples(request):
    nlp = kg.extract.pipeline(request.param)
    entries = load_cues(request.param)[::4]
    return [(entry, doc) for entry, doc in zip(entries, nlp.pipe(e.example for e in entries), strict=True)]


def test_cue_is_found_with_its_type(read_examples):
    missed = [
        f"{entry.file}:{entry.line}: {entry.cue}"
        for entry, doc in read_examples
        if not any(c.type in (entry.type, entry.negated) for c in doc._.cues)
    ]
    assert len(missed) <= 0.08 * len(read_examples), missed


def test_most_examples_give_a_stance_of_their_type(read_examples):
    strong = [(entry, doc) for entry, doc in read_examples if entry.weight >= 0.7]
    found = sum(any(s.type is entry.type for s in doc._.stances) for entry, doc in strong)
    assert found >= 0.6 * len(strong)
