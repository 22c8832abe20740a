"""What a reviewer's words mean: an actor, a target, a type of stance."""

import re
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.graph.store import Store
from kg.graph.terms import is_iri
from kg.graph.vocabulary import expand, iri
from kg.knowledge.actors import LANGUAGES, Actors, load_actors
from kg.model import Actor, ActorKind, Article, Stance, StanceType, Target

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FOR_WHOM = re.compile(r"(?P<name>.+?)\s*\((?P<whom>[^()]+)\)")


def said_of(stance: Stance) -> str:
    """Who holds a stance, as a reviewer would write it: "Boris Pistorius (Germany)"."""
    if stance.represents.key == stance.actor.key:
        return stance.actor.name
    return f"{stance.actor.name} ({stance.represents.name})"


def stance_type(words: str) -> StanceType:
    """The type of that name.

    :raises InputError: there is none; the message names the nearest.
    """
    name = words.strip().casefold()
    if name in tuple(StanceType):
        return StanceType(name)
    near = get_close_matches(name, tuple(StanceType), 1)
    hint = f"did you mean {near[0]}?" if near else f"choose {', '.join(StanceType)}"
    raise InputError(f"'{words}' is no stance type; {hint}")


def actor_of(words: str, stance: Stance, store: Store, lang: str | None) -> tuple[Actor, Actor]:
    """The actor that words name, and for whom the actor speaks.

    Words are a name or alias in any language, a key, or an IRI, of an actor of the tables or of the store; any other
    name makes a new actor. "NAME (WHOM)" says for whom the actor speaks; without it the tables or the store tell.

    :param stance: the stance that is corrected.
    :param lang: the language in which actors of the tables are named.
    :raises InputError: there are no words, or they mean several actors.
    """
    words = " ".join(words.split())
    if not words:
        raise InputError("an actor needs a name")
    match = _FOR_WHOM.fullmatch(words)
    if match and (whom := _known(match["whom"], stance, store, lang)):
        actor = _known(match["name"], stance, store, lang) or _new(match["name"])
        return actor[0], whom[0]
    return _known(words, stance, store, lang) or _new(words)


def target_of(words: str, stance: Stance, store: Store, article: Article) -> Target:
    """The target that words name, under these words.

    Words are the key or IRI of a target of the store, or a phrase. A phrase is read as the extraction reads it, in
    the article if it stands in the stance's sentence, so that the machine's own finding of it is the same target.

    :param stance: the stance that is corrected.
    :param article: its article, with the text if that is kept.
    :raises InputError: there are no words.
    """
    words = " ".join(words.split())
    if not words:
        raise InputError("a target needs words")
    for node in filter(is_iri, (iri("target", words), expand(words))):
        for known in islice(store.stances(target=node), 1):
            return replace(known.target, text=dict(known.target.labels).get(article.lang or "en") or known.target.text)
    return _read(words, stance, article)


_LOOKED_AT = 50
"""How many stances of an actor of the store are looked at to see for whom it speaks."""


def _known(words: str, stance: Stance, store: Store, lang: str | None) -> tuple[Actor, Actor] | None:
    actors = load_actors()
    key = _key(words, actors)
    if key is not None:
        return _of_tables(key, actors, stance.stated_on, lang)
    names = {words.casefold(), expand(words).rpartition("/actor/")[2].casefold()}
    for role in ("actor", "represents"):
        for found in islice(store.stances(actor=words), _LOOKED_AT):
            actor: Actor = getattr(found, role)
            if names & {name.casefold() for name in (actor.key, actor.name, *dict(actor.labels).values())}:
                return actor, found.represents if role == "actor" else actor
    return None


def _key(words: str, actors: Actors) -> str | None:
    local = expand(words).rpartition("/actor/")[2]
    for table in (actors.states, actors.organisations, actors.people):
        if local in table:
            return local
    named: dict[str, set[str]] = {}
    for lang in LANGUAGES:
        for surface, key, what in actors.names(lang):
            if what != "adjective" and surface.casefold() == words.casefold():
                named.setdefault(what, set()).add(key)
    for what in ("name", "alias", "metonym", "demonym"):
        keys = sorted(named.get(what, ()))
        if len(keys) > 1:
            raise InputError(f"'{words}' may be {' or '.join(keys)}; write one of these keys")
        if keys:
            return keys[0]
    return None


def _of_tables(key: str, actors: Actors, day: date | None, lang: str | None) -> tuple[Actor, Actor]:
    seen = [key]
    while (above := _above(seen[-1], actors, day)) is not None and above not in seen:
        seen.append(above)
    return _entry(key, actors, lang), _entry(seen[-1], actors, lang)


def _above(key: str, actors: Actors, day: date | None) -> str | None:
    if key in actors.people:
        return actors.office_on(key, day).represents
    organisation = actors.organisations.get(key)
    return organisation.represents if organisation is not None else None


def _entry(key: str, actors: Actors, lang: str | None) -> Actor:
    entry = actors.states.get(key) or actors.organisations.get(key) or actors.people[key][0]
    labels = tuple(sorted(entry.names.items()))
    return Actor(key, entry.names.get(lang or "en") or labels[0][1], entry.kind, entry.wikidata, labels)


def _new(name: str) -> tuple[Actor, Actor]:
    from kg.extract.entities import slug

    actor = Actor(slug(name) or "unnamed", name, ActorKind.UNKNOWN)
    return actor, actor


def _read(words: str, stance: Stance, article: Article) -> Target:
    from kg.extract.targets import make_target

    evidence = stance.evidence
    phrase = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
    text = article.text
    found = phrase.search(text, evidence.start, evidence.end)
    if found is None:
        text = f"{text}\n\n{words}." if text else words
        found = phrase.search(text, len(article.text))
    assert found is not None
    doc = _parsed(replace(article, text=text))
    span = doc.char_span(found.start(), found.end(), alignment_mode="expand")
    if span is None:
        raise InputError(f"'{words}' cannot be read as a phrase; write other words")
    return replace(make_target(doc._.cast, span.start, span.end), text=words)


@lru_cache(maxsize=8)
def _parsed(article: Article) -> "Doc":
    from kg.extract import parse

    return parse(article)
