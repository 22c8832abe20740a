"""Stances as the statements that networks are made of: who, on what, on which side, and what counts twice."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal, get_args

from networkx.utils import UnionFind

from kg.errors import KgError
from kg.knowledge.actors import load_actors
from kg.knowledge.issues import load_issues
from kg.model import Actor, ActorKind, Stance, Target, Valence
from kg.network.names import first_days, tell_apart

Holder = Literal["represents", "actor"]
"""Whose position counts: that of the state or organisation spoken for, or that of the person who speaks."""

Duplicates = Literal["include", "report", "range"]
"""What counts as a repetition and is left out:

- ``"report"``: the same actor, stance type and target on the same day (in the same article where the day is unknown),
  since one statement is reported by many papers and in several sentences;
- ``"range"``: the same actor, valence and target in the whole period, so that it only counts whether, not how often;
- ``"include"``: nothing, every stance counts.

Discourse Network Analyzer calls ``"range"`` "acrossrange", and counts by document instead of day.
"""

SIDES = (Valence.FAVOUR, Valence.AGAINST)
"""The two values of the method's binary qualifier. An open stance takes neither side."""


def holder(stance: Stance, by: Holder) -> Actor:
    """Whose position a stance is."""
    return stance.represents if by == "represents" else stance.actor


def actor_node(stance: Stance, by: Holder) -> str:
    """The node of who holds a stance: ``actor:KEY``."""
    return f"actor:{holder(stance, by).key}"


def target_node(stance: Stance) -> str:
    """The node of what a stance is about: ``target:KEY``."""
    return f"target:{stance.target.key}"


def ordered(stances: Iterable[Stance]) -> list[Stance]:
    """The stances without identical ones, oldest first, those without a date before all others.

    Targets whose keys differ only in case are one thing and get the key that sorts first.
    """
    told = list(dict.fromkeys(stances))
    spellings: dict[str, str] = {}
    for key in sorted({stance.target.key for stance in told}):
        spellings.setdefault(key.casefold(), key)
    for number, stance in enumerate(told):
        key = spellings[stance.target.key.casefold()]
        if key != stance.target.key:
            told[number] = replace(stance, target=replace(stance.target, key=key))
    return sorted(told, key=_order)


def is_bare(target: Target) -> bool:
    """Whether a target names an issue alone ("a ceasefire", "the negotiations"), with nothing that says which one.

    An issue that involves its actor by itself ("Brexit", ``implies`` in ``data/issues.csv``) says so.
    """
    if target.issue is None or target.key != target.issue:
        return False
    entry = load_issues().get(target.issue)
    return entry is None or not entry.implies


def comparable(stances: Iterable[Stance], *, join_issues: bool) -> list[Stance]:
    """The stances as :func:`ordered`, each target being one thing, so that positions on it can be compared.

    A concept of discourse network analysis is what actors can agree on. "The negotiations" of an article on Catalonia
    are not those of an article on Iran, so a target that names an issue alone (:func:`is_bare`) is another one in each
    article: its key becomes ``ISSUE@ARTICLE``. It is the same in several articles if these report the same statement of
    it: one of the same actor and stance type on the same day.

    :param join_issues: such targets are one thing in all articles; right where all articles are of one conflict.
    """
    told = ordered(stances)
    if join_issues:
        return told
    same: UnionFind = UnionFind()  # of (issue, article)
    reports: dict[object, tuple[str | None, str]] = {}
    bare = [number for number, stance in enumerate(told) if is_bare(stance.target)]
    for stance in map(told.__getitem__, bare):
        what = stance.target.issue, stance.article
        if stance.stated_on:
            report = stance.target.issue, stance.represents.key, stance.type, stance.stated_on
            same.union(reports.setdefault(report, what), what)
    names: dict[object, str] = {}
    for number in bare:
        stance = told[number]
        article = names.setdefault(same[stance.target.issue, stance.article], stance.article)
        told[number] = replace(stance, target=replace(stance.target, key=f"{stance.target.key}@{article}"))
    return told


