"""Who agrees and who is at odds with whom: the one-mode networks of discourse network analysis."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, get_args

import networkx as nx

from kg.errors import KgError
from kg.model import Stance
from kg.network.statements import Duplicates, Holder, activity, attributes, check, comparable

Kind = Literal["congruence", "conflict", "subtract"]
"""What ties two actors: being on the same side, being on opposite sides, or the first minus the second."""

Normalization = Literal["no", "average", "jaccard", "cosine"]
"""By what the weights between actors are divided; see :func:`one_mode_network`."""

MAX_TIES = 300_000
"""A network of more ties fits neither a screen nor, with what each tie tells, a laptop's memory."""

Row = Mapping[str, tuple[int, int]]


def one_mode_network(
    stances: Iterable[Stance],
    *,
    kind: Kind = "congruence",
    by: Holder = "represents",
    normalize: Normalization = "no",
    duplicates: Duplicates = "range",
    min_weight: float = 0,
    join_issues: bool = False,
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
    :param join_issues: whether an issue that is named alone ("a ceasefire") is one target in all articles, instead of
        another one in each, ``target:ISSUE@ARTICLE``; see :func:`kg.network.comparable`.
    :returns: an undirected graph without loops. Nodes are all actors who take a side, also those without a tie, with
        the attributes of :func:`kg.network.actor_network` and ``targets`` (on how many the actor takes sides) and
        ``statements`` (how many count). Edges have ``weight`` (float), ``congruence`` and ``conflict`` (before
        normalization), ``agree_on`` and ``differ_on`` (sorted tuples of target nodes). ``graph.graph["targets"]`` has
        the attributes of these target nodes.
    :raises KgError: there is no such kind, normalization or rule for duplicates; there are more than
        :data:`MAX_TIES` ties.
    """
    check("kind", kind, get_args(Kind))
    check("normalize", normalize, get_args(Normalization))
    told = comparable(stances, join_issues=join_issues)
    rows = activity(told, by=by, duplicates=duplicates)
    actors, targets = attributes(told, by)
    graph = nx.Graph(targets={target: targets[target] for target in sorted({t for row in rows.values() for t in row})})
    for actor, row in rows.items():
        graph.add_node(actor, **actors[actor], targets=len(row), statements=sum(map(sum, row.values())))
    if not rows:
        return graph
    names = list(rows)
    for one, other, congruence, conflict, weight in _ties(rows, kind, normalize, min_weight):
        mine, theirs = rows[names[one]], rows[names[other]]
        shared = sorted(mine.keys() & theirs.keys())
        graph.add_edge(
            names[one],
            names[other],
            weight=weight,
            congruence=congruence,
            conflict=conflict,
            agree_on=tuple(target for target in shared if _agree(mine[target], theirs[target])),
            differ_on=tuple(target for target in shared if _agree(mine[target], theirs[target][::-1])),
        )
    return graph


def _agree(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return bool(one[0] and other[0]) or bool(one[1] and other[1])


def _ties(
    rows: Mapping[str, Row], kind: Kind, normalize: Normalization, min_weight: float
) -> Iterator[tuple[int, int, int, int, float]]:
    """The ties that are asked for: numbers of the two actors, congruence, conflict, weight."""
    import numpy as np
    from scipy import sparse

    number = {target: place for place, target in enumerate(sorted({target for row in rows.values() for target in row}))}
    cells = [(actor, number[t], pair) for actor, row in enumerate(rows.values()) for t, pair in row.items()]
    place = [cell[0] for cell in cells], [cell[1] for cell in cells]
    shape = len(rows), len(number)
    favour, against = (
        sparse.csr_array((np.array([cell[2][side] for cell in cells], dtype=np.int64), place), shape=shape)
        for side in (0, 1)
    )
    agree = favour @ favour.T + against @ against.T
    differ = favour @ against.T + against @ favour.T
    pairs = sparse.triu(agree + differ, k=1).tocoo()
    found = sorted(zip(pairs.row.tolist(), pairs.col.tolist(), strict=True))
    if not found:
        return
    one, other = np.array(found).T
    congruence, conflict = agree[one, other], differ[one, other]
    sides = sparse.hstack([favour, against]).tocsr()
    count = {"congruence": congruence, "conflict": conflict, "subtract": congruence - conflict}[kind]
    weight = count / _divisors(sides, one, other, congruence, normalize)
    asked = (abs(weight) >= min_weight) & ((count != 0) | (kind == "subtract"))
    if asked.sum() > MAX_TIES:
        raise KgError(
            f"{len(rows)} actors have {asked.sum()} ties, too many for a network: narrow them by actor, target, "
            "issue, time or confidence, or raise the least weight (--min-weight)"
        )
    columns = (column[asked].tolist() for column in (one, other, congruence, conflict, weight))
    yield from zip(*columns, strict=True)


def _divisors(sides: Any, one: Any, other: Any, products: Any, normalize: Normalization) -> Any:
    """By what the weights of pairs are divided; ``sides`` has a row an actor and a column a target and side."""
    import numpy as np

    if normalize == "no":
        return 1
    if normalize == "cosine":
        length = np.sqrt(sides.power(2).sum(axis=1))
        return length[one] * length[other]
    total = sides.sum(axis=1)
    if normalize == "average":
        return (total[one] + total[other]) / 2
    shared = sides @ (sides > 0).astype(np.int64).T
    return total[one] + total[other] - shared[one, other] - shared[other, one] + products
