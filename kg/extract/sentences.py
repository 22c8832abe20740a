"""Where the sentence of a token begins and ends, and what hangs below a token; each found once for a Doc.

``Token.sent`` walks to both edges at each call, which costs the square of the length of a long sentence, and
``Token.children`` walks over the whole phrase.
"""

from spacy.tokens import Doc, Span, Token

_KEY = "sentence_edges"
_BELOW = "below"
_ROOTS = "roots"


def edges(token: Token) -> tuple[int, int]:
    """The tokens (start, end) of the sentence that holds a token."""
    doc = token.doc
    found: list[tuple[int, int]] | None = doc.user_data.get(_KEY)
    if found is None:
        found = doc.user_data[_KEY] = _edges(doc)
    return found[token.i]


def below(token: Token) -> tuple[Token, ...]:
    """The children of a token, in the order of the text."""
    doc = token.doc
    kept: dict[int, tuple[Token, ...]] = doc.user_data.setdefault(_BELOW, {})
    found = kept.get(token.i)
    if found is None:
        found = kept[token.i] = tuple(token.children)
    return found


def root_of(doc: Doc, start: int, end: int) -> Token:
    """The token of a stretch on which all others hang, as ``Span.root`` finds it."""
    kept: dict[tuple[int, int], Token] = doc.user_data.setdefault(_ROOTS, {})
    found = kept.get((start, end))
    if found is None:
        found = kept[start, end] = doc[start:end].root
    return found


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
