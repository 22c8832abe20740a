"""Reading a long text piece by piece: in one go, vectors and parse take more than 20 KB of memory for each token.

Both components call those of the pipeline, which are switched off; a text of at most one piece goes to them as it is.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

_PIECE = 20_000  # tokens
_MARGIN = 50  # tokens read on either side of a piece: more than the network looks at, so that pieces change nothing
_TREE: list[int | str] = ["HEAD", "DEP"]


@Language.factory("vectors_in_pieces", assigns=["doc.tensor"])
def make_vectors(nlp: Language, name: str) -> "Vectors":
    """The factory of the component that takes the place of "tok2vec"."""
    return Vectors(nlp)


@Language.factory("parser_in_pieces", assigns=["token.head", "token.dep"])
def make_parser(nlp: Language, name: str) -> "Parser":
    """The factory of the component that takes the place of "parser"."""
    return Parser(nlp)


class Vectors:
    """Sets ``doc.tensor`` (tokens × width) as "tok2vec" does."""

    def __init__(self, nlp: Language) -> None:
        self._whole = nlp.get_pipe("tok2vec")

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.tensor``."""
        if len(doc) > _PIECE:
            doc.tensor = np.concatenate(list(self._pieces(doc)))
        else:
            self._whole(doc)
        return doc

    def _pieces(self, doc: Doc) -> Iterator[Any]:
        for start in range(0, len(doc), _PIECE):
            end = min(start + _PIECE, len(doc))
            first, last = max(0, start - _MARGIN), min(end + _MARGIN, len(doc))
            part = self._whole(doc[first:last].as_doc())
            yield part.tensor[start - first : end - first]


class Parser:
    """Sets heads and relations as "parser" does, on pieces of whole sentences."""

    def __init__(self, nlp: Language) -> None:
        self._whole = nlp.get_pipe("parser")

    def __call__(self, doc: Doc) -> Doc:
        """Set heads and relations; a sentence longer than a piece is cut."""
        if len(doc) <= _PIECE:
            self._whole(doc)
            return doc
        trees = [self._whole(doc[start:end].as_doc()).to_array(_TREE) for start, end in _pieces(doc)]
        tree: Any = np.concatenate(trees)
        return doc.from_array(_TREE, tree)


def _pieces(doc: Doc) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(doc):
        end = min(start + _PIECE, len(doc))
        if end < len(doc):
            end = next((i for i in range(end, start, -1) if doc[i].is_sent_start), end)
        yield start, end
        start = end
