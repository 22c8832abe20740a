"""Coalitions: who stands together, what holds a group together, what divides it, and how polarised a debate is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import networkx as nx

from kg.model import Stance, Valence
from kg.network.agreement import Normalization, one_mode_network
from kg.network.statements import Duplicates, Holder, activity, comparable
from kg.network.windows import windows

_SEEDS = range(10)
"""Leiden depends on the order in which it looks at nodes: of so many orders the best partition is taken."""


@dataclass(frozen=True, slots=True)
class Common:
    """A target on which actors of one coalition take the same side and none the other."""

    target: str
    valence: Valence
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """A target on which a coalition is divided: node ids of those only in favour, only against, and of both minds."""

    target: str
    favour: tuple[str, ...]
    against: tuple[str, ...]
    ambivalent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rift:
    """A target that sets two coalitions against each other: the numbers of the one in favour and of the one against.

    ``supporters`` and ``opponents`` are the actors of the two who take that side.
    """

    target: str
    favour: int
    against: int
    supporters: tuple[str, ...]
    opponents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coalition:
    """A group of actors. ``number`` counts from 1, the largest; ``actors`` are node ids, the best connected first.

    ``holds`` are the targets that hold it together, those with most of its actors first; ``splits`` those on which it
    is divided, the most disputed first.
    """

    number: int
    actors: tuple[str, ...]
    holds: tuple[Common, ...]
    splits: tuple[Split, ...]


@dataclass(frozen=True, slots=True)
class Coalitions:
    """The coalitions of a debate.

    ``network`` is the network they were found in (:func:`kg.network.one_mode_network`), each node with ``coalition``,
    its number or None. ``alone`` are the actors that are in none, for they agree with nobody. ``rifts`` are the
    targets that set coalitions against each other, those with most actors first. ``modularity`` of the partition
    runs from -0.5 to 1; ``ei_index`` from -1 (all agreement is within coalitions) to 1 (all is between them), None
    where there is no agreement.
    """

    groups: tuple[Coalition, ...]
    rifts: tuple[Rift, ...]
    alone: tuple[str, ...]
    modularity: float
    ei_index: float | None
    network: "nx.Graph[str]"

    @property
    def members(self) -> dict[str, int]:
        """The number of the coalition of each actor (node id) that is in one."""
        return {actor: group.number for group in self.groups for actor in group.actors}

    def _repr_html_(self) -> str:
        from kg.notebook import coalition_table  # only a notebook asks for it

        return coalition_table(self)


@dataclass(frozen=True, slots=True)
class Polarisation:
    """How polarised the debate of one window is, ``first`` to ``last`` day; measures as in :class:`Coalitions`.

    ``actors`` take sides, ``ties`` are the pairs that agree on something, ``coalitions`` the groups found.
    """

    first: date
    last: date
    actors: int
    ties: int
    coalitions: int
    modularity: float
    ei_index: float | None


def coalitions(
    stances: Iterable[Stance],
    *,
    kind: Literal["congruence", "subtract"] = "congruence",
    by: Holder = "represents",
    normalize: Normalization = "average",
    duplicates: Duplicates = "range",
    min_weight: float = 0,
    resolution: float = 1,
    join_issues: bool = False,
) -> Coalitions:
    """Find who stands together: communities of the congruence network, by the Leiden method of scikit-network.

    Of several runs with fixed seeds the one of highest modularity is taken, so the same stances always give the same
    coalitions.

    Sources: Philip Leifeld, "Discourse Network Analysis" (2017), for clusters of the normalised congruence network as
    coalitions; Vincent Traag, Ludo Waltman and Nees Jan van Eck, "From Louvain to Leiden", Scientific Reports 9
    (2019), 5233; for the E-I index, here of the weights of ties, David Krackhardt and Robert Stern,
    "Informal Networks and Organizational Crises", Social Psychology Quarterly 51 (1988), 123-140.

    :param kind: the network: "congruence", or "subtract", of which only the ties above zero count.
    :param normalize: see :func:`kg.network.one_mode_network`, likewise ``by``, ``duplicates``, ``min_weight``,
        ``join_issues``.
    :param resolution: above 1 for more and smaller coalitions, below 1 for fewer.
    :raises KgError: there is no such kind, normalization or rule for duplicates.
    """
    told = comparable(stances, join_issues=join_issues)
    graph = one_mode_network(
        told,
        kind=kind,
        by=by,
        normalize=normalize,
        duplicates=duplicates,
        min_weight=min_weight,
        join_issues=join_issues,
    )
    graph.remove_edges_from([pair[:2] for pair in graph.edges(data="weight") if pair[2] <= 0])
    parts = _communities(graph, resolution)
    rows = activity(told, by=by, duplicates=duplicates)
    groups = tuple(
        _coalition(number, sorted(part, key=lambda actor: (-graph.degree(actor, "weight"), actor)), rows)
        for number, part in enumerate(parts, start=1)
    )
    number_of = {actor: group.number for group in groups for actor in group.actors}
    nx.set_node_attributes(graph, {actor: number_of.get(actor) for actor in graph}, "coalition")
    return Coalitions(
        groups,
        tuple(_rifts(groups, rows)),
        tuple(actor for actor in graph if actor not in number_of),
        nx.community.modularity(graph, [{actor} for actor in graph if actor not in number_of] + parts)
        if parts
        else 0.0,
        _ei_index(graph, number_of),
        graph,
    )


def polarisation(
    stances: Iterable[Stance],
    length: str = "1y",
    *,
    step: str | None = None,
    cumulative: bool = False,
    **options: Any,
) -> list[Polarisation]:
    """How polarised the debate is in each window of time that holds stances.

    High modularity means that actors agree within coalitions and not between them.

    Source: Philip Leifeld, "Discourse Network Analysis" (2017), for modularity of the congruence network over time.

    :param length: of a window; ``length``, ``step`` and ``cumulative`` as in :func:`kg.network.windows`.
    :param options: as in :func:`coalitions`.
    :raises KgError: a setting or length of time that does not exist.
    """
    found = []
    for window in windows(stances, length, step=step, cumulative=cumulative):
        if window.stances:
            result = coalitions(window.stances, **options)
            found.append(
                Polarisation(
                    window.first,
                    window.last,
                    len(result.network),
                    result.network.number_of_edges(),
                    len(result.groups),
                    result.modularity,
                    result.ei_index,
                )
            )
    return found


def add_centralities(graph: "nx.Graph[str]") -> None:
    """Give the nodes of an undirected network their centralities, by networkx, as attributes.

    ``degree`` (ties), ``strength`` (sum of their weights, without sign), ``betweenness`` (0 to 1; strong ties are
    short ways; estimated from some of the nodes in a large network) and ``pagerank`` (0 to 1, the sum being 1).
    """
    plain = nx.Graph()
    plain.add_nodes_from(graph)
    for one, other, weight in graph.edges(data="weight"):
        if weight:
            plain.add_edge(one, other, weight=abs(weight), distance=1 / abs(weight))
    sources = max(20, 3_000_000 // max(1, plain.number_of_edges()))
    many = sources if sources < len(plain) else None
    measures: dict[str, Mapping[str, float]] = {
        "degree": dict(graph.degree()),
        "strength": dict(plain.degree(weight="weight")),
        "betweenness": nx.betweenness_centrality(plain, k=many, weight="distance", seed=0),
        "pagerank": nx.pagerank(plain) if len(plain) else {},
    }
    for name, values in measures.items():
        nx.set_node_attributes(graph, dict(values), name)


def _communities(graph: "nx.Graph[str]", resolution: float) -> list[set[str]]:
    """The communities of at least two actors, the largest first."""
    names = sorted(actor for actor in graph if graph.degree(actor))
    if not names:
        return []
    # Here, because it takes a while to import.
    from scipy.sparse import csr_matrix
    from sknetwork.clustering import Leiden, get_modularity

    matrix = csr_matrix(nx.to_scipy_sparse_array(graph, nodelist=names, weight="weight", dtype=float))
    runs = [Leiden(resolution=resolution, shuffle_nodes=True, random_state=seed).fit_predict(matrix) for seed in _SEEDS]
    best = max(runs, key=lambda labels: round(float(get_modularity(matrix, labels, resolution=resolution)), 9))
    parts: dict[int, set[str]] = defaultdict(set)
    for name, label in zip(names, best.tolist(), strict=True):
        parts[label].add(name)
    return sorted((part for part in parts.values() if len(part) > 1), key=lambda part: (-len(part), min(part)))


def _coalition(number: int, actors: list[str], rows: Mapping[str, Mapping[str, tuple[int, int]]]) -> Coalition:
    holds, splits = [], []
    for target, sides in _sides(actors, rows).items():
        favour, against, both = sides
        if both or (favour and against):
            if len(favour) + len(against) + len(both) > 1:
                splits.append(Split(target, favour, against, both))
        elif len(favour + against) > 1:
            holds.append(Common(target, Valence.FAVOUR if favour else Valence.AGAINST, favour + against))
    holds.sort(key=lambda common: (-len(common.actors), common.target))
    splits.sort(
        key=lambda split: (-min(len(split.favour), len(split.against)) - len(split.ambivalent) / 2, split.target)
    )
    return Coalition(number, tuple(actors), tuple(holds), tuple(splits))


def _sides(
    actors: Iterable[str], rows: Mapping[str, Mapping[str, tuple[int, int]]]
) -> dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    """For each target the actors in favour, against, and on both sides."""
    found: dict[str, tuple[list[str], list[str], list[str]]] = defaultdict(lambda: ([], [], []))
    for actor in actors:
        for target, (favour, against) in rows[actor].items():
            found[target][2 if favour and against else 0 if favour else 1].append(actor)
    return {target: (tuple(a), tuple(b), tuple(c)) for target, (a, b, c) in sorted(found.items())}


def _rifts(groups: tuple[Coalition, ...], rows: Mapping[str, Mapping[str, tuple[int, int]]]) -> Iterable[Rift]:
    """Targets with one coalition mostly in favour and another mostly against."""
    leaning: dict[str, list[tuple[int, tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
    for group in groups:
        for target, (favour, against, _) in _sides(group.actors, rows).items():
            leaning[target].append((group.number, favour, against))
    rifts = [
        Rift(target, one, other, favour, against)
        for target, found in leaning.items()
        for one, favour, dissent in found
        for other, doubt, against in found
        if len(favour) > len(dissent) and len(against) > len(doubt)
    ]
    return sorted(
        rifts,
        key=lambda rift: (
            -min(len(rift.supporters), len(rift.opponents)),
            -len(rift.supporters) - len(rift.opponents),
            rift.target,
            rift.favour,
            rift.against,
        ),
    )


def _ei_index(graph: "nx.Graph[str]", number_of: Mapping[str, int]) -> float | None:
    """External minus internal weight of ties, by all weight; who is in no coalition is a group of its own."""
    internal = external = 0.0
    for one, other, weight in graph.edges(data="weight"):
        if number_of.get(one, one) == number_of.get(other, other):
            internal += weight
        else:
            external += weight
    return (external - internal) / (external + internal) if external + internal else None
