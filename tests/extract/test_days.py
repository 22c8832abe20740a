"""The day of a statement is that of the verb that reports it, else that of the article."""

from datetime import date

import pytest
from kg.extract import read
from kg.graph import open_store
from kg.model import Article

WEDNESDAY = date(2025, 9, 3)


def days(lang, text, published=WEDNESDAY):
    found = read(Article("a", text, date=published, lang=lang)).stances
    assert found, text
    return {stance.stated_on for stance in found}


@pytest.mark.parametrize(
    ("lang", "text", "day"),
    [
        ("de", "Frankreich hatte am Montag weitere Sanktionen gegen Mali angekündigt.", date(2025, 9, 1)),
        ("de", "Russland lehnte am Dienstag Verhandlungen mit der Ukraine ab.", date(2025, 9, 2)),
        ("de", "Polen kritisierte am Donnerstag die Pläne der Regierung.", date(2025, 8, 28)),
        ("de", "Die Türkei begrüßte am Mittwoch das Abkommen mit Griechenland.", WEDNESDAY),
        ("en", "France had announced sanctions against Mali on Monday.", date(2025, 9, 1)),
        ("en", "Russia rejected talks with Ukraine on Tuesday.", date(2025, 9, 2)),
        ("en", "Sanctions must be lifted at once, the Russian government demanded on Friday.", date(2025, 8, 29)),
    ],
)  # fmt: skip
def test_a_weekday_of_the_verb_is_the_last_one_before_the_article(lang, text, day):
    assert days(lang, text) == {day}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "Russland lehnt Verhandlungen mit der Ukraine ab."),
        ("de", "Frankreich will am Freitag Sanktionen gegen Mali fordern."),
        ("de", "Russland lehnt Verhandlungen bis Freitag ab."),
        ("en", "Russia rejects talks with Ukraine planned for Friday."),
        ("en", "France will demand sanctions against Mali on Friday."),
        ("en", "Russia rejected talks until Friday."),
    ],
)
def test_a_day_that_may_lie_ahead_is_not_that_of_the_statement(lang, text):
    assert days(lang, text) == {WEDNESDAY}


def test_without_a_day_of_the_article_there_is_none_of_the_statement():
    assert days("de", "Russland lehnte am Dienstag Verhandlungen mit der Ukraine ab.", None) == {None}


def test_no_end_of_a_stance_is_made_up(samples):
    with open_store(samples, read_only=True) as store:
        assert store.query("ASK { ?s kg:statedOn ?day }").answer
        assert not store.query("ASK { ?s kg:validUntil ?day }").answer
