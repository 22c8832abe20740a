"""The forms of a word by which the lexicon is asked, where tagger, lemmatiser or tokeniser may have missed it."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.words import Word, Words
from kg.knowledge.grammar import Grammar

_PREDICATES = ("ROOT", "ccomp", "parataxis")
_ADJECTIVE_ENDINGS = ("", "e", "er", "en", "es", "em")


@dataclass(frozen=True, slots=True)
class Joined:
    """A hyphenated word that the tokeniser took apart: its form, its lemma, and the token it begins with."""

    form: str
    lemma: str
    start: int


def hyphenated(doc: Words) -> dict[int, Joined]:
    """The words of a text that hyphens hold together ("short-sighted"), by their last token."""
    found: dict[int, Joined] = {}
    for hyphen in doc:
        i = hyphen.i
        if hyphen.text != "-" or not 0 < i < len(doc) - 1 or hyphen.token.whitespace_ or doc[i - 1].token.whitespace_:
            continue
        if not (doc[i - 1].text.isalpha() and doc[i + 1].text.isalpha()):
            continue
        before = found.get(i - 1)
        start, first = (before.start, before.form) if before is not None else (i - 1, doc[i - 1].lower_)
        last = doc[i + 1]
        found[i + 1] = Joined(f"{first}-{last.lower_}", f"{first}-{last.lemma_.lower()}", start)
    return found


def is_adjectival(token: Word, grammar: Grammar) -> bool:
    """Whether a participle that is tagged as a verb stands like an adjective: with a noun or behind a copula."""
    if token.dep_ in ("amod", "xcomp", "acl", "advcl"):
        return True
    if grammar.lang == "de" and _closes_attribute(token):
        return True
    if grammar.lang == "en" and token.lower_.endswith("ing"):  # "is worrying", but "is threatening a strike"
        return not any(c.dep_ in ("obj", "xcomp", "ccomp") for c in token.children)
    for child in token.children:
        if child.dep_ == "cop" or (child.dep_ in ("nsubj:pass", "aux:pass") and grammar.lang == "en"):
            return True
        if child.dep_ == "aux:pass" and child.lemma_.lower() in grammar.copulas and child.lemma_ != "werden":
            return True  # "bleibt ausgeschlossen"; "wurde ausgeschlossen" is a passive
    return False


def _closes_attribute(token: Word) -> bool:
    """Whether a German participle ends an attribute before its noun: "die von Ungarn verlangte Ausnahme"."""
    doc = token.doc
    if token.i + 1 >= len(doc) or doc[token.i + 1].pos_ not in ("NOUN", "ADJ"):
        return False
    for i in range(token.i - 1, max(token.i - 6, 0), -1):
        if doc[i].pos_ == "ADP":
            return doc[i - 1].pos_ == "DET"
        if doc[i].pos_ not in ("NOUN", "PROPN", "DET", "ADJ"):
            return False
    return False


def is_verbal(token: Word) -> bool:
    """Whether a token that is tagged as a noun, adjective or adverb stands like a finite verb: "Oslo fears a war"."""
    children = token.children
    if any(c.dep_ in ("cop", "case", "nmod:poss") for c in children):
        return False
    before = [c.dep_ for c in children if c.i < token.i]
    if "det" in before and "compound" not in before:  # "the fears", but "the government fears"
        return False
    if any(c.dep_ == "obj" for c in children):
        return True
    if token.pos_ == "ADV" and token.dep_ in _PREDICATES and any(c.dep_ == "nsubj" for c in children):
        return True  # "Die Minister diskutierten darüber": an adverb is no predicate with a subject
    return token.pos_ == "NOUN" and token.text.islower() and token.lower_.endswith("s") and token.dep_ in _PREDICATES


def is_capital_by_place(token: Word) -> bool:
    """Whether a word has its capital from its place: it opens a sentence or, behind a mark, a quotation."""
    return token.text.istitle() and (
        token.sentence[0] == token.i or (token.i > 0 and token.doc[token.i - 1].token.is_quote)
    )


def participle(token: Word) -> str:
    """The participle without the ending of an adjective: "befürwortete" → "befürwortet"."""
    form = token.lower_
    for ending in _ADJECTIVE_ENDINGS[1:]:
        stem = form.removesuffix(ending)
        if stem != form and stem.endswith(("t", "en")):
            return stem
    return form


def verb_bases(form: str) -> Iterator[str]:
    """The English verbs that a form may belong to: "backpedalled" → "backpedall", "backpedalle", "backpedal"."""
    for ending in ("ing", "ed", "es", "s"):
        if form.endswith(ending) and len(form) > len(ending) + 2:
            stem = form.removesuffix(ending)
            yield stem
            if ending != "s":
                yield f"{stem}e"
                if stem[-1] == stem[-2]:
                    yield stem[:-1]
