"""Sentences of raw text on which two differently seeded parsers agree, as additional training data.

    python training/silver.py MODEL_A MODEL_B RAW.txt[.xz] GOLD.spacy OUTPUT.spacy

writes the gold sentences and the silver ones, shuffled. Source of the method: Sagae and Tsujii 2007 (two parsers
that agree are usually right); here agreement is asked of the whole tree.
"""

import lzma
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin

import components  # noqa: F401  (registers the project's own components)

WANTED = 6_000  # silver sentences: about twice the gold ones
EVERY = 9  # one speech of so many is read, to see all of the term
SHORTEST, LONGEST = 6, 32  # tokens


def speeches(path: Path) -> Iterator[str]:
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for i, line in enumerate(lines):
            if i % EVERY == 0:
                yield line.strip()[:6000]


def sentences(nlp: spacy.Language, texts: Iterator[str]) -> Iterator[Doc]:
    """Each sentence as a Doc of its own, unparsed."""
    splitter = spacy.blank("de")
    splitter.add_pipe("sentence_ends")
    for text in texts:
        for sent in splitter(text).sents:
            words = [t for t in sent if not t.is_space]
            if SHORTEST <= len(words) <= LONGEST:
                yield Doc(nlp.vocab, [t.text for t in words], [bool(t.whitespace_) for t in words])


def same_tree(a: Doc, b: Doc) -> bool:
    return all(x.head.i == y.head.i and x.dep_ == y.dep_ and x.pos_ == y.pos_ for x, y in zip(a, b, strict=True))


def main() -> None:
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    first, second = spacy.load(sys.argv[1]), spacy.load(sys.argv[2])
    gold = list(DocBin().from_disk(sys.argv[4]).get_docs(first.vocab))
    silver: list[Doc] = []
    read = 0
    for doc in sentences(first, speeches(Path(sys.argv[3]))):
        read += 1
        twin = Doc(second.vocab, [t.text for t in doc], [bool(t.whitespace_) for t in doc])
        parsed, other = first(doc), second(twin)
        if len(list(parsed.sents)) == 1 and same_tree(parsed, other):
            silver.append(parsed)
        if len(silver) >= WANTED:
            break
    print(f"{len(silver)} of {read} sentences agreed")
    together = gold + silver
    random.Random(0).shuffle(together)
    DocBin(attrs=["ORTH", "SPACY", "HEAD", "DEP", "POS", "MORPH", "LEMMA", "SENT_START"], docs=together).to_disk(
        sys.argv[5]
    )


if __name__ == "__main__":
    main()
