"""``kg articles``: what is in the store."""

import click

from kg.cli.options import example, output_options, store_option
from kg.cli.output import write_rows, write_table

_COLUMNS = ("id", "date", "lang", "title", "source", "url")


@click.group(epilog=example("kg articles list"))
def articles() -> None:
    """The articles of the store."""


@articles.command("list", epilog=example("kg articles list", "kg articles list --format csv -o articles.csv"))
@store_option
@output_options("table", "jsonl", "json", "csv", "tsv")
def list_(store: str, format_: str, output: str | None) -> None:
    """List the articles of the store by date."""
    from kg.graph import open_store

    with open_store(store, read_only=True) as graph:
        rows = (
            {
                "id": article.id,
                "date": article.date.isoformat() if article.date else None,
                "lang": article.lang,
                "title": article.title,
                "source": article.source,
                "url": article.url,
            }
            for article in graph.articles()
        )
        if format_ == "table":
            write_table(([row[column] or "" for column in _COLUMNS] for row in rows), _COLUMNS, output)
        else:
            write_rows(rows, _COLUMNS, format_, output)
