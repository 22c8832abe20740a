"""``kg draw``: a page from the store."""

from typing import Any

import click

from kg.cli.options import example, stance_filters, store_option
from kg.cli.stances import chosen


@click.command(epilog=example("kg draw -o graph.html", "kg draw --issue troops --from 2025-01-01 -o troops.html"))
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False), metavar="FILE", help="The HTML file.")
@stance_filters
@click.option("--title", metavar="TEXT", help="The heading of the page.")
@click.option("--lang", type=click.Choice(["de", "en"]), help="The language of labels; default: that of the browser.")
@click.option(
    "--by",
    type=click.Choice(["represents", "actor"]),
    default="represents",
    show_default=True,
    help="Nodes are states and organisations, or the persons who speak for them.",
)
@click.option(
    "--max-nodes",
    type=click.IntRange(2),
    metavar="N",
    default=60,
    show_default=True,
    help="Draw at most so many nodes.",
)
@store_option
def draw(store: str, output: str, title: str | None, lang: str | None, by: Any, max_nodes: int, **filters: Any) -> None:
    """Draw who takes which position on what, as one interactive HTML file that works offline."""
    from kg.draw import write_html
    from kg.graph import open_store

    with open_store(store, read_only=True) as graph:
        articles = {article.id: article for article in graph.articles()}
        found = graph.stances(**chosen(filters))
        write_html(found, output, articles=articles, title=title, lang=lang, by=by, max_nodes=max_nodes)
