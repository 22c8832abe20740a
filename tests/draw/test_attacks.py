"""Nothing that an article says runs, becomes markup or is loaded: in every field, in the network and in the charts."""

import json
from datetime import date

import pytest
from dispute import GERMANY, NATO, RUSSIA, stance
from kg import draw, network
from kg.model import Actor, ActorKind, Article, Condition, ConditionKind, Evidence, Stance, StanceType, Target

ATTACKS = [
    "<script>window.owned = alert(1)</script>",
    "</script><script>window.owned = alert(1)</script>",
    '"><img src=x onerror="window.owned = alert(1)">',
    "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x>",
    "<a href=javascript:alert(1)>x</a>",
    "'-alert(1)-'",
    "javascript:alert(1)",
    "{{ 7 * 7 }}${alert(1)}",
    "{% for x in y %}",
    "<!--<script>",
    "]]><script>alert(1)</script>",
    "<b>fett</b><iframe srcdoc='<script>parent.owned = 1</script>'></iframe>",
    "datum.x) || alert(1",
    "\u202e<script>alert(1)</script>\u2066",
]
ADDRESSES = [
    "javascript:window.owned=1",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//x",
    "http://[",
]
FOREIGN = "#panel img, #panel iframe, #panel script, #panel b, #panel svg"


def told(attack: str) -> tuple[list[Stance], dict[str, Article]]:
    """Stances whose every text is the attack, and their article; two of its actors agree."""
    evil = Actor(attack, attack, ActorKind.PERSON, labels=(("de", attack), ("en", attack)))
    what = Target(attack, attack, labels=(("de", attack), ("en", attack)))
    condition = Condition(attack, ConditionKind.IF)
    sentence = f"Er sagte {attack} und ging."
    evidence = Evidence(0, len(sentence), sentence)
    on = date(2025, 9, 5)
    said = [
        stance(RUSSIA, StanceType.REJECTS, NATO, "Nein."),
        stance(evil, StanceType.WARNS, evil, sentence, speaker=evil, condition=condition, article="x"),
        Stance("x", evil, evil, StanceType.DENIES, what, evidence, condition, evil, attack, 0.5, on),
        Stance("x", evil, evil, StanceType.REJECTS, NATO_TARGET, evidence, condition, evil, attack, 0.5, on),
        Stance("x", GERMANY, GERMANY, StanceType.DENIES, what, evidence, None, evil, attack, 0.5, on),
    ]
    article = Article("x", "", attack, url="javascript:window.owned=1", source=attack, lang=attack)
    return said, {"x": article}


NATO_TARGET = Target(NATO.key, NATO.name, entities=(NATO.key,), labels=NATO.labels)


@pytest.mark.parametrize("attack", ATTACKS)
def test_in_the_network(attack, visit):
    said, articles = told(attack)
    page = visit(draw.html(said, articles=articles, title=attack, lang="de", colour="coalition"))
    assert page.evaluate("document.querySelectorAll('script').length") == 3
    for number in range(page.locator("#panel [data-edge]").count()):
        page.locator("#panel [data-edge]").nth(number).click()
        assert page.locator(f"{FOREIGN}, #panel a").count() == 0
        page.keyboard.press("Escape")
    page.get_by_role("button", name="English").click()
    box = page.locator("#graph").bounding_box()
    point = page.evaluate(
        f"stanceGraph.network.canvasToDOM(stanceGraph.network.getPosition({json.dumps('actor:' + attack)}))"
    )
    page.mouse.move(box["x"] + point["x"], box["y"] + point["y"])
    page.wait_for_timeout(400)  # the tooltip
    assert page.locator("#panel").inner_text().count(" ".join(attack.split())) >= 2
    page.get_by_label("Search").fill(attack)
    page.get_by_label("Actor", exact=True).fill(attack)
    assert page.evaluate("stanceGraph.visible().length") >= 1
    assert page.evaluate("window.owned") is None


@pytest.mark.parametrize("kind", ["congruence", "conflict", "subtract", "affiliation"])
def test_in_the_ties(kind, visit):
    said, articles = told(ATTACKS[0])
    for attack in ATTACKS[1:]:
        said += told(attack)[0]
    said += [stance(RUSSIA, StanceType.SUPPORTS, one.target, ATTACKS[0]) for one in said]
    made = {"duplicates": "range"}
    if kind == "affiliation":
        text = draw.network_html(network.affiliation_network(said, **made), said, articles=articles, title=attack)
    else:
        graph = network.one_mode_network(said, kind=kind, **made)
        text = draw.network_html(graph, said, kind=kind, articles=articles, title=attack, lang="de")
    page = visit(text)
    entries = page.locator("#panel [data-edge]")
    assert entries.count() >= 10
    for number in range(min(entries.count(), 30)):
        entries.nth(number).click()
        assert page.locator("#panel article").count() >= 1
        assert page.locator(f"{FOREIGN}, #panel a").count() == 0
        page.keyboard.press("Escape")
    assert page.evaluate("document.querySelectorAll('script').length") == 3
    assert page.evaluate("window.owned") is None


@pytest.mark.parametrize("kind", ["timeline", "matrix", "coalitions"])
def test_in_a_chart(kind, visit):
    pytest.importorskip("vl_convert", reason="charts need the packages of stance-graph[charts]")
    said, articles = told(ATTACKS[0])
    for attack in ATTACKS[1:]:
        said += told(attack)[0]
    page = visit(draw.chart(said, kind, articles=articles, title=" ".join(ATTACKS), lang="de").html())
    marks = page.locator("#chart svg [tabindex]")
    marks.first.wait_for(state="attached")
    assert marks.count() >= 5
    for number in range(marks.count()):
        marks.nth(number).dispatch_event("mousemove")
        marks.nth(number).press("Enter")
        assert page.locator("#panel article").count() >= 1
        assert page.locator(f"{FOREIGN}, #panel a, #vg-tooltip-element img, #vg-tooltip-element script").count() == 0
    assert page.locator("#chart a, #chart image, #chart foreignObject, #chart script").count() == 0
    assert page.evaluate("document.querySelectorAll('script').length") == 3
    assert page.evaluate("window.owned") is None


@pytest.mark.parametrize("url", ADDRESSES)
def test_only_web_addresses_become_links(url, visit):
    about = {"a1": Article("a1", "", "Titel", url=url)}
    page = visit(draw.html([stance(RUSSIA, StanceType.REJECTS, NATO, "Nein.")], articles=about))
    page.locator("#panel [data-edge]").click()
    assert "Titel" in page.locator("#panel").inner_text()
    assert page.locator("#panel a").count() == 0
