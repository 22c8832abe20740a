"""Charts: what they show, that a click leads to the evidence, and that pictures for print can be read."""

import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from dispute import CEASEFIRE, FRANCE, NATO, REBELS, RUSSIA, TROOPS, UKRAINE, stance, target
from kg import draw
from kg.errors import KgError
from kg.model import Actor, ActorKind, StanceType, Target

pytest.importorskip("vl_convert", reason="charts need the packages of stance-graph[charts]")

KINDS = ["timeline", "matrix", "coalitions"]


def texts(svg: str) -> list[str]:
    return ["".join(node.itertext()) for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.fixture
def open_chart(conflict, articles, visit):
    def open_chart(kind: str, lang: str = "de"):
        page = visit(draw.chart(conflict, kind, articles=articles, lang=lang).html())
        page.wait_for_selector("#chart svg [tabindex]")
        return page

    return open_chart


@pytest.mark.parametrize("kind", KINDS)
def test_a_click_shows_the_evidence(open_chart, kind):
    page = open_chart(kind)
    marks = page.locator("#chart svg [tabindex]")
    marks.last.click(force=True)
    assert page.locator("#panel blockquote").count() >= 1
    assert "Konfidenz" in page.locator("#panel").inner_text()


@pytest.mark.parametrize("kind", KINDS)
def test_marks_are_reached_with_the_keyboard(open_chart, kind):
    page = open_chart(kind)
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('svg') !== null")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    assert page.locator("#panel blockquote").count() >= 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("lang", "word"), [("de", "Russland"), ("en", "Russia")])
def test_a_chart_speaks_one_language(conflict, kind, lang, word):
    shown = texts(draw.chart(conflict, kind, lang=lang).svg())
    assert word in shown
    assert ("Russland" in shown) == (lang == "de")


def test_the_timeline_has_a_row_for_each_actor_and_says_what_it_leaves_out(conflict):
    shown = texts(draw.chart(conflict, "timeline", lang="en").svg())
    assert "NATO troops in Ukraine" in shown
    assert {"Russia", "Germany", "France", "Ukraine"} <= set(shown)
    assert any(text.startswith("The 5 targets with most actors, of ") for text in shown)
    only = [told for told in conflict if told.target.key == CEASEFIRE[0]]
    assert not any("of" in text and "targets" in text for text in texts(draw.chart(only, "timeline", lang="en").svg()))


def test_the_timeline_opens_what_was_said_on_a_day(conflict, visit):
    page = visit(draw.chart([s for s in conflict if s.target.key == TROOPS[0]], "timeline", lang="de").html())
    page.locator("#chart svg [aria-label^='Russland, 2025-09-09: dagegen']").click(force=True)
    assert page.locator("blockquote").all_inner_texts() == ["Moskau wies Truppen aus NATO-Staaten erneut zurück."]


def test_stances_without_a_date_have_no_timeline():
    with pytest.raises(KgError, match="has a date"):
        draw.chart([stance(RUSSIA, StanceType.REJECTS, NATO, "Nein.", day=None)], "timeline")


def test_the_matrix_shows_signs_and_counts(conflict):
    shown = texts(draw.chart(conflict, "matrix", lang="en").svg())
    assert {"+", "−", "○", "−3"} <= set(shown)


def test_the_matrix_puts_coalitions_together():
    names = ["Anna", "Bert", "Cora", "Dirk"]  # heard most often first; Anna agrees with Cora, Bert with Dirk
    who = [Actor(name.lower(), name, ActorKind.PERSON) for name in names]
    told = [
        stance(
            actor, StanceType.REJECTS, target((f"t{place % 2}", "Sache", "Matter"), "Sache"), "Nein.", article=f"a{i}"
        )
        for place, actor in enumerate(who)
        for i in range(4 - place)
    ]
    shown = texts(draw.chart(told, "matrix", lang="en").svg())
    assert [text for text in shown if text in names] == ["Anna", "Cora", "Bert", "Dirk"]
    assert [text for text in shown if text in ("1", "2")] == ["1", "2"]


def test_an_issue_alone_has_a_row_for_each_article_unless_joined():
    said = target(("ceasefire", "Waffenruhe", "ceasefire"), "eine Waffenruhe")
    told = [stance(who, StanceType.DEMANDS, said, "Ja.", article="gaza", day=3) for who in (FRANCE, RUSSIA)]
    told += [stance(who, StanceType.DEMANDS, said, "Ja.", article="sudan", day=9) for who in (UKRAINE, NATO)]
    shown = texts(draw.chart(told, "matrix").svg())
    assert {"ceasefire, 2025-09-03", "ceasefire, 2025-09-09"} < set(shown)
    assert "Coalition 2" in " ".join(texts(draw.chart(told, "coalitions").svg()))
    assert "ceasefire" in texts(draw.chart(told, "matrix", join_issues=True).svg())
    assert "Coalition 2" not in " ".join(texts(draw.chart(told, "coalitions", join_issues=True).svg()))
    assert "ceasefire" in texts(draw.chart(told, "timeline").svg())


def test_both_sides_at_once_are_marked():
    what = target(CEASEFIRE, "Waffenruhe")
    told = [stance(RUSSIA, kind, what, "Satz.", article=kind) for kind in (StanceType.REJECTS, StanceType.AGREES)]
    assert "±2" in texts(draw.chart(told, "matrix").svg())


def test_coalitions_are_named_by_what_holds_them_together(conflict):
    shown = " ".join(texts(draw.chart(conflict, "coalitions", lang="en").svg()))
    assert "Coalition 1" in shown
    assert "in favour: " in shown


def test_who_agrees_with_nobody_is_in_no_coalition():
    with pytest.raises(KgError, match="no two actors agree"):
        draw.chart([stance(RUSSIA, StanceType.REJECTS, NATO, "Nein.")], "coalitions")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_to_chart_is_said_with_the_command_that_helps(kind):
    with pytest.raises(KgError, match="kg ingest"):
        draw.chart([], kind)


@pytest.mark.parametrize("kind", KINDS)
def test_files_are_chosen_by_their_ending(conflict, kind, tmp_path):
    for ending in ("html", "svg", "png"):
        draw.write_chart(conflict, tmp_path / f"chart.{ending}", kind, lang="de")
    assert (tmp_path / "chart.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    picture = (tmp_path / "chart.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    size = ET.fromstring((tmp_path / "chart.svg").read_text(encoding="utf-8")).attrib
    assert (round(width / 2), round(height / 2)) == (round(float(size["width"])), round(float(size["height"])))
    with pytest.raises(KgError, match=r"chart\.pdf: unknown file ending.*\.svg"):
        draw.write_chart(conflict, tmp_path / "chart.pdf", kind)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["chart.html", "chart.png", "chart.svg"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_stances_give_the_same_chart(conflict, kind):
    spec = draw.chart(conflict, kind).spec
    assert draw.chart(reversed(conflict), kind).spec == spec


COVERED = """() => {
  const boxes = [...document.querySelectorAll("#chart svg text")]
    .filter((at) => at.textContent.length > 2 && !/rotate\\(-?[1-9]/.test(at.getAttribute("transform")))
    .map((at) => ({ text: at.textContent, box: at.getBoundingClientRect() }));
  const cover = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 4
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5;
  return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => a.text !== b.text && cover(a.box, b.box))
    .map((b) => [a.text, b.text]));
}"""


@pytest.mark.parametrize("kind", KINDS)
def test_texts_lie_apart(conflict, kind, visit):
    """No two texts of a chart cover each other by more than a few pixels, also with long names."""
    long = Actor("long", "Gemeinsamer Ausschuss für Sicherheitsgarantien und Waffenruhe" * 2, ActorKind.ORGANISATION)
    what = Target("l", "die gemeinsame europäische Beschaffung von Luftverteidigungssystemen und Munition " * 3)
    more = [stance(who, StanceType.DEMANDS, what, "Satz.") for who in (long, FRANCE, UKRAINE, REBELS)]
    page = visit(draw.chart([*conflict, *more], kind, lang="de").html())
    page.wait_for_selector("#chart svg text")
    assert page.evaluate(COVERED) == []


@pytest.mark.parametrize("kind", KINDS)
def test_texts_contrast_with_white_paper(conflict, kind):
    svg = ET.fromstring(draw.chart(conflict, kind).svg())
    fills = {node.get("fill") for node in svg.iter("{http://www.w3.org/2000/svg}text")}
    colours = {fill for fill in fills if fill and fill.startswith("#") and fill != "#ffffff"}
    assert colours
    for colour in colours:
        light = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        light = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in light]
        assert 1.05 / (0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] + 0.05) >= 4.5, colour


def test_many_actors_and_targets_are_cut_to_what_can_be_read():
    told = [
        stance(
            Actor(f"a{i % 90}", f"Akteur {i % 90}", ActorKind.STATE),
            list(StanceType)[i % 12],
            target((f"t{i % 70}", f"Sache {i % 70}", f"Matter {i % 70}"), "Sache"),
            f"Satz {i}.",
            day=1 + i % 28,
        )
        for i in range(5000)
    ]
    for kind in KINDS:
        chart = draw.chart(told, kind, lang="en")
        width, height = (float(ET.fromstring(chart.svg()).get(side)) for side in ("width", "height"))
        assert max(width, height) < 4500, kind
        assert re.search(r" of \d+", " ".join(texts(chart.svg()))), kind


def test_many_ties_are_cut_to_the_strongest_and_many_stances_to_the_surest(visit):
    many = [Actor(f"a{number}", f"Actor {number:02}", ActorKind.STATE) for number in range(36)]
    told = []
    for number, actor in enumerate(many):  # two coalitions, all of one agreeing on its target
        about = target((f"side{number % 2}+UA", "Seite", "side"), "dies")
        for day in range(1, 5 + 2 * (number == 0)):
            told += [
                stance(actor, StanceType.SUPPORTS, about, f"Satz {day}.{place}", day=day, confidence=0.5 + place / 100)
                for place in range(20)
            ]
    chart = draw.chart(told, "coalitions", lang="en")
    assert "The 160 strongest of 306 ties are shown." in " ".join(texts(chart.svg()))
    larger = replace(chart, spec=chart.spec | {"width": chart.spec["width"] * 2, "height": chart.spec["height"] * 2})
    width, height = struct.unpack(">II", larger.png()[16:24])
    assert 10_000_000 < width * height < 18_000_000
    page = visit(chart.html())
    page.locator('#chart svg [tabindex][aria-label="Actor 00, Coalition 1"]').press("Enter")
    assert page.locator("#panel h2").inner_text() == "Stances (100 of 120, the surest)"
    assert page.locator("#panel blockquote", has_text="Satz 1.19").count() == 1
    assert page.locator("#panel blockquote", has_text="Satz 1.2").filter(has_not_text="Satz 1.1").count() == 0


def test_odd_characters_are_charted(conflict, visit):
    odd = Actor("odd", "A\ud800\x00\u2028\U0001f600" + "ממשלת ישראל", ActorKind.STATE)
    what = target(CEASEFIRE, "Waffenruhe")
    for kind in KINDS:
        chart = draw.chart([*conflict, stance(odd, StanceType.DEMANDS, what, "Ja \ud800 \x00.")], kind)
        ET.fromstring(chart.svg())
        assert chart.png().startswith(b"\x89PNG")
        visit(chart.html()).wait_for_selector("#chart svg")


def test_months_have_names_in_the_language_of_the_chart():
    told = [stance(RUSSIA, StanceType.REJECTS, NATO, "Nein.", day=day) for day in (1, 30)]
    told.append(replace(told[0], stated_on=date(2025, 12, 5)))
    assert "Okt" in " ".join(texts(draw.chart(told, "timeline", lang="de").svg()))
    assert "Oct" in " ".join(texts(draw.chart(told, "timeline", lang="en").svg()))


def test_a_missing_package_is_named_with_the_line_that_installs_it():
    code = (
        "import sys; sys.modules['vl_convert'] = None; sys.path.insert(0, 'tests/draw'); import dispute as c;"
        "from kg import draw; from kg.model import StanceType as T;"
        "draw.chart([c.stance(c.RUSSIA, T.REJECTS, c.NATO, 'Nein.')], 'matrix')"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert "pip install 'stance-graph[charts]'" in done.stderr.splitlines()[-1]


def test_an_unknown_kind_or_language_is_refused(conflict):
    with pytest.raises(ValueError, match="pie"):
        draw.chart(conflict, "pie")
    with pytest.raises(ValueError, match="fr"):
        draw.chart(conflict, "matrix", lang="fr")
