"""Names of targets that tell them apart: "agreement" of 2015 and "agreement" of 2018."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from kg.model import Stance

_LENGTHS = (len("2025"), len("2025-09"), len("2025-09-05"))


def first_days(told: Iterable[tuple[str, Stance]]) -> dict[str, date | None]:
    """When each target first came up, by node; None where no day is known."""
    first: dict[str, date | None] = {}
    for node, stance in told:
        known = first.setdefault(node, stance.stated_on)
        if stance.stated_on and (known is None or stance.stated_on < known):
            first[node] = stance.stated_on
    return first


def tell_apart(nodes: Mapping[str, dict[str, Any]], first: Mapping[str, date | None]) -> None:
    """Add to the labels of targets of one name when they first came up, and a number if that is not enough.

    :param nodes: the attributes of nodes, whose ``label``, ``label_de`` and ``label_en`` are changed.
    :param first: the targets among them, as from :func:`first_days`.
    """
    for label in ("label", "label_de", "label_en"):
        names = {node: str(data[label]) for node, data in nodes.items()}
        shown = dict(names)
        for length in _LENGTHS:
            for alike in namesakes(shown):
                for node in alike:
                    if day := first.get(node):
                        shown[node] = f"{names[node]}, {day.isoformat()[:length]}"
        for alike in namesakes(shown):
            targets = [node for node in alike if node in first]
            for number, node in enumerate(targets[len(targets) == len(alike) :], start=2):
                shown[node] = f"{shown[node]} ({number})"
        for node, name in shown.items():
            nodes[node][label] = name


def namesakes(names: Mapping[str, str]) -> Iterable[list[str]]:
    """Nodes with the same name, as lists of two and more."""
    nodes: dict[str, list[str]] = defaultdict(list)
    for node, name in names.items():
        nodes[name].append(node)
    return [group for group in nodes.values() if len(group) > 1]
