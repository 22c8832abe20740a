"""An office and a name beside it are one person, who speaks for whom the office says."""

import pytest
from kg import extract
from kg.extract.cast import Cast
from kg.extract.stances import represented
from kg.model import Article
from spacy.tokens import Doc


def read(text: str, lang: str) -> tuple[Doc, Cast]:
    doc = extract.parse(Article(id="a", text=text, lang=lang))
    return doc, doc._.cast


def holders(doc: Doc) -> set[str]:
    """The first choice of holder of each cue of a Doc."""
    return {c.holder.entity.name for c in doc._.candidates if c.cue is not None and c.holder.rank == 0}


@pytest.mark.parametrize(
    ("text", "lang", "name", "side"),
    [
        (
            "The chairman of the Delta works council, Bernd Holm, rejected the offer.",
            "en",
            "Bernd Holm",
            "works council",
        ),
        ("Anna Weber, a Liberal (FDP) member of the committee, rejected the bill.", "en", "Anna Weber", "FDP"),
        (
            "Mary Oakes, chairwoman of Amnesty International, condemned the raid.",
            "en",
            "Mary Oakes",
            "Amnesty International",
        ),
        (
            "Mary Oakes, head of the council and member of the committee, rejected the bill.",
            "en",
            "Mary Oakes",
            "council",
        ),
        ("Refugee Council chief executive Paul Morel rejected the bill.", "en", "Paul Morel", "Refugee Council"),
        (
            "Der Vorsitzende der Gewerkschaft ver.di Karl Brandner lehnte das Angebot ab.",
            "de",
            "Karl Brandner",
            "ver.di",
        ),
        ("Anna Weber, umweltpolitische Sprecherin der FDP, lehnte das Gesetz ab.", "de", "Anna Weber", "FDP"),
    ],
)
def test_an_office_beside_a_name_is_no_second_actor(text: str, lang: str, name: str, side: str) -> None:
    doc, cast = read(text, lang)
    assert holders(doc) == {name}
    person = next(m.entity for m in cast.mentions if m.entity.name == name)
    assert represented(person).name.endswith(side)


@pytest.mark.parametrize(
    ("text", "lang", "first", "second"),
    [
        ("Anna Weber sagte, der Präsident lehne das Gesetz ab.", "de", "Anna Weber", "Präsident"),
        ("When she met Anna Weber, the president rejected the bill.", "en", "Anna Weber", "president"),
        ("Anna Weber, the president and the chancellor rejected the bill.", "en", "Anna Weber", "president"),
    ],
)
def test_an_office_that_acts_itself_is_somebody_else(text: str, lang: str, first: str, second: str) -> None:
    _, cast = read(text, lang)
    meant = {
        words: next(m.entity for m in cast.mentions if cast.doc[m.start : m.end].text.endswith(words))
        for words in (first, second)
    }
    assert meant[first] is not meant[second]


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("Anna Weber came. She is home affairs spokeswoman for the FDP. She rejected the bill.", "en", "Anna Weber"),
        ("Anna Weber kam. Sie ist Sprecherin der FDP. Sie lehnte das Gesetz ab.", "de", "Anna Weber"),
        (
            "The bill is unlawful, said Ana Ruiz-Lopez Colmar, Advocate General at the European Court of Justice. "
            "Advocate General Colmar rejected the bill.",
            "en",
            "Ana Ruiz-Lopez Colmar",
        ),
    ],
)
def test_what_somebody_is_said_to_be_means_them(text: str, lang: str, name: str) -> None:
    doc, _ = read(text, lang)
    assert holders(doc) == {name}


def test_three_people_with_their_offices_are_three_actors() -> None:
    doc, _ = read(
        "The chief executive of the agency, Frank Morel, and the chairman of the trade union ver.di, Karl Holm, "
        "rejected the offer.",
        "en",
    )
    assert {c.holder.entity.name for c in doc._.candidates if c.holder.rank == 0} == {"Frank Morel", "Karl Holm"}


@pytest.mark.parametrize(
    ("text", "name", "side"),
    [
        ("Kenya protested. The country's foreign minister, Paul Morel, rejected the plan.", "Paul Morel", "Kenya"),
        (
            "John Kerr, chairman of the Foreign Relations Committee, rejected the bill.",
            "John Kerr",
            "Foreign Relations Committee",
        ),
    ],
)
def test_an_office_is_of_the_state_or_body_that_is_meant(text: str, name: str, side: str) -> None:
    _, cast = read(text, "en")
    person = next(m.entity for m in cast.mentions if m.entity.name == name)
    assert represented(person).name == side


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Foreign Affairs Committee rejected the bill.", "Foreign Affairs Committee"),
        ("The National Union of Teachers rejected the bill.", "National Union of Teachers"),
        ("The Refugee Council rejected the bill.", "Refugee Council"),
    ],
)
def test_the_name_of_a_body_is_read_whole(text: str, name: str) -> None:
    doc, _ = read(text, "en")
    assert holders(doc) == {name}
