"""``kg network``: who stands with whom, as a table or a file."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.debate import Length, debate, listed, named, tell_unjoined
from kg.cli.options import debate_options, example, join_issues_option
from kg.cli.output import write_table
from kg.errors import KgError

if TYPE_CHECKING:
    import networkx as nx

    from kg.model import Stance
    from kg.network import Window

    _Networks = list[tuple[Window | None, Sequence[Stance], nx.Graph[str]]]


@click.command(
    epilog=example(
        "kg network --kind subtract --normalize average",
        "kg network --issue sanctions --from 2022-01-01 -o sanctions.graphml",
        "kg network --kind conflict --window 90d -o conflict.csv",
        "kg network --kind affiliation -o positions.html",
    )
)
@click.option(
    "--kind",
    type=click.Choice(["congruence", "conflict", "subtract", "affiliation"]),
    default="congruence",
    show_default=True,
    help="Ties: the same side of a target, opposite sides, the first minus the second; or actor to target.",
)
@click.option(
    "--normalize",
    type=click.Choice(["no", "average", "jaccard", "cosine", "activity", "prominence"]),
    default="no",
    show_default=True,
    help="Divide weights by how much is said; the last two are for affiliation, the three before for the others.",
)
@click.option(
    "--duplicates",
    type=click.Choice(["report", "range", "include"]),
    help="What counts once: the same actor, type and target on a day; the same actor, side and target in the whole "
    "period; or nothing. Default: report for affiliation, range for the others.",
)
@click.option(
    "--min-weight", type=click.FloatRange(0), default=0.0, metavar="NUMBER", help="Leave out ties that are weaker."
)
@click.option(
    "--window", type=Length(), metavar="LENGTH", help="A network for each span of time: 90d, 12w, 6m or 1y long."
)
@click.option("--step", type=Length(), metavar="LENGTH", help="How far windows move; default: their length.")
@click.option("--cumulative", is_flag=True, help="All windows begin with the first day and grow.")
@click.option(
    "--max-ties",
    type=click.IntRange(1),
    metavar="N",
    default=50,
    show_default=True,
    help="Show at most so many ties in a table, the strongest; files have all.",
)
@click.option("--centralities", is_flag=True, help="Give nodes of files their degree, betweenness and PageRank.")
@debate_options
@join_issues_option
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write .graphml, .gexf, .csv or .html (a page to explore) instead of a table. With --window there is one "
    "file a window, FILE with its last day in the name; a .csv holds all.",
)
def network(
    store: str,
    kind: str,
    window: str | None,
    step: str | None,
    cumulative: bool,
    centralities: bool,
    by: Any,
    join_issues: bool,
    lang: str,
    output: str | None,
    normalize: str,
    duplicates: str | None,
    min_weight: float,
    max_ties: int,
    **filters: Any,
) -> None:
    """Show who agrees or is at odds with whom, by the methods of discourse network analysis.

    Two actors are congruent on a target that both favour or both oppose, and in conflict on one that one favours and
    the other opposes; the weight of a tie is the number of such targets.
    """
    from kg.network import ENDINGS, add_centralities, affiliation_network, one_mode_network, windows

    ending = Path(output).suffix.lower() if output else None
    if ending not in (None, ".html", *ENDINGS):
        raise KgError(f"{output}: unknown file ending for a network; use {', '.join(ENDINGS)} or .html")
    if window is None and (step or cumulative):
        raise click.UsageError("--step and --cumulative are for windows: give --window LENGTH too, such as 90d")
    told = debate(store, **filters)
    joined = {"join_issues": join_issues}
    options: dict[str, Any] = {"by": by, "normalize": normalize, "min_weight": min_weight, **joined}
    options |= {"duplicates": duplicates} if duplicates else {}

    def built(stances: "Iterable[Stance]") -> "nx.Graph[str]":
        if kind == "affiliation":
            graph = affiliation_network(stances, **options)
        else:
            graph = one_mode_network(stances, kind=kind, **options)  # type: ignore[arg-type]
        if centralities:
            add_centralities(graph)
        return graph

    if window is None:
        networks: _Networks = [(None, told, built(told))]
    else:
        spans = windows(told, window, step=step, cumulative=cumulative)
        networks = [(span, span.stances, built(span.stances)) for span in spans if span.stances]
    _check(networks, kind, lang)
    if output is None:
        _print(networks, kind, lang, max_ties)
        if not join_issues:
            tell_unjoined(told, lang)
    elif ending == ".html":
        _draw(networks, output, store, kind=None if kind == "affiliation" else kind, by=by, lang=lang, **joined)
    else:
        _save(networks, output)


def _check(networks: "_Networks", kind: str, lang: str) -> None:
    """Say why there is nothing to see where nobody has a tie."""
    if not networks:
        raise KgError("none of these stances has a date, so that they are in no window: leave out --window")
    if any(graph.number_of_edges() for *_, graph in networks):
        return
    actors = {node: graph for *_, graph in networks for node in graph}
    remedy = "take in more actors and stances, or use --kind affiliation"
    if kind == "affiliation":
        raise KgError("no tie has this weight: lower --min-weight")
    if not actors:
        raise KgError(f"nobody takes a side here, all stances are open: {remedy}")
    if len(actors) == 1:
        ((node, graph),) = actors.items()
        raise KgError(f"{named(graph, node, lang)} alone takes sides here, so there is no tie: {remedy}")
    click.echo(f"none of {len(actors)} actors has a tie of this kind and weight", err=True)


def _print(networks: "_Networks", kind: str, lang: str, most: int) -> None:
    from kg.network import ties

    dated = networks[0][0] is not None
    two_modes = kind == "affiliation"
    own = ("target", "position", "weight", "stances") if two_modes else ("actor", "weight", "agree on", "differ on")
    columns = (*(["time"] if dated else []), "actor", *own)
    rows = []
    for window, _, graph in networks:
        targets = graph.graph.get("targets", {})
        for tie in ties(graph)[:most]:
            one, other = str(tie["source"]), str(tie["target"])
            row = [named(graph, one, lang), named(graph, other, lang)]
            if two_modes:
                row += [str(tie["position"]), f"{tie['weight']:.3g}", str(tie["count"])]
            else:
                data = graph.edges[one, other]
                both = ([named(targets, node, lang) for node in data[name]] for name in ("agree_on", "differ_on"))
                row += [f"{tie['weight']:.3g}", *map(listed, both)]
            rows.append([*([f"{window.first} – {window.last}"] if window else []), *row])
    write_table(rows, columns, None)
    if more := sum(max(0, graph.number_of_edges() - most) for *_, graph in networks):
        click.echo(f"{more} weaker ties are not shown; -o FILE writes all, --max-ties shows more", err=True)


def _save(networks: "_Networks", output: str) -> None:
    from kg.network import table, ties, write

    path = Path(output)
    if path.suffix.lower() == ".csv":
        from kg.output import replace

        rows = [
            {**({"first_day": str(window.first), "last_day": str(window.last)} if window else {}), **tie}
            for window, _, graph in networks
            for tie in ties(graph)
        ]
        replace(path, table(rows).encode("utf-8", "replace"))
        return
    for window, _, graph in networks:
        write(graph, _named_by(path, window))


def _draw(networks: "_Networks", output: str, store: str, **options: Any) -> None:
    from kg.draw import write_network
    from kg.graph import open_store

    with open_store(store, read_only=True) as graph:
        articles = {article.id: article for article in graph.articles()}
    for window, stances, drawn in networks:
        write_network(drawn, stances, _named_by(Path(output), window), articles=articles, **options)


def _named_by(path: Path, window: "Window | None") -> Path:
    """The file of a window, with its last day in the name."""
    return path.with_name(f"{path.stem}.{window.last}{path.suffix}") if window else path
