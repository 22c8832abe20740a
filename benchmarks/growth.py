"""How the time of an extraction grows with the length of odd texts.

    python benchmarks/growth.py [WORDS]

Each text is read at WORDS words (default 2000) and at four times that, twice each; the shorter time counts. Printed are
the seconds of the bare parse and of all steps of extraction behind it, in one run, and for both the exponent of the
growth: 1 is linear, 2 would be the square. Exits with 1 if the exponent of extraction is above 1.35.
"""

import gc
import math
import sys
import time
from collections.abc import Callable

from kg import extract

LIMIT = 1.35  # leaves room for the noise of a busy machine; a square would be 2
TEXTS: dict[str, tuple[str, Callable[[int], str]]] = {
    "article": ("de", lambda n: "Der Präsident Frankreichs lehnte den Vorschlag ab, sagte er am Montag.\n" * (n // 12)),
    "article en": ("en", lambda n: "The president of France rejected the plan, he said on Monday.\n" * (n // 12)),
    "one sentence": ("de", lambda n: "Der Minister lehnt den Plan ab und die Regierung fordert Hilfe, " * (n // 11)),
    "one sentence en": ("en", lambda n: "the minister rejects the plan and the government demands aid, " * (n // 10)),
    "reported chain": ("de", lambda n: "Merz sagte, dass Paris warne, " * (n // 5) + "."),
    "reported chain en": ("en", lambda n: "Putin said that Paris warned that " * (n // 6) + "."),
    "no punctuation": ("de", lambda n: "Russland lehnt Truppen ab sagte Peskow " * (n // 6)),
    "no punctuation en": ("en", lambda n: "Russia rejects troops said Peskov " * (n // 5)),
    "one word": ("de", lambda n: "wort " * n),
    "capitals": ("de", lambda n: "DIE REGIERUNG LEHNT DEN PLAN AB " * (n // 6)),
    "capitals en": ("en", lambda n: "THE GOVERNMENT REJECTS THE PLAN " * (n // 5)),
    "quotation marks": ("de", lambda n: "„“ " * (n // 2)),
    "opening marks": ("de", lambda n: "„Wir lehnen das ab " * (n // 5)),
    "quotations": ("de", lambda n: "„Wir lehnen das ab“, sagte Merz, " * (n // 7)),
    "quotations en": ("en", lambda n: '"We reject that", Putin said, ' * (n // 6)),
    "names": ("en", lambda n: "Angela Merkel, Emmanuel Macron, " * (n // 4)),
    "states": ("de", lambda n: "Russland, China, Indien, " * (n // 3) + "lehnen ab"),
    "brackets": ("de", lambda n: "Merz (CDU) " * (n // 3)),
    "mixed languages": ("en", lambda n: "Russland lehnt ab. The minister rejects it. " * (n // 8)),
    "emoji": ("de", lambda n: "Russland 🙂 lehnt 🙂 ab " * (n // 5)),
    "zero width": ("de", lambda n: "Russ\u200bland lehnt\u200d ab \ufeff" * (n // 4)),
    "hyphens": ("en", lambda n: "well-known-and-so-on " * (n // 5)),
    "lines": ("de", lambda n: "Russland\nlehnt\nab\n" * (n // 3)),
    "blank lines": ("de", lambda n: "\n\n \n" * n),
    "one long token": ("de", lambda n: "a" * n * 5),
}


def seconds(lang: str, text: str) -> tuple[float, float]:
    """Seconds of the parse and of the other steps."""
    nlp = extract.pipeline(lang)
    gc.collect()  # what the text before has left is not this one's to clear away
    times = [0.0, 0.0]
    doc = nlp.make_doc(text)
    for name, step in nlp.pipeline:
        start = time.process_time()
        doc = step(doc)
        times[name in extract.STEPS] += time.process_time() - start
    return times[0], times[1]


def exponent(before: float, after: float) -> float:
    """The power of the length with which a time grew while the length did by four."""
    return math.log(max(after, 0.01) / max(before, 0.01), 4)


def main() -> int:
    words = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    only = sys.argv[2:]
    print(f"{'':20} {'words':>7} {'parse s':>8} {'extract s':>10} {'parse ^':>8} {'extract ^':>10}")
    worst = 0.0
    for name, (lang, make) in TEXTS.items():
        if only and name not in only:
            continue
        seconds(lang, make(100))
        texts = (make(words), make(4 * words))
        first, last = (tuple(map(min, zip(*(seconds(lang, t) for _ in range(2)), strict=True))) for t in texts)
        grown = [exponent(a, b) for a, b in zip(first, last, strict=True)]
        worst = max(worst, grown[1])
        print(f"{name:20} {4 * words:7} {last[0]:8.2f} {last[1]:10.2f} {grown[0]:8.2f} {grown[1]:10.2f}", flush=True)
    print(f"largest exponent of extraction {worst:.2f} (at most {LIMIT})")
    return int(worst > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