def distinct(stances: Iterable[Stance], *, by: Holder, duplicates: Duplicates) -> list[Stance]:
    """The stances that count, oldest first; of repetitions the first.

    :raises KgError: ``duplicates`` is not one of :data:`Duplicates`.
    """
    check("duplicates", duplicates, get_args(Duplicates))
    if duplicates == "include":
        return ordered(stances)
    first: dict[object, Stance] = {}
    for stance in ordered(stances):
        who, what = actor_node(stance, by), target_node(stance)
        if duplicates == "range":
            key: tuple[object, ...] = who, what, stance.type.valence
        else:
            key = who, what, stance.type, stance.stated_on or stance.article
        first.setdefault(key, stance)
    return list(first.values())


def activity(stances: Iterable[Stance], *, by: Holder, duplicates: Duplicates) -> dict[str, dict[str, tuple[int, int]]]:
    """The array X of discourse network analysis: how often each actor was for and against each target.

    :returns: actor node to target node to (statements in favour, statements against), sorted; open stances and actors
        who take no side are left out.
    """
    counts: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for stance in distinct(stances, by=by, duplicates=duplicates):
        if stance.type.valence in SIDES:
            counts[actor_node(stance, by)][target_node(stance)][SIDES.index(stance.type.valence)] += 1
    return {
        actor: {target: (row[0], row[1]) for target, row in sorted(targets.items())}
        for actor, targets in sorted(counts.items())
    }


def attributes(stances: Iterable[Stance], by: Holder) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """What is known of the actors and of the targets of stances: two dicts by node.

    :returns: values with ``kind``, ``label``, ``label_de``, ``label_en``, ``wikidata``, ``issue``, as in
        :func:`kg.network.actor_network`.
    """
    actors: dict[str, list[Actor | Target]] = defaultdict(list)
    targets: dict[str, list[Actor | Target]] = defaultdict(list)
    told = list(stances)
    for stance in told:
        actors[actor_node(stance, by)].append(holder(stance, by))
        targets[target_node(stance)].append(stance.target)
    concepts = {node: node_attributes(node, mentions) for node, mentions in sorted(targets.items())}
    tell_apart(concepts, first_days((target_node(stance), stance) for stance in told))
    return {node: node_attributes(node, mentions) for node, mentions in sorted(actors.items())}, concepts


def node_attributes(node: str, mentions: Iterable[Actor | Target]) -> dict[str, Any]:
    """Attributes from all mentions of one node; where they differ, what is known and longest wins."""
    mentions = list(dict.fromkeys(mentions))
    actors = [mention for mention in mentions if isinstance(mention, Actor)]
    targets = [mention for mention in mentions if isinstance(mention, Target)]
    labels = dict(pair for mention in reversed(mentions) for pair in mention.labels)
    # The fullest name of an actor, but the shortest wording of a target, which must fit a drawing.
    names = sorted({actor.name for actor in actors}, key=lambda name: (-len(name), name))
    wordings = sorted({target.text for target in targets}, key=lambda text: (len(text), text))
    name = (names or wordings)[0]
    sort, _, key = node.partition(":")
    return {
        "kind": "target" if sort == "target" else _kind(key, actors),
        "label": name,
        "label_de": labels.get("de", name),
        "label_en": labels.get("en", name),
        "wikidata": next((actor.wikidata for actor in actors if actor.wikidata), None),
        "issue": next((target.issue for target in targets if target.issue), None),
    }


def check(name: str, value: str, known: Sequence[str]) -> None:
    """Refuse a setting that does not exist.

    :raises KgError: it does not.
    """
    if value not in known:
        raise KgError(f"{name}: there is no {value!r}; choose {', '.join(known)}")


def dated(stances: Iterable[Stance]) -> Iterator[tuple[date, Stance]]:
    """The stances whose day is known, oldest first, with that day."""
    for stance in ordered(stances):
        if stance.stated_on is not None:
            yield stance.stated_on, stance


def _kind(key: str, mentions: Iterable[Actor]) -> str:
    for actor in mentions:
        if actor.kind != ActorKind.UNKNOWN:
            return actor.kind.value
    return load_actors().kind(key).value  # who is only a target comes without a kind


def _order(stance: Stance) -> tuple[Any, ...]:
    """Oldest first, then by place in the article; the rest only makes the order total."""
    evidence, condition = stance.evidence, stance.condition
    return (
        stance.stated_on or date.min,
        stance.article,
        evidence.start,
        evidence.end,
        stance.actor.key,
        stance.type.value,
        stance.target.key,
        stance.target.text,
        stance.actor.name,
        stance.represents.key,
        stance.cue,
        stance.confidence,
        condition.text if condition else "",
        evidence.text,
    )
