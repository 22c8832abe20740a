"""What is unusual is drawn all the same: very much, very little, very long, and from right to left."""

import pytest
from dispute import NATO, RUSSIA, TROOPS, UKRAINE, stance, target
from kg import draw
from kg.draw import MAX_STANCES
from kg.model import Actor, ActorKind, Stance, StanceType, Target

TYPES = list(StanceType)
HEBREW = "ממשלת ישראל"
ARABIC = "جامعة الدول العربية"


def many(count: int, actors: int, targets: int) -> list[Stance]:
    """So many stances of so many actors on so many targets."""
    who = [Actor(f"a{i}", f"Akteur {i}", ActorKind.STATE) for i in range(actors)]
    what = [target((f"t{i}", f"Gegenstand {i}", f"Target {i}"), f"Gegenstand {i}") for i in range(targets)]
    return [
        stance(
            who[i * i % 7919 % actors * (i % 3) // 2],
            TYPES[i % 12],
            what[i * 31 % 104729 % targets],
            f"Satz {i} über den Gegenstand, gesagt am Morgen.",
            article=f"a{i % 500}",
            day=1 + i % 28,
        )
        for i in range(count)
    ]


def test_a_large_graph_opens_with_its_strongest_part_and_can_be_searched(visit):
    told = many(20_000, 300, 2_000)
    text = draw.html(told, lang="en")
    assert len(text.encode()) < 5_000_000
    page = visit(text)
    assert 20 <= page.evaluate("stanceGraph.nodes.length") <= 40
    assert 30 <= page.evaluate("stanceGraph.edges.length") <= 100  # more would hide each other
    assert page.locator("#panel [data-edge]").count() == 100
    page.get_by_role("button", name="Show more (100 of").click()
    assert page.locator("#panel [data-edge]").count() == 200
    page.get_by_label("Search").fill("Target 1999")
    assert "target:t1999" in page.evaluate("stanceGraph.nodes.getIds()")
    assert page.locator("#panel [data-edge]").count() >= 1


def test_more_than_a_page_holds_leaves_the_weakest_out_and_says_so(visit):
    page = visit(draw.html(many(30_000, 60, 300), lang="en"))
    assert "of 30,000. Choose with --actor, --issue" in page.locator("#summary").inner_text()
    held = int(page.locator("#panel h2").inner_text().strip("Stances ()").replace(",", ""))
    assert MAX_STANCES * 0.9 < held <= MAX_STANCES


def test_one_actor_alone(visit):
    page = visit(draw.html([stance(RUSSIA, StanceType.REJECTS, target(TROOPS, "Truppen"), "Nein.")], lang="de"))
    assert page.evaluate("stanceGraph.nodes.length") == 2
    assert page.evaluate("stanceGraph.network.getScale()") <= 1.2


def test_an_actor_who_speaks_of_itself(visit):
    page = visit(draw.html([stance(RUSSIA, StanceType.SUPPORTS, RUSSIA, "Russland lobt sich.")], lang="de"))
    assert page.evaluate("stanceGraph.nodes.length") == 1
    page.locator("#panel [data-edge]").click()
    assert "Russland lobt sich." in page.locator("blockquote").inner_text()


@pytest.mark.parametrize("long", ["Sicherheitsgarantie" * 27, "sehr " * 100 + "lang"])
def test_names_of_five_hundred_characters(long, visit):
    actor = Actor("long", long, ActorKind.ORGANISATION)
    told = [
        stance(actor, StanceType.REJECTS, Target("t", long), f"Satz mit {long}."),
        stance(UKRAINE, StanceType.SUPPORTS, Target("t", long), "Ja."),
        stance(UKRAINE, StanceType.SUPPORTS, NATO, "Ja."),
    ]
    page = visit(draw.html(told, lang="de", title=long))
    assert max(map(len, page.evaluate("stanceGraph.nodes.get().map(node => node.label)"))) < 90
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("#graph").bounding_box()["height"] > 300
    page.locator("#panel [data-edge]").first.click()
    assert page.evaluate("(p => p.scrollWidth <= p.clientWidth)(document.getElementById('panel'))")
    page.get_by_label("Gegenstand", exact=True).fill(page.locator("#targets option").first.get_attribute("value"))
    assert page.evaluate("stanceGraph.visible().length") >= 1


def test_names_from_right_to_left_keep_to_themselves(visit):
    told = [stance(Actor("x", HEBREW, ActorKind.STATE), StanceType.DEMANDS, Target("t", ARABIC), f"{HEBREW} {ARABIC}.")]
    page = visit(draw.html(told, lang="en"))
    entry = page.locator("#panel [data-edge]")
    assert " ".join(entry.inner_text().split()) == f"{HEBREW} demands {ARABIC}"
    who, what = (entry.locator(f".{name}").bounding_box() for name in ("who", "what"))
    assert who["x"] < what["x"]  # the sentence of the page still runs from left to right
    entry.click()
    assert page.locator("blockquote").evaluate("at => getComputedStyle(at).direction") == "rtl"


def test_targets_that_differ_only_in_case_are_one(visit):
    told = [
        stance(RUSSIA, StanceType.REJECTS, Target("Waffenruhe", "Waffenruhe"), "Nein."),
        stance(UKRAINE, StanceType.SUPPORTS, Target("waffenruhe", "waffenruhe"), "Ja."),
    ]
    page = visit(draw.html(told, lang="de"))
    assert page.evaluate("stanceGraph.nodes.length") == 3
    page.get_by_label("Gegenstand", exact=True).fill("WAFFENRUHE")
    assert page.evaluate("stanceGraph.visible().length") == 2
