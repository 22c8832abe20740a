"""Who says what: quotations, their speakers and the words that introduce them."""

import json
from pathlib import Path
from typing import NamedTuple

import kg
import pytest
from click.testing import CliRunner
from kg.cli import main
from kg.model import Quote


class Said(NamedTuple):
    words: tuple[str, ...]
    actor: str | None
    speaker: str | None
    kind: str


def said(text: str, lang: str = "de") -> list[Said]:
    def words(quote: Quote) -> tuple[str, ...]:
        return tuple(text[s.start : s.end] for s in quote.spans)

    return [
        Said(
            words(q),
            q.actor.name if q.actor else None,
            text[q.speaker.start : q.speaker.end] if q.speaker else None,
            q.kind.value,
        )
        for q in kg.extract(text, lang=lang).quotes
    ]


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        (
            "Die Demonstranten fordern, dass der Präsident zurücktritt.",
            "dass der Präsident zurücktritt",
            "Demonstranten",
        ),
        (
            "Die Opposition warf der Regierung vor, das Parlament zu täuschen.",
            "das Parlament zu täuschen",
            "Opposition",
        ),
        ("Die Lage sei ernst, sagte Bundeskanzler Friedrich Merz.", "Die Lage sei ernst", "Friedrich Merz"),
        ("Der Polizei zufolge blieb die Demonstration friedlich.", "blieb die Demonstration friedlich", "Polizei"),
        ("Nach Ansicht der Gewerkschaft ist das Angebot zu niedrig.", "ist das Angebot zu niedrig", "Gewerkschaft"),
        ("In einer Erklärung der Grünen heißt es, der Bau müsse sofort enden.", "der Bau müsse sofort enden", "Grünen"),
        (
            "Wie das Innenministerium mitteilte, wurden drei Abkommen unterzeichnet.",
            "wurden drei Abkommen unterzeichnet",
            "Innenministerium",
        ),
        (
            "Jetzt gab der Leiter der Behörde, Martin Kranz, bekannt, dass das Werk schließt.",
            "dass das Werk schließt",
            "Martin Kranz",
        ),
        (
            "Der Präsident machte deutlich, dass er am Abkommen festhält.",
            "dass er am Abkommen festhält",
            "Präsident",
        ),
        (
            "Die Gewerkschaft vertritt die Auffassung, dass der Lohn zu niedrig ist.",
            "dass der Lohn zu niedrig ist",
            "Gewerkschaft",
        ),
        ("Die Regierung ist überzeugt, das Gesetz sei nötig.", "das Gesetz sei nötig", "Regierung"),
        ("Emmanuel Macron said that France would stay.", "France would stay", "Emmanuel Macron"),
        ("The ministry made clear that the talks would go on.", "the talks would go on", "ministry"),
        ("The union took the view that the offer was too low.", "the offer was too low", "union"),
        ("The opposition was convinced that the vote had been rigged.", "the vote had been rigged", "opposition"),
        ("According to Greenpeace, the river has been polluted.", "the river has been polluted", "Greenpeace"),
        (
            "The government was ready to talk, President Petr Pavel told reporters.",
            "The government was ready to talk",
            "Petr Pavel",
        ),
        ("The protesters demanded that the government resign.", "the government resign", "protesters"),
    ],
)
def test_reported_clause_and_its_speaker(text: str, words: str, actor: str) -> None:
    lang = "en" if text.split()[0] in ("Emmanuel", "According", "The") else "de"
    found = [s for s in said(text, lang) if " ".join(s.words) == words]
    assert found, said(text, lang)
    assert actor in f"{found[0].actor} {found[0].speaker}"
    assert found[0].kind == "indirect"


def test_quotation_over_several_sentences_takes_the_speaker_behind_it() -> None:
    text = "„Wir brauchen mehr Zeit. Der Plan ist nicht fertig“, sagte Bundeskanzler Friedrich Merz."
    assert said(text) == [
        Said(
            ("Wir brauchen mehr Zeit. Der Plan ist nicht fertig",),
            "Friedrich Merz",
            "Bundeskanzler Friedrich Merz",
            "direct",
        )
    ]


def test_split_quotation_has_one_speaker() -> None:
    text = "“We need more time,” said Chancellor Friedrich Merz, “before we can decide on the missiles.”"
    found = said(text, "en")
    assert [s.words[0].split()[0] for s in found] == ["We", "before"]
    assert {s.actor for s in found} == {"Friedrich Merz"}


def test_pronoun_means_the_speaker_before() -> None:
    text = "Außenministerin Annalena Baerbock besuchte am Montag Kiew. Sie warnte, dass die Hilfe nicht ausreiche."
    assert [(s.actor, s.speaker) for s in said(text)] == [("Annalena Baerbock", "Sie")]
    text = "Emmanuel Macron met the press. He said that France would stay. He added that the troops were needed."
    assert [s.actor for s in said(text, "en")] == ["Emmanuel Macron", "Emmanuel Macron"]


