"""The words of a parsed text as plain Python objects, which the rules read instead of spaCy's tokens.

``Token`` and ``Span`` make a new string, list or object at each access (0.1 to 4 microseconds); the rules look at every
word dozens of times. Here each word is read from the Doc once. Attributes have spaCy's names and meaning, so that rules
read like any other code on Universal Dependencies.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, overload

from spacy.tokens import Doc, Token

from kg.model import Span

if TYPE_CHECKING:
    from kg.extract.candidates import Candidate
    from kg.extract.cast import Cast
    from kg.extract.cues import Cue
    from kg.extract.judge import Verdict
    from kg.extract.quotes import Voice
    from kg.model import Stance

_STRINGS: list[int | str] = ["ORTH", "LOWER", "LEMMA", "POS", "DEP", "MORPH"]
_NUMBERS: list[int | str] = ["HEAD", "IS_SPACE", "IS_PUNCT", "SPACY"]
_KEY = "words"


class Morph:
    """The morphological features of a word."""

    __slots__ = ("_features",)

    def __init__(self, features: str) -> None:
        """:param features: as CoNLL-U writes them: "Case=Nom|Number=Sing"."""
        pairs = (pair.partition("=") for pair in features.split("|") if "=" in pair)
        self._features = {name: values.split(",") for name, _, values in pairs}

    def get(self, name: str, default: list[str] | None = None) -> list[str]:
        """The values of a feature; the default, or an empty list, if the word has none."""
        return self._features.get(name, default if default is not None else [])


_morph = lru_cache(maxsize=4096)(Morph)


class Word:
    """One token of a text."""

    __slots__ = (
        "_reach",
        "children",
        "dep_",
        "doc",
        "head",
        "i",
        "idx",
        "is_punct",
        "is_space",
        "lemma_",
        "lower_",
        "morph",
        "pos_",
        "sentence",
        "text",
    )

    doc: "Words"
    i: int
    idx: int  # the first character in the text
    text: str
    lower_: str
    lemma_: str
    pos_: str
    dep_: str
    morph: Morph
    head: "Word"
    sentence: tuple[int, int]  # the tokens (start, end) of the sentence that holds the word
    children: "list[Word]"
    is_space: bool
    is_punct: bool
    _reach: tuple[int, int] | None

    @property
    def token(self) -> Token:
        """The token of the Doc."""
        return self.doc.source[self.i]

    @property
    def lefts(self) -> "list[Word]":
        """The children before the word."""
        return [child for child in self.children if child.i < self.i]

    @property
    def rights(self) -> "list[Word]":
        """The children behind the word."""
        return [child for child in self.children if child.i > self.i]

    @property
    def reach(self) -> tuple[int, int]:
        """The first and the last token of all that hangs on the word."""
        if self._reach is None:
            token = self.token
            self._reach = token.left_edge.i, token.right_edge.i
        return self._reach

    @property
    def subtree(self) -> "Iterator[Word]":
        """The word and all that hangs on it, in no order."""
        below = [self]
        while below:
            word = below.pop()
            yield word
            below += word.children


class Phrase:
    """Tokens ``start`` to ``end`` of a text."""

    __slots__ = ("doc", "end", "start")

    def __init__(self, doc: "Words", start: int, end: int) -> None:
        self.doc = doc
        self.start = start
        self.end = end

    def __iter__(self) -> Iterator[Word]:
        return iter(self.doc.words[self.start : self.end])

    def __len__(self) -> int:
        return self.end - self.start

    def __getitem__(self, i: int) -> Word:
        return self.doc.words[(self.start if i >= 0 else self.end) + i]

    @property
    def root(self) -> Word:
        """The word on which all others of the phrase hang."""
        return self.doc.root_of(self.start, self.end)

    @property
    def text(self) -> str:
        """The characters of the phrase."""
        return self.doc.text[self.start_char : self.end_char]

    @property
    def start_char(self) -> int:
        """The first character in the text."""
        return self.doc.words[self.start].idx if self.start < len(self.doc) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        """The character of the text behind the last one."""
        last = self.doc.words[self.end - 1] if self.end > self.start else None
        return last.idx + len(last.text) if last is not None else self.start_char


class Words:
    """A parsed text, and what each step of extraction has found in it."""

    def __init__(self, source: Doc) -> None:
        """:param source: a Doc with parts of speech, dependencies, lemmas and sentences."""
        self.source = source
        self.lang_: str = source.lang_
        self.day: date | None = source._.day
        self.text: str = source.text
        self.words = [Word() for _ in range(len(source))]
        self._fill()
        self.sents = [Phrase(self, sentence.start, sentence.end) for sentence in source.sents]
        for phrase in self.sents:
            for word in phrase:
                word.sentence = (phrase.start, phrase.end)
        self._roots: dict[tuple[int, int], Word] = {}
        self._depths: dict[int, int] = {}
        self.kept: dict[str, Any] = {}  # what other rooms have worked out once for this text
        self.cast: Cast
        self.voices: tuple[Voice, ...] = ()
        self.quotations: tuple[Voice, ...] = ()
        self.cues: tuple[Cue, ...] = ()
        self.candidates: tuple[Candidate, ...] = ()
        self.verdicts: tuple[Verdict, ...] = ()
        self.stances: tuple[Stance, ...] = ()

    def _fill(self) -> None:
        source, words = self.source, self.words
        strings = source.vocab.strings
        rows = source.to_array(_STRINGS).tolist() if words else []
        numbers = source.to_array(_NUMBERS).astype("int64").tolist() if words else []
        seen: dict[int, str] = {0: ""}
        at = 0
        for i, (word, row, (to_head, space, punct, spaced)) in enumerate(zip(words, rows, numbers, strict=True)):
            for key in row:
                if key not in seen:
                    seen[key] = strings[key]
            orth, lower, lemma, pos, dep, morph = row
            word.doc, word.i, word.idx = self, i, at
            word.text, word.lower_, word.lemma_ = seen[orth], seen[lower], seen[lemma]
            word.pos_, word.dep_, word.morph = seen[pos], seen[dep], _morph(seen[morph])
            word.head, word.children, word._reach = words[i + to_head], [], None
            word.is_space, word.is_punct = space != 0, punct != 0
            at += len(word.text) + spaced
        for word in words:
            if word.head is not word:
                word.head.children.append(word)

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    @overload
    def __getitem__(self, i: int) -> Word: ...
    @overload
    def __getitem__(self, i: slice) -> Phrase: ...
    def __getitem__(self, i: int | slice) -> Word | Phrase:
        if isinstance(i, int):
            return self.words[i]
        start, end, _ = i.indices(len(self.words))
        return Phrase(self, start, end if end > start else start)

    def span(self, start: int, end: int) -> Span:
        """Tokens ``start`` to ``end`` in characters of the text."""
        phrase = Phrase(self, start, end)
        return Span(phrase.start_char, phrase.end_char)

    def root_of(self, start: int, end: int) -> Word:
        """The word of a stretch on which all others hang: of those whose head lies outside, the highest."""
        found = self._roots.get((start, end))
        if found is None:
            inside = self.words[start:end]
            tops = [w for w in inside if w.head is w or not start <= w.head.i < end]
            found = tops[0] if len(tops) == 1 else min(tops, key=self._depth, default=self.words[start])
            self._roots[start, end] = found
        return found

    def _depth(self, word: Word) -> int:
        path = []
        while word.i not in self._depths and word.head is not word:
            path.append(word.i)
            word = word.head
        depth = self._depths.setdefault(word.i, 0)
        for i in reversed(path):
            depth = self._depths[i] = depth + 1
        return depth


def words_of(doc: Doc) -> Words:
    """The words of a Doc, read when they are first asked for; the parse must be complete by then."""
    found: Words | None = doc.user_data.get(_KEY)
    if found is None:
        found = doc.user_data[_KEY] = Words(doc)
    return found


def _found(name: str, default: object, doc: Doc) -> object:
    return getattr(doc.user_data.get(_KEY), name, default)


# What the steps find is the Doc's, as with any component of spaCy; before they ran it has nothing.
for _name in ("cast", "voices", "quotations", "cues", "candidates", "verdicts", "stances"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, getter=partial(_found, _name, None if _name == "cast" else ()))
if not Doc.has_extension("day"):
    Doc.set_extension("day", default=None)
