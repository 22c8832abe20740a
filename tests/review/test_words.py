"""What a reviewer's words mean."""

from dataclasses import replace
from datetime import date

import pytest
from kg.errors import InputError
from kg.extract import read
from kg.graph import open_store
from kg.model import ActorKind, Article, StanceType
from kg.review import actor_of, said_of, stance_type, target_of

ARTICLE = Article(
    "tanks",
    "Deutschland lehnt die Lieferung von Kampfpanzern an die Ukraine ab. Der Linksbund fordert Sanktionen gegen Mali.",
    date=date(2023, 1, 21),
    lang="de",
)


@pytest.fixture(scope="module")
def reading():
    return read(ARTICLE)


@pytest.fixture(scope="module")
def store(reading):
    with open_store(":memory:") as memory:
        memory.replace(reading)
        yield memory


@pytest.fixture(scope="module")
def stance(reading):
    return next(stance for stance in reading.stances if stance.actor.key == "DE")


@pytest.mark.parametrize("words", ["Germany", "deutschland", "DE", "actor:DE", " Bundesrepublik  Deutschland "])
def test_an_actor_by_any_of_its_names(words, stance, store):
    actor, represents = actor_of(words, stance, store, "de")
    assert (actor.key, actor.name, actor.kind, represents) == ("DE", "Deutschland", ActorKind.STATE, actor)


def test_persons_speak_for_whom_their_office_says_or_the_reviewer(stance, store):
    for words, expected in (
        ("Boris Pistorius", "Boris Pistorius (Germany)"),
        ("Olaf Scholz (France)", "Olaf Scholz (France)"),
        ("Max Muster", "Max Muster"),
        ("Max Muster (Frankreich)", "Max Muster (France)"),
        ("Rat (der Weisen)", "Rat (der Weisen)"),
    ):
        actor, represents = actor_of(words, stance, store, "en")
        assert said_of(replace(stance, actor=actor, represents=represents)) == expected
    assert actor_of("Max Muster", stance, store, "en")[0].key == "max-muster"


def test_an_actor_that_only_the_store_knows(reading, stance, store):
    (other,) = {s.actor for s in reading.stances} - {stance.actor}
    assert actor_of(other.name.upper(), stance, store, "de")[0] == other


def test_a_target_is_read_as_the_machine_reads_it(reading, stance, store):
    for other in reading.stances:
        found = target_of(other.target.text, other, store, ARTICLE)
        assert (found.key, found.text) == (other.target.key, other.target.text)
        assert target_of(other.target.key, stance, store, ARTICLE).key == other.target.key
        assert target_of(f"target:{other.target.key}", stance, store, ARTICLE).key == other.target.key
    found = target_of("Sanktionen gegen Russland", stance, store, ARTICLE)  # not in the article
    assert (found.key, found.issue, found.entities) == ("sanctions+RU", "sanctions", ("RU",))
    without_text = target_of("Sanktionen gegen Russland", stance, store, replace(ARTICLE, text=""))
    assert without_text == found


def test_words_without_meaning(stance, store):
    assert stance_type(" Rejects ") is StanceType.REJECTS
    for mistake, words, message in (
        (stance_type, ("rejcts",), "'rejcts' is no stance type; did you mean rejects?"),
        (stance_type, ("xyz",), "choose supports, agrees"),
        (actor_of, (" ", stance, store, "de"), "an actor needs a name"),
        (target_of, ("", stance, store, ARTICLE), "a target needs words"),
    ):
        with pytest.raises(InputError) as caught:
            mistake(*words)
        assert message in str(caught.value)