def test_konjunktiv_goes_on_with_the_last_speaker_until_the_indicative() -> None:
    text = (
        "Der Minister sagte, die Lage sei ernst. Man habe alles versucht. Nun müsse die EU handeln.\n\n"
        "Am Dienstag regnete es in Berlin."
    )
    first, chain = said(text)
    assert first.words == ("die Lage sei ernst",)
    assert chain.words == ("Man habe alles versucht. Nun müsse die EU handeln",)
    assert chain.actor == first.actor


def test_new_subject_takes_over_the_konjunktiv() -> None:
    text = (
        "Kanzler Friedrich Merz sagte, der Plan sei gut. "
        "Präsident Emmanuel Macron besuchte daraufhin Rom. Der Plan müsse überarbeitet werden."
    )
    assert [s.actor for s in said(text)] == ["Friedrich Merz", "Emmanuel Macron"]


def test_medium_passes_words_on_and_is_not_the_speaker() -> None:
    text = "Das Problem sei vielmehr, so der Präsident laut BBC News, dass niemand verhandeln wolle."
    (found,) = said(text)
    assert found.words == ("Das Problem sei vielmehr", "dass niemand verhandeln wolle")
    assert found.speaker == "Präsident"


@pytest.mark.parametrize(
    "text",
    [
        "Präsident Wolodymyr Selenskyj: „Wir geben kein Land auf und wir werden nicht schweigen.“",
        "Präsident Wolodymyr Selenskyj sagte dazu: „Wir geben kein Land auf und wir werden nicht schweigen.“",
    ],
)
def test_name_before_a_colon_speaks(text: str) -> None:
    (found,) = said(text)
    assert (found.kind, found.actor) == ("direct", "Wolodymyr Selenskyj")


def test_quotation_inside_a_clause_is_its_subjects() -> None:
    text = 'Anna Holm praised the plan. Peter Berg attacked the state as the "leading sponsor of terrorism by far".'
    assert [(quote.words, quote.actor) for quote in said(text, "en")] == [
        (("leading sponsor of terrorism by far",), "Peter Berg")
    ]


def test_name_in_quotation_marks_is_no_speech_but_may_act() -> None:
    text = "In Berlin, the “Working Group on Data Retention” accuses the police of lying."
    assert not said(text, "en")
    assert {stance.actor.name for stance in kg.extract(text, lang="en").stances} == {"Working Group on Data Retention"}


def test_quotation_inside_a_quotation_belongs_to_it() -> None:
    text = "„Er hat gesagt: ‚Wir kommen nicht‘ und ging dann einfach weg“, berichtete der Bürgermeister."
    (found,) = said(text)
    assert found.words == ("Er hat gesagt: ‚Wir kommen nicht‘ und ging dann einfach weg",)
    assert found.speaker == "Bürgermeister"


def test_opening_mark_that_is_never_closed_reaches_to_the_end_of_its_paragraph() -> None:
    text = "Präsident Emmanuel Macron sagte: „Das ist falsch. Wir machen weiter.\n\nIn Paris regnete es."
    direct = [s for s in said(text) if s.kind == "direct"]
    assert [s.actor for s in direct] == ["Emmanuel Macron"]
    assert direct[0].words[0].strip() == "Das ist falsch. Wir machen weiter."


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Sie sahen am Montag den Film „Der lange Weg nach Hause“.", "de"),
        ("They watched the film “The Long Way Home” on Monday.", "en"),
        ("Am Montag regnete es in Berlin.", "de"),
    ],
)
def test_titles_and_facts_are_no_speech(text: str, lang: str) -> None:
    assert said(text, lang) == []


def test_quoted_words_in_a_reported_clause_make_it_mixed() -> None:
    text = "Kanzler Friedrich Merz sagte, der Vorschlag sei „nicht ganz ernst gemeint“."
    found = said(text)
    assert {s.kind for s in found} == {"mixed", "direct"}
    assert {s.actor for s in found} == {"Friedrich Merz"}


def test_command_writes_type_words_speaker_and_cue_as_offsets(tmp_path: Path) -> None:
    text = "Die Lage sei ernst, sagte Bundeskanzler Friedrich Merz. Am Montag regnete es.\n"
    article = tmp_path / "article.txt"
    article.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["quotes", "--lang", "de", "--format", "jsonl", str(article)])
    assert result.exit_code == 0, result.output
    (row,) = map(json.loads, result.stdout.splitlines())
    assert row["type"] == "indirect"
    assert [text[s:e] for s, e in row["spans"]] == ["Die Lage sei ernst"]
    assert text[slice(*row["speaker"])] == "Bundeskanzler Friedrich Merz"
    assert text[slice(*row["cue"])] == "sagte"
    assert row["actor"] == "Friedrich Merz"
