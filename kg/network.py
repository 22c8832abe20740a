"""Stances as networks: who takes which position on what, and who agrees with whom.

Both graphs are ordinary networkx graphs, so every measure of networkx (centrality, communities, ...) works on
them; :func:`write` saves them for Gephi, visone, Cytoscape and igraph.
"""

import io
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import networkx as nx

from kg import output
from kg.errors import KgError
from kg.knowledge.actors import load_actors
from kg.model import Actor, ActorKind, Stance, Target, Valence

Holder = Literal["represents", "actor"]
"""Whose position counts: that of the state or organisation spoken for, or that of the person who speaks."""

_FORMATS = {".graphml": nx.write_graphml_xml, ".gexf": nx.write_gexf}


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
    ordered = sorted(dict.fromkeys(stances), key=_order)
    actors = {holder.key for holder in (_holder(stance, by) for stance in ordered)}
    graph = nx.MultiDiGraph()
    named: dict[str, list[Actor | Target]] = defaultdict(list)
    edges: dict[tuple[str, str, str], list[Stance]] = defaultdict(list)
    for stance in ordered:
        source, target = f"actor:{_holder(stance, by).key}", _target_node(stance.target, actors)
        named[source].append(_holder(stance, by))
        named[target].append(stance.target)
        edges[source, target, stance.type.value].append(stance)
    for node, mentions in sorted(named.items()):
        graph.add_node(node, **_node_attributes(node, mentions))
    for (source, target, kind), evidence in sorted(edges.items()):
        dates = sorted(stance.stated_on for stance in evidence if stance.stated_on)
        graph.add_edge(
            source,
            target,
            key=kind,
            stance=kind,
            valence=evidence[0].type.valence.value,
            count=len(evidence),
            first=dates[0] if dates else None,
            last=dates[-1] if dates else None,
            confidence=max(stance.confidence for stance in evidence),
            conditions=tuple(dict.fromkeys(stance.condition.text for stance in evidence if stance.condition)),
            evidence=tuple(evidence),
        )
    return graph


def agreement_network(stances: Iterable[Stance], *, by: Holder = "represents") -> "nx.Graph[str]":
    """Who agrees with whom: actors joined by the targets on which both take sides.

    The method is the one-mode projection of discourse network analysis with the "subtract" aggregation: two actors
    gain one for each target that both favour or both oppose (congruence) and lose one for each target that one
    favours and the other opposes (conflict). An actor who did both, gains and loses. Open stances take no side and
    do not count, nor does the number of repetitions. ``normalised`` divides by the average number of targets on
    which the two take sides ("average activity"), so that those who speak much do not agree with everyone.

    Source: Philip Leifeld, "Discourse Network Analysis: Policy Debates as Dynamic Networks", in: The Oxford Handbook
    of Political Networks (2017), chapter 12; Philip Leifeld and Sebastian Haunss, "Political discourse networks and
    the conflict over software patents in Europe", European Journal of Political Research 51 (2012), 382-409.

    :returns: nodes as in :func:`actor_network`, with ``targets`` (number on which the actor takes sides); edges with
        ``weight`` (agreements minus conflicts), ``agreements``, ``conflicts`` (numbers of targets), ``normalised``
        (-1 to 1), ``agree_on`` and ``differ_on`` (tuples of target node ids). Actors without a shared target are
        nodes without edges.
    """
    positions = actor_network(stances, by=by)
    sides: dict[str, dict[str, set[Valence]]] = defaultdict(lambda: defaultdict(set))
    for source, target, valence in positions.edges(data="valence"):
        if valence != Valence.OPEN:
            sides[source][target].add(Valence(valence))
    graph = nx.Graph()
    for actor, taken in sorted(sides.items()):
        graph.add_node(actor, **positions.nodes[actor], targets=len(taken))
    for one, other in combinations(sorted(sides), 2):
        shared = sorted(sides[one].keys() & sides[other].keys())
        if not shared:
            continue
        agree = tuple(target for target in shared if sides[one][target] & sides[other][target])
        differ = tuple(target for target in shared if _opposed(sides[one][target], sides[other][target]))
        weight = len(agree) - len(differ)
        graph.add_edge(
            one,
            other,
            weight=weight,
            agreements=len(agree),
            conflicts=len(differ),
            normalised=2 * weight / (len(sides[one]) + len(sides[other])),
            agree_on=agree,
            differ_on=differ,
        )
    return graph


