"""Which phrases meet in one node: in other words, in the other language, in other articles."""

import csv
from datetime import date
from pathlib import Path

import pytest
from kg.extract import parse
from kg.extract.targets import make_target
from kg.model import Article, Target


def target(phrase: str, lang: str, text: str = "", day: date | None = None) -> Target:
    """The target that a phrase names, alone or as it stands in a text."""
    text = text or phrase
    doc = parse(Article("a", text, date=day, lang=lang))
    start = text.index(phrase)
    span = doc.char_span(start, start + len(phrase), alignment_mode="expand")
    return make_target(doc._.cast, span.start, span.end)


@pytest.mark.parametrize(
    ("de", "en"),
    [
        ("ein Abzug der polnischen Truppen aus Litauen", "the withdrawal of Polish troops from Lithuania"),
        ("die Freilassung aller seit Mai verschleppten Geiseln", "the release of all the remaining hostages"),
        ("der Beitritt Moldaus zur EU", "Moldova's membership of the European Union"),
        ("der norwegische NATO-Beitritt", "Norway's accession to NATO"),
        ("der Atomausstieg Belgiens", "Belgium's phase-out of nuclear power"),
        ("eine Waffenruhe im Gazastreifen", "a truce in Gaza"),
        ("die Unabhängigkeit Schottlands", "Scottish independence"),
        ("eine Flugverbotszone über Libyen", "a no-fly zone over Libya"),
    ],
)
def test_a_phrase_and_its_translation_are_one_concept(de: str, en: str) -> None:
    assert target(de, "de").key == target(en, "en").key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sanktionen gegen Belarus", "Sanktionen gegen Venezuela"),
        ("die Annexion der Krim", "die Annexion des Westjordanlands"),
        ("die Wehrpflicht in Litauen", "ein Wehretat für Litauen"),
    ],
)
def test_another_country_place_or_issue_is_another_concept(one: str, other: str) -> None:
    assert target(one, "de").key != target(other, "de").key


def test_an_actor_with_an_article_is_the_actor_itself() -> None:
    found = target("die Ukraine", "de", "Polen unterstützt die Ukraine.")
    assert (found.key, found.entities) == ("UA", ("UA",))
    assert dict(found.labels) == {"de": "Ukraine", "en": "Ukraine"}


def test_a_place_alone_is_that_place_in_both_languages() -> None:
    found = target("die Krim", "de", "Norwegen besuchte die Krim.")
    assert (found.key, found.entities) == ("crimea", ("UA",))
    assert target("Crimea", "en", "Norway visited Crimea.").key == found.key


def test_troops_of_several_states_keep_the_names_that_stand_in_the_phrase() -> None:
    found = target(
        "Truppen aus NATO-Staaten in der Ukraine", "de", "Oslo lehnt Truppen aus NATO-Staaten in der Ukraine ab."
    )
    assert found.key == "troops+UA+nato"


def test_a_name_that_holds_a_place_is_the_actor_of_that_name() -> None:
    assert (
        target("the African Union", "en", "Norway praised the African Union.").key
        == target("die Afrikanische Union", "de", "Norwegen lobte die Afrikanische Union.").key
    )


def test_an_issue_drops_the_actors_that_it_implies() -> None:
    assert target("NATO membership for Norway", "en").key == target("ein norwegischer NATO-Beitritt", "de").key


def test_labels_of_both_languages_name_issue_and_entities() -> None:
    found = target("NATO-Soldaten in der Ukraine", "de")
    assert dict(found.labels) == {"de": "Truppen (Ukraine, NATO)", "en": "troops (Ukraine, NATO)"}
    assert target("Norway's accession to NATO", "en").labels[0] == ("de", "NATO-Erweiterung (Norwegen)")


@pytest.mark.parametrize(
    ("lang", "phrase", "text", "other"),
    [
        (
            "de",
            "die Entscheidung",
            "Oslo begrüßt die Entscheidung.",
            "Lima bedauert die Entscheidung der Richter sehr.",
        ),
        ("en", "it", "Norway rejects it.", "Peru and Chile reject it."),
        ("en", "on Monday", "Norway will vote on Monday.", "Peru will sign it on Monday."),
    ],
)
def test_vague_phrases_of_two_articles_stay_apart(lang: str, phrase: str, text: str, other: str) -> None:
    assert target(phrase, lang, text).key != target(phrase, lang, other).key
    assert target(phrase, lang, text).key == target(phrase, lang, text).key


def test_a_matter_is_one_in_reports_of_one_event_and_another_on_another_day() -> None:
    de = "Norwegen hat am Montag ein Gesetz zur Wehrpflicht beschlossen. Die Opposition lehnt das Gesetz ab."
    en = "Norway passed a law on conscription on Monday. The opposition rejects the law."
    day = date(2024, 3, 4)
    assert target("das Gesetz", "de", de, day).key == target("the law", "en", en, day).key
    assert target("the law", "en", en, day).key != target("the law", "en", en, date(2024, 3, 5)).key


def test_words_enough_to_tell_the_thing_are_shared_between_articles() -> None:
    phrase = "das Abholzen uralter Alleebäume am Stadtrand"
    one = target(phrase, "de", f"Die Grünen kritisieren {phrase}.")
    other = target(phrase, "de", f"Auch der Bürgermeister von Riga verurteilt {phrase}.")
    assert one.key == other.key


def test_a_compound_counts_by_its_parts_only_where_nothing_better_stands() -> None:
    assert target("umstrittene Ausnahmezustandsdekrete", "de").issue == "state-of-emergency"
    assert target("die Abschiebung von Asylbewerberfamilien", "de").issue == "deportation"


def test_of_the_annotated_pairs_most_meet_and_hardly_any_wrongly() -> None:
    with (Path(__file__).parents[1] / "gold" / "same_target.csv").open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file))
    met = [p for p in pairs if target(p["phrase_a"], p["lang_a"]).key == target(p["phrase_b"], p["lang_b"]).key]
    right = sum(p["same"] == "1" for p in met)
    assert right / len(met) >= 0.95
    assert right / sum(p["same"] == "1" for p in pairs) >= 0.85
