"""What every chart starts from: arrows, names and coalitions in one language, and the evidence behind marks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kg import network
from kg.draw.arrows import Arrow, arrows
from kg.draw.names import clean
from kg.draw.words import words
from kg.model import Stance, Valence

COLOURS = {Valence.FAVOUR: "#0067a8", Valence.AGAINST: "#c24a00", Valence.OPEN: "#6b7280"}
"""As in page.css: blue and vermilion of the Okabe-Ito palette differ for every kind of colour vision."""

MIXED = "#7b4fa3"
"""For both sides at once."""

BEHIND = 100
"""How many stances a mark of a chart opens at most, the surest; all of them would make a page of many megabytes."""

GROUPS = ("#1b7837", "#762a83", "#946c00", "#c2185b", "#007782", "#6d4c41", "#78700f", "#37474f")
"""Of coalitions, as in page.css; none is near to the colours of valences."""


@dataclass(slots=True)
class Debate:
    """Stances, ready to be charted.

    ``arrows`` come strongest first; ``names`` are those of all nodes in the chart's language; ``texts`` the words of
    that language; ``coalitions``, ``by`` and ``join_issues`` as from and for :func:`kg.network.coalitions`.
    ``evidence`` collects what stands behind each mark of a chart, and ``counts`` how much of that there is: the mark
    carries the number that :meth:`behind` gives it.
    """

    graph: Any
    arrows: list[Arrow]
    names: dict[str, str]
    texts: dict[str, Any]
    coalitions: network.Coalitions
    by: network.Holder
    lang: str
    join_issues: bool
    evidence: list[tuple[Stance, ...]] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    def behind(self, stances: Iterable[Stance]) -> int:
        """The number of a mark behind which these stances stand."""
        told = list(stances)
        surest = set(sorted(range(len(told)), key=lambda place: -told[place].confidence)[:BEHIND])
        self.evidence.append(tuple(stance for place, stance in enumerate(told) if place in surest))
        self.counts.append(len(told))
        return len(self.counts) - 1

    def order(self) -> dict[str, tuple[int, int]]:
        """The rank of each actor: members of a coalition together, the largest first, those in none last."""
        members = self.coalitions.members
        last = len(self.coalitions.groups) + 1
        sources = dict.fromkeys(arrow.source for arrow in self.arrows)
        return {actor: (members.get(actor, last), place) for place, actor in enumerate(sources)}


def debate(stances: Iterable[Stance], *, by: network.Holder, lang: str, join_issues: bool = False) -> Debate:
    """The stances of a debate, for a chart in one language; coalitions as :func:`kg.network.coalitions` has them."""
    told = list(stances)
    graph = network.actor_network(told, by=by)
    ordered = arrows(graph)
    names = {node: clean(name) for node, name in graph.nodes(data=f"label_{lang}")}
    found = network.coalitions(told, by=by, join_issues=join_issues)
    return Debate(graph, ordered, names, words()[lang], found, by, lang, join_issues)
