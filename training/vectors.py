"""Floret vectors of a language from raw text: subword vectors in a small table, so that no word is unknown.

    python training/vectors.py RAW.txt[.xz] OUTPUT.floret

Source of the method: Bojanowski et al. 2017 (subword vectors), floret (Bloom embeddings for the n-grams).
"""

import lzma
import sys
import tempfile
from pathlib import Path

import floret
import spacy

DIMENSIONS, BUCKETS, HASHES, EPOCHS = 100, 20_000, 2, 5


def write_tokens(raw: Path, tokens: Path, language: str = "de") -> None:
    """One line of space-separated spaCy tokens for each line of raw text."""
    tokenizer = spacy.blank(language).tokenizer
    opener = lzma.open if raw.suffix == ".xz" else open
    with opener(raw, "rt", encoding="utf-8") as lines, tokens.open("w", encoding="utf-8") as out:
        for line in lines:
            out.write(" ".join(t.text for t in tokenizer(line.strip())) + "\n")


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as scratch:
        tokens = Path(scratch) / "tokens.txt"
        write_tokens(Path(sys.argv[1]), tokens)
        model = floret.train_unsupervised(
            str(tokens), model="cbow", mode="floret", dim=DIMENSIONS, bucket=BUCKETS,
            hashCount=HASHES, minn=4, maxn=5, minCount=10, epoch=EPOCHS, thread=2, verbose=1,
        )  # fmt: skip
        model.save_floret_vectors(sys.argv[2])


if __name__ == "__main__":
    main()