def write(graph: "nx.Graph[str]", path: str | os.PathLike[str]) -> None:
    """Save a graph as GraphML (``.graphml``) or GEXF (``.gexf``), chosen by the file ending.

    Attributes become text or numbers: dates ISO 8601, several values joined by `` | ``, stances as their sentences;
    empty values are left out, and so are characters that XML cannot hold.

    :raises KgError: another file ending, or the file cannot be written.
    """
    writer = _FORMATS.get(Path(path).suffix.lower())
    if writer is None:
        raise KgError(f"{path}: unknown file ending for a network; use {' or '.join(_FORMATS)}")
    flat = graph.__class__()
    flat.add_nodes_from((_xml(node), _flat(data)) for node, data in graph.nodes(data=True))
    if graph.is_multigraph():
        flat.add_edges_from(
            (_xml(u), _xml(v), _xml(key), _flat(d)) for u, v, key, d in graph.edges(keys=True, data=True)
        )
    else:
        flat.add_edges_from((_xml(u), _xml(v), _flat(data)) for u, v, data in graph.edges(data=True))
    buffer = io.BytesIO()
    writer(flat, buffer)
    output.replace(path, buffer.getvalue())


def _holder(stance: Stance, by: Holder) -> Actor:
    return stance.represents if by == "represents" else stance.actor


def _target_node(target: Target, actors: set[str]) -> str:
    is_actor = target.issue is None and (target.key in actors or target.entities == (target.key,))
    return f"actor:{target.key}" if is_actor else f"target:{target.key}"


def _node_attributes(node: str, mentions: Sequence[Actor | Target]) -> dict[str, Any]:
    """Attributes from all mentions of one node; where they differ, what is known and longest wins."""
    actors = [mention for mention in mentions if isinstance(mention, Actor)]
    targets = [mention for mention in mentions if isinstance(mention, Target)]
    labels = dict(pair for mention in reversed(mentions) for pair in mention.labels)
    # The fullest name of an actor, but the shortest wording of a target, which must fit a drawing.
    names = sorted({actor.name for actor in actors}, key=lambda name: (-len(name), name))
    wordings = sorted({target.text for target in targets}, key=lambda text: (len(text), text))
    name = (names or wordings)[0]
    sort, _, key = node.partition(":")
    kind = "target" if sort == "target" else _kind(key, actors)
    return {
        "kind": kind,
        "label": name,
        "label_de": labels.get("de", name),
        "label_en": labels.get("en", name),
        "wikidata": next((actor.wikidata for actor in actors if actor.wikidata), None),
        "issue": next((target.issue for target in targets if target.issue), None),
    }


def _kind(key: str, mentions: Iterable[Actor]) -> str:
    for actor in mentions:
        if actor.kind != ActorKind.UNKNOWN:
            return actor.kind.value
    return load_actors().kind(key).value  # who is only a target comes without a kind


def _opposed(one: set[Valence], other: set[Valence]) -> bool:
    return any(a != b for a in one for b in other)


def _order(stance: Stance) -> tuple[Any, ...]:
    """Oldest first, then by place in the article; the rest only makes the order total."""
    place = stance.article, stance.evidence.start, stance.evidence.end
    return stance.stated_on or date.min, *place, stance.actor.key, stance.type.value, stance.target.key, repr(stance)


def _flat(attributes: Mapping[str, Any]) -> dict[str, str | int | float | bool]:
    return {name: _value(value) for name, value in attributes.items() if value is not None and value != ()}


def _value(value: Any) -> str | int | float | bool:
    if isinstance(value, Enum):
        return _xml(value.value)
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Stance):
        return _xml(value.evidence.text)
    if isinstance(value, tuple | list | set | frozenset):
        return " | ".join(dict.fromkeys(str(_value(item)) for item in value))
    return _xml(value)


def _xml(value: object) -> str:
    """The text without what XML 1.0 forbids: control characters, lone surrogates, U+FFFE and U+FFFF."""
    return "".join(
        char
        for char in str(value)
        if char in "\t\n\r" or " " <= char < "\ud800" or "\ue000" <= char < "\ufffe" or char >= "\U00010000"
    )
