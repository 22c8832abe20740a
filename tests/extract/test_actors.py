"""Who is found in a text, for whom each one speaks, and whom pronouns and descriptions mean."""

import pytest
from kg import extract
from kg.extract.cast import Cast
from kg.extract.entities import Entity
from kg.extract.stances import represented
from kg.model import Article
from spacy.tokens import Doc


def read(text: str, lang: str) -> tuple[Doc, Cast]:
    doc = extract.parse(Article(id="a", text=text, lang=lang))
    return doc, doc._.cast


def at(doc: Doc, words: str) -> Entity:
    """The entity named at the last place of some words."""
    start = doc.text.rindex(words)
    span = doc.char_span(start, start + len(words), alignment_mode="expand")
    return doc._.cast.at[span.start].entity


@pytest.mark.parametrize(
    ("text", "lang", "name", "side"),
    [
        ("Der Vorsitzende der SPD, Karl Brandner, lehnte den Plan ab.", "de", "Karl Brandner", "SPD"),
        ("Die Abgeordnete Hanna Voss (CDU) lehnte das Gesetz ab.", "de", "Hanna Voss", "CDU"),
        ("The French prime minister, Paul Morel, rejected the plan.", "en", "Paul Morel", "France"),
        ("NATO secretary general Erik Lund warned Russia.", "en", "Erik Lund", "NATO"),
    ],
)
def test_an_office_tells_for_whom_a_person_speaks(text: str, lang: str, name: str, side: str) -> None:
    doc, _ = read(text, lang)
    person = at(doc, name)
    assert person.name == name
    assert represented(person).name == side


@pytest.mark.parametrize(
    ("text", "lang", "words", "name"),
    [
        (
            "Die Organisation „Ärzte am Fluss“ fordert Hilfe. Die Organisation warnt.",
            "de",
            "Organisation warnt",
            "Ärzte am Fluss",
        ),
        ("The organisation “Rivers First” (RF) called for help. RF is worried.", "en", "RF is", "Rivers First (RF)"),
        ("Präsident Peter Lindner kam. Der Präsident lehnte den Plan ab.", "de", "Präsident lehnte", "Peter Lindner"),
        ("President Mary Oakes arrived. Oakes rejected the plan.", "en", "Oakes rejected", "Mary Oakes"),
    ],
)
def test_later_descriptions_and_short_forms_mean_who_was_introduced(
    text: str, lang: str, words: str, name: str
) -> None:
    doc, _ = read(text, lang)
    assert at(doc, words).name == name


@pytest.mark.parametrize(
    ("text", "lang", "pronoun", "name"),
    [
        ("Minister Thomas Berger traf Ministerin Anna Holm. Sie lehnte den Plan ab.", "de", "Sie", "Anna Holm"),
        ("Ministerin Anna Holm traf Minister Thomas Berger. Er lehnte den Plan ab.", "de", "Er", "Thomas Berger"),
        ("Senator Thomas Berger met Senator Anna Holm. She rejected the plan.", "en", "She", "Anna Holm"),
        ("Senator Anna Holm met Senator Thomas Berger. He rejected the plan.", "en", "He", "Thomas Berger"),
        (
            "The foreign ministers of France met Anna Holm. They rejected the plan.",
            "en",
            "They",
            "foreign ministers of France",
        ),
    ],
)
def test_a_pronoun_means_whom_it_fits_in_gender_and_number(text: str, lang: str, pronoun: str, name: str) -> None:
    doc, cast = read(text, lang)
    token = next(t for t in doc if t.text == pronoun)
    meant = cast.antecedent(token)
    assert meant is not None
    assert meant.name == name


def test_a_pronoun_without_anybody_before_it_means_nobody() -> None:
    doc, cast = read("Er lehnte den Plan ab.", "de")
    assert cast.antecedent(doc[0]) is None


def test_the_government_is_that_of_the_state_the_article_is_about() -> None:
    doc, _ = read("In Kenia wird gestritten. Die Regierung lehnt den Plan ab.", "de")
    assert represented(at(doc, "Regierung")).name == "Kenia"
