"""``kg draw``: a page from the store."""

from typing import Any

import click

from kg.cli.options import example, join_issues_option, stance_filters, store_option
from kg.cli.stances import chosen


@click.command(
    epilog=example(
        "kg draw -o graph.html",
        "kg draw --issue troops --from 2025-01-01 --colour coalition -o troops.html",
        "kg draw --kind timeline --target ceasefire -o ceasefire.svg",
        "kg draw --kind matrix --lang de -o matrix.png",
    )
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="The file: .html; for charts also .svg and .png.",
)
@click.option(
    "--kind",
    type=click.Choice(["network", "timeline", "matrix", "coalitions"]),
    default="network",
    show_default=True,
    help="The network of actors and targets to explore, or a chart: positions over time; actors and targets as a "
    "matrix; who agrees with whom.",
)
@stance_filters
@click.option("--title", metavar="TEXT", help="The heading of the page.")
@click.option(
    "--lang",
    type=click.Choice(["de", "en"]),
    help="The language of labels; default: that of the browser, for charts English.",
)
@click.option(
    "--by",
    type=click.Choice(["represents", "actor"]),
    default="represents",
    show_default=True,
    help="Nodes are states and organisations, or the persons who speak for them.",
)
@click.option(
    "--colour",
    type=click.Choice(["valence", "coalition"]),
    default="valence",
    show_default=True,
    help="Network: colour arrows by valence alone, or actors by coalition as well.",
)
@click.option(
    "--max-nodes",
    type=click.IntRange(2),
    metavar="N",
    default=40,
    show_default=True,
    help="Network: show so many nodes at first, the others on demand.",
)
@join_issues_option
@store_option
def draw(
    store: str,
    output: str,
    kind: Any,
    title: str | None,
    lang: str | None,
    by: Any,
    join_issues: bool,
    colour: Any,
    max_nodes: int,
    **filters: Any,
) -> None:
    """Draw who takes which position on what, as one HTML file that works offline, or as a chart for print."""
    from kg.draw import MAX_STANCES, write_chart, write_html
    from kg.errors import KgError
    from kg.graph import open_store

    with open_store(store, read_only=True) as graph:
        found = list(graph.stances(**chosen(filters)))
        if not found and any(value is not None for value in filters.values()):
            raise KgError(
                f"{store}: no stance matches these filters; 'kg stances' with fewer of them shows what there is"
            )
        if not found:
            raise KgError(
                f"{store}: there are no stances to draw; read articles in: kg ingest --store {store} ARTICLES"
            )
        wanted = {stance.article for stance in found}
        articles = {article.id: article for article in graph.articles() if article.id in wanted}
    options: dict[str, Any] = {"articles": articles, "title": title, "lang": lang, "by": by}
    options["join_issues"] = join_issues
    if kind != "network":
        write_chart(found, output, kind, **options)
        return
    if not output.lower().endswith((".html", ".htm")):
        raise KgError(
            f"{output}: the network is drawn as .html only; --kind timeline, matrix and coalitions give .svg and .png"
        )
    write_html(found, output, colour=colour, max_nodes=max_nodes, **options)
    if len(found) > MAX_STANCES:
        click.echo(
            f"{output}: holds the strongest {MAX_STANCES} of {len(found)} stances; "
            "choose others with --actor, --issue, --target, --from or --min-confidence",
            err=True,
        )
