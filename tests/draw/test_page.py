"""The file itself: self-contained, the same every time, safe to open, small enough to read."""

import html.parser
import re
import subprocess
import sys
from dataclasses import replace
from itertools import combinations
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
    assert "kg ingest" in page.locator("#nothing").inner_text()
    assert not page.locator("#filters").is_visible()


def test_the_strongest_come_first_and_the_others_on_demand(conflict, visit):
    page = visit(draw.html(conflict, max_nodes=6, lang="en"))
    first = set(page.evaluate("stanceGraph.nodes.getIds()"))
    assert len(first) <= 6
    assert {"actor:RU", "target:sanctions+RU"} <= first
    assert re.fullmatch(
        rf"{len(first)} of 16 nodes, \d+ of 22 arrows: the strongest", page.locator("#extent").inner_text()
    )
    assert page.get_by_role("button", name="Show less").is_hidden()
    page.get_by_role("button", name="Show more").click()
    page.wait_for_timeout(300)
    second = set(page.evaluate("stanceGraph.nodes.getIds()"))
    assert first < second
    page.get_by_role("button", name="Show more").click()
    page.wait_for_timeout(300)
    assert page.evaluate("stanceGraph.nodes.length") == 16
    assert page.get_by_role("button", name="Show more").is_hidden()
    page.get_by_role("button", name="Reset").click()
    assert set(page.evaluate("stanceGraph.nodes.getIds()")) == first


def test_a_filter_finds_what_the_opening_picture_does_not_show(conflict, visit):
    page = visit(draw.html(conflict, max_nodes=6, lang="en"))
    assert "actor:freie-miliz" not in page.evaluate("stanceGraph.nodes.getIds()")
    page.get_by_label("Actor", exact=True).fill("Freie Miliz")
    page.wait_for_timeout(300)
    assert set(page.evaluate("stanceGraph.nodes.getIds()")) == {"actor:freie-miliz", "target:ceasefire+UA"}
    apart = page.evaluate("Object.values(stanceGraph.network.getPositions()).map(at => [at.x, at.y])")
    assert len({tuple(at) for at in apart}) == 2


def test_targets_of_one_name_are_told_apart_by_their_dates(visit):
    treaties = {day: target((f"agreement@{day}", "Abkommen", "agreement"), "Abkommen") for day in (5, 9)}
    told = [stance(RUSSIA, StanceType.REJECTS, treaty, "Nein.", day=day) for day, treaty in treaties.items()]
    page = visit(draw.html(told, lang="de"))
    assert sorted(page.evaluate("stanceGraph.nodes.get().map(node => node.label)")) == [
        "Abkommen, 2025-09-05",
        "Abkommen, 2025-09-09",
        "Russland",
    ]


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


def test_nodes_do_not_lie_on_each_other(conflict, visit):
    many = [
        stance(Actor(f"s{i}", f"Staat {i}", ActorKind.STATE), StanceType.DEMANDS, target(CEASEFIRE, "Ruhe"), "Ruhe.")
        for i in range(40)
    ]
    page = visit(draw.html([*many, *conflict], max_nodes=80))
    place = page.evaluate("stanceGraph.network.getPositions()")
    close = [
        (one, other)
        for one, other in combinations(sorted(place), 2)
        if abs(place[one]["x"] - place[other]["x"]) < 60 and abs(place[one]["y"] - place[other]["y"]) < 40
    ]
    assert len(place) == 56
    assert close == []


def test_a_notebook_gets_a_frame_that_cannot_break_out(conflict, visit):
    evil = replace(FRANCE, name='"></iframe><script>alert(1)</script>', labels=())
    drawing = draw.show([*conflict, stance(evil, StanceType.REJECTS, NATO, "Nein.")], height=480, lang="en")
    page = visit(f"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>cell</title>{drawing._repr_html_()}</html>")
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
