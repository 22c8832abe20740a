"""The page of a network: who agrees or is at odds with whom, or who is for and against what, and on what grounds."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg import network, output
from kg.draw.arrows import PER_NODE, strongest
from kg.draw.packed import evidence
from kg.draw.page import MAX_NODES, MAX_STANCES, drawn, page
from kg.draw.words import LANGUAGES, known, words
from kg.model import Article, Stance, StanceType

MAX_TIES = 5_000
"""How many ties a page holds at most, the strongest."""

_SIDES = {"favour": "favour", "against": "against", "ambivalent": "mixed", "open": "open"}


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie of a network, ``valence`` being its colour on the page; the grounds are nodes of targets."""

    source: str
    target: str
    valence: str
    weight: float
    grounds: Mapping[str, Sequence[str]]

    @property
    def fields(self) -> dict[str, Any]:
        """What the page knows of it besides its ends."""
        return {"valence": self.valence, "weight": self.weight, **self.grounds}


def write_network(graph: Any, stances: Iterable[Stance], path: str | os.PathLike[str], **options: Any) -> None:
    """Save the page of a network as one HTML file (UTF-8), in one step; parameters as for :func:`network_html`.

    :raises KgError: the file cannot be written.
    """
    output.replace(path, network_html(graph, stances, **options).encode("utf-8", "replace"))


def network_html(
    graph: Any,
    stances: Iterable[Stance],
    *,
    kind: network.Kind | None = None,
    by: network.Holder = "represents",
    join_issues: bool = False,
    articles: Mapping[str, Article] | None = None,
    title: str | None = None,
    lang: str | None = None,
    max_nodes: int = MAX_NODES,
) -> str:
    """A network as one HTML page to explore that loads nothing from anywhere, strongest ties first.

    A click on a tie shows the targets on which two actors agree and differ, with the sentences of both.

    :param graph: from :func:`kg.network.one_mode_network`, of that ``kind``, or from
        :func:`kg.network.affiliation_network` (None).
    :param stances: those it was made of, with the same ``by`` and ``join_issues``.
    :param articles: ``articles``, ``title``, ``lang`` and ``max_nodes`` as for :func:`kg.draw.html`.
    :raises ValueError: ``lang`` is another language.
    """
    known(lang)
    told = network.comparable(stances, join_issues=join_issues)
    every = _ties(graph, kind)
    positions: dict[tuple[str, str], list[Stance]] = {}
    for stance in told:
        positions.setdefault((network.actor_node(stance, by), network.target_node(stance)), []).append(stance)
    held = _held(every, positions)
    behind = list(dict.fromkeys(pair for tie in held for pair in _grounds(tie) if pair in positions))
    shown = [stance for pair in behind for stance in positions[pair]]
    dates = sorted(stance.stated_on.isoformat() for stance in shown if stance.stated_on)
    groups = network.coalitions(told, by=by, join_issues=join_issues).groups if kind else ()
    first = strongest(held, max_nodes)
    pyvis = drawn(graph, held, first, {actor: group.number for group in groups for actor in group.actors})
    named = {target for tie in held for targets in tie.grounds.values() for target in targets}
    targets = graph.graph.get("targets", {})
    about = {
        "ties": kind or "affiliation",
        "lang": lang,
        "title": title,
        "colour": "coalition" if kind in ("congruence", "subtract") else "valence",
        "types": [
            {
                "type": each.value,
                "valence": each.valence.value,
                "labels": {code: words()[code]["stances"][each.value] for code in LANGUAGES},
            }
            for each in StanceType
        ],
        "words": words(),
        "sides": [side for side in _SIDES.values() if any(tie.valence == side for tie in held)],
        "heaviest": max((abs(tie.weight) for tie in held), default=0) or 1,
        "limit": max_nodes,
        "per_node": PER_NODE,
        "first": dates[0] if dates else None,
        "last": dates[-1] if dates else None,
        "counts": {
            "stances": len(held),
            "all": len(every),
            "actors": len({node for tie in held for node in (tie.source, tie.target) if node.startswith("actor:")}),
        },
        "coalitions": [group.actors for group in groups],
        "positions": behind,
        "targets": {node: {code: targets[node][f"label_{code}"] for code in LANGUAGES} for node in sorted(named)},
        "evidence": evidence((positions[pair] for pair in behind), articles or {}),
    }
    heading = title or words()[lang or "en"]["ties"][about["ties"]]["title"]
    return page(pyvis, about, lang=lang, title=heading, empty=not held)


def _ties(graph: Any, kind: network.Kind | None) -> list[Tie]:
    """The ties of a network, the strongest first, and of equally strong ones those between nodes that have many."""
    found = []
    for one, other, data in graph.edges(data=True):
        if kind is None:
            source, target = (one, other) if one.startswith("actor:") else (other, one)
            found.append(Tie(source, target, _SIDES[data["position"]], data["weight"], {}))
            continue
        weight = -data["weight"] if kind == "conflict" else data["weight"]
        side = "favour" if weight > 0 else "against" if weight < 0 else "open"
        grounds = {"agree": data["agree_on"], "differ": data["differ_on"]}
        found.append(Tie(one, other, side, data["weight"], grounds))

    def rank(tie: Tie) -> tuple[Any, ...]:
        degrees = graph.degree[tie.source], graph.degree[tie.target]
        return -abs(tie.weight), -min(degrees), -max(degrees), tie.source, tie.target

    return sorted(found, key=rank)


def _grounds(tie: Tie) -> Iterable[tuple[str, str]]:
    """The positions that make a tie: actor and target."""
    if not tie.grounds:
        return [(tie.source, tie.target)]
    targets = dict.fromkeys(target for some in tie.grounds.values() for target in some)
    return [(actor, target) for target in targets for actor in (tie.source, tie.target)]


def _held(every: Sequence[Tie], positions: Mapping[tuple[str, str], Sequence[Stance]]) -> list[Tie]:
    """The strongest ties, with no more than :data:`MAX_STANCES` stances behind them in all."""
    count = 0
    met: set[tuple[str, str]] = set()
    held: list[Tie] = []
    for tie in every[:MAX_TIES]:
        fresh = set(_grounds(tie)) - met
        count += sum(len(positions.get(pair, ())) for pair in fresh)
        if count > MAX_STANCES and held:
            break
        met |= fresh
        held.append(tie)
    return held
