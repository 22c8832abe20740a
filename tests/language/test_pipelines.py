"""The shipped pipelines speak Universal Dependencies and end sentences where newspapers do."""

import json

import pytest
from kg.errors import LanguageError
from kg.language import LANGUAGES, load
from kg.resources import folder


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pipeline_is_licensed_and_names_its_treebanks(lang):
    meta = json.loads((folder("data") / "pipelines" / lang / "meta.json").read_text(encoding="utf-8"))
    assert meta["license"] == "CC BY-SA 4.0"
    assert any("UD_" in source for source in meta["sources"])


def test_pipelines_are_small_enough_to_ship():
    files = [f for f in (folder("data") / "pipelines").rglob("*") if f.is_file()]
    assert sum(f.stat().st_size for f in files) <= 60_000_000


def test_unknown_language_is_refused_by_name():
    with pytest.raises(LanguageError, match=r"'fr'.*de, en"):
        load("fr")


def test_german_separable_verb_and_dative():
    doc = load("de")("Der Minister stimmte dem Vorschlag der Kommission zu.")
    verb = next(t for t in doc if t.text == "stimmte")
    assert (verb.lemma_, verb.pos_, verb.dep_) == ("stimmen", "VERB", "ROOT")
    assert [t.text for t in verb.children if t.dep_ == "compound:prt"] == ["zu"]


def test_english_subject_and_object():
    doc = load("en")("The minister rejected the proposal.")
    verb = next(t for t in doc if t.text == "rejected")
    assert verb.lemma_ == "reject"
    assert {(t.dep_, t.text) for t in verb.children} >= {("nsubj", "minister"), ("obj", "proposal")}


@pytest.mark.parametrize(
    ("lang", "text", "sentences"),
    [
        ("de", "Am 13. Januar tagt der Rat. Er wählt Dr. Meier.", 2),
        ("de", "Das war 2006. Die Wahl folgte.", 2),
        ("de", "„Das ist falsch.“ Er ging.", 2),
        ("de", "Titel ohne Punkt\nDer Text beginnt.", 2),
        ("de", "„Kommen Sie!“, sagte sie.", 1),
        ("en", "The U.S. president left. Mr. Smith stayed.", 2),
        ("en", '"We will not go." He sat down.', 2),
    ],
)
def test_sentence_ends(lang, text, sentences):
    assert len([s for s in load(lang)(text).sents if s.text.strip()]) == sentences


def test_sentences_of_a_long_text_are_parsed_alike_wherever_they_stand():
    nlp = load("en")
    line = "The minister of Chad rejects the plan, because it costs too much.\n"
    doc = nlp(line * 1600)
    assert doc.text == line * 1600
    sentences = [sentence for sentence in doc.sents if not sentence.text.isspace()]
    assert len(sentences) == 1600
    trees = {tuple((t.text, t.dep_, t.head.i - t.i) for t in s) for s in sentences[1:-1]}
    assert len(trees) == 1
