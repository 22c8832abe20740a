"""What is drawn between an actor and a target: one arrow per valence, the strongest first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from kg.model import Stance, Valence

PER_NODE = 2.5
"""How many arrows a picture shows for each of its nodes: more hide each other."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """All stances of one actor towards one target that point the same way.

    ``source`` and ``target`` are nodes of :func:`kg.network.actor_network`; ``stances`` are ordered oldest first.
    """

    source: str
    target: str
    valence: Valence
    stances: tuple[Stance, ...]

    @property
    def weight(self) -> float:
        """How strong it is: the number of its stances."""
        return len(self.stances)

    @property
    def fields(self) -> dict[str, Any]:
        """What the page knows of it besides its ends and its stances."""
        return {"valence": self.valence.value}


class Line(Protocol):
    """What is drawn between two nodes: an arrow, or a tie."""

    @property
    def source(self) -> str:
        """Where it begins: a node."""

    @property
    def target(self) -> str:
        """Where it ends: a node."""

    @property
    def weight(self) -> float:
        """How strong it is."""

    @property
    def fields(self) -> dict[str, Any]:
        """What the page knows of it besides its ends."""


AnyLine = TypeVar("AnyLine", bound=Line)


def arrows(graph: Any) -> list[Arrow]:
    """The edges of an actor network, those of one valence joined, strongest first.

    The first actor is the one with most stances, the first target the one on which most actors take positions; each
    step adds the next actor and the next target with all arrows between those that are there. So any beginning of
    the list is a picture of its own: who is heard most, on what is disputed most.

    :param graph: as from :func:`kg.network.actor_network`.
    """
    joined: dict[tuple[str, str, Valence], list[Stance]] = {}
    for source, target, data in graph.edges(data=True):
        joined.setdefault((source, target, Valence(data["valence"])), []).extend(data["evidence"])
    said: Counter[str] = Counter()
    met: Counter[str] = Counter()
    for (source, target, _), stances in joined.items():
        said[source] += len(stances)
        met[target] += len(stances)
    actors = sorted(said, key=lambda node: (-said[node], node))
    targets = sorted(met, key=lambda node: (-len(set(graph.predecessors(node))), -met[node], node))
    order = {node: place for place, node in enumerate(actors)}, {node: place for place, node in enumerate(targets)}

    def rank(key: tuple[str, str, Valence]) -> tuple[Any, ...]:
        source, target, valence = key
        return max(order[0][source], order[1][target]), -len(joined[key]), source, target, valence

    return [Arrow(*key, tuple(sorted(joined[key], key=_oldest))) for key in sorted(joined, key=rank)]


def strongest(ordered: Sequence[AnyLine], nodes: int) -> list[AnyLine]:
    """The lines of a picture of so many nodes: each in turn whose ends find room, and of these those of most weight.

    picture.js does the same for what passes the filters of the page.
    """
    kept: set[str] = set()
    chosen = []
    for line in ordered:
        if len(kept | {line.source, line.target}) <= nodes:
            kept |= {line.source, line.target}
            chosen.append(line)
    return sorted(chosen, key=lambda line: -abs(line.weight))[: round(nodes * PER_NODE)]


def _oldest(stance: Stance) -> tuple[Any, ...]:
    on = stance.stated_on.isoformat() if stance.stated_on else ""
    return on, stance.article, stance.evidence.start, stance.type.value, stance.target.text, stance.actor.key
