"""Stances as CSV files for the bulk import of Neo4j (``neo4j-admin database import``).

The first line of each file is the header that the import asks for: ``:ID``, ``:LABEL``, ``:START_ID``, ``:END_ID``,
``:TYPE``, and the type of a property behind its name. An empty cell is a property that is not there. Source: Neo4j
Operations Manual, "Full import" and "Import header format". Neo4j's own tool has not been run on these files: they are
read back by the rules of that manual in ``tests/graph/test_neo4j.py``.
"""

import csv
import io
import shlex
from collections.abc import Iterable, Iterator, Mapping

from kg.graph import entities
from kg.graph.vocabulary import BASE, iri
from kg.knowledge.actors import load_actors
from kg.knowledge.issues import load_issues
from kg.model import Actor, ActorKind, Article, Stance, Target

Cell = str | int | float | None
_Lines = dict[tuple[Cell, ...], None]

NODES = {
    "actors": (":ID", "key", "name", "name_de", "name_en", "kind", "iso_code", "wikidata", ":LABEL"),
    "targets": (":ID", "key", "text", "label_de", "label_en", ":LABEL"),
    "issues": (":ID", "key", "label_de", "label_en", ":LABEL"),
    "articles": (":ID", "id", "title", "date:date", "lang", "source", "url", ":LABEL"),
    "stances": (
        *(":ID", "type", "valence", "actor_name", "target_text", "condition", "condition_kind", "cue"),
        *("confidence:double", "stated_on:date", "valid_until:date", "sentence", "start:int", "end:int", ":LABEL"),
    ),
}
"""The files of nodes and their headers."""

RELATIONSHIPS = {
    "links": (":START_ID", ":END_ID", ":TYPE"),
    "positions": (":START_ID", ":END_ID", ":TYPE", "stance", "stated_on:date", "confidence:double", "sentence"),
}
"""The files of relationships and their headers.

``links`` join a stance to its actor, whom that represents, its speaker, target and article; a target to its issue and
whom it involves; an issue to the one above it. ``positions`` are the stances as plain relationships: ``(Russia)
-[:REJECTS]->(troops)``.
"""

_KIND_LABELS = {kind: kind.value.capitalize() for kind in ActorKind if kind is not ActorKind.UNKNOWN}


def files(stances: Mapping[str, Stance], articles: Iterable[Article]) -> dict[str, bytes]:
    """The content of each file, by its name.

    :param stances: the stances by their IRIs.
    """
    stances = {name.removeprefix(BASE): stance for name, stance in stances.items()}
    found: dict[str, _Lines] = {name: {} for name in (*NODES, *RELATIONSHIPS)}
    actors: dict[str, Actor] = {}
    targets: dict[str, Target] = {}
    for stance in stances.values():
        for actor in (stance.actor, stance.represents, stance.speaker):
            if actor is not None:
                actors.setdefault(actor.key, actor)
        targets.setdefault(stance.target.key, stance.target)
    for key in sorted({key for target in targets.values() for key in target.entities}):
        actors.setdefault(key, entities.known(key))
    found["actors"] = dict.fromkeys(_actor(actor) for actor in actors.values())
    found["targets"] = dict.fromkeys(_target(target) for target in targets.values())
    found["issues"] = dict.fromkeys(_issue(key) for key in _issues(targets.values()))
    found["articles"] = dict.fromkeys(_article(article) for article in articles)
    found["stances"] = dict.fromkeys(_stance(name, stance) for name, stance in stances.items())
    found["links"] = dict.fromkeys(_links(stances, targets.values()))
    found["positions"] = dict.fromkeys(_positions(stances))
    headers = NODES | RELATIONSHIPS
    return {f"{name}.csv": _csv(headers[name], lines) for name, lines in found.items()}


def command(folder: str) -> str:
    """The command that imports the files of a folder into an empty database named ``neo4j``, as a shell takes it."""
    nodes = [f"--nodes={folder}/{name}.csv" for name in NODES]
    relationships = [f"--relationships={folder}/{name}.csv" for name in RELATIONSHIPS]
    return shlex.join(["neo4j-admin", "database", "import", "full", "neo4j", *nodes, *relationships])


