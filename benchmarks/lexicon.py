"""How many of the lexicon's own examples are read as their row says.

    python benchmarks/lexicon.py [--missed]

For each language and part of speech: rows, the share whose cue is found in its example, and the share whose example
gives a stance of the row's type (or of its negated type). ``--missed`` lists the examples that give none. The examples
were written with the rows, so this says whether a row works, not how well articles are read.
"""

import sys
from collections import defaultdict

from kg import extract
from kg.knowledge.cues import load_cues
from kg.language import LANGUAGES
from kg.model import Article


def main() -> None:
    print(f"{'':12} {'rows':>6} {'cue found':>10} {'stance':>8}")
    missed = []
    for lang in LANGUAGES:
        tallies: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for entry in load_cues(lang):
            doc = extract.parse(Article("example", entry.example, lang=lang))
            wanted = (entry.type, entry.negated)
            found = any((c.lemma, c.pos) == (entry.cue, entry.pos) and c.type in wanted for c in doc._.cues)
            told = any(s.type in wanted for s in doc._.stances)
            for key in (entry.pos, "all"):
                tally = tallies[key]
                tally[0] += 1
                tally[1] += found
                tally[2] += told
            if not told:
                missed.append(f"{lang}.csv:{entry.line}: {entry.cue} ({entry.pos}, {entry.type}): {entry.example}")
        for key, (rows, found, told) in tallies.items():
            print(f"{lang} {key:9} {rows:6} {found / rows:10.3f} {told / rows:8.3f}")
    if "--missed" in sys.argv:
        print(*missed, sep="\n")


if __name__ == "__main__":
    main()
