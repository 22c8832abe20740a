"""What a reader does with the page in a real browser: look, click, filter, search, and use the keyboard."""

import pytest
from dispute import NATO, RUSSIA, stance
from kg import draw
from kg.model import Actor, ActorKind, Article, Condition, ConditionKind, StanceType, Target


@pytest.fixture
def page(conflict, articles, visit):
    return visit(draw.html(conflict, articles=articles, lang="de"))


def listed(page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator("#panel [data-edge]").all_inner_texts()]


def place(page, script: str) -> tuple[float, float]:
    """A point of the canvas, given by an expression in canvas coordinates, in coordinates of the window."""
    box = page.locator("#graph").bounding_box()
    point = page.evaluate(f"stanceGraph.network.canvasToDOM({script})")
    return box["x"] + point["x"], box["y"] + point["y"]


def edge_between(page, source: str, target: str) -> str:
    return page.evaluate(
        "([from, to]) => stanceGraph.edges.get().find(edge => edge.from === from && edge.to === to).id",
        [source, target],
    )


def click_edge(page, source: str, target: str) -> None:
    """Click where the edge is drawn and no other edge or node is nearer, as the network itself reports it."""
    number = edge_between(page, source, target)
    point = page.evaluate(
        "(id) => { const { network } = stanceGraph;"
        " return Array.from({ length: 61 }, (_, i) => 0.2 + i / 100)"
        ".map(t => network.canvasToDOM(network.body.edges[id].edgeType.getPoint(t)))"
        ".find(at => network.getEdgeAt(at) === id && network.getNodeAt(at) === undefined); }",
        number,
    )
    box = page.locator("#graph").bounding_box()
    page.mouse.click(box["x"] + point["x"], box["y"] + point["y"])


def test_nodes_and_edges_are_drawn(page):
    assert page.evaluate("stanceGraph.nodes.length") == 16
    assert page.evaluate("stanceGraph.edges.length") == 23
    painted = page.evaluate(
        "(() => { const canvas = document.querySelector('canvas');"
        " const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;"
        " return new Set(new Uint32Array(pixels.buffer)).size; })()"
    )
    assert painted > 50
    assert len(listed(page)) == 23


def test_the_whole_graph_fits_the_screen(page):
    outside = page.evaluate(
        "(() => { const box = document.getElementById('graph');"
        " return Object.values(stanceGraph.network.getPositions()).map(p => stanceGraph.network.canvasToDOM(p))"
        ".filter(p => p.x < 0 || p.y < 0 || p.x > box.clientWidth || p.y > box.clientHeight).length; })()"
    )
    assert outside == 0
    assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight")


def test_a_click_on_an_edge_shows_the_evidence(page):
    click_edge(page, "actor:DE", "target:troops+nato+UA")
    text = page.locator("#panel").inner_text()
    assert "Merz will sich auf Truppen aus NATO-Staaten nicht festlegen" in text
    assert "Friedrich Merz (für Deutschland)" in text
    assert "5. September 2025" in text
    assert "bevor eine Waffenruhe in Sicht ist (bevor)" in text
    assert "90 %" in text
    link = page.locator("#panel a")
    assert link.inner_text() == "Streit über Truppen"
    assert link.get_attribute("href") == "https://example.org/a1"
    assert "Nachrichten" in text
    assert page.locator("mark.target").inner_text() == "Truppen aus NATO-Staaten"
    assert page.locator("mark.condition").inner_text() == "bevor eine Waffenruhe in Sicht ist"


def test_every_statement_of_an_edge_is_shown_with_its_speaker(page):
    page.get_by_role("button", name="Russland lehnt ab Truppen").click()
    assert page.locator("#panel article").count() == 2
    assert page.locator("#panel dt", has_text="Gesagt von").count() == 1
    assert "Moskau bleibt beim Nein" in page.locator("#panel").inner_text()


def test_a_click_on_a_node_shows_what_it_takes_and_meets(page):
    page.mouse.click(*place(page, "stanceGraph.network.getPosition('actor:RU')"))
    text = page.locator("#panel").inner_text()
    assert page.locator("#panel h2").inner_text() == "Russland"
    assert "Vertritt" in text
    assert "Haltungen hierzu" in text
    assert any(entry.startswith("Polen") for entry in listed(page))


def test_a_click_beside_everything_and_escape_return_to_the_list(page):
    page.locator("#panel [data-edge]").first.click()
    page.keyboard.press("Escape")
    assert page.locator("#panel h2").inner_text() == "Haltungen (24)"
    page.locator("#panel [data-edge]").first.click()
    box = page.locator("#graph").bounding_box()
    page.mouse.click(box["x"] + 5, box["y"] + 5)
    assert page.locator("#panel h2").inner_text() == "Haltungen (24)"


def test_the_valence_filter_hides_edges_and_lonely_nodes(page):
    page.get_by_role("checkbox", name="dafür").uncheck()
    page.get_by_role("checkbox", name="offen").uncheck()
    against = {"lehnt ab", "kritisiert", "warnt", "droht", "bestreitet"}
    assert listed(page)
    assert all(any(word in entry for word in against) for entry in listed(page))
    assert page.evaluate("stanceGraph.nodes.get('actor:FR').hidden") is True
    assert page.evaluate("stanceGraph.nodes.get('actor:RU').hidden") is False


