"""What a reader does with the page in a real browser: look, click, filter, search, and use the keyboard."""

import pytest
from kg import draw
from kg.model import ActorKind


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
    assert page.evaluate("stanceGraph.edges.length") == 22
    painted = page.evaluate(
        "(() => { const canvas = document.querySelector('canvas');"
        " const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;"
        " return new Set(new Uint32Array(pixels.buffer)).size; })()"
    )
    assert painted > 50
    assert len(listed(page)) == 22


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


def test_stances_that_point_the_same_way_are_one_arrow_with_every_statement_and_its_type(page):
    page.get_by_role("button", name="Russland lehnt ab, warnt Truppen").click()
    assert page.locator("#panel article").count() == 3
    assert page.locator("#panel dt", has_text="Gesagt von").count() == 2
    assert page.locator("#panel dd .type").all_inner_texts() == ["lehnt ab", "warnt", "lehnt ab"]
    assert "Moskau bleibt beim Nein" in page.locator("#panel").inner_text()


def test_the_ends_of_an_arrow_lead_to_their_own_pages(page):
    page.get_by_role("button", name="Russland lehnt ab, warnt Truppen").click()
    page.get_by_role("button", name="Truppen aus NATO-Staaten in der Ukraine").click()
    assert page.locator("#panel h2").inner_text() == "Truppen aus NATO-Staaten in der Ukraine"
    assert page.locator("#panel h3").all_inner_texts() == [
        "Haltungen hierzu: dafür",
        "Haltungen hierzu: dagegen",
        "Haltungen hierzu: offen",
    ]


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
    assert "actor:FR" not in page.evaluate("stanceGraph.nodes.getIds()")
    assert "actor:RU" in page.evaluate("stanceGraph.nodes.getIds()")


def test_the_type_filter(page):
    page.locator("#types summary").click()
    offered = page.locator("#types label").all_inner_texts()
    assert len(offered) == 12
    assert {"fordert", "hält offen", "droht"} <= {text.strip() for text in offered}
    page.locator("#types input[value=demands]").uncheck()
    assert "11/12" in page.locator("#types summary").inner_text()
    assert not any("fordert" in entry for entry in listed(page))


def test_the_actor_filter_shows_stances_of_and_towards_the_actor(page):
    page.get_by_label("Akteur", exact=True).fill("NATO")
    assert sorted(listed(page)) == ["NATO bestreitet Wortbruch", "Russland kritisiert NATO"]


def test_actors_and_targets_are_offered_by_name(page):
    offered = page.locator("#actors option").evaluate_all("options => options.map(option => option.value)")
    assert {"Die Linke", "NATO", "Russland"} <= set(offered)
    assert "Waffenruhe in der Ukraine" not in offered
    offered = page.locator("#targets option").evaluate_all("options => options.map(option => option.value)")
    assert {"Waffenruhe in der Ukraine", "Russland"} <= set(offered)


def test_the_target_filter_takes_a_name_or_a_part_of_it_in_either_language(page):
    page.get_by_label("Gegenstand", exact=True).fill("Waffenruhe in der Ukraine")
    assert len(listed(page)) == 4
    page.get_by_label("Gegenstand", exact=True).fill("sanctions")
    assert len(listed(page)) == 5
    assert page.evaluate("stanceGraph.nodes.getIds()").count("target:sanctions+RU") == 1
    assert page.evaluate("stanceGraph.nodes.length") == 6


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
    assert len(listed(page)) == 22


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


def test_the_slider_and_the_dates_are_one_filter(page):
    first = page.get_by_role("slider", name="erster Tag")
    first.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert page.get_by_label("von").input_value() == "2025-09-10"
    assert first.get_attribute("aria-valuetext") == "10. September 2025"
    assert page.locator("#panel h2").inner_text() == "Haltungen (3)"
    page.get_by_label("von").fill("2025-09-08")
    assert first.input_value() == "3"
    last = page.get_by_role("slider", name="letzter Tag")
    last.focus()
    for _ in range(9):
        page.keyboard.press("ArrowLeft")  # stops at the other end
    assert page.get_by_label("bis").input_value() == "2025-09-08"
    page.get_by_role("button", name="Zurücksetzen").click()
    assert page.locator("#panel h2").inner_text() == "Haltungen (24)"
    assert last.input_value() == "5"


def test_a_slider_at_rest_keeps_what_has_no_date(page):
    first = page.get_by_role("slider", name="erster Tag")
    first.focus()
    page.keyboard.press("ArrowRight")
    assert not any("Die Linke" in entry for entry in listed(page))
    page.keyboard.press("ArrowLeft")
    assert any("Die Linke" in entry for entry in listed(page))


def test_actors_can_be_coloured_by_coalition(conflict, visit):
    page = visit(draw.html(conflict, lang="de"))
    shade = "(id) => stanceGraph.nodes.get(id).color.background"
    assert page.evaluate(shade, "actor:DE") == page.evaluate(shade, "actor:RU")
    assert "Koalition" not in page.locator("#legend").inner_text()
    page.get_by_label("Farbe der Akteure").select_option("nach Koalition")
    assert page.evaluate(shade, "actor:DE") == page.evaluate(shade, "actor:PL")
    assert page.evaluate(shade, "actor:DE") != page.evaluate(shade, "actor:RU")
    assert "Koalition 1: " in page.locator("#legend").inner_text()


def test_the_colours_that_were_asked_for_are_there_at_once(conflict, visit):
    page = visit(draw.html(conflict, lang="en", colour="coalition"))
    assert "Coalition 1: " in page.locator("#legend").inner_text()


def test_every_control_has_a_name(page):
    controls = page.locator("button, input, select, summary, [tabindex='0']")
    for number in range(controls.count()):
        control = controls.nth(number)
        named = control.evaluate(
            "(at) => at.labels?.[0]?.textContent || at.getAttribute('aria-label') || at.textContent || at.title"
            " || at.closest('[aria-label]')?.getAttribute('aria-label')"
        )
        assert named.strip(), control.evaluate("at => at.outerHTML")


@pytest.mark.parametrize("size", [(1280, 800), (800, 600), (390, 800)])
def test_nothing_is_cut_off_at_the_side(conflict, articles, visit, size):
    page = visit(draw.html(conflict, articles=articles, lang="de"))
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    for name in ("#extents", "#zoom", "#legend", "#panel", "#graph"):
        box = page.locator(name).bounding_box()
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= size[0], name
    extents, zoom = page.locator("#extents").bounding_box(), page.locator("#zoom").bounding_box()
    beside = extents["x"] + extents["width"] <= zoom["x"]
    assert beside or extents["y"] + extents["height"] <= zoom["y"] or zoom["y"] + zoom["height"] <= extents["y"]


TEXTS = ["favour", "against", "open", "soft", "ink"]
SHAPES = [f"kind-{kind.value}" for kind in ActorKind] + [f"group-{place}" for place in range(8)] + ["control", "focus"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_contrast_with_what_is_behind_them(page, scheme):
    """The ratios of WCAG 2.2 for level AA: 4.5 for text (1.4.3), 3 for graphics and controls (1.4.11)."""
    page.emulate_media(color_scheme=scheme)
    for behind in ("paper", "card"):
        for name in TEXTS:
            assert page.evaluate(CONTRAST, [name, behind]) >= 4.5, (name, behind)
        for name in SHAPES:
            assert page.evaluate(CONTRAST, [name, behind]) >= 3, (name, behind)
    for mark in ("mark", "mark2"):
        assert page.evaluate(CONTRAST, ["ink", mark]) >= 4.5, mark


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
