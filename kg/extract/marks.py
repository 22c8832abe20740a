"""Quotation marks: which stretches of a text they enclose."""

from spacy.tokens import Doc

from kg.knowledge.grammar import Grammar

QUOTE_MARKS = frozenset('„“”"«»‚‘›‹')
_LONGEST_QUOTE = 400  # tokens; a mark that is not closed by then was no opening
_SHORTEST_SPEECH = 4  # tokens; less in quotation marks is a term, unless it stands in reported words


def quoted_stretches(doc: Doc, grammar: Grammar) -> list[tuple[int, int]]:
    """Tokens (start, end) between quotation marks, without the marks.

    A mark that is not closed opens nothing, unless a new paragraph ends it.
    """
    found = []
    opened: int | None = None
    for token in doc:
        if token.text not in grammar.opening and token.text not in grammar.closing:
            if opened is not None and (token.i - opened > _LONGEST_QUOTE):
                opened = None
            continue
        if opened is not None and token.text in grammar.closing and (token.text not in "„»" or doc[opened].text == "»"):
            if token.i > opened + 1:
                found.append((opened + 1, token.i))
            opened = None
        elif token.text in grammar.opening:
            opened = token.i
    return found


def is_speech(doc: Doc, start: int, end: int) -> bool:
    """Whether a quoted stretch is somebody's words rather than a title or a term."""
    if end - start < _SHORTEST_SPEECH:
        return False
    return any(t.pos_ in ("VERB", "AUX") for t in doc[start:end])


def is_wording(doc: Doc, start: int, end: int) -> bool:
    """Whether a quoted stretch inside reported words can be the speaker's own wording, not a name or a title."""
    words = [t for t in doc[start:end] if t.is_alpha]
    if not words or all(t.pos_ in ("PROPN", "X", "NUM") for t in words):
        return False
    return len(words) > 1 and any(not t.text[0].isupper() for t in words)
