"""``kg coalitions``: who stands together, and how polarised the debate is over time."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from kg.cli.debate import Length, debate, listed, named, tell_unjoined
from kg.cli.options import debate_options, example, join_issues_option, output_options
from kg.cli.output import write, write_rows, write_table
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.model import Stance
    from kg.network import Coalitions, Rift

_COLUMNS = ("coalition", "actors", "held together by", "divided on", "against others on")
_KEYS = ("coalition", "actors", "actor_keys", "holds", "splits", "rifts", "modularity", "ei_index")
_OTHER = {"for": "against", "against": "for"}
_OVER_TIME = ("first", "last", "actors", "ties", "coalitions", "modularity", "ei_index")


@click.command(
    epilog=example(
        "kg coalitions --issue sanctions",
        "kg coalitions --kind subtract --from 2022-01-01 --format csv -o coalitions.csv",
        "kg coalitions --window 1y",
    )
)
@click.option(
    "--kind",
    type=click.Choice(["congruence", "subtract"]),
    default="congruence",
    show_default=True,
    help="What ties actors: agreement, or agreement in excess of conflict.",
)
@click.option(
    "--normalize",
    type=click.Choice(["no", "average", "jaccard", "cosine"]),
    default="average",
    show_default=True,
    help="Divide weights by how much is said, so that who speaks much is not close to everyone.",
)
@click.option(
    "--min-weight", type=click.FloatRange(0), default=0.0, metavar="NUMBER", help="Leave out ties that are weaker."
)
@click.option(
    "--resolution",
    type=click.FloatRange(0, min_open=True),
    default=1.0,
    show_default=True,
    metavar="NUMBER",
    help="Above 1 for more and smaller coalitions, below for fewer.",
)
@click.option(
    "--window",
    type=Length(),
    metavar="LENGTH",
    help="Show how polarised the debate is over time instead, by spans of 90d, 12w, 6m or 1y.",
)
@click.option("--step", type=Length(), metavar="LENGTH", help="How far windows move; default: their length.")
@click.option("--cumulative", is_flag=True, help="All windows begin with the first day and grow.")
@debate_options
@join_issues_option
@output_options("table", "jsonl", "json", "csv", "tsv")
def coalitions(
    store: str,
    window: str | None,
    step: str | None,
    cumulative: bool,
    by: Any,
    join_issues: bool,
    lang: str,
    format_: str,
    output: str | None,
    kind: Any,
    normalize: Any,
    min_weight: float,
    resolution: float,
    **filters: Any,
) -> None:
    """Find who stands together, what holds each group together, what divides it, and what sets groups apart.

    Groups are communities of actors who take the same side on the same targets. Modularity (up to 1) is high where
    actors agree within groups and not between them; the E-I index is -1 where all agreement is within groups, 1 where
    all is between them.
    """
    from kg.network import coalitions as find

    if window is None and (step or cumulative):
        raise click.UsageError("--step and --cumulative are for windows: give --window LENGTH too, such as 1y")
    told = debate(store, **filters)
    options = {
        "kind": kind,
        "by": by,
        "normalize": normalize,
        "min_weight": min_weight,
        "resolution": resolution,
        "join_issues": join_issues,
    }
    if window is not None:
        _over_time(told, format_, output, length=window, step=step, cumulative=cumulative, **options)
        return
    found = find(told, **options)
    if not found.groups:
        known = ", ".join(named(found.network, actor, lang) for actor in found.alone[:3]) or "nobody"
        raise KgError(f"no two actors agree on anything here ({known} …): take in more stances")
    if format_ == "table":
        _print(found, lang, output)
        if not join_issues:
            tell_unjoined(told, lang)
    else:
        write_rows(_rows(found, lang), _KEYS, format_, output)


def _print(found: "Coalitions", lang: str, output: str | None) -> None:
    targets = found.network.graph["targets"]
    rows = []
    for group in found.groups:
        rifts = [
            f"{named(targets, rift.target, lang)} ({side}, coalition {other} {_OTHER[side]})"
            for rift, side, other in _rifts(found, group.number)
        ]
        splits = [
            f"{named(targets, split.target, lang)} ({len(split.favour)} for, {len(split.against)} against"
            + (f", {len(split.ambivalent)} both)" if split.ambivalent else ")")
            for split in group.splits
        ]
        holds = [
            f"{named(targets, held.target, lang)} ({len(held.actors)} {_side(held.valence)})" for held in group.holds
        ]
        actors = [named(found.network, actor, lang) for actor in group.actors]
        rows.append((str(group.number), listed(actors), listed(holds), listed(splits), listed(rifts)))
    write_table(rows, _COLUMNS, output)
    if output is None:
        index = "" if found.ei_index is None else f", E-I index {found.ei_index:.2f}"
        names = listed((named(found.network, actor, lang) for actor in found.alone), ", ")
        alone = f"; in no coalition: {names}" if names else ""
        write(f"modularity {found.modularity:.2f}{index}{alone}", None)


def _side(valence: str) -> str:
    return "for" if valence == "favour" else "against"


def _rifts(found: "Coalitions", number: int) -> Iterator[tuple["Rift", str, int]]:
    """The rifts of a coalition, with the side it takes and the number of the other."""
    for rift in found.rifts:
        if number == rift.favour:
            yield rift, "for", rift.against
        elif number == rift.against:
            yield rift, "against", rift.favour


def _rows(found: "Coalitions", lang: str) -> Iterator[dict[str, object]]:
    targets = found.network.graph["targets"]

    def names(nodes: Iterable[str]) -> str:
        return " | ".join(str(targets[node][f"label_{lang}"]) for node in nodes)

    for group in found.groups:
        yield {
            "coalition": group.number,
            "actors": " | ".join(str(found.network.nodes[actor][f"label_{lang}"]) for actor in group.actors),
            "actor_keys": " | ".join(actor.removeprefix("actor:") for actor in group.actors),
            "holds": names(held.target for held in group.holds),
            "splits": names(split.target for split in group.splits),
            "rifts": names(dict.fromkeys(rift.target for rift, *_ in _rifts(found, group.number))),
            "modularity": round(found.modularity, 4),
            "ei_index": None if found.ei_index is None else round(found.ei_index, 4),
        }


def _over_time(told: "list[Stance]", format_: str, output: str | None, **options: Any) -> None:
    from kg.network import polarisation

    rows = [
        {
            "first": span.first.isoformat(),
            "last": span.last.isoformat(),
            "actors": span.actors,
            "ties": span.ties,
            "coalitions": span.coalitions,
            "modularity": round(span.modularity, 4),
            "ei_index": None if span.ei_index is None else round(span.ei_index, 4),
        }
        for span in polarisation(told, **options)
    ]
    if not rows:
        raise KgError("none of these stances has a date, so that they are in no window: leave out --window")
    if format_ == "table":
        cells = ([str("" if value is None else value) for value in row.values()] for row in rows)
        write_table(cells, _OVER_TIME, output)
    else:
        write_rows(rows, _OVER_TIME, format_, output)
