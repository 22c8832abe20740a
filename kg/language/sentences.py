"""Sentence ends from punctuation and line breaks.

A parser trained on single sentences finds ends badly; newspaper text marks them well. Written before the parser
runs, they bind it.
"""

import re
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Token

_FINAL = {".", "!", "?", "…", "...", "!!", "??", "?!", "!?"}
_CLOSING = {'"', "“", "”", "«", "»", "’", "‘", "'", ")", "]", "''"}
_INSIDE = 2**64 - 1  # -1, "no start of a sentence", as spaCy's arrays of unsigned numbers hold it
_ORDINAL = re.compile(r"\d{1,2}\.")  # "13. Januar"; longer numbers end a sentence


def _ends_sentence(token: Token) -> bool:
    """Whether the token's own form can end a sentence."""
    if token.text in _FINAL:
        return True
    return (
        token.text.endswith(".") and token.text[:-1].replace(",", "").isdigit() and not _ORDINAL.fullmatch(token.text)
    )


@Language.component("sentence_ends", assigns=["token.is_sent_start"])
def sentence_ends(doc: Doc) -> Doc:
    """Set ``is_sent_start`` of every token.

    A sentence ends at a line break, and at final punctuation that is followed by white space and something that
    can begin a sentence (not a lower-case word). Closing quotation marks stay with the sentence they close.
    """
    starts = [False] * len(doc)
    i = 0
    while i < len(doc):
        token = doc[i]
        if "\n" in token.text:
            _mark(starts, i + 1)
        elif token.text == ":" and i + 1 < len(doc) and "\n" in doc[i + 1].text:
            _mark(starts, i + 2)
        elif _ends_sentence(token):
            end = i + 1
            while end < len(doc) and doc[end].text in _CLOSING and not doc[end - 1].whitespace_:
                end += 1
            after = doc[end] if end < len(doc) else None
            spaced = bool(doc[end - 1].whitespace_) or (after is not None and after.is_space)
            if after is not None and spaced and not after.is_lower and after.text not in {",", ";", "-", "–", "—", ")"}:
                _mark(starts, end)
                i = end - 1
        i += 1
    if not starts:
        return doc
    starts[0] = True
    # All at once: to set Token.is_sent_start looks through the whole Doc for dependencies at each token.
    array: Any = doc.to_array(["SENT_START"]).reshape(-1, 1)
    array[:, 0] = [1 if start else _INSIDE for start in starts]
    return doc.from_array(["SENT_START"], array)


def _mark(starts: list[bool], i: int) -> None:
    if i < len(starts):
        starts[i] = True
