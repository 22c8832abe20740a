"""Any text: no crash, exact offsets, the same answer twice, and work that grows with the length, not its square."""

import sys
from collections.abc import Callable

import kg.extract
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kg.model import Article

_PIECES = st.sampled_from(
    [
        "Russland", "Russia", "lehnt", "ab", "rejects", "the plan", "„", "“", '"', ".", "!", ",", ":", "\n", "\n\n",
        "sagte Merz", "said Putin", "er", "sie", "he", "dass", "that", "nicht", "not", "wenn", "if", "\u200b",
        "🙂", "👩‍👩‍👧", "(CDU)", "5. September 2025", "Außenministerin", "der Kremlchef", "müsse", "sei", "will", "  ",
        "\t", "«", "»", "-", "1.000", "\ufeff", "\u2028", "\r\n", "RUSSLAND LEHNT AB", "one-sided", "ﬁ", "İ", "e\u0301",
        "warnt vor", "is in favour of", "laut Peskow", "according to Berlin", "'", "‘", "’", "\x00", "\u202e",
    ]
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=60).map(" ".join), st.lists(_PIECES).map("".join))

ODD = {
    "one sentence of 5,000 words": "Der Minister lehnt den Plan ab und die Regierung fordert Hilfe, " * 450 + ".",
    "one sentence of 5,000 words, in English": "the minister rejects the plan and Berlin demands aid, " * 500 + ".",
    "no punctuation": "Russland lehnt Truppen ab sagte Peskow " * 300,
    "capitals": "DIE REGIERUNG LEHNT DEN PLAN AB. THE GOVERNMENT REJECTS THE PLAN. " * 50,
    "quotation marks": "„" * 500 + "Nein" + "“" * 500 + '"' * 300,
    "opened quotations": "„Wir lehnen das ab, sagte Merz. " * 200,
    "mixed languages": "Russland lehnt ab. The minister rejects it. Le ministre refuse. Министр против. " * 50,
    "emoji": "Russland 🙂 lehnt 👩‍👩‍👧 den Plan 🇩🇪 ab. " * 100,
    "zero width": "Russ\u200bland lehnt\u200d den Plan ab. \ufeffRussia\u200b rejects the plan. " * 100,
    "one word": "a" * 20_000,
    "white space": "\n \t\n" * 2000 + "Russland lehnt den Plan ab." + "\n" * 2000,
}


def assert_exact(article: Article) -> None:
    """Every offset means what it says, and a second reading says the same."""
    text, reading = article.text, kg.extract.read(article)
    for stance in reading.stances:
        assert text[stance.evidence.start : stance.evidence.end] == stance.evidence.text
        assert stance.target.text in stance.evidence.text or stance.target.text in text
        assert stance.condition is None or stance.condition.text in text
        assert 0 <= stance.confidence <= 1
    for quote in reading.quotes:
        for span in (*quote.spans, quote.speaker, quote.cue):
            assert span is None or 0 <= span.start < span.end <= len(text)
    assert kg.extract.read(article) == reading


@pytest.mark.parametrize("lang", ["de", "en"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=_TEXTS)
def test_any_text_gives_exact_and_repeatable_stances(lang: str, text: str) -> None:
    assert_exact(Article(id="a", text=text, lang=lang))


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("name", ODD)
def test_odd_articles_are_read(name: str, lang: str) -> None:
    assert_exact(Article(id="a", text=ODD[name], lang=lang))


def test_stances_among_emoji_and_zero_width_characters_are_still_found() -> None:
    text = "🙂 👩‍👩‍👧\ufeff Russland lehnt den Vorschlag der NATO ab. 🇩🇪\u200b Peru fordert neue Verhandlungen. 🙂"
    reading = kg.extract.read(Article(id="a", text=text, lang="de"))
    assert {(s.actor.key, s.type.value) for s in reading.stances} >= {("RU", "rejects"), ("PE", "demands")}
    for stance in reading.stances:
        assert text[stance.evidence.start : stance.evidence.end] == stance.evidence.text


def calls(text: str, lang: str) -> int:
    """How many functions the steps of extraction call for a text."""
    nlp = kg.extract.pipeline(lang)
    doc, count = nlp.make_doc(text), 0

    def tally(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    for name, step in nlp.pipeline:
        if name in kg.extract.STEPS:
            sys.setprofile(tally)
        try:
            doc = step(doc)
        finally:
            sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    ("lang", "make"),
    [
        ("de", lambda n: "Der Präsident Frankreichs lehnte den Vorschlag ab, sagte er am Montag.\n" * n),
        ("en", lambda n: "The president of France rejected the plan, he said on Monday.\n" * n),
        ("de", lambda n: "Der Minister lehnt den Plan ab und die Regierung fordert Hilfe, " * n),
        ("en", lambda n: "the minister rejects the plan and the government demands aid, " * n),
        ("de", lambda n: "„Wir lehnen das ab“, sagte Merz, " * n),
        ("en", lambda n: '"We reject that", Putin said, ' * n),
        ("de", lambda n: "Russland lehnt Truppen ab sagte Peskow " * n),
        ("en", lambda n: "RUSSIA REJECTS THE TROOPS " * n),
    ],
    ids=["article de", "article en", "sentence de", "sentence en", "quotes de", "quotes en", "no stops", "capitals"],
)
def test_twice_the_text_is_about_twice_the_work(lang: str, make: Callable[[int], str]) -> None:
    calls(make(10), lang)
    assert calls(make(160), lang) < 2.6 * calls(make(80), lang)  # the square would be 4 times
