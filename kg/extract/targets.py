"""From a phrase to a concept: the issue of the thesaurus and the entities involved.

Two phrases meet in one node if they name the same issue and the same entities, whatever their words and
language. A phrase that names no issue keeps its own words.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span

from kg.extract.cast import Cast
from kg.extract.entities import slug
from kg.knowledge.issues import IssueEntry, load_issues
from kg.model import ActorKind, Target

_CONTENT = ("NOUN", "PROPN", "VERB", "ADJ", "NUM")


@dataclass(frozen=True, slots=True)
class IssueIndex:
    """The thesaurus of one language: terms by their first word, and heads of compounds."""

    terms: dict[str, list[tuple[tuple[str, ...], str]]]
    heads: dict[str, str]
    entries: dict[str, IssueEntry]


@cache
def issue_index(lang: str) -> IssueIndex:
    """The thesaurus, indexed for a language."""
    terms: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    heads: dict[str, str] = {}
    entries = dict(load_issues())
    for key, entry in entries.items():
        for term in entry.terms.get(lang, ()):
            if term.startswith("-"):
                heads[term[1:].lower()] = key
                continue
            words = tuple(term.lower().split())
            terms[words[0]].append((words, key))
    for options in terms.values():
        options.sort(key=lambda option: -len(option[0]))
    return IssueIndex(terms, heads, entries)


def issue_of(span: Span, index: IssueIndex) -> str | None:
    """The issue that a phrase is about: of all terms found, the longest one, then the one nearest to the head."""
    best: tuple[int, int, str] | None = None
    root = span.root.i
    for token in span:
        for key, length in _issues_at(token.i, span, index):
            rank = (length, -abs(token.i - root), key)
            if best is None or rank[:2] > best[:2]:
                best = rank
    return best[2] if best is not None else None


def _issues_at(i: int, span: Span, index: IssueIndex) -> list[tuple[str, int]]:
    doc = span.doc
    forms = {doc[i].lower_, doc[i].lemma_.lower()}
    for form in forms:
        for words, key in index.terms.get(form, ()):
            if i + len(words) <= span.end and all(
                word in (doc[i + k].lower_, doc[i + k].lemma_.lower()) for k, word in enumerate(words)
            ):
                return [(key, len(words))]
    for form in forms:
        for length in range(len(form), 3, -1):
            key_of_head = index.heads.get(form[-length:])
            if key_of_head is not None:
                return [(key_of_head, 1)]
    return []


def involved(cast: Cast, start: int, end: int) -> list[str]:
    """Keys of the states and organisations that a stretch of tokens names, in the order of the text."""
    keys: list[str] = []
    for i in range(start, end):
        mention = cast.at.get(i)
        if mention is None:
            continue
        entity = mention.entity
        if mention.how == "office" and entity.represents is not None:
            entity = entity.represents
        if (entity.known or entity.kind is ActorKind.PERSON) and entity.key not in keys:
            keys.append(entity.key)
    return keys


def make_target(cast: Cast, start: int, end: int) -> Target:
    """The target that tokens ``start`` to ``end`` name."""
    doc: Doc = cast.doc
    span = doc[start:end]
    index = issue_index(doc.lang_)
    issue = issue_of(span, index)
    entities = sorted(involved(cast, start, end))
    if issue is not None:
        labels = {}
        for lang, label in index.entries[issue].labels.items():
            names = [cast.entities[k].labels.get(lang) or cast.entities[k].name for k in entities]
            labels[lang] = f"{label} ({', '.join(names)})" if names else label
        key = "+".join([issue, *entities])
        return Target(key, span.text, issue, tuple(entities), tuple(sorted(labels.items())))
    mention = cast.at.get(start)
    if len(entities) == 1 and mention is not None and all(cast.at.get(i) is mention or doc[i].pos_ == "DET" for i in range(start, end)):
        entity = mention.entity
        labels = dict(entity.labels) or {doc.lang_: entity.name}
        return Target(entity.key, span.text, None, tuple(entities), tuple(sorted(labels.items())))
    content = [t.lemma_ for t in span if t.pos_ in _CONTENT] or [span.text]
    return Target(slug(" ".join(content)) or "unnamed", span.text, None, tuple(entities), ((doc.lang_, span.text),))
