"""Why stances were read: the explanation tells what extraction decided, and how."""

import json
import math

import kg
import pytest
from kg import resources
from kg.explanation import Outcome
from kg.extract.features import features, setting
from kg.extract.words import words_of
from kg.knowledge.reasons import feature_reason, frame_reason, holder_reason, load_reasons
from kg.read import articles

SAMPLES = {a.id: a for a in articles([resources.folder("data") / "articles"])}
GERMAN = (
    'Die Türkei lehnt den Beitritt Schwedens ab, bis das Gesetz gilt. "Das ist ein Fehler", sagte Olaf Scholz heute.'
)
ENGLISH = "The minister met his guests. Hungary rejects the sanctions against Russia, said Péter Szijjártó in Rome."


def sentence(text, number, lang):
    (found,) = kg.explain(text, lang=lang, sentence=number).sentences
    return found


def accepted(found):
    return [p for p in found.proposals if p.outcome is Outcome.STANCE]


@pytest.mark.parametrize("name", sorted(SAMPLES)[::6])
def test_it_tells_of_exactly_the_stances_that_are_extracted(name):
    explanation, reading = kg.explain(SAMPLES[name]), kg.extract(SAMPLES[name])
    assert reading.stances
    assert explanation.article == reading.article
    key = repr
    assert sorted(explanation.stances, key=key) == sorted(reading.stances, key=key)


@pytest.mark.parametrize(
    ("text", "lang", "number", "cue", "word", "holder", "target"),
    [
        (GERMAN, "de", 1, "ablehnen", "lehnt", "subject", "den Beitritt Schwedens"),
        (ENGLISH, "en", 2, "reject", "rejects", "subject", "the sanctions against Russia"),
    ],
)
def test_a_stance_names_cue_actor_target_and_clause(text, lang, number, cue, word, holder, target):
    proposal = next(p for p in accepted(sentence(text, number, lang)) if p.cue is not None)
    assert (proposal.cue.name, proposal.holder, proposal.source) == (cue, holder, "verb")
    assert proposal.cue.type is proposal.stance.type is kg.StanceType.REJECTS
    assert word in [text[s.start : s.end] for s in proposal.cue.words]
    assert text[proposal.target.start : proposal.target.end] == proposal.stance.target.text
    assert proposal.stance.target.text in target
    assert word in text[proposal.clause.start : proposal.clause.end]


def test_reported_words_name_their_speaker():
    found = sentence(GERMAN, 2, "de")
    (quote,) = found.quotes
    assert GERMAN[quote.spans[0].start : quote.spans[0].end] == "Das ist ein Fehler"
    assert quote.actor.key == "olaf-scholz"
    proposal = accepted(found)[0]
    assert (proposal.quote, proposal.form) == (quote, "marks")
    assert proposal.stance.speaker.key == "olaf-scholz"


@pytest.mark.parametrize(("text", "lang"), [(GERMAN, "de"), (ENGLISH, "en")])
def test_the_weights_add_up_to_the_confidence(text, lang):
    explanation = kg.explain(text, lang=lang)
    proposals = [p for s in explanation.sentences for p in s.proposals]
    assert {p.outcome for p in proposals} >= {Outcome.STANCE, Outcome.UNLIKELY}
    for p in proposals:
        assert math.isclose(sum(c.added for c in p.contributions), p.score, abs_tol=1e-9)
        assert math.isclose(1 / (1 + math.exp(-p.score)), p.stance.confidence, abs_tol=0.001)
        sizes = [abs(c.added) for c in p.contributions]
        assert sizes == sorted(sizes, reverse=True)


def test_fallen_candidates_tell_why():
    for name in sorted(SAMPLES)[1::6]:
        explanation = kg.explain(SAMPLES[name])
        for s in explanation.sentences:
            stances = [p.stance for p in accepted(s)]
            for p in s.proposals:
                if p.outcome is Outcome.EXCLUDED:
                    assert p.rival in stances
                    assert p.rival.confidence >= p.stance.confidence >= explanation.threshold - 0.001
                elif p.outcome is Outcome.UNLIKELY:
                    assert p.stance.confidence <= explanation.threshold + 0.001


@pytest.mark.parametrize(
    ("text", "lang", "name", "reason"),
    [
        ("Gestern wurde eine Ablehnung verschickt.", "de", "Ablehnung", "no-actor"),
        ("A refusal was sent out yesterday.", "en", "refusal", "no-actor"),
    ],
)
def test_a_cue_without_a_candidate_tells_why(text, lang, name, reason):
    unused = sentence(text, 1, lang).unused
    assert (name, reason) in [(u.cue.name, u.reason) for u in unused]


def test_sentences_are_chosen_by_number_or_words():
    text = "Peru wartet.\nChile lehnt den Plan\nab. Bolivien fordert ein Ende."
    whole = kg.explain(text, lang="de").sentences
    assert [s.number for s in whole] == list(range(1, len(whole) + 1))
    for s in whole:
        assert text[s.evidence.start : s.evidence.end] == s.evidence.text
    (found,) = kg.explain(text, lang="de", containing="bolivien  FORDERT").sentences
    assert found == next(s for s in whole if "Bolivien" in s.evidence.text)
    with pytest.raises(kg.InputError, match="the sentences are 1 to"):
        kg.explain(text, lang="de", sentence=99)
    with pytest.raises(kg.InputError, match="no sentence holds 'Brasilien'"):
        kg.explain(text, lang="de", containing="Brasilien")


def test_every_reason_is_told_in_words():
    reasons = load_reasons()
    weights = json.loads((resources.folder("data") / "judge.json").read_text(encoding="utf-8"))["weights"]
    names, holders, frames = {name for of_language in weights.values() for name in of_language}, set(), set()
    for name in sorted(SAMPLES)[2::4]:
        words = words_of(kg.extract.parse(SAMPLES[name]))
        around = setting(words, words.candidates)
        for c in words.candidates:
            names.update(features(c, words, around))
            holders.add(c.holder.how)
            frames.add(c.frame)
    told = {n: feature_reason(n, reasons) for n in names}
    untold = {n for n, text in told.items() if text == n or ("=" in text and ":" not in n)}
    assert not untold, "add rows of kind 'feature' to data/reasons.csv"
    assert not {h for h in holders if holder_reason(h, reasons) == h}, "add rows of kind 'holder'"
    assert not {f for f in frames if frame_reason(f, reasons) == f}, "add rows of kind 'frame'"


def test_reasons_in_words():
    reasons = load_reasons()
    assert holder_reason("subject-swapped-listed", reasons).endswith("member of an enumeration")
    assert frame_reason("conj:prep:für", reasons) == 'one member of an enumeration in: phrase with "für"'
    assert frame_reason("other-inf", reasons).startswith("infinitive (")
    assert feature_reason("verb&how=subject", reasons) == "verb; actor: subject of the cue"
    assert feature_reason("rejects:truppe", reasons) == "word of the target, with type rejects: truppe"
    assert feature_reason("a-feature-of-tomorrow", reasons) == "a-feature-of-tomorrow"