def test_the_type_filter(page):
    page.locator("#types summary").click()
    offered = page.locator("#types label").all_inner_texts()
    assert len(offered) == 12
    assert {"fordert", "hält offen", "droht"} <= {text.strip() for text in offered}
    page.locator("#types input[value=demands]").uncheck()
    assert "11/12" in page.locator("#types summary").inner_text()
    assert not any("fordert" in entry for entry in listed(page))


def test_the_actor_filter_shows_stances_of_and_towards_the_actor(page):
    page.get_by_label("Akteur").and_(page.locator("select")).select_option(label="NATO")
    assert len(listed(page)) == 2


def test_the_date_filter_keeps_the_span_and_drops_what_has_no_date(page):
    page.get_by_label("von").fill("2025-09-09")
    page.get_by_label("bis").fill("2025-09-09")
    assert page.locator("#panel h2").inner_text() == "Haltungen (3)"
    label = page.evaluate(
        "(id) => stanceGraph.edges.get(id).label", edge_between(page, "actor:RU", "target:troops+nato+UA")
    )
    assert "(2)" not in label


def test_the_confidence_filter(page):
    page.get_by_label("Konfidenz ab").fill("80")
    assert not any("Freie Miliz" in entry for entry in listed(page))
    assert not any("warnt" in entry for entry in listed(page))


def test_search_finds_words_of_the_sentence_and_names_in_both_languages(page):
    page.get_by_label("Suche").fill("wortbruch russland")
    assert len(listed(page)) == 1
    page.get_by_label("Suche").fill("hungary")
    assert len(listed(page)) == 2
    page.get_by_label("Suche").fill("nichts dergleichen")
    assert "Keine Haltung entspricht" in page.locator("#panel").inner_text()
    page.get_by_role("button", name="Zurücksetzen").click()
    assert len(listed(page)) == 23


def test_the_language_can_be_switched(page):
    page.get_by_role("button", name="English").click()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert any(entry.startswith("Germany defers") for entry in listed(page))
    assert page.evaluate("stanceGraph.nodes.get('actor:eu').label") == "European Union"


def test_without_a_language_the_page_speaks_that_of_the_browser(conflict, visit):
    page = visit(draw.html(conflict))
    assert page.title() == "Wer vertritt welche Position?"


def test_everything_can_be_reached_with_the_keyboard(page):
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.edge !== undefined"):
            break
    page.keyboard.press("Enter")
    assert page.locator("#panel blockquote").count() >= 1
    assert page.evaluate("document.activeElement.closest('#panel') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.edge !== undefined")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edge_labels_contrast_with_the_page(page, scheme):
    page.emulate_media(color_scheme=scheme)
    for valence in ("favour", "against", "open", "soft", "ink"):
        assert page.evaluate(CONTRAST, [valence, "paper"]) >= 4.5, valence


CONTRAST = """([one, other]) => {
  const light = (name) => {
    const hex = getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const pair = [light(one), light(other)].sort((a, b) => b - a);
  return pair[0] / pair[1];
}"""

ATTACKS = [
    "<script>window.owned = alert(1)</script>",
    "</script><script>window.owned = alert(1)</script>",
    '"><img src=x onerror="window.owned = alert(1)">',
    "'-alert(1)-'",
    "{{ 7 * 7 }}${alert(1)}",
    "<!--<script>",
    "<b>fett</b><iframe srcdoc='<script>parent.owned = 1</script>'></iframe>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_an_article_says_runs(attack, visit):
    evil = Actor(attack, attack, ActorKind.PERSON, labels=(("de", attack), ("en", attack)))
    what = Target(attack, attack, labels=(("de", attack), ("en", attack)))
    condition = Condition(attack, ConditionKind.IF)
    said = stance(RUSSIA, StanceType.REJECTS, NATO, "Nein.")
    told = [
        said,
        stance(
            evil, StanceType.WARNS, evil, f"Er sagte {attack} und ging.", speaker=evil, condition=condition, article="x"
        ),
    ]
    told.append(type(said)("x", evil, evil, StanceType.DENIES, what, said.evidence, condition, evil, "", 0.5, None))
    about = {"x": Article("x", "", attack, url="javascript:window.owned=1", source=attack, lang=attack)}
    page = visit(draw.html(told, articles=about, title=attack, lang="de"))
    assert page.evaluate("document.querySelectorAll('script').length") == 3
    for number in range(page.locator("#panel [data-edge]").count()):
        page.locator("#panel [data-edge]").nth(number).click()
        assert page.locator("#panel img, #panel iframe, #panel script, #panel b, #panel a").count() == 0
        page.keyboard.press("Escape")
    page.get_by_role("button", name="English").click()
    page.mouse.move(*place(page, f"stanceGraph.network.getPosition({_js('actor:' + attack)})"))
    page.wait_for_timeout(400)  # the tooltip
    assert page.locator("#panel").inner_text().count(" ".join(attack.split())) >= 2
    assert page.evaluate("window.owned") is None


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x"]
)
def test_only_web_addresses_become_links(url, visit):
    about = {"a1": Article("a1", "", "Titel", url=url)}
    page = visit(draw.html([stance(RUSSIA, StanceType.REJECTS, NATO, "Nein.")], articles=about))
    page.locator("#panel [data-edge]").click()
    assert "Titel" in page.locator("#panel").inner_text()
    assert page.locator("#panel a").count() == 0


def _js(text: str) -> str:
    import json

    return json.dumps(text)
