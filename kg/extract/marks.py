"""Quotation marks: which stretches of a text they enclose."""

from kg.extract.words import Words
from kg.knowledge.grammar import Grammar

QUOTE_MARKS = frozenset('„“”"«»‚‘›‹')
_SINGLE = frozenset("‚‘’›‹")
_LONGEST_QUOTE = 400  # tokens; a mark that is not closed by then was no opening
_LONGEST_TITLE = 8  # tokens; a name with capitals throughout ("Working Group on Data Retention") is no speech either
_CONTENT = ("NOUN", "PROPN", "VERB", "AUX", "ADJ", "ADV", "PRON")
_SHORTEST_SPEECH = 4  # tokens; less in quotation marks is a term, unless it stands in reported words


def quoted_stretches(doc: Words, grammar: Grammar) -> list[tuple[int, int]]:
    """Tokens (start, end) between quotation marks, without the marks.

    Marks inside a quotation belong to it. A mark that is not closed opens nothing, unless it follows a colon: then the
    paragraph ends the quotation.
    """
    found = []
    opened: int | None = None
    for token in doc:
        text = token.text
        if opened is not None and (token.i - opened > _LONGEST_QUOTE or (token.is_space and "\n\n" in text)):
            # A new paragraph or too much text: the mark was never closed. After a colon it still opened speech.
            if token.is_space and _after_colon(doc, opened) and token.i > opened + 1:
                found.append((opened + 1, token.i))
                opened = None
            elif token.i - opened > _LONGEST_QUOTE:
                opened = None
        if text not in grammar.opening and text not in grammar.closing:
            continue
        if opened is not None and text in _SINGLE and doc[opened].text not in _SINGLE:
            continue  # a quotation inside the quotation
        if opened is not None and text in grammar.closing and (text not in "„»" or doc[opened].text == "»"):
            if token.i > opened + 1:
                found.append((opened + 1, token.i))
            opened = None
        elif text in grammar.opening:
            opened = token.i
    if opened is not None and _after_colon(doc, opened) and opened + 1 < len(doc):
        found.append((opened + 1, len(doc)))
    return found


def _after_colon(doc: Words, i: int) -> bool:
    return i > 0 and doc[i - 1].text == ":" and doc[i].text != '"'


def is_speech(doc: Words, start: int, end: int) -> bool:
    """Whether a quoted stretch is somebody's words rather than a title or a term."""
    if end - start < _SHORTEST_SPEECH:
        return False
    words = [t for t in doc[start:end] if t.pos_ in _CONTENT and t.text.isalpha()]
    titled = end - start <= _LONGEST_TITLE and all(t.text[0].isupper() for t in words)
    return not titled and any(t.pos_ in ("VERB", "AUX") for t in doc[start:end])


def is_wording(doc: Words, start: int, end: int) -> bool:
    """Whether a quoted stretch inside reported words can be the speaker's own wording, not a name or a title."""
    words = [t for t in doc[start:end] if t.text.isalpha()]
    if not words or all(t.pos_ in ("PROPN", "X", "NUM") for t in words):
        return False
    return len(words) > 1 and any(not t.text[0].isupper() for t in words)
