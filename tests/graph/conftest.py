"""Readings written by hand: an invented dispute about a peace force in a country that two others border."""

from contextlib import ExitStack, nullcontext
from datetime import date

import pytest
import servers
from kg.graph import open_store
from kg.graph.vocabulary import UNION
from kg.model import (
    Actor,
    ActorKind,
    Article,
    Condition,
    ConditionKind,
    Evidence,
    Reading,
    Stance,
    StanceType,
    Target,
)

RUSSIA = Actor("RU", "Russland", ActorKind.STATE, "Q159", (("de", "Russland"), ("en", "Russia")))
GERMANY = Actor("DE", "Deutschland", ActorKind.STATE, "Q183", (("de", "Deutschland"), ("en", "Germany")))
FRANCE = Actor("FR", "Frankreich", ActorKind.STATE, "Q142", (("de", "Frankreich"), ("en", "France")))
UKRAINE = Actor("UA", "Ukraine", ActorKind.STATE, "Q212", (("de", "Ukraine"), ("en", "Ukraine")))
PUTIN = Actor(
    "vladimir-putin",
    "Wladimir Putin",
    ActorKind.PERSON,
    "Q7747",
    (("de", "Wladimir Putin"), ("en", "Vladimir Putin")),
)
SPOKESMAN = Actor("anton-beispiel", "Anton Beispiel", ActorKind.PERSON)
LINKS = Actor("linksbund", "Linksbund", ActorKind.PARTY)

TROOPS = Target(
    "troops+UA",
    "fremde Truppen in der Ukraine",
    "troops",
    ("UA",),
    (("de", "Truppen: Ukraine"), ("en", "troops: Ukraine")),
)
MEMBERSHIP = Target(
    "accession+UA+eu",
    "einen EU-Beitritt der Ukraine",
    "accession",
    ("UA", "eu"),
    (("de", "Beitritt: Ukraine, EU"), ("en", "accession: Ukraine, EU")),
)
PIPELINE = Target("gasleitung-ostsee", "die Gasleitung durch die Ostsee")


class Writer:
    """Writes an article sentence by sentence, each with the stances that it carries."""

    def __init__(self, id: str, on: date | None, lang: str, **about: str) -> None:
        self.about = {"id": id, "date": on, "lang": lang, **about}
        self.text = ""
        self.stances: list[Stance] = []

    def sentence(self, words: str, actor: Actor, type: StanceType, target: Target, **more: object) -> "Writer":
        start = len(self.text)
        self.text += words + " "
        evidence = Evidence(start, start + len(words), words)
        more = {"represents": actor, "stated_on": self.about["date"], **more}
        self.stances.append(
            Stance(article=self.about["id"], actor=actor, type=type, target=target, evidence=evidence, **more)
        )
        return self

    def reading(self) -> Reading:
        return Reading(Article(text=self.text, **self.about), tuple(self.stances))


def written() -> list[Reading]:
    s = StanceType
    spring = Writer("spring", date(2024, 3, 1), "de", title="Streit über Truppen", url="https://example.org/1?a=b&c")
    spring.sentence(
        "Russland lehnt fremde Truppen in der Ukraine ab, weder vor noch nach einem Frieden.",
        PUTIN,
        s.REJECTS,
        TROOPS,
        represents=RUSSIA,
        speaker=SPOKESMAN,
        cue="ablehnen",
        confidence=0.9,
        condition=Condition("weder vor noch nach einem Frieden", ConditionKind.REGARDLESS),
    )
    spring.sentence("Deutschland will erst nach einer Waffenruhe entscheiden.", GERMANY, s.DEFERS, TROOPS,
                    cue="entscheiden", confidence=0.55,
                    condition=Condition("nach einer Waffenruhe", ConditionKind.AFTER))  # fmt: skip
    spring.sentence("Frankreich sagte Truppen zu.", FRANCE, s.COMMITS, TROOPS, cue="zusagen", confidence=0.8)
    spring.sentence("Die Ukraine verlangt den Beitritt.", UKRAINE, s.DEMANDS, MEMBERSHIP, confidence=0.95)

    summer = Writer("https://example.org/summer report", date(2024, 7, 15), "en", title="Summer", source="Example Wire")
    troops = Target(TROOPS.key, "foreign troops in Ukraine", TROOPS.issue, TROOPS.entities, TROOPS.labels)
    germany = Actor("DE", "Germany", GERMANY.kind, GERMANY.wikidata, GERMANY.labels)
    russia = Actor("RU", "Moscow", RUSSIA.kind, RUSSIA.wikidata, RUSSIA.labels)
    summer.sentence("Germany pledged troops if the parliament agrees.", germany, s.COMMITS, troops, confidence=0.7,
                    condition=Condition("if the parliament agrees", ConditionKind.IF))  # fmt: skip
    summer.sentence("Moscow threatened any foreign troops.", russia, s.THREATENS, troops, confidence=0.85)
    summer.sentence("Anton Beispiel warned of foreign troops.", SPOKESMAN, s.WARNS, troops, represents=russia)
    summer.sentence("Germany supports the accession of Ukraine.", germany, s.SUPPORTS, MEMBERSHIP, confidence=0.9)

    autumn = Writer("autumn", date(2024, 10, 2), "de")
    autumn.sentence("Russland hat gegen einen Beitritt nichts einzuwenden.", RUSSIA, s.AGREES, MEMBERSHIP)
    autumn.sentence("Der Linksbund kritisiert die Gasleitung.", LINKS, s.CRITICISES, PIPELINE, confidence=0.4)
    autumn.sentence("Deutschland verteidigt die Gasleitung.", GERMANY, s.SUPPORTS, PIPELINE)

    undated = Writer("undated", None, "de")
    undated.sentence("Frankreich bezweifelt den Nutzen der Gasleitung.", FRANCE, s.QUESTIONS, PIPELINE, confidence=0.6)
    return [writer.reading() for writer in (spring, summer, autumn, undated)]


@pytest.fixture
def readings() -> list[Reading]:
    return written()


@pytest.fixture(scope="session")
def virtuoso_address():
    """The query and update service of a Virtuoso server that is started for the tests and ends with them."""
    if reason := servers.virtuoso_missing():
        pytest.skip(reason)
    with servers.virtuoso() as host:
        yield f"http://{host}/sparql-auth"


@pytest.fixture(params=["memory", "folder", "endpoint", "virtuoso"])
def opened(request, tmp_path, monkeypatch):
    """Opens the one empty store of each kind, also several times; ``opened.kind`` is its kind."""
    with ExitStack() as ends:
        if request.param == "memory":
            kept = ends.enter_context(open_store(":memory:"))
            opening = lambda **_: nullcontext(kept)  # noqa: E731
        else:
            if request.param == "folder":
                where = tmp_path / "the-store"
            elif request.param == "endpoint":
                host = ends.enter_context(servers.serving())
                where = f"http://{host}/ds/query"
            else:
                where = request.getfixturevalue("virtuoso_address")
                monkeypatch.setenv("KG_STORE_USER", "dba")
                monkeypatch.setenv("KG_STORE_PASSWORD", "dba")
                with open_store(where) as store:
                    for graph in (*store.graph_names(), UNION):
                        store.graph.update(f"CLEAR GRAPH <{graph}>")
            opening = lambda **options: open_store(where, create=True, **options)  # noqa: E731
        opening.kind = request.param
        yield opening


@pytest.fixture
def store(opened, readings):
    """The dispute in a store of each kind."""
    with opened() as store:
        for reading in readings:
            store.replace(reading)
        yield store
