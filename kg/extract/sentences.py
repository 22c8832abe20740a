"""Where the sentence of a token begins and ends.

``Token.sent`` walks to both edges at each call, which costs the square of the length of a long sentence.
"""

from spacy.tokens import Doc, Span, Token

_KEY = "sentence_edges"


def edges(token: Token) -> tuple[int, int]:
    """The tokens (start, end) of the sentence that holds a token."""
    doc = token.doc
    found: list[tuple[int, int]] | None = doc.user_data.get(_KEY)
    if found is None:
        found = doc.user_data[_KEY] = _edges(doc)
    return found[token.i]


def together(a: Token, b: Token) -> bool:
    """Whether two tokens stand in one sentence."""
    return edges(a) == edges(b)


def sentence_of(token: Token) -> Span:
    """The sentence that holds a token."""
    start, end = edges(token)
    return token.doc[start:end]


def _edges(doc: Doc) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for sentence in doc.sents:
        found += [(sentence.start, sentence.end)] * len(sentence)
    return found
