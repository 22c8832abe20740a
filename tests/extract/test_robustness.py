"""Any text: no crash, exact offsets, the same answer twice, no quadratic growth."""

import time

import kg.extract
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kg.model import Article

_PIECES = st.sampled_from(
    [
        "Russland", "Russia", "lehnt", "ab", "rejects", "the plan", "„", "“", '"', ".", "!", ",", ":", "\n", "\n\n",
        "sagte Merz", "said Putin", "er", "sie", "he", "dass", "that", "nicht", "not", "wenn", "if", "\u200b",
        "🙂", "(CDU)", "5. September 2025", "Außenministerin", "der Kremlchef", "müsse", "sei", "will", "  ",
        "\t", "«", "»", "-", "1.000",
    ]
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=60).map(" ".join))


@pytest.mark.parametrize("lang", ["de", "en"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=_TEXTS)
def test_any_text_gives_exact_and_repeatable_stances(lang, text):
    article = Article(id="a", text=text, lang=lang)
    reading = kg.extract.read(article)
    for stance in reading.stances:
        assert text[stance.evidence.start : stance.evidence.end] == stance.evidence.text
        assert stance.target.text in text
    for quote in reading.quotes:
        for span in quote.spans:
            assert 0 <= span.start < span.end <= len(text)
    assert kg.extract.read(article).stances == reading.stances


@pytest.mark.parametrize(
    "text",
    [
        "Der Minister lehnt den Plan der Regierung ab und " * 600 + ".",
        "wort " * 5000,
        "DIE REGIERUNG LEHNT DEN PLAN AB. " * 100,
        "„" * 500 + "Nein" + "“" * 500,
        "Russland lehnt ab. The minister rejects it. " * 50,
        "a" * 20_000,
    ],
    ids=["long sentence", "no punctuation", "capitals", "quotation marks", "mixed languages", "one word"],
)
def test_odd_articles_are_read(text):
    kg.extract.read(Article(id="a", text=text, lang="de"))


def test_time_grows_with_length_not_with_its_square():
    sentence = "Der Präsident Frankreichs lehnte den Vorschlag ab, sagte er. "

    def seconds(n):
        start = time.perf_counter()
        kg.extract.read(Article(id="a", text=sentence * n, lang="de"))
        return time.perf_counter() - start

    seconds(10)
    assert seconds(800) < 8 * 4 * max(seconds(100), 0.05)  # linear would be 8 times; the square 64 times
