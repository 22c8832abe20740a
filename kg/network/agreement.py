"""Who agrees and who is at odds with whom: the one-mode networks of discourse network analysis."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal, get_args

import networkx as nx

from kg.model import Stance
from kg.network.statements import Duplicates, Holder, activity, attributes, check, ordered

Kind = Literal["congruence", "conflict", "subtract"]
"""What ties two actors: being on the same side, being on opposite sides, or the first minus the second."""

Normalization = Literal["no", "average", "jaccard", "cosine"]
"""By what the weights between actors are divided; see :func:`one_mode_network`."""

Row = Mapping[str, tuple[int, int]]


def one_mode_network(
    stances: Iterable[Stance],
    *,
    kind: Kind = "congruence",
    by: Holder = "represents",
    normalize: Normalization = "no",
    duplicates: Duplicates = "range",
    min_weight: float = 0,
) -> "nx.Graph[str]":
    """Actors joined by the targets on which both take sides.

    With x(i,j,k) statements of actor i on target j with side k (in favour or against), the weight between i and i' is

    - congruence: the sum over j and k of x(i,j,k) * x(i',j,k);
    - conflict: the sum over j of x(i,j,k) * x(i',j,k') with k and k' opposite;
    - subtract: congruence minus conflict.

    With ``duplicates="range"`` each x is 0 or 1, so that the weights are numbers of targets; otherwise statements
    multiply. An actor who was on both sides of a target (ambivalent) gains there both congruence and conflict with
    whoever takes a side, which "subtract" cancels. Open stances are on neither side and do not count.

    ``normalize`` keeps those who speak much from being close to everyone. The weight is divided by

    - average: the mean number of statements of the two actors ("average activity");
    - jaccard: the statements on a target and side that only one of the two took, and the products of those that both
      took; with ``duplicates="range"`` the size of the union, so that the result is the Jaccard coefficient;
    - cosine: the product of the lengths of the rows of x, so that congruence is the cosine similarity. (The
      manual's formula, and the program, divide by the product of the sums instead, by which two actors who agree
      in everything come out at less than 1.)

    Source: Philip Leifeld, Johannes Gruber and Felix Rolf Bossner, "Discourse Network Analyzer Manual" (2018),
    chapter 2; Philip Leifeld, "Discourse Network Analysis: Policy Debates as Dynamic Networks", in: The Oxford
    Handbook of Political Networks (2017), 301-326.

    :param by: whose positions are joined, see :func:`kg.network.actor_network`.
    :param duplicates: what counts as a repetition, see :data:`Duplicates`.
    :param min_weight: ties whose weight is nearer to zero are left out; actors stay.
    :returns: an undirected graph without loops. Nodes are all actors who take a side, also those without a tie, with
        the attributes of :func:`kg.network.actor_network` and ``targets`` (on how many the actor takes sides) and
        ``statements`` (how many count). Edges have ``weight`` (float), ``congruence`` and ``conflict`` (before
        normalization), ``agree_on`` and ``differ_on`` (sorted tuples of target nodes). ``graph.graph["targets"]`` has
        the attributes of these target nodes.
    :raises KgError: there is no such kind, normalization or rule for duplicates.
    """
    check("kind", kind, get_args(Kind))
    check("normalize", normalize, get_args(Normalization))
    told = ordered(stances)
    rows = activity(told, by=by, duplicates=duplicates)
    actors, targets = attributes(told, by)
    profiles = {actor: _profile(row) for actor, row in rows.items()}
    graph = nx.Graph(targets={target: targets[target] for target in sorted({t for row in rows.values() for t in row})})
    for actor, row in rows.items():
        graph.add_node(actor, **actors[actor], targets=len(row), statements=sum(map(sum, row.values())))
    for (one, other), tie in sorted(_ties(rows).items()):
        count = _count(tie, kind)
        weight = count / _divisor(profiles[one], profiles[other], normalize)
        if (count == 0 and kind != "subtract") or abs(weight) < min_weight:
            continue
        graph.add_edge(
            one,
            other,
            weight=weight,
            congruence=tie.congruence,
            conflict=tie.conflict,
            agree_on=tuple(tie.agree_on),
            differ_on=tuple(tie.differ_on),
        )
    return graph


@dataclass(slots=True)
class _Tie:
    congruence: int = 0
    conflict: int = 0
    agree_on: list[str] = field(default_factory=list)
    differ_on: list[str] = field(default_factory=list)


def _count(tie: _Tie, kind: Kind) -> int:
    if kind == "subtract":
        return tie.congruence - tie.conflict
    return tie.congruence if kind == "congruence" else tie.conflict


def _ties(rows: Mapping[str, Row]) -> dict[tuple[str, str], _Tie]:
    """The pairs of actors, in order, that take sides on a common target."""
    takers: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for actor, row in rows.items():
        for target, (favour, against) in row.items():
            takers[target].append((actor, favour, against))
    ties: dict[tuple[str, str], _Tie] = defaultdict(_Tie)
    for target, sides in sorted(takers.items()):
        for (one, for_one, against_one), (other, for_other, against_other) in combinations(sides, 2):
            tie = ties[one, other]
            agree = for_one * for_other + against_one * against_other
            differ = for_one * against_other + against_one * for_other
            tie.congruence += agree
            tie.conflict += differ
            if agree:
                tie.agree_on.append(target)
            if differ:
                tie.differ_on.append(target)
    return ties


@dataclass(frozen=True, slots=True)
class _Profile:
    """What an actor said: statements by target and side, their number, and the length of that row as a vector."""

    counts: Mapping[tuple[str, int], int]
    total: int
    length: float


def _profile(row: Row) -> _Profile:
    counts = {(target, side): count for target, pair in row.items() for side, count in enumerate(pair) if count}
    return _Profile(counts, sum(counts.values()), math.hypot(*counts.values()))


def _divisor(one: _Profile, other: _Profile, normalize: Normalization) -> float:
    if normalize == "no":
        return 1.0
    if normalize == "average":
        return (one.total + other.total) / 2
    if normalize == "cosine":
        return one.length * other.length
    shared = one.counts.keys() & other.counts.keys()
    alone = one.total + other.total - sum(one.counts[key] + other.counts[key] for key in shared)
    return alone + sum(one.counts[key] * other.counts[key] for key in shared)
