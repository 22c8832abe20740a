"""Who takes which position on what, under which condition: whole sentences in, stances out."""

import json
import os
from pathlib import Path

import kg.extract
import pytest
from kg.model import Article, ConditionKind, StanceType

BENCH = Path(os.environ.get("KG_SHARED") or "../shared") / "bench"


def stances(text, lang):
    return kg.extract.read(Article(id="a", text=text, lang=lang)).stances


def told(text, lang):
    return {(s.represents.name, s.type.value) for s in stances(text, lang)}


@pytest.mark.parametrize(
    ("text", "who", "what", "about"),
    [
        ("Russland lehnt den Vorschlag der Europäischen Union ab.", "Russland", "rejects", "Vorschlag"),
        ("Frankreich begrüßte das Abkommen mit dem Iran.", "Frankreich", "supports", "Abkommen"),
        ("Polen stimmte dem Beschluss der NATO zu.", "Polen", "agrees", "Beschluss"),
        ("Kanada sagte der Ukraine neue Hilfe zu.", "Kanada", "commits", "Hilfe"),
        ("Spanien fordert ein Ende der Sanktionen gegen Kuba.", "Spanien", "demands", "Ende"),
        ("Norwegen schlug neue Verhandlungen vor.", "Norwegen", "proposes", "Verhandlungen"),
        ("China kritisierte die Sanktionen der USA scharf.", "China", "criticises", "Sanktionen"),
        ("Die Türkei drohte Syrien mit einem Militäreinsatz.", "Türkei", "threatens", "Militäreinsatz"),
        ("Schweden warnte vor einem neuen Krieg.", "Schweden", "warns", "Krieg"),
        ("Der Iran wies die Vorwürfe zurück.", "Iran", "denies", "Vorwürfe"),
        ("Italien verschob die Entscheidung über die Reform.", "Italien", "defers", "Entscheidung"),
        ("Großbritannien bezweifelt den Nutzen des Vertrags.", "Großbritannien", "questions", "Nutzen"),
    ],
)
def test_twelve_types_in_german(text, who, what, about):
    found = [s for s in stances(text, "de") if s.type is StanceType(what) and who in s.represents.name]
    assert found, stances(text, "de")
    assert any(about in s.target.text for s in found) or any(about in s.evidence.text for s in found)


@pytest.mark.parametrize(
    ("text", "who", "what"),
    [
        ("Russia rejected the proposal of the European Union.", "Russia", "rejects"),
        ("France welcomed the agreement with Iran.", "France", "supports"),
        ("Poland agreed to the decision of NATO.", "Poland", "agrees"),
        ("Canada pledged new aid for Ukraine.", "Canada", "commits"),
        ("Spain demanded an end to the sanctions against Cuba.", "Spain", "demands"),
        ("Norway proposed new negotiations.", "Norway", "proposes"),
        ("China sharply criticised the sanctions.", "China", "criticises"),
        ("Turkey threatened Syria with a military operation.", "Turkey", "threatens"),
        ("Sweden warned of a new war in the region.", "Sweden", "warns"),
        ("Iran denied the allegations.", "Iran", "denies"),
        ("Italy postponed the decision on the reform.", "Italy", "defers"),
        ("Brazil doubts the benefit of the treaty.", "Brazil", "questions"),
    ],
)
def test_twelve_types_in_english(text, who, what):
    assert (who, what) in told(text, "en")


@pytest.mark.parametrize(
    ("lang", "text", "who", "what"),
    [
        ("de", "Russland wird die Entsendung von Truppen nicht akzeptieren.", "Russland", "rejects"),
        ("en", "Russia will not accept the deployment of troops.", "Russia", "rejects"),
        ("de", "Deutschland will sich noch nicht festlegen.", "Deutschland", "defers"),
    ],
)
def test_negation_changes_the_type(lang, text, who, what):
    assert (who, what) in told(text, lang)


@pytest.mark.parametrize(
    ("lang", "text", "kind", "words"),
    [
        ("de", "Der Iran lehnt Gespräche ab, solange die Sanktionen gelten.", ConditionKind.IF, "Sanktionen"),
        ("de", "Israel stimmt der Waffenruhe zu, wenn die Geiseln freikommen.", ConditionKind.IF, "Geiseln"),
        ("de", "Ungarn lehnt den Beitritt ab, bis die Gelder ausgezahlt werden.", ConditionKind.UNTIL, "Gelder"),
        ("en", "Israel will reject the ceasefire unless the hostages are released.", ConditionKind.UNLESS, "hostages"),
        ("en", "Hungary rejects the accession until the funds are released.", ConditionKind.UNTIL, "funds"),
        ("en", "Turkey agreed to the deal if the embargo is lifted.", ConditionKind.IF, "embargo"),
    ],
)
def test_conditions_are_kept(lang, text, kind, words):
    conditions = [s.condition for s in stances(text, lang) if s.condition is not None]
    assert any(c.kind is kind and words in c.text for c in conditions), stances(text, lang)


