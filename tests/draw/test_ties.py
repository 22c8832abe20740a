"""The page of a network: which ties it shows, on what grounds, and that it can be used as the page of stances can."""

from itertools import pairwise

import pytest
from dispute import (
    FRANCE,
    NATO,
    POLAND,
    RUSSIA,
    stance,
    target,
)
from kg import draw, network
from kg.draw.packed import unpacked
from kg.draw.ties import MAX_TIES
from kg.model import Actor, ActorKind, StanceType, Target

KINDS = ["congruence", "conflict", "subtract", "affiliation"]


def made(told, kind, **options):
    if kind == "affiliation":
        return draw.network_html(network.affiliation_network(told), told, **options)
    return draw.network_html(network.one_mode_network(told, kind=kind), told, kind=kind, **options)


def data(page: str) -> dict:
    start = page.index('<script type="application/json" id="data">') + len('<script type="application/json" id="data">')
    return unpacked(page[start : page.index("</script>", start)])


def listed(page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator("#panel [data-edge]").all_inner_texts()]


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_ties_of_every_kind_are_listed_the_strongest_first(conflict, visit, kind, lang):
    page = visit(made(conflict, kind, lang=lang))
    assert page.evaluate("stanceGraph.edges.length") > 0
    weights = [abs(edge["weight"]) for edge in data(page.content())["edges"]]
    assert weights == sorted(weights, reverse=True)
    assert len(listed(page)) == len(weights)
    assert "undefined" not in page.locator("body").inner_text()
    assert page.locator("#types, #time, #confidence").evaluate_all("all => all.every(one => one.offsetParent === null)")


def test_a_click_tells_on_what_two_actors_differ_and_agree_with_the_sentences_of_both(conflict, articles, visit):
    page = visit(made(conflict, "conflict", articles=articles, lang="de"))
    page.locator("#panel [data-edge]", has_text="Russland").filter(has_text="Ukraine").click()
    assert page.locator("#panel h2").inner_text().split() == ["Russland", "uneinig", "mit", "Ukraine"]
    assert page.locator("#panel h3").all_inner_texts() == ["Uneinig über (1)", "Einig über (1)"]
    targets = page.locator("#panel h4").all_inner_texts()
    assert targets == [
        "Truppen aus NATO-Staaten in der Ukraine",
        "Sicherheitsgarantien",
    ]
    text = page.locator("#panel").inner_text()
    for sentence in (
        "Die Ukraine begrüßt Truppen aus NATO-Staaten.",
        "Russland verlangt Garantien.",
        "Kyjiw verlangt Garantien.",
    ):
        assert sentence in text
    assert page.locator("#panel a").first.get_attribute("href") == "https://example.org/a1"
    page.keyboard.press("Escape")
    assert page.locator("#panel h2").inner_text().startswith("Verbindungen")


def test_a_click_on_an_actor_lists_its_ties(conflict, visit):
    page = visit(made(conflict, "subtract", lang="en"))
    page.locator("#panel [data-edge]", has_text="Russia").first.click()
    page.locator("#panel .end", has_text="Russia").click()
    assert page.locator("#panel h2").inner_text() == "Russia"
    assert all("Russia" in line for line in listed(page))
    assert any("rather differs from" in line for line in listed(page))


def test_ties_are_chosen_by_actor_by_target_and_by_words_of_a_sentence(conflict, visit):
    page = visit(made(conflict, "conflict", lang="en"))
    everything = listed(page)
    page.get_by_label("Target", exact=True).fill("NATO troops in Ukraine")
    troops = listed(page)
    assert 0 < len(troops) < len(everything)
    page.get_by_label("Actor", exact=True).fill("France")
    assert listed(page) == [line for line in troops if "France" in line]
    page.get_by_role("button", name="Reset").click()
    page.get_by_label("Search").fill("Wortbruch")
    assert listed(page) == []


