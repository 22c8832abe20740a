"""What ``kg network``, ``kg coalitions`` and ``kg shifts`` share: the stances they take, and cells of their tables."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import product
from typing import TYPE_CHECKING, Any

import click

from kg.errors import KgError

if TYPE_CHECKING:
    import networkx as nx

    from kg.model import Stance

_MOST = 8
"""How many names a cell holds."""

_LONGEST = 60
"""How many characters of a name a cell shows."""


class Length(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions of click
    """A length of time: ``90d``, ``12w``, ``6m``, ``1y``."""

    name = "length"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The same text, if it is one."""
        from kg.network import windows

        try:
            list(windows([], str(value)))
        except KgError as error:
            self.fail(str(error), param, ctx)
        return str(value)


def debate(
    store: str,
    actors: tuple[str, ...],
    targets: tuple[str, ...],
    issues: tuple[str, ...],
    types: tuple[Any, ...],
    since: datetime | None,
    until: datetime | None,
    confidence: float | None,
) -> "list[Stance]":
    """The stances of a store that meet the options of :func:`kg.cli.options.debate_options`.

    :raises KgError: there are none; the message says what to do.
    """
    from kg.graph import open_store

    first, last = since and since.date(), until and until.date()
    with open_store(store, read_only=True) as graph:
        found: dict[Stance, None] = {}
        for actor, target, issue, type_ in product(*((given or (None,)) for given in (actors, targets, issues, types))):
            met = graph.stances(
                actor=actor, target=target, issue=issue, type=type_, since=first, until=last, confidence=confidence
            )
            found |= dict.fromkeys(met)
        if not found and not graph.query("ASK { ?s a kg:Stance }").answer:
            raise KgError(f"{store}: holds no stances yet; fill it with 'kg ingest --store {store} ARTICLES'")
    if not found:
        raise KgError(
            f"{store}: no stance meets all filters; leave one out, or see 'kg stances --store {store}'{meant(*actors)}"
        )
    return list(found)


def meant(*actors: str | None) -> str:
    """What to add to a message that nothing was found: the known names most like those that are not known."""
    from kg.graph.known import alike

    near = {name: other for name in actors if name is not None and (other := alike(name))}
    return "".join(f"; no actor is known as {name}, did you mean {other}?" for name, other in near.items())


def named(nodes: "nx.Graph[str] | Mapping[str, Mapping[str, Any]]", node: str, lang: str) -> str:
    """The name of a node for a table, in a language where it is known; a long one is cut."""
    known: Mapping[str, Any] = nodes[node] if isinstance(nodes, Mapping) else nodes.nodes[node]
    return shortened(str(known[f"label_{lang}"]))


def shortened(text: str) -> str:
    """The text in one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def listed(names: Iterable[str], separator: str = "\n") -> str:
    """Names in one cell, the first of them where they are many."""
    names = list(names)
    more = [f"… {len(names) - _MOST} more"] if len(names) > _MOST else []
    return separator.join([*names[:_MOST], *more])


def tell_unjoined(stances: "Iterable[Stance]", lang: str) -> None:
    """Say which issues that are named alone were several things, one an article, and how to make them one."""
    from kg.network import comparable, is_bare

    things: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    told = list(stances)
    for stance in told:
        if is_bare(stance.target):
            names.setdefault(str(stance.target.issue), dict(stance.target.labels).get(lang, stance.target.text))
    for stance in comparable(told, join_issues=False):
        if stance.target.issue in names and stance.target.key.startswith(f"{stance.target.issue}@"):
            things.setdefault(stance.target.issue, set()).add(stance.target.key)
    several = sorted((issue for issue in things if len(things[issue]) > 1), key=lambda i: (-len(things[i]), i))
    if several:
        some = ", ".join(f"'{shortened(names[issue])}'" for issue in several[:3])
        more = f" and {len(several) - 3} more" if len(several) > 3 else ""
        click.echo(
            f"{some}{more}: named without a country or place, so another thing in each article; "
            "--join-issues makes each one thing",
            err=True,
        )
