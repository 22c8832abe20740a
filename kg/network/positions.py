"""Who takes which position on what: one arrow a stance type, or one signed tie an actor and target."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, get_args

import networkx as nx

from kg.model import Actor, Stance, Target
from kg.network.names import first_days, tell_apart
from kg.network.statements import (
    SIDES,
    Duplicates,
    Holder,
    activity,
    actor_node,
    attributes,
    check,
    comparable,
    distinct,
    holder,
    node_attributes,
    ordered,
    target_node,
)

TwoModeNormalization = Literal["no", "activity", "prominence"]
"""By what the weights of an affiliation network are divided; see :func:`affiliation_network`."""


def actor_network(stances: Iterable[Stance], *, by: Holder = "represents") -> "nx.MultiDiGraph[str]":
    """The positions of actors: an arrow from who holds a stance to what it is about, one per stance type.

    A target that is itself an actor ("criticises NATO") is that actor's node, so that an arrow between two actors
    is a stance of one towards the other.

    :param by: "represents" joins everyone who speaks for a state or organisation in its node; "actor" keeps persons.
    :returns: a graph whose attributes are

        ======== =============================================================================================
        node id  ``actor:KEY`` or ``target:KEY`` (:attr:`Actor.key <kg.model.Actor.key>`, ``Target.key``)
        node     ``kind`` (an actor kind, or "target"), ``label``, ``label_de``, ``label_en``, ``wikidata`` or None,
                 ``issue`` or None
        edge key the stance type ("rejects")
        edge     ``stance`` (the type), ``valence``, ``count`` (stances), ``first`` and ``last`` (dates or None),
                 ``confidence`` (the highest of its stances, 0 to 1), ``conditions`` (tuple of str),
                 ``evidence`` (the stances themselves, oldest first)
        ======== =============================================================================================
    """
    told = ordered(stances)
    actors = {holder(stance, by).key for stance in told}
    graph = nx.MultiDiGraph()
    named: dict[str, list[Actor | Target]] = defaultdict(list)
    edges: dict[tuple[str, str, str], list[Stance]] = defaultdict(list)
    for stance in told:
        source, target = actor_node(stance, by), _towards(stance, actors)
        named[source].append(holder(stance, by))
        named[target].append(stance.target)
        edges[source, target, stance.type.value].append(stance)
    nodes = {node: node_attributes(node, mentions) for node, mentions in sorted(named.items())}
    tell_apart(nodes, first_days((node, stance) for (_, node, _), held in edges.items() for stance in held))
    graph.add_nodes_from(nodes.items())
    for (source, target, kind), evidence in sorted(edges.items()):
        graph.add_edge(
            source,
            target,
            key=kind,
            stance=kind,
            valence=evidence[0].type.valence.value,
            count=len(evidence),
            confidence=max(stance.confidence for stance in evidence),
            conditions=tuple(dict.fromkeys(stance.condition.text for stance in evidence if stance.condition)),
            **_period(evidence),
            evidence=tuple(evidence),
        )
    return graph


def affiliation_network(
    stances: Iterable[Stance],
    *,
    by: Holder = "represents",
    normalize: TwoModeNormalization = "no",
    duplicates: Duplicates = "report",
    min_weight: float = 0,
    join_issues: bool = False,
) -> "nx.Graph[str]":
    """The two-mode network of actors and targets, signed: one tie for all that an actor said on a target.

    The weight is the number of statements in favour minus those against (the "subtract" aggregation of two-mode
    networks). ``normalize`` divides it: "activity" by all statements of the actor that take a side, "prominence" by
    all on the target. An actor who was on both sides has one tie with ``position`` "ambivalent" (the "combine"
    aggregation), whatever its weight; one whose stances are all open has one with ``position`` "open" and weight 0.

    Source: Philip Leifeld, Johannes Gruber and Felix Rolf Bossner, "Discourse Network Analyzer Manual" (2018),
    chapter 2, "Affiliation networks".

    :param duplicates: what counts as a repetition, see :data:`Duplicates`.
    :param min_weight: ties whose weight is nearer to zero are left out, and who has no other.
    :param join_issues: as in :func:`kg.network.one_mode_network`.
    :returns: a bipartite graph whose attributes are

        ======== =============================================================================================
        node id  ``actor:KEY`` or ``target:KEY``; a target that is itself an actor ("criticises NATO") is a target
        node     as in :func:`actor_network`, and ``bipartite``: 0 for actors, 1 for targets
        edge     ``weight`` (float), ``position`` ("favour", "against", "ambivalent" or "open"), ``favour``,
                 ``against``, ``open`` (statements that count), ``count`` (all stances), ``first``, ``last`` (dates or
                 None), ``evidence`` (all stances, oldest first)
        ======== =============================================================================================

    :raises KgError: there is no such normalization or rule for duplicates.
    """
    check("normalize", normalize, get_args(TwoModeNormalization))
    told = comparable(stances, join_issues=join_issues)
    evidence: dict[tuple[str, str], list[Stance]] = defaultdict(list)
    for stance in told:
        evidence[actor_node(stance, by), target_node(stance)].append(stance)
    opened: dict[tuple[str, str], int] = defaultdict(int)
    for stance in distinct(told, by=by, duplicates=duplicates):
        if stance.type.valence not in SIDES:
            opened[actor_node(stance, by), target_node(stance)] += 1
    counts = activity(told, by=by, duplicates=duplicates)
    divisors = _divisors(counts, normalize)
    actors, targets = attributes(told, by)
    graph = nx.Graph()
    for mode, nodes in enumerate((actors, targets)):
        graph.add_nodes_from((node, {**known, "bipartite": mode}) for node, known in nodes.items())
    for (actor, target), held in sorted(evidence.items()):
        favour, against = counts.get(actor, {}).get(target, (0, 0))
        by_what = divisors.get(target if normalize == "prominence" else actor, 1)
        weight = (favour - against) / by_what
        if abs(weight) < min_weight:
            continue
        graph.add_edge(
            actor,
            target,
            weight=weight,
            position=_position(favour, against),
            favour=favour,
            against=against,
            open=opened[actor, target],
            count=len(held),
            **_period(held),
            evidence=tuple(held),
        )
    if min_weight:
        graph.remove_nodes_from(list(nx.isolates(graph)))
    return graph


def _divisors(counts: dict[str, dict[str, tuple[int, int]]], normalize: TwoModeNormalization) -> dict[str, int]:
    divisors: dict[str, int] = defaultdict(int)
    if normalize != "no":
        for actor, row in counts.items():
            for target, pair in row.items():
                divisors[target if normalize == "prominence" else actor] += sum(pair)
    return divisors


def _position(favour: int, against: int) -> str:
    if favour and against:
        return "ambivalent"
    return "favour" if favour else "against" if against else "open"


def _period(evidence: Sequence[Stance]) -> dict[str, date | None]:
    dates = [stance.stated_on for stance in evidence if stance.stated_on]
    return {"first": min(dates, default=None), "last": max(dates, default=None)}


def _towards(stance: Stance, actors: set[str]) -> str:
    target = stance.target
    is_actor = target.issue is None and (target.key in actors or target.entities == (target.key,))
    return f"actor:{target.key}" if is_actor else target_node(stance)
