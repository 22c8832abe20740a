"""Finding the terms of a thesaurus in a text: inflected, with words between, and as parts of German compounds."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.words import Phrase, Word

_WORD = re.compile(r"\w+")
_GAP = 4  # tokens between two words of a term: "Freilassung der seit Oktober verschleppten Geiseln"
_PART = 7  # letters of a term that may be an unmarked part of a compound
# Words that terms have between their content words: grammar, not knowledge of any issue.
_FUNCTION = {
    "de": frozenset(("der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines"))
    | {"zu", "zum", "zur", "in", "im", "an", "am", "von", "vom", "für"},
    "en": frozenset(("the", "a", "an", "of", "to", "in", "on", "for", "its", "their", "by", "at", "s")),
}
_ENDING = re.compile(r"(?<=\w{4})(?:erns|ern|ers|ens|em|en|er|es|e|n|(?<!s)s)$")


@lru_cache(maxsize=65536)
def stem(word: str, lang: str) -> str:
    """A word in lower case; of German words without the ending of inflection (after Savoy's light stemmer, 2006)."""
    word = word.lower()
    return _ENDING.sub("", word) if lang == "de" else word


@dataclass(frozen=True, slots=True)
class Found:
    """A term in a phrase: the key it stands for, the tokens, and whether it was an unmarked part of a compound."""

    key: str
    tokens: tuple[int, ...]
    letters: int
    part: bool = False


class TermIndex:
    """The terms of one language, by their first word."""

    def __init__(self, lang: str, terms: Mapping[str, Iterable[str]]) -> None:
        """
        :param lang: ISO 639-1 code.
        :param terms: for each key its terms; a German term that begins with ``-`` ends a compound.
        """
        self.lang = lang
        self.order = {key: i for i, key in enumerate(terms)}
        self._terms: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self._heads: dict[str, str] = {}
        self._parts: dict[str, str] = {}
        self._part_of = lru_cache(maxsize=65536)(self._longest_part)
        for key, several in terms.items():
            for term in several:
                self._add(term, key)
        for options in self._terms.values():
            options.sort(key=lambda option: -len(option[0]))

    def _add(self, term: str, key: str) -> None:
        if term.startswith("-"):
            self._heads.setdefault(stem(term[1:], self.lang), key)
            return
        words = [w.lower() for w in _WORD.findall(term)]
        content = [w for w in words if w not in _FUNCTION[self.lang]]
        if len(content) < 2:  # "strikes on" is not "strikes"
            content = words
        stems = tuple(stem(w, self.lang) for w in content)
        self._terms[stems[0]].append((stems, key))
        if self.lang == "de" and len(stems) == 1 and len(stems[0]) >= _PART:
            self._parts.setdefault(stems[0], key)

    def find(self, span: Phrase) -> list[Found]:
        """The terms in a phrase, those inside a longer one left out."""
        units = [(token.i, forms) for token in span for forms in _units_of(token.text, token.lemma_, self.lang)]
        found: list[Found] = []
        for n, (i, forms) in enumerate(units):
            found += self._whole(units, n, forms) or self._in_compound(i, forms)
        if not found:
            return found
        at: dict[int, list[Found]] = defaultdict(list)
        for f in found:
            for i in f.tokens:
                at[i].append(f)
        return [f for f in found if not any(_inside(f, g) for i in f.tokens for g in at[i])]

    def _whole(self, units: list[tuple[int, tuple[str, ...]]], n: int, forms: tuple[str, ...]) -> list[Found]:
        for form in forms:
            for stems, key in self._terms.get(form, ()):
                tokens = _match(stems, units, n)
                if tokens is not None:
                    return [Found(key, tokens, sum(map(len, stems)))]
        return []

    def _in_compound(self, i: int, forms: tuple[str, ...]) -> list[Found]:
        found = self._part_of(forms) if self.lang == "de" else None
        return [Found(found[0], (i,), found[1], found[2])] if found is not None else []

    def _longest_part(self, forms: tuple[str, ...]) -> tuple[str, int, bool] | None:
        """The term in a compound: its key and length, and whether it is an unmarked part."""
        for form in forms:
            for length in range(len(form) - 1, 3, -1):
                key = self._heads.get(form[-length:])
                if key is not None:
                    return key, length, False
        for form in forms:
            for length in range(len(form) - 3, _PART - 1, -1):
                key = self._parts.get(form[-length:]) or self._parts.get(form[:length])
                if key is not None:
                    return key, length, True
        return None


def best(found: Iterable[Found], span: Phrase, index: TermIndex) -> Found | None:
    """The term that a phrase is about: highest in its tree, marked before unmarked; of equals the first in the table.

    Members of an enumeration are equally high, so that their order, which differs between languages, does not count.
    """
    doc, root = span.doc, span.root
    ranked = [(f.part, min(_depth(doc[i], root) for i in f.tokens), index.order[f.key], f) for f in found]
    return min(ranked, key=lambda r: r[:3])[3] if ranked else None


def _depth(token: Word, root: Word) -> int:
    depth = 0
    while token.i != root.i and token.head.i != token.i and depth < 30:
        depth += token.dep_ not in ("conj", "flat", "compound", "fixed")
        token = token.head
    return depth


@lru_cache(maxsize=65536)
def _units_of(text: str, lemma: str, lang: str) -> list[tuple[str, ...]]:
    """The words of a token ("NATO-Beitritt" has two), each as the stems of form and lemma."""
    words = _WORD.findall(text)
    if not words:
        return []
    lemmas = _WORD.findall(lemma)
    if len(lemmas) != len(words):
        lemmas = words
    return [tuple(dict.fromkeys((stem(w, lang), stem(v, lang)))) for w, v in zip(words, lemmas, strict=True)]


def _match(stems: tuple[str, ...], units: list[tuple[int, tuple[str, ...]]], n: int) -> tuple[int, ...] | None:
    tokens = [units[n][0]]
    for wanted in stems[1:]:
        for i, forms in units[n + 1 : n + 2 + _GAP]:
            n += 1
            if i - tokens[-1] > _GAP + 1:
                return None
            if wanted in forms:
                tokens.append(i)
                break
        else:
            return None
    return tuple(tokens)


def _inside(a: Found, b: Found) -> bool:
    """Whether of two terms that share a token the first is the lesser."""
    return (len(b.tokens), b.letters) > (len(a.tokens), a.letters)
