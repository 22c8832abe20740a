"""What a stance is bound to: if, unless, until, after, before, regardless."""

from dataclasses import dataclass
from functools import cache

from kg.extract.cues import Cue
from kg.extract.words import Phrase, Word, Words
from kg.knowledge.grammar import Grammar, load_grammar
from kg.model import ConditionKind

_LONGEST_MARKER = 6  # words
_TEMPORAL = (ConditionKind.AFTER, ConditionKind.BEFORE)


@dataclass(frozen=True, slots=True)
class Bound:
    """A condition in a sentence: its tokens and its kind."""

    start: int
    end: int
    kind: ConditionKind
    clause: bool = True  # a clause with a verb of its own, not a phrase


def conditions(sentence: Phrase, grammar: Grammar) -> list[Bound]:
    """All conditions that a sentence names, in the order of the text."""
    found: list[Bound] = []
    i = sentence.start
    while i < sentence.end:
        bound = _clause(sentence, i, grammar) or _phrase(sentence, i, grammar) or _verb_first(sentence, i, grammar)
        if bound is None:
            i += 1
            continue
        found.append(bound)
        i = max(bound.end, i + 1)
    return found


def condition_of(cue: Cue, bounds: list[Bound]) -> Bound | None:
    """The condition that a cue's stance is bound to: the nearest one that the cue does not stand in."""
    outside = [b for b in bounds if not b.start <= cue.head.i < b.end]
    if not outside:
        return None
    return min(outside, key=lambda b: min(abs(b.start - cue.head.i), abs(b.end - cue.head.i)))


@cache
def _first_words(lang: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words that the markers of conditional clauses, and of conditional phrases, begin with."""
    grammar = load_grammar(lang)
    clauses, phrases = grammar.condition_clauses, grammar.condition_phrases
    return frozenset(words[0] for words in clauses), frozenset(words[0] for words in phrases)


def _words(doc: Words, i: int, end: int) -> list[str]:
    return [doc[j].lower_ for j in range(i, min(i + _LONGEST_MARKER, end))]


def _longest(
    table: dict[tuple[str, ...], ConditionKind], words: list[str]
) -> tuple[tuple[str, ...], ConditionKind] | None:
    for length in range(len(words), 0, -1):
        kind = table.get(tuple(words[:length]))
        if kind is not None:
            return tuple(words[:length]), kind
    return None


def _clause(sentence: Phrase, i: int, grammar: Grammar) -> Bound | None:
    doc = sentence.doc
    if doc[i].lower_ not in _first_words(grammar.lang)[0]:
        return None
    match = _longest(grammar.condition_clauses, _words(doc, i, sentence.end))
    if match is None:
        return None
    marker, kind = match
    last = doc[i + len(marker) - 1]
    if last.dep_ == "case":  # German clauses end in their verb, and the parser knows them by it
        return _clause_by_order(sentence, i, last, kind) if grammar.lang == "en" else None
    if last.dep_ not in ("mark", "advmod", "cc", "advcl"):
        return None
    verb = last.head if last.dep_ != "advcl" else last
    if verb.pos_ not in ("VERB", "AUX") and not any(c.dep_ in ("cop", "aux") for c in verb.children):
        return None
    if kind in _TEMPORAL and _past(verb):
        return None
    start, end = i, min(max(verb.reach[1] + 1, last.i + 2), sentence.end)
    if verb.dep_ not in ("advcl", "ccomp", "xcomp", "acl", "ROOT", "csubj", "parataxis", "conj", "acl:relcl"):
        return None
    main_comma = _main_clause_comma(doc, last.i + 1, end, verb)
    end = main_comma if main_comma is not None else end
    start, end = _edges(doc, start, end)
    if (
        grammar.lang == "de"
        and any(doc[j].lower_ in grammar.negators for j in range(start, end))
        and kind is ConditionKind.IF
    ):
        kind = ConditionKind.UNLESS
    return Bound(start, end, kind) if end - start >= 3 else None


def _clause_by_order(sentence: Phrase, i: int, last: Word, kind: ConditionKind) -> Bound | None:
    """A clause whose conjunction the parse takes for a preposition: a finite verb follows before the comma."""
    doc = sentence.doc
    ends = (j for j in range(last.i + 1, sentence.end) if doc[j].is_punct)
    end = next(ends, sentence.end)
    verbs = [t for t in doc[last.i + 2 : end] if t.pos_ in ("VERB", "AUX") and "Fin" in t.morph.get("VerbForm", [])]
    if not verbs or (kind in _TEMPORAL and (_past(verbs[0]) or verbs[0].token.tag_ == "VBD")):
        return None
    return Bound(i, end, kind) if end - i >= 3 else None


def _main_clause_comma(doc: Words, start: int, end: int, verb: Word) -> int | None:
    """In a German clause that the parse has swallowed the main clause into: the comma behind the final verb."""
    if doc.lang_ != "de":
        return None
    for j in range(start, end):
        if doc[j].text == "," and j > verb.i:
            return j
    return None


def _past(verb: Word) -> bool:
    forms = [verb, *(c for c in verb.children if c.dep_ in ("aux", "cop", "aux:pass"))]
    finite = next((t for t in forms if "Fin" in t.morph.get("VerbForm", [])), None)
    if finite is None:
        return False
    if finite.morph.get("Tense", []):
        return "Past" in finite.morph.get("Tense", [])
    return finite.lower_.endswith(("te", "ten", "hatte", "hatten", "war", "waren", "wurde", "wurden"))


def _phrase(sentence: Phrase, i: int, grammar: Grammar) -> Bound | None:
    doc = sentence.doc
    if doc[i].lower_ not in _first_words(grammar.lang)[1]:
        return None
    match = _longest(grammar.condition_phrases, _words(doc, i, sentence.end))
    if match is None:
        return None
    marker, kind = match
    last = doc[i + len(marker) - 1]
    noun = last.head if last.dep_ in ("case", "mark") else None
    if noun is None or noun.i <= last.i or noun.pos_ not in ("NOUN", "PROPN"):
        noun = next((doc[j] for j in range(last.i + 1, min(last.i + 6, sentence.end)) if doc[j].pos_ == "NOUN"), None)
    if noun is None:
        return None
    if any(c.dep_ == "nummod" or c.pos_ == "NUM" for c in noun.children) or noun.pos_ == "NUM":
        return None  # "bis zu sechs Grad"
    explicit = len(marker) > 1
    if not explicit:
        modal = any(c.lemma_.lower() in grammar.condition_adjectives for c in noun.children)
        if not modal:
            return None
    start, end = _edges(doc, i, min(max(noun.reach[1], noun.i) + 1, sentence.end, i + 20))
    return Bound(start, end, kind, clause=False) if end > start + 1 else None


def _verb_first(sentence: Phrase, i: int, grammar: Grammar) -> Bound | None:
    """ "Sollte das Parlament zustimmen, …": a German condition without a conjunction."""
    doc = sentence.doc
    token = doc[i]
    if grammar.lang != "de" or token.pos_ not in ("AUX", "VERB"):
        return None
    first = i == sentence.start or doc[i - 1].text in (",", "„", '"', "“", "»", ":")
    if not first or token.lemma_.lower() != "sollen" or i + 2 >= sentence.end:
        return None
    comma = next((j for j in range(i + 2, sentence.end) if doc[j].text == ","), sentence.end)
    start, end = _edges(doc, i, comma)
    return Bound(start, end, ConditionKind.IF) if end - start >= 3 else None


def _edges(doc: Words, start: int, end: int) -> tuple[int, int]:
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return start, end