def _id(sort: str, key: str) -> str:
    return iri(sort, key).removeprefix(BASE)


def _actor(actor: Actor) -> tuple[Cell, ...]:
    names = dict(actor.labels)
    iso = actor.key if actor.kind is ActorKind.STATE and actor.key in load_actors().states else None
    label = f"Actor;{_KIND_LABELS[actor.kind]}" if actor.kind in _KIND_LABELS else "Actor"
    kind = None if actor.kind is ActorKind.UNKNOWN else actor.kind.value
    return (
        _id("actor", actor.key),
        actor.key,
        actor.name,
        names.get("de"),
        names.get("en"),
        kind,
        iso,
        actor.wikidata,
        label,
    )


def _target(target: Target) -> tuple[Cell, ...]:
    labels = dict(target.labels)
    return _id("target", target.key), target.key, target.text, labels.get("de"), labels.get("en"), "Target"


def _issues(targets: Iterable[Target]) -> list[str]:
    """The issues of targets, and those above them."""
    known = load_issues()
    found = {target.issue for target in targets if target.issue is not None}
    while above := {known[key].broader or key for key in found if key in known} - found:
        found |= above
    return sorted(found)


def _issue(key: str) -> tuple[Cell, ...]:
    entry = load_issues().get(key)
    labels = entry.labels if entry else {}
    return _id("issue", key), key, labels.get("de"), labels.get("en"), "Issue"


def _article(article: Article) -> tuple[Cell, ...]:
    day = article.date.isoformat() if article.date else None
    about = article.title, day, article.lang, article.source, article.url
    return _id("article", article.id), article.id, *about, "Article"


def _stance(name: str, stance: Stance) -> tuple[Cell, ...]:
    condition = stance.condition
    return (
        name,
        stance.type.value,
        stance.type.valence.value,
        stance.actor.name,
        stance.target.text,
        condition.text if condition else None,
        condition.kind.value if condition else None,
        stance.cue or None,
        stance.confidence,
        stance.stated_on.isoformat() if stance.stated_on else None,
        stance.valid_until.isoformat() if stance.valid_until else None,
        stance.evidence.text,
        stance.evidence.start,
        stance.evidence.end,
        "Stance",
    )


def _links(stances: Mapping[str, Stance], targets: Iterable[Target]) -> Iterator[tuple[Cell, ...]]:
    for name, stance in stances.items():
        yield name, _id("actor", stance.actor.key), "ACTOR"
        yield name, _id("actor", stance.represents.key), "REPRESENTS"
        if stance.speaker is not None:
            yield name, _id("actor", stance.speaker.key), "SPEAKER"
        yield name, _id("target", stance.target.key), "TARGET"
        yield name, _id("article", stance.article), "READ_FROM"
        if stance.actor.key != stance.represents.key:
            yield _id("actor", stance.actor.key), _id("actor", stance.represents.key), "REPRESENTS"
    known, told = load_issues(), list(targets)
    for target in told:
        if target.issue is not None:
            yield _id("target", target.key), _id("issue", target.issue), "ISSUE"
        for key in target.entities:
            yield _id("target", target.key), _id("actor", key), "INVOLVES"
    for key in _issues(told):
        if key in known and (above := known[key].broader) is not None:
            yield _id("issue", key), _id("issue", above), "BROADER"


def _positions(stances: Mapping[str, Stance]) -> Iterator[tuple[Cell, ...]]:
    for name, stance in stances.items():
        day = stance.stated_on.isoformat() if stance.stated_on else None
        for key in dict.fromkeys((stance.actor.key, stance.represents.key)):
            type_ = stance.type.value.upper()
            yield (
                _id("actor", key),
                _id("target", stance.target.key),
                type_,
                name,
                day,
                stance.confidence,
                stance.evidence.text,
            )


def _csv(header: tuple[str, ...], lines: Iterable[tuple[Cell, ...]]) -> bytes:
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\n")
    table.writerow(header)
    # In one line each: the import reads no line breaks inside a cell unless it is told to.
    table.writerows([" ".join(cell.split()) if isinstance(cell, str) else cell for cell in line] for line in lines)
    return out.getvalue().encode("utf-8", "replace")
