"""From a phrase to a concept: the issue of the thesaurus and the entities involved.

Two phrases meet in one node if they name the same issue and the same entities, whatever their words and language. A
phrase without an issue that names a general matter ("das Gesetz", "this report") means one thing within reports of one
event only, so its key carries a mark of the event. Any other phrase keeps its own words; few words get a mark of the
article's text.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from babel.dates import get_day_names, get_month_names

from kg.extract.cast import Cast
from kg.extract.entities import Entity, Mention, slug
from kg.extract.terms import TermIndex, best
from kg.extract.words import Phrase, Words
from kg.knowledge.concepts import Concept, load_matters, load_places
from kg.knowledge.issues import IssueEntry, load_issues
from kg.model import ActorKind, Target

_CONTENT = ("NOUN", "PROPN", "VERB", "ADJ", "NUM")
_FUNCTION = ("DET", "ADP", "PUNCT", "CCONJ", "PART", "SPACE")
_SHAREABLE = 3  # content words from which on the same words in two articles mean the same thing


@cache
def _issues(lang: str) -> TermIndex:
    return TermIndex(lang, {key: entry.terms.get(lang, ()) for key, entry in load_issues().items()})


@cache
def _matters(lang: str) -> TermIndex:
    return TermIndex(lang, {key: entry.terms.get(lang, ()) for key, entry in load_matters().items()})


@cache
def _places(lang: str) -> TermIndex:
    return TermIndex(lang, {key: entry.terms.get(lang, ()) for key, entry in load_places().items()})


@cache
def _calendar(lang: str) -> frozenset[str]:
    """The names of days and months, which a parser may take for names of actors."""
    names = [*get_day_names("wide", locale=lang).values(), *get_month_names("wide", locale=lang).values()]
    return frozenset(name.lower() for name in names)


def load_terms(lang: str) -> None:
    """Load all terms of a language, so that the first text waits no longer than the others."""
    _issues(lang), _matters(lang), _places(lang), _calendar(lang)


def make_target(cast: Cast, start: int, end: int) -> Target:
    """The target that tokens ``start`` to ``end`` name."""
    doc: Words = cast.doc
    span = doc[start:end]
    entities, places = involved(cast, span)
    whole = _only_actors(cast, span, entities, places)
    if whole is not None and all(key in entities and entities[key].known for key in whole.entities):
        return whole
    issues = _issues(doc.lang_)
    issue = best(issues.find(span), span, issues)
    if issue is not None:
        entry = load_issues()[issue.key]
        part_of_term = {m.entity.key for i in issue.tokens if (m := cast.at.get(i)) is not None and not m.entity.known}
        named = {k: entity for k, entity in entities.items() if k not in entry.implies and k not in part_of_term}
        return _target(issue.key, entry, span, named, places, issue.key)
    if whole is not None:
        return whole
    if len(places) == 1 and not entities and sum(t.pos_ not in _FUNCTION for t in span) == 1:
        return _place(next(iter(places.values())), span)
    matters = _matters(doc.lang_)
    matter = best(matters.find(span), span, matters)
    if matter is not None:
        return _target(matter.key, load_matters()[matter.key], span, entities, places, mark=event_mark(cast))
    content = [t for t in span if t.pos_ in _CONTENT]
    key = slug(" ".join(t.lemma_ for t in content) or span.text) or "unnamed"
    if len(content) < _SHAREABLE:
        key = f"{key}@{_text_mark(cast)}"
    return Target(key, span.text, None, _actor_keys(entities, places), ((doc.lang_, span.text),))


def involved(cast: Cast, span: Phrase) -> tuple[dict[str, Entity], dict[str, Concept]]:
    """The actors and the places that a phrase names, by key."""
    lang = span.doc.lang_
    places: dict[str, Concept] = {}
    taken: set[int] = set()
    for found in _places(lang).find(span):
        if not found.part and not any(_wider(cast.at.get(i), found.tokens) for i in found.tokens):
            places[found.key] = load_places()[found.key]
            taken.update(found.tokens)
    entities: dict[str, Entity] = {}
    for token in span:
        if token.i in taken:
            continue
        mention = cast.at.get(token.i)
        if mention is None:
            for entity in _in_compound(cast, token.text):
                entities.setdefault(entity.key, entity)
        elif not taken.intersection(range(mention.start, mention.end)):
            for entity in _named_by(cast, mention):
                entities.setdefault(entity.key, entity)
    return entities, places


def _wider(mention: Mention | None, tokens: tuple[int, ...]) -> bool:
    """Whether a mention of a known actor holds more than the name of a place: "African Union"."""
    return mention is not None and mention.entity.known and mention.end - mention.start > len(tokens)


def _named_by(cast: Cast, mention: Mention) -> list[Entity]:
    """Whom a mention names: of a bare office ("der Präsident", "Truppen der NATO") those for whom it acts."""
    entity = mention.entity
    if not _bare_office(cast, mention):
        return [entity] if entity.known or entity.kind is ActorKind.PERSON else []
    gazetteer = cast.gazetteer
    found: list[Entity] = []
    for i in range(mention.start, mention.end):
        word = cast.doc[i].text
        key = gazetteer.surfaces.get(word) or gazetteer.surfaces.get(word.removesuffix("s"))
        key = key or gazetteer.adjectives.get(word.lower())
        found += [cast.known(key)] if key else _in_compound(cast, word)
    if entity.represents is not None and entity.represents.known and not (found or entity.plural):
        found.append(entity.represents)
    return found


def _bare_office(cast: Cast, mention: Mention) -> bool:
    """Whether a mention is an office or body without the name of a person, and not one that a table knows."""
    if mention.how != "office" or mention.entity.known:
        return False
    if mention.entity.kind is not ActorKind.PERSON:
        return True
    return not any(cast.doc[i].pos_ == "PROPN" for i in range(mention.start, mention.end))


def _in_compound(cast: Cast, word: str) -> list[Entity]:
    """The actors that the parts of a hyphenated word name: "US-Truppen", "deutsch-französisch"."""
    if "-" not in word:
        return []
    gazetteer = cast.gazetteer
    keys = [gazetteer.surfaces.get(part) or gazetteer.adjectives.get(part.lower()) for part in word.split("-")]
    return [cast.known(key) for key in keys if key]


def _only_actors(cast: Cast, span: Phrase, entities: dict[str, Entity], places: dict[str, Concept]) -> Target | None:
    """The target of a phrase that only names one or several actors: "die Ukraine", "SPD und Grüne"."""
    keys: dict[str, Entity] = {}
    for token in span:
        mention = cast.at.get(token.i)
        if mention is None:
            if token.pos_ not in _FUNCTION:
                return None
        elif mention.how == "adjective" or _bare_office(cast, mention) or token.lower_ in _calendar(span.doc.lang_):
            return None
        else:
            keys.setdefault(mention.entity.key, mention.entity)
    if not keys or (places and not entities):
        return None
    names = {lang: ", ".join(_name(e, lang) for e in keys.values()) for lang in ("de", "en")}
    if not all(e.labels for e in keys.values()):
        names = {span.doc.lang_: names[span.doc.lang_]}
    return Target("+".join(sorted(keys)), span.text, None, tuple(sorted(keys)), tuple(sorted(names.items())))


def _target(
    key: str,
    entry: IssueEntry | Concept,
    span: Phrase,
    entities: dict[str, Entity],
    places: dict[str, Concept],
    issue: str | None = None,
    mark: str = "",
) -> Target:
    involved_keys = sorted({*entities, *places})
    labels = {}
    for lang, label in entry.labels.items():
        names = [_name(entities[k], lang) if k in entities else places[k].labels[lang] for k in involved_keys]
        labels[lang] = f"{label} ({', '.join(names)})" if names else label
    full = "+".join([key, *involved_keys]) + (f"@{mark}" if mark else "")
    return Target(full, span.text, issue, _actor_keys(entities, places), tuple(sorted(labels.items())))


def _place(place: Concept, span: Phrase) -> Target:
    return Target(place.key, span.text, None, _actor_keys({}, {place.key: place}), tuple(sorted(place.labels.items())))


def _actor_keys(entities: dict[str, Entity], places: dict[str, Concept]) -> tuple[str, ...]:
    return tuple(sorted({*entities, *(place.state for place in places.values() if place.state)}))


def _name(entity: Entity, lang: str) -> str:
    return entity.labels.get(lang) or entity.name


def event_mark(cast: Cast) -> str:
    """What tells the matters of one article from those of others: its day, the actor and the field it is mostly about.

    Reports of one event, in whatever language, share it. Without one of the three it is that of the text alone.
    """
    mark: str | None = cast.doc.kept.get("event_mark")
    if mark is None:
        day = cast.doc.day
        about = [_most_frequent(_sides(cast)), _most_frequent(_fields(cast.doc))]
        mark = (
            "+".join([day.isoformat(), *map(str, about)]) if day is not None and None not in about else _text_mark(cast)
        )
        cast.doc.kept["event_mark"] = mark
    return mark


def _text_mark(cast: Cast) -> str:
    """Eight letters that stand for the text of an article."""
    mark: str | None = cast.doc.kept.get("text_mark")
    if mark is None:
        mark = cast.doc.kept["text_mark"] = hashlib.blake2s(cast.doc.text.encode(), digest_size=4).hexdigest()
    return mark


def _sides(cast: Cast) -> Iterator[str]:
    """For each mention of a known actor, the one at the end of the chain of those who speak for others."""
    for mention in cast.mentions:
        entity, seen = mention.entity, {mention.entity.key}
        while entity.represents is not None and entity.represents.key not in seen:
            entity = entity.represents
            seen.add(entity.key)
        if entity.known:
            yield entity.key


def _fields(doc: Words) -> Iterator[str]:
    """For each issue that a text names, the field to which it belongs: the broadest issue above it."""
    entries = load_issues()
    for found in _issues(doc.lang_).find(doc[:]):
        if not found.part:
            key = found.key
            while (broader := entries[key].broader) is not None:
                key = broader
            yield key


def _most_frequent(keys: Iterable[str]) -> str | None:
    counts = Counter(keys)
    return min(counts, key=lambda key: (-counts[key], key)) if counts else None
