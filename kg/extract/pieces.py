"""The pieces of a sentence between its commas, colons, dashes and quotation marks."""

from dataclasses import dataclass

from kg.extract.marks import QUOTE_MARKS
from kg.extract.mood import form_mood
from kg.extract.words import Phrase, Word, Words
from kg.knowledge.grammar import Grammar

_CUTS = frozenset({",", ";", ":", "–", "—", "(", ")"})
_EDGE = frozenset(",;:–—-.!?()…")


@dataclass(slots=True)
class Piece:
    """A stretch between two cuts. ``opener`` says how it begins, ``mood`` what its finite verb says."""

    start: int
    end: int
    finite: Word | None
    opener: str  # "that", "wh", "relative", "sub", "like", "inf", "and", ""
    mood: int  # of the finite verb: 0 indicative, 1, 2
    quoted: bool


class Cutter:
    """Cuts the sentences of one text; ``quoted`` are its tokens inside quotation marks."""

    def __init__(self, doc: Words, grammar: Grammar, quoted: set[int]) -> None:
        self._doc = doc
        self._grammar = grammar
        self._quoted = quoted
        self._found: dict[int, list[Piece]] = {}

    def pieces(self, sentence: Phrase) -> list[Piece]:
        """The pieces of a sentence, in order; what stands in quotation marks is cut only at the marks."""
        if sentence.start not in self._found:
            self._found[sentence.start] = self._cut(sentence)
        return self._found[sentence.start]

    def _cut(self, sentence: Phrase) -> list[Piece]:
        found = []
        start = sentence.start
        for i in range(sentence.start, sentence.end + 1):
            inside = i < sentence.end and i in self._quoted
            cut = i == sentence.end or (not inside and (self._doc[i].text in _CUTS or self._joins(i, sentence)))
            if cut or (self._doc[i].text in QUOTE_MARKS and (i in self._quoted) != (i + 1 in self._quoted)):
                if any(not t.is_space and not t.is_punct for t in self._doc[start:i]):
                    found.append(self._piece(start, i))
                start = i + 1
        return found

    def _joins(self, i: int, sentence: Phrase) -> bool:
        """Whether a conjunction begins a clause of its own: "und warnte"."""
        token = self._doc[i]
        return token.pos_ == "CCONJ" and i > sentence.start and i + 1 < sentence.end and is_finite(self._doc[i + 1])

    def _piece(self, start: int, end: int) -> Piece:
        while start < end and (self._doc[start].is_space or self._doc[start].is_punct):
            start += 1
        tokens = self._doc[start:end]
        finite = [t for t in tokens if t.pos_ in ("VERB", "AUX") and is_finite(t)]
        first = next(
            (t for t in tokens if t.pos_ != "ADV" or t.lower_ in self._grammar.attribution.subordinators), tokens[0]
        )
        opener = self._opener(first, tokens, bool(finite))
        verb = None
        if finite:
            verb = finite[-1] if opener in ("that", "wh", "relative", "sub", "like") else finite[0]
        mood = max((form_mood(t, self._grammar) for t in finite), default=0)
        return Piece(start, end, verb, opener, mood, start in self._quoted)

    def _opener(self, first: Word, tokens: Phrase, finite: bool) -> str:
        form = first.lower_
        if form in ("wie", "as"):
            return "like"
        if form in ("dass", "daß", "ob"):
            return "sub" if first.i > tokens.start and self._doc[first.i - 1].lower_ == "so" else "that"
        if form in self._grammar.attribution.subordinators:
            return "wh"
        if first.pos_ == "SCONJ":
            return "sub"
        at = first.i - tokens.start
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if first.pos_ == "ADP" and after is not None:
            first, form = after, after.lower_
        if form in self._grammar.relatives and first.pos_ in ("PRON", "DET") and finite:
            last = next((t for t in reversed(tokens) if not t.is_space and not t.is_punct), first)
            if is_finite(last) and not (after is not None and is_finite(after)):
                return "relative"
        if not finite and any(_to_infinitive(t) for t in tokens):
            return "inf"
        return "and" if first.pos_ == "CCONJ" else ""


def is_finite(token: Word) -> bool:
    """Whether a verb form is finite; where the parse does not say, forms with a person are."""
    if token.pos_ not in ("VERB", "AUX"):
        return False
    form = token.morph.get("VerbForm", [])
    return "Fin" in form if form else bool(token.morph.get("Person", []))


def trim(doc: Words, start: int, end: int) -> tuple[int, int]:
    """A stretch without punctuation at its edges."""
    while start < end - 1 and (doc[start].is_space or doc[start].text in _EDGE):
        start += 1
    while end > start + 1 and (doc[end - 1].is_space or doc[end - 1].text in _EDGE):
        end -= 1
    return start, end


def _to_infinitive(token: Word) -> bool:
    """ "zu" before an infinitive, or inside it ("aufzuweichen")."""
    form = token.lower_
    if form == "zu":
        after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
        return after.pos_ in ("VERB", "AUX") and after.lower_.endswith("n")
    return (
        token.pos_ in ("VERB", "AUX")
        and "zu" in form[2:9]
        and form.endswith("n")
        and "zu" not in token.lemma_.lower()[2:9]
    )
