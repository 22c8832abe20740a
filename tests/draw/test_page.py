"""The file itself: self-contained, the same every time, safe to open, small enough to read."""

import html.parser
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from dispute import CEASEFIRE, FRANCE, NATO, RUSSIA, stance, target
from kg import draw
from kg.errors import KgError
from kg.model import Actor, ActorKind, StanceType


class Links(html.parser.HTMLParser):
    """Every attribute of a page's own markup that would load something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found += [f"{tag} {name}={value}" for name, value in attrs if name in ("src", "href", "srcset", "data")]


def test_the_page_refers_to_no_other_file(conflict, articles):
    page = draw.html(conflict, articles=articles)
    assert Links(page).found == []
    style = "".join(re.findall(r"<style>(.*?)</style>", page, re.S))
    assert "@import" not in style
    assert "url(" not in style


def test_the_policy_of_the_page_forbids_loading(conflict):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', draw.html(conflict))
    assert policy is not None
    assert "default-src &#39;none&#39;" in policy[1]
    assert "http" not in policy[1]


def test_the_same_stances_in_any_order_give_the_same_page(conflict, articles):
    page = draw.html(conflict, articles=articles)
    assert draw.html(reversed(conflict), articles=articles) == page
    assert draw.html([*conflict, *conflict], articles=articles) == page


def test_the_same_page_in_another_process(conflict, tmp_path):
    code = (
        "import sys; sys.path.insert(0, 'tests/draw'); import dispute as c;"
        "from kg import draw; from kg.model import StanceType as T;"
        "s = c.stance; print(draw.html([s(c.RUSSIA, T.REJECTS, c.NATO, 'Nein.'),"
        " s(c.FRANCE, T.SUPPORTS, c.NATO, 'Ja.'), s(c.FRANCE, T.WARNS, c.EU, 'Vorsicht.')]))"
    )
    root = Path(__file__).parents[2]
    pages = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=root, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(pages) == 1


def test_no_stances_give_a_page_that_says_so(visit):
    page = visit(draw.html([], lang="en"))
    assert page.locator("#nothing").inner_text().startswith("There are no stances here.")
    assert not page.locator("#filters").is_visible()


def test_a_drawing_keeps_the_targets_of_most_actors_and_says_what_it_left_out(conflict, visit):
    page = visit(draw.html(conflict, max_nodes=6, lang="en"))
    assert page.evaluate("stanceGraph.nodes.length") <= 6
    assert "of 16 nodes" in page.locator("#summary").inner_text()
    assert "Sanctions against Russia" in page.locator("#panel").inner_text()
    assert "Wortbruch" not in page.locator("#panel").inner_text()


def test_the_heading_can_be_chosen(conflict, visit):
    page = visit(draw.html(conflict, title="Krieg & <Frieden>"))
    assert page.title() == "Krieg & <Frieden>"
    assert page.locator("h1").inner_text() == "Krieg & <Frieden>"


def test_a_page_is_saved_whole_or_not_at_all(conflict, tmp_path):
    file = tmp_path / "graph.html"
    draw.write_html(conflict, file)
    assert file.read_text(encoding="utf-8") == draw.html(conflict)
    with pytest.raises(KgError, match=r"missing.graph\.html: cannot be written"):
        draw.write_html(conflict, tmp_path / "missing" / "graph.html")
    assert [path.name for path in tmp_path.iterdir()] == ["graph.html"]


def test_text_that_no_encoding_holds_is_drawn_all_the_same(tmp_path, visit):
    odd = stance(RUSSIA, StanceType.REJECTS, NATO, "Nein \ud800 zu\u2028 \x00 allem \U0001f600.")
    draw.write_html([odd], tmp_path / "odd.html")
    page = visit((tmp_path / "odd.html").read_text(encoding="utf-8"))
    page.locator("#panel [data-edge]").click()
    assert "\U0001f600" in page.locator("blockquote").inner_text()


def test_an_unknown_language_is_refused(conflict):
    with pytest.raises(ValueError, match="'fr'"):
        draw.html(conflict, lang="fr")


def test_nodes_do_not_lie_on_each_other(conflict):
    many = [
        stance(Actor(f"s{i}", f"Staat {i}", ActorKind.STATE), StanceType.DEMANDS, target(CEASEFIRE, "Ruhe"), "Ruhe.")
        for i in range(40)
    ]
    nodes = _nodes(draw.html([*many, *conflict]))
    close = [
        (one["id"], other["id"])
        for index, one in enumerate(nodes)
        for other in nodes[:index]
        if abs(one["x"] - other["x"]) < 60 and abs(one["y"] - other["y"]) < 40
    ]
    assert close == []


def test_a_large_graph_is_drawn(visit):
    sides = [StanceType.SUPPORTS, StanceType.REJECTS, StanceType.DEFERS]
    large = [
        stance(
            Actor(f"a{i % 61}", f"Akteur {i % 61}", ActorKind.STATE),
            sides[i % 3],
            target((f"t{i % 89}", f"Sache {i % 89}", f"Thing {i % 89}"), "Sache"),
            f"Satz {i} zur Sache.",
        )
        for i in range(3000)
    ]
    page = visit(draw.html(large, max_nodes=150))
    assert len(page.evaluate("stanceGraph.visible()")) > 200
    assert page.evaluate("stanceGraph.nodes.length") == 150


def test_a_notebook_gets_a_frame_that_cannot_break_out(conflict, visit):
    evil = replace(FRANCE, name='"></iframe><script>alert(1)</script>', labels=())
    drawing = draw.show([*conflict, stance(evil, StanceType.REJECTS, NATO, "Nein.")], height=480, lang="en")
    page = visit(f"<!DOCTYPE html><html lang=en><title>cell</title>{drawing._repr_html_()}</html>")
    assert page.locator("iframe").count() == 1
    frame = page.frame_locator("iframe")
    frame.get_by_text("Stances (25)").wait_for()
    assert page.locator("iframe").bounding_box()["height"] == 482


def test_importing_the_drawing_loads_no_parser_and_no_pyvis():
    code = "import sys, kg.draw; print([m for m in ('spacy', 'pyvis', 'IPython') if m in sys.modules])"
    root = Path(__file__).parents[2]
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )


def _nodes(page: str) -> list[dict]:
    import json

    return json.loads(re.search(r'id="data">(.*?)</script>', page, re.S)[1])["nodes"]
