"""What notebooks show of stances, articles, answers, coalitions and shifts."""

import re
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser

import kg
import pytest
from debate import FRANCE, POLAND, PUTIN, RUSSIA, SPAIN, TROOPS, TRUCE, stance
from hypothesis import given, settings
from hypothesis import strategies as st
from kg import network, notebook
from kg.model import Article, Condition, ConditionKind, Evidence, Reading, Target

EVIL = """<script>alert(1)</script><img src=x onerror="alert(1)">'"><b>"""
TEXT = "Moscow rejects troops. Paris supports troops & demands a truce. Nobody else spoke."


def told(holder, kind, target, sentence, text=TEXT, **more):
    start = text.index(sentence)
    return replace(stance(holder, kind, target, **more), evidence=Evidence(start, start + len(sentence), sentence))


READING = Reading(
    Article("a", TEXT, title="Troops", date=date(2022, 3, 1)),
    (
        told(RUSSIA, "rejects", TROOPS, "Moscow rejects troops.", by=PUTIN),
        told(FRANCE, "supports", TROOPS, "Paris supports troops & demands a truce."),
        told(FRANCE, "demands", TRUCE, "Paris supports troops & demands a truce."),
    ),
)


class Page(HTMLParser):
    """The tags of some HTML with their attributes, and its text; a mistake in nesting fails."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.text = [], [], ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in ("br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data if "style" not in self.open else ""


def marks(html):
    return [re.sub("<[^>]+>", "", unescape(part)) for part in re.findall(r"<mark[^>]*>(.*?)</mark>", html, re.DOTALL)]


def test_an_article_has_its_stances_marked_where_they_stand():
    html = READING._repr_html_()
    first, second = marks(html)
    assert first.startswith("Moscow rejects troops.")
    assert "Wladimir Putin (Moskau) rejects Truppen" in first
    assert "Frankreich supports Truppen" in second
    assert "Frankreich demands Waffenruhe" in second
    page = Page(html)
    assert "Nobody else spoke." in page.text
    assert "Troops · 2022-03-01" in page.text


def test_without_the_labels_the_text_of_the_article_is_whole():
    without = re.sub(r" <span.*?</span>", "", READING._repr_html_(), flags=re.DOTALL)
    assert TEXT in Page(without).text


def test_a_label_tells_more_when_the_mouse_rests_on_it():
    one = replace(READING.stances[0], condition=Condition("after a deal", ConditionKind.AFTER), confidence=0.814)
    (title,) = [
        attributes["title"] for _, attributes in Page(notebook.table([one])._repr_html_()).tags if "title" in attributes
    ]
    assert title.splitlines()[0] == "Moscow rejects troops."
    assert {"condition: after a deal", "confidence 0.81", "Wladimir Putin (Moskau) rejects Truppen"} <= set(
        title.splitlines()
    )


def test_stances_for_and_against_differ_in_colour():
    html = notebook.table(READING.stances)._repr_html_()
    styles = [attributes.get("style", "") for _, attributes in Page(html).tags]
    colours = [style.partition(";")[0] for style in styles if style.startswith("background")]
    assert len(colours) == 3
    assert colours[0] != colours[1] == colours[2]


@given(st.text(), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=6))
@settings(deadline=None)
def test_any_text_and_any_places_give_well_formed_html(text, places):
    stances = tuple(
        replace(stance(RUSSIA, "warns", Target("x", text or "x")), evidence=Evidence(min(pair), max(pair), text))
        for pair in places
    )
    page = Page(Reading(Article("a", text), stances)._repr_html_())
    assert {tag for tag, _ in page.tags} <= {"div", "p", "strong", "mark", "span"}
    assert {tag for tag, _ in Page(notebook.table(stances)._repr_html_()).tags} <= {
        *("style", "table", "thead", "tbody", "tr", "th", "td", "span")
    }


def test_nothing_from_an_article_becomes_markup():
    actor = replace(RUSSIA, key=EVIL, name=EVIL, labels=(("en", EVIL),))
    target = Target(EVIL, EVIL, labels=(("en", EVIL),))
    condition = Condition(EVIL, ConditionKind.IF)

    def evil(holder, kind, day):
        plain = stance(holder, kind, target, text=EVIL, article=EVIL, condition=condition, on=date(2022, 1, day))
        return replace(plain, speaker=actor)

    stances = [
        evil(actor, "supports", 1),
        evil(actor, "rejects", 2),
        evil(FRANCE, "supports", 1),
        evil(POLAND, "rejects", 1),
    ]
    shown = [
        notebook.table(stances)._repr_html_(),
        Reading(Article(EVIL, EVIL, title=EVIL), tuple(stances))._repr_html_(),
        network.coalitions([*stances, evil(POLAND, "supports", 3)])._repr_html_(),
        network.shifts(stances)._repr_html_(),
    ]
    for html in shown:
        page = Page(html)
        assert EVIL in page.text
        assert {tag for tag, _ in page.tags}.isdisjoint({"script", "img", "b"})
        assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]


def test_sums_of_money_are_no_formula():
    assert "mathjax_ignore" in notebook.table([stance(RUSSIA, "warns", Target("x", "$5 or $6"))])._repr_html_()
    assert "mathjax_ignore" in READING._repr_html_()


def test_a_long_table_says_how_much_it_leaves_out():
    many = [stance(RUSSIA, "warns", TROOPS, start=place) for place in range(250)]
    html = notebook.table(many)._repr_html_()
    assert html.count("<tr>") == 201
    assert "… 50 more rows" in html
    assert len(notebook.table(many)) == 250


def test_coalitions_and_shifts_are_tables():
    stances = [
        *(stance(who, "supports", TROOPS, on=date(2022, 1, 1)) for who in (FRANCE, POLAND)),
        stance(POLAND, "rejects", TROOPS, on=date(2023, 1, 1), text="Warsaw turned."),
    ]
    assert "troops (Ukraine) 2 for" in Page(network.coalitions(stances[:2])._repr_html_()).text
    assert "troops (Ukraine) 1 for 1 both" in Page(network.coalitions(stances)._repr_html_()).text
    against = [stance(who, "rejects", TROOPS) for who in (RUSSIA, SPAIN)]
    page = Page(network.coalitions([*stances[:2], *against])._repr_html_())
    assert "troops (Ukraine) 2: 2 for 1: 2 against" in page.text
    page = Page(network.shifts(stances)._repr_html_())
    assert "Warsaw turned." in page.text
    assert "Polen" in page.text


def test_answers_of_queries_are_tables_and_frames():
    pandas = pytest.importorskip("pandas", reason="data frames need stance-graph[notebook]")
    with kg.open(":memory:") as store:
        store.replace(READING)
        found = store.query(
            "SELECT ?t ?on ?c ?no { ?s kg:targetText ?t ; kg:confidence ?c . OPTIONAL { ?s kg:statedOn ?on }}"
        )
        assert found._repr_html_().count("<tr>") == 4
        frame = notebook.frame(found)
        assert list(frame.columns) == ["t", "on", "c", "no"]
        assert sorted(frame["t"]) == ["Truppen", "Truppen", "Waffenruhe"]
        assert frame["c"].mean() == 0.5
        assert frame["no"].isna().all()
        ask = store.query("ASK { ?s ?p ?o }")
        assert ("yes" in ask._repr_html_(), notebook.frame(ask)["answer"].tolist()) == (True, [True])
        triples = store.query("CONSTRUCT { ?a kg:rejects ?t } WHERE { ?a kg:rejects ?t }")
        assert list(notebook.frame(triples).columns) == ["subject", "predicate", "object"]
        stances = store.stances()
        assert next(stances).type == "rejects"
        assert stances._repr_html_().count("<tr>") == 4  # all of them, also those that were taken already
        assert len(list(stances)) == 2
        table = notebook.table(store.stances()).frame({"a": READING.article})
        assert isinstance(table, pandas.DataFrame)
        assert table["title"].unique().tolist() == ["Troops"]
