"""``kg explain``: why stances were read from a text, or not."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kg.cli.options import example, output_options
from kg.cli.output import Failures, write, write_console

if TYPE_CHECKING:
    from kg.explanation import Explanation
    from kg.model import Article

_FALLEN = 3
"""How many of a sentence's fallen candidates are shown unless ``--all`` is given."""


@click.command(
    epilog=example(
        'kg explain "Russland lehnt Truppen aus NATO-Staaten in der Ukraine ab."',
        'kg explain --containing "Truppen" article.txt',
        "kg explain --sentence 3 --all --format json article.txt",
        "cat article.txt | kg explain -",
    )
)
@click.argument("text", metavar="TEXT-OR-FILE")
@click.option("--sentence", type=click.IntRange(1), metavar="N", help="Only this sentence, counted from 1.")
@click.option("--containing", metavar="WORDS", help="Only the sentences with these words.")
@click.option("--all", "all_", is_flag=True, help="All candidates that fell and all weights, not only the largest.")
@click.option("--lang", metavar="LANG", help="The language of the text (de, en) instead of detecting it.")
@click.option("--encoding", metavar="NAME", help="The encoding of a text file that is not UTF-8, such as cp1252.")
@output_options("tree", "json")
def explain(
    text: str,
    sentence: int | None,
    containing: str | None,
    all_: bool,
    lang: str | None,
    encoding: str | None,
    format_: str,
    output: str | None,
) -> None:
    """Show why stances were read from a text, or not.

    TEXT-OR-FILE is a text of several words in quotation marks, an article as for 'kg extract', or - for standard input.
    For each sentence: the reported speech in it, its stances with cue, actor, target and the judge's strongest weights
    for (+) and against (-) them, and the candidates that fell, with the reason.
    """
    from kg.extract.explain import explain as explained

    failures = Failures()
    found = (explained(a, sentence=sentence, containing=containing) for a in _articles(text, lang, encoding, failures))
    if format_ == "json":
        import json

        write(json.dumps([_record(e) for e in found], ensure_ascii=False, indent=2) + "\n", output)
    else:
        from kg.cli.explained import tree

        write_console((tree(e, fallen=None if all_ else _FALLEN) for e in found), output)
    failures.finish()


def _articles(text: str, lang: str | None, encoding: str | None, failures: Failures) -> "Iterator[Article]":
    from pathlib import Path

    from kg.read import articles
    from kg.read.inputs import ENDINGS
    from kg.read.text import article_from_text

    path = Path(text[:1000])
    if len(text.split()) > 1 and path.suffix.casefold() not in ENDINGS and not path.exists():
        yield article_from_text(text, lang=lang)
    else:
        yield from articles([text], lang=lang, encoding=encoding, on_error=failures)


def _record(explanation: "Explanation") -> dict[str, object]:
    """An explanation as JSON has it, without the text of the article."""
    from dataclasses import asdict

    article = explanation.article
    return {
        "article": {
            "id": article.id,
            "title": article.title,
            "date": article.date.isoformat() if article.date else None,
            "lang": article.lang,
        },
        "threshold": explanation.threshold,
        "sentences": [_plain(asdict(s)) for s in explanation.sentences],
    }


def _plain(value: object) -> object:
    """A value with dates as text."""
    from datetime import date

    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