@pytest.mark.parametrize(
    ("lang", "text", "who", "what", "target"),
    [
        # the subject of a passive that a relative clause shares
        (
            "en",
            "The treaty, which is long and was approved yesterday by the Danish parliament, opens the market.",
            "Danish parliament",
            "agrees",
            "The treaty",
        ),
        ("en", "Criticism of the tunnel was voiced by the Greens.", "Greens", "criticises", "the tunnel"),
        # an object in front of the verb, and one that is not the dative
        ("de", "Den Ausbau der Autobahn wird die Linke nicht mittragen.", "Linke", "rejects", "Ausbau der Autobahn"),
        ("de", "Den von Italien geforderten Zoll hat Österreich abgelehnt.", "Österreich", "rejects", "Zoll"),
        ("de", "Bundeskanzler Friedrich Merz bot der Gewerkschaft ein Gespräch an.", "Merz", "commits", "ein Gespräch"),
        ("en", "The finance ministers offered Serbia a loan.", "finance ministers", "commits", "a loan"),
        # the second phrase with the preposition
        (
            "de",
            "Der Abgeordnete Karl Holm von der SPD hält nichts von einer Maut.",
            "Karl Holm",
            "rejects",
            "einer Maut",
        ),
        # negation in the subject, and of what is promised
        ("de", "Weder Chile noch Peru erkennen das Urteil an.", "Peru", "rejects", "Urteil"),
        ("de", "Norwegen kündigte an, es werde keine Schiffe schicken.", "Norwegen", "rejects", "Schiffe"),
        ("en", "Chile announced that it will not send any ships.", "Chile", "rejects", "ships"),
        # "that" means the target of the sentence before
        ("de", "Peru forderte schärfere Kontrollen. Das lehnte Chile ab.", "Chile", "rejects", "Kontrollen"),
        # how somebody calls a thing tells the type
        ("en", "Prime Minister Jonas Store described the new rules as fair.", "Store", "supports", "the new rules"),
        ("en", "In Greenpeace's view, the new dam is a grave mistake.", "Greenpeace", "criticises", "dam"),
    ],
)
def test_actor_and_target_wherever_they_stand(lang, text, who, what, target):
    found = stances(text, lang)
    assert any(who in s.actor.name and s.type.value == what and target in s.target.text for s in found), found


@pytest.mark.parametrize(
    ("lang", "text", "what"),
    [
        ("en", "The court called the ruling an “important signal”.", "demands"),
        ("de", "Das Gericht weist auf den Wandel in der Nutzung von Computern hin.", "denies"),
    ],
)
def test_a_cue_needs_all_its_words_and_a_complement_of_its_kind(lang, text, what):
    assert all(s.type.value != what for s in stances(text, lang))


def test_who_stands_beside_a_name_is_not_a_second_actor():
    found = stances("Der Vorsitzende der Gewerkschaft, Karl Holm, lehnt die Reform ab.", "de")
    assert [s.actor.name for s in found if s.type is StanceType.REJECTS] == ["Karl Holm"]


def test_speaker_of_a_quotation_holds_the_stance():
    found = stances("„Das ist eine Gefahr für unser Land“, sagte der russische Präsident Wladimir Putin.", "de")
    assert ("Wladimir Putin", "Russland", "warns") in {(s.actor.name, s.represents.name, s.type.value) for s in found}
    assert all(s.speaker is not None and s.speaker.name == "Wladimir Putin" for s in found)


def test_evidence_points_into_the_text():
    text = "Vorspann ohne Bezug.\n\nFrankreich lehnt den Plan ab. Polen begrüßt ihn."
    found = stances(text, "de")
    assert found
    for s in found:
        assert text[s.evidence.start : s.evidence.end] == s.evidence.text
        assert 0 <= s.confidence <= 1
        assert s.cue


def test_fact_without_position_is_no_stance():
    assert not stances("Am Montag regnete es in Berlin. Zwölf Menschen wurden verletzt.", "de")


def test_steps_are_components_for_any_spacy_user():
    nlp = kg.extract.pipeline("en")
    assert [name for name in nlp.pipe_names if name in kg.extract.STEPS] == list(kg.extract.STEPS)
    assert nlp("Russia rejected the proposal.")._.stances


@pytest.mark.skipif(not BENCH.is_dir(), reason=f"no benchmark at {BENCH}: set KG_SHARED")
def test_stances_of_a_raw_copy_from_a_news_site():
    raw = json.loads((BENCH / "dev.de.articles.jsonl").read_text(encoding="utf-8").splitlines()[0])
    reading = kg.extract.read(Article(id=raw["id"], text=raw["text"], title=raw["title"], lang="de"))
    assert str(reading.article.date) == "2025-09-05"
    found = {(s.represents.name, s.type.value) for s in reading.stances}
    assert found >= {
        ("Russland", "rejects"),
        ("Russland", "threatens"),
        ("Russland", "warns"),
        ("Deutschland", "defers"),
        ("Deutschland", "rejects"),
        ("Ukraine", "demands"),
    }
    rejection = next(s for s in reading.stances if s.represents.name == "Russland" and s.type is StanceType.REJECTS)
    assert rejection.condition is not None and rejection.condition.kind is ConditionKind.REGARDLESS
    assert "5. September" not in "".join(s.evidence.text for s in reading.stances)


def test_words_joined_inside_an_office_are_no_second_actor() -> None:
    text = "Anna Holm, the EU's High Representative for the Common Foreign and Security Policy, now rejects the plan."
    assert {stance.actor.name for stance in kg.extract(text, lang="en").stances} == {"Anna Holm"}


def test_a_bare_pronoun_means_the_target_before() -> None:
    text = "Die Grünen fordern ein Tempolimit. Verkehrsminister Volker Wissing lehnt das ab."
    rejected = [s.target.text for s in kg.extract(text, lang="de").stances if s.type == "rejects"]
    assert rejected == ["ein Tempolimit"]


def test_the_place_before_a_report_is_no_actor() -> None:
    text = "Berlin – Die Grünen fordern ein Tempolimit auf den Autobahnen. Die SPD lehnt den Vorschlag ab."
    assert {s.actor.name for s in kg.extract(text, lang="de").stances} == {"Die Grünen", "SPD"}


def test_a_doc_that_nothing_was_extracted_from_has_nothing() -> None:
    doc = kg.extract.pipeline("de").make_doc("Russland lehnt das ab.")
    assert (doc._.cast, doc._.cues, doc._.quotations, doc._.stances) == (None, (), (), ())
