"""English lemmas."""

import pytest
from kg import language


@pytest.mark.parametrize(
    ("text", "word", "lemma", "pos"),
    [
        ("The treaty is dead.", "is", "be", "AUX"),
        ("They were opposed to it.", "were", "be", "AUX"),
        ("Ghana has signed the treaty.", "has", "have", "AUX"),
        ("Ghana hopes for a treaty.", "hopes", "hope", "VERB"),
        ("Greenpeace staged a protest.", "staged", "stage", "VERB"),
        ("They stopped the talks.", "stopped", "stop", "VERB"),
        ("The choir was singing a song.", "singing", "sing", "VERB"),
        ("The rebels of the group swore to fight on.", "swore", "swear", "VERB"),
    ],
)
def test_lemma(text, word, lemma, pos):
    token = next(t for t in language.load("en")(text) if t.text == word)
    assert (token.lemma_, token.pos_) == (lemma, pos)
