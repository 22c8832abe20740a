"""``kg extract`` and ``kg quotes``: what articles say, without a store."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kg.cli.options import example, input_options, output_options
from kg.cli.output import Failures, write, write_rows, write_table
from kg.cli.rows import QUOTE_COLUMNS, TABLE, quote_rows, stance_rows, table_row

if TYPE_CHECKING:
    from kg.model import Reading


@click.command(
    epilog=example(
        "kg extract article.txt",
        "kg extract --format jsonl -o stances.jsonl articles.jsonl",
        "kg extract https://example.org/article.html",
        "cat article.txt | kg extract --lang de --format turtle -",
    )
)
@input_options
@output_options("table", "jsonl", "json", "csv", "tsv", "turtle", "trig", "jsonld")
def extract(
    inputs: tuple[str, ...], lang: str | None, encoding: str | None, follow: bool, format_: str, output: str | None
) -> None:
    """Print the stances of articles.

    ARTICLES are text files, web pages (.html), feeds (.rss, .atom), JSON Lines (.jsonl), folders of these, addresses on
    the web, or - for standard input.
    """
    failures = Failures()
    readings = _readings(inputs, lang, encoding, follow, failures)
    if format_ == "table":
        write_table((table_row(stance) for reading in readings for stance in reading.stances), TABLE, output)
    elif format_ in ("turtle", "trig", "jsonld"):
        from kg.graph import quads, serialize

        found = (quad for reading in readings for quad in quads(reading))
        write(serialize(found, "ttl" if format_ == "turtle" else format_).decode("utf-8"), output)
    else:
        from kg.graph import COLUMNS

        rows = (
            row for reading in readings for row in stance_rows(reading.stances, {reading.article.id: reading.article})
        )
        write_rows(rows, COLUMNS, format_, output)
    failures.finish()


@click.command(epilog=example("kg quotes article.txt", "kg quotes --format jsonl -o quotes.jsonl articles.jsonl"))
@input_options
@output_options("table", "jsonl", "json")
def quotes(
    inputs: tuple[str, ...], lang: str | None, encoding: str | None, follow: bool, format_: str, output: str | None
) -> None:
    """Print the quotations of articles: direct and indirect speech, who speaks, and the word that introduces it.

    Numbers are character offsets in the text of the article, [start, end).
    """
    failures = Failures()
    rows = (row for reading in _readings(inputs, lang, encoding, follow, failures) for row in quote_rows(reading))
    if format_ == "table":
        columns = ("type", "actor", "quotation")
        write_table(([str(row[column] or "") for column in columns] for row in rows), columns, output)
    else:
        write_rows(rows, QUOTE_COLUMNS, format_, output)
    failures.finish()


def _readings(
    inputs: tuple[str, ...], lang: str | None, encoding: str | None, follow: bool, failures: Failures
) -> "Iterator[Reading]":
    from kg.cli.work import read_all
    from kg.read import articles

    return read_all(articles(inputs, lang=lang, encoding=encoding, follow=follow, on_error=failures), 1, failures)
