"""The names of nodes in a drawing: each one's own, and no longer than there is room for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.draw.arrows import Arrow
from kg.draw.words import LANGUAGES

_JOINERS = "\u200c\u200d"  # parts of Persian words and of emoji


def labels(graph: Any, arrows: Sequence[Arrow]) -> dict[str, dict[str, str]]:
    """The labels of all nodes by language; targets of one name ("agreement") are told apart by when they came up.

    :param graph: as from :func:`kg.network.actor_network`; ``arrows`` as from :func:`kg.draw.arrows.arrows`.
    """
    found = {node: {lang: data[f"label_{lang}"] for lang in LANGUAGES} for node, data in graph.nodes(data=True)}
    first: dict[str, str] = {}
    for arrow in arrows:
        for day in (stance.stated_on.isoformat() for stance in arrow.stances if stance.stated_on):
            first[arrow.target] = min(day, first.get(arrow.target, day))
    for lang in LANGUAGES:
        for length in (len("2025"), len("2025-09"), len("2025-09-05")):
            for nodes in _namesakes({node: names[lang] for node, names in found.items()}):
                for node in nodes:
                    if node in first:
                        found[node][lang] = f"{graph.nodes[node][f'label_{lang}']}, {first[node][:length]}"
    return found


def clean(text: str) -> str:
    """The text in one line, without what pictures cannot hold and without marks that turn the direction of reading."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable() or char in _JOINERS)


def shortened(names: Mapping[str, str], length: int) -> dict[str, str]:
    """The names in at most so many characters (a few more where a number must tell two apart), no two of them alike."""
    short = {node: _cut(clean(name), length) for node, name in names.items()}
    for nodes in _namesakes(short):
        for number, node in enumerate(nodes[1:], start=2):
            short[node] = f"{short[node]} ({number})"
    return short


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of about so many characters."""
    import textwrap

    return textwrap.wrap(text, width, break_long_words=True) or [""]


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _namesakes(names: Mapping[str, str]) -> Iterable[list[str]]:
    """Nodes with the same name, as lists of two and more."""
    nodes: dict[str, list[str]] = defaultdict(list)
    for node, name in names.items():
        nodes[name].append(node)
    return [group for group in nodes.values() if len(group) > 1]
