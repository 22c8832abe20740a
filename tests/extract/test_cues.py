"""Cues: each row of the lexicon is found in its own example, also where tagger or tokeniser mistake a word."""

from functools import cache

import kg.extract
import pytest
from kg.knowledge.cues import load_cues
from kg.model import StanceType


@cache
def examples(lang):
    """The rows of a language with their parsed examples."""
    entries = load_cues(lang)
    docs = kg.extract.pipeline(lang).pipe(entry.example for entry in entries)
    return list(zip(entries, docs, strict=True))


def cues(text, lang):
    return [(cue.name, cue.pos) for cue in kg.extract.pipeline(lang)(text)._.cues]


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("kind", StanceType)
def test_every_cue_is_found_in_its_example(lang, kind):
    missed = [
        f"{entry.file.name}:{entry.line}: {entry.cue}: {entry.example}"
        for entry, doc in examples(lang)
        if entry.type is kind
        and not any(
            (cue.lemma, cue.pos) == (entry.cue, entry.pos) and cue.type in (entry.type, entry.negated)
            for cue in doc._.cues
        )
    ]
    assert not missed


@pytest.mark.parametrize("lang", ["de", "en"])
def test_examples_are_short_sentences_of_their_own(lang):
    texts = [entry.example for entry in load_cues(lang)]
    assert all(5 < len(text) < 200 and text.rstrip('"”“')[-1] in ".!?" for text in texts)
    repeated = {text for text in texts if texts.count(text) > 4}  # several readings of one word may share it
    assert not repeated


@pytest.mark.parametrize(
    ("lang", "text", "cue"),
    [
        ("en", "Peru is in favour of the treaty.", ("be in favour", "phrase")),
        ("en", "Chile was against the delivery of arms.", ("be against", "phrase")),
        ("en", "Ghana rubber-stamped the budget.", ("rubber-stamp", "verb")),
        ("en", '"The report is one-sided," Kenya said.', ("one-sided", "adj")),
        ("en", "Ghana encouraged the reforms of its neighbours.", ("encourage", "verb")),
        ("en", "The Ghanaian government plans to raise the wage.", ("plan", "verb")),
        ("en", '"This is nonsense," Ottawa said.', ("nonsense", "noun")),
        ("de", "Peru stellt zehn Millionen Euro bereit.", ("bereitstellen", "verb")),
        ("de", "Chile blieb der Konferenz fern.", ("fernbleiben", "verb")),
        ("de", "Der Rat billigte die von Ghana verlangte Ausnahme.", ("verlangt", "adj")),
        ("de", "Kenia will von neuen Steuern nichts wissen.", ("nichts wissen wollen", "phrase")),
    ],
)
def test_a_cue_is_found_where_words_are_apart_inflected_or_mistagged(lang, text, cue):
    assert cue in cues(text, lang)


@pytest.mark.parametrize(
    ("lang", "text", "cue"),
    [
        ("en", "The go-ahead came on Friday.", ("go ahead", "verb")),
        ("de", "Peru stellt zehn Millionen Euro bereit.", ("bereit", "adj")),
        ("en", "Ghana encouraged the reforms.", ("encouraged", "adj")),
    ],
)
def test_a_word_of_a_longer_cue_is_no_cue_of_its_own(lang, text, cue):
    assert cues(text, lang)
    assert cue not in cues(text, lang)
