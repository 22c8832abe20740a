"""``kg stances``: the common questions without SPARQL."""

from datetime import datetime
from itertools import chain, islice
from typing import Any

import click

from kg.cli.debate import meant
from kg.cli.options import example, output_options, stance_filters, store_option
from kg.cli.output import write_rows, write_table
from kg.cli.rows import TABLE, stance_rows, table_row


def chosen(filters: dict[str, Any]) -> dict[str, Any]:
    """The arguments of ``Store.stances`` from the options of :func:`kg.cli.options.stance_filters`."""
    days = {name: value.date() for name in ("since", "until") if isinstance(value := filters[name], datetime)}
    names = {name: filters[name] for name in ("actor", "target", "issue", "article")}
    return names | days | {"type": filters["stance"], "confidence": filters["min_confidence"]}


@click.command(
    epilog=example(
        "kg stances --actor Germany --stance defers",
        "kg stances --issue sanctions --from 2022-01-01 --to 2022-12-31 --format csv -o sanctions.csv",
    )
)
@stance_filters
@store_option
@output_options("table", "jsonl", "json", "csv", "tsv")
def stances(store: str, format_: str, output: str | None, **filters: Any) -> None:
    """List the stances of the store that meet all conditions, by date."""
    from kg.graph import COLUMNS, open_store

    with open_store(store, read_only=True) as graph:
        found = graph.stances(**chosen(filters))
        if format_ == "table":
            rows = map(table_row, found)
            first = list(islice(rows, 1))
            if not first:
                click.echo(f"no stance meets all conditions{meant(filters['actor'])}", err=True)
            write_table(chain(first, rows), TABLE, output)
        else:
            articles = {article.id: article for article in graph.articles()}
            write_rows(stance_rows(found, articles), COLUMNS, format_, output)