def test_only_the_sides_that_occur_can_be_chosen(conflict, visit):
    page = visit(made(conflict, "subtract", lang="en"))
    boxes = page.locator("#valences label")
    names = boxes.all_inner_texts()
    assert names == [
        "rather agrees with",
        "rather differs from",
        "agrees as often as it differs with",
    ]
    boxes.first.click()
    assert not any("rather agrees" in line for line in listed(page))


def test_weights_are_those_of_the_network(conflict):
    graph = network.one_mode_network(conflict, kind="subtract", normalize="average")
    edges = data(draw.network_html(graph, conflict, kind="subtract"))["edges"]
    assert {frozenset((edge["from"], edge["to"])): edge["weight"] for edge in edges} == {
        frozenset((one, other)): weight for one, other, weight in graph.edges(data="weight")
    }


def test_the_evidence_of_an_issue_alone_stays_within_its_article(visit):
    some = target(("ceasefire", "Waffenruhe", "ceasefire"), "eine Waffenruhe")
    told = [
        stance(who, StanceType.DEMANDS, some, f"{who.name} im Mai.", article="gaza", day=3) for who in (FRANCE, POLAND)
    ]
    told += [
        stance(who, StanceType.DEMANDS, some, f"{who.name} im Juni.", article="sudan", day=9) for who in (FRANCE, NATO)
    ]
    page = visit(made(told, "congruence", lang="de"))
    assert listed(page) == ["Frankreich einig mit Polen (1)", "Frankreich einig mit NATO (1)"]
    page.locator("#panel [data-edge]").last.click()
    assert page.locator("#panel blockquote").all_inner_texts() == ["Frankreich im Juni.", "NATO im Juni."]


def test_a_network_without_ties_says_so(visit):
    page = visit(made([stance(RUSSIA, StanceType.REJECTS, NATO, "Nein.")], "congruence", lang="en"))
    assert page.locator("#nothing").is_visible()


def test_many_ties_are_cut_to_the_strongest_and_the_page_says_so(visit):
    actors = [Actor(f"a{number}", f"Actor {number}") for number in range(MAX_TIES // 40 + 20)]
    told = [stance(one, StanceType.SUPPORTS, Target("t+UA", "it", entities=("UA",)), "Yes.") for one in actors]
    for number, (one, other) in enumerate(pairwise(actors)):
        told += [stance(who, StanceType.SUPPORTS, Target(f"t{number}", "this"), "Yes.") for who in (one, other)]
    graph = network.one_mode_network(told)
    assert graph.number_of_edges() > MAX_TIES
    text = draw.network_html(graph, told, kind="congruence", lang="en")
    assert len(text.encode()) < 1_500_000
    edges = data(text)["edges"]
    assert len(edges) == MAX_TIES
    assert [edge["weight"] for edge in edges[: len(actors)]] == [2.0] * (len(actors) - 1) + [1.0]
    page = visit(text)
    assert "these are the strongest 5,000 of" in page.locator("#summary").inner_text()
    before = page.evaluate("stanceGraph.nodes.length")
    page.get_by_role("button", name="Show more").first.click()
    page.wait_for_function(f"stanceGraph.nodes.length > {before}")


def test_coalitions_of_long_names_leave_room_for_the_picture(visit):
    actors = [Actor(f"long-{n}", f"Verband {n} " * 50, ActorKind.ORGANISATION) for n in range(3)]
    page = visit(made([stance(actor, StanceType.SUPPORTS, NATO, "Ja.") for actor in actors], "congruence", lang="de"))
    assert "Verband 0" in page.locator("#legend").inner_text()
    assert page.locator("#graph").bounding_box()["height"] > 5 * page.locator("#legend").bounding_box()["height"]


def test_ties_are_reached_with_the_keyboard(conflict, visit):
    page = visit(made(conflict, "congruence", lang="de"))
    page.locator("#panel [data-edge]").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#panel blockquote").count() >= 2
    assert page.evaluate("document.activeElement.className") == "back"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.edge") == "edge:0"
