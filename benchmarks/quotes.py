"""How well quotations and their speakers are found, measured against annotated articles.

    python benchmarks/quotes.py ARTICLES.jsonl [--limit N] [--half even|odd]

Each line of ARTICLES.jsonl is one article: ``id``, ``lang``, ``text``, ``quotes``; each quotation has ``type``,
``quote`` and ``speaker``, the latter two as lists of [start, end) character offsets. Articles without any annotated
quotation are left out. ``--half`` takes the articles whose CRC-32 of the id is even or odd, so that errors can be
looked at in one half and figures reported on the other.

A found quotation matches a gold one if they share at least half of the words of the longer of the two (the row "gold
half" counts half of the gold one's words); each is matched once, the best overlaps first. The speaker is right if the
words that name them overlap with the gold speaker's, or if both mean the same actor after coreference; where gold
names nobody, if nobody is found.
"""

import argparse
import json
import re
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import extract
from kg.extract.speakers import entity_of
from kg.knowledge.grammar import load_grammar
from kg.model import Article

FLOORS = {"quotation": 0.65, "with speaker": 0.55}
_WORD = re.compile(r"\w+")


@dataclass
class Tally:
    """Counts over all articles; ``recalled`` maps a type to (matched, gold)."""

    gold: int = 0
    found: int = 0
    matched: int = 0
    attributed: int = 0
    loosely: int = 0
    recalled: dict[str, list[int]] = field(default_factory=dict)

    def rates(self, right: int) -> tuple[float, float, float]:
        """Precision, recall and F1."""
        precision, recall = right / max(self.found, 1), right / max(self.gold, 1)
        return precision, recall, 2 * right / max(self.found + self.gold, 1)


def words(text: str, spans: list[list[int]]) -> set[int]:
    """The offsets at which the words inside spans begin."""
    return {m.start() for start, end in spans for m in _WORD.finditer(text, start, end)}


def spans_of(doc: Any, voice: Any) -> list[list[int]]:
    """The character spans of a found quotation."""
    return [[doc[s:e].start_char, doc[s:e].end_char] for s, e in voice.parts or ((voice.start, voice.end),)]


def same_speaker(doc: Any, voice: Any, gold: list[list[int]]) -> bool:
    """Whether a found speaker is the gold one."""
    if not gold:
        return voice.speaker is None and voice.speaker_span is None
    if voice.speaker_span is not None:
        span = doc[voice.speaker_span[0] : voice.speaker_span[1]]
        if any(span.start_char < end and start < span.end_char for start, end in gold):
            return True
    if voice.speaker is None:
        return False
    grammar = load_grammar(doc.lang_)
    cast = doc._.cast
    named = (cast.doc[t.i] for start, end in gold for t in doc.char_span(start, end, alignment_mode="expand") or ())
    return any(entity_of(cast, word, grammar)[0] is voice.speaker for word in named)


def matches(gold: list[set[int]], found: list[set[int]]) -> Iterator[tuple[int, int]]:
    """Pairs (gold, found) that share half of the words of the longer, each taken once, best first."""
    shares = [
        (len(g & f) / max(len(g), len(f)), i, j) for i, g in enumerate(gold) for j, f in enumerate(found) if g & f
    ]
    used_gold, used_found = set(), set()
    for share, i, j in sorted(shares, key=lambda s: (-s[0], s[1], s[2])):
        if share >= 0.5 and i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            yield i, j


def kind_of(quote: dict[str, Any], others: list[dict[str, Any]]) -> str:
    """The type of a gold quotation: "direct", "indirect", or "mixed" (indirect with quoted words inside)."""
    if quote["type"] == "Direct":
        return "direct"
    inside = any(
        o["type"] == "Direct" and any(s <= a and b <= e for s, e in quote["quote"] for a, b in o["quote"])
        for o in others
    )
    return "mixed" if inside else "indirect"


def count(tally: Tally, record: dict[str, Any], doc: Any) -> list[tuple[int, int]]:
    """Add one article to the tally; the matched pairs."""
    text, quotes, voices = record["text"], record["quotes"], doc._.quotations
    gold = [words(text, q["quote"]) for q in quotes]
    found = [words(text, spans_of(doc, v)) for v in voices]
    pairs = list(matches(gold, found))
    tally.gold += len(gold)
    tally.found += len(found)
    tally.matched += len(pairs)
    tally.attributed += sum(same_speaker(doc, voices[j], quotes[i]["speaker"]) for i, j in pairs)
    tally.loosely += sum(any(2 * len(g & f) >= len(g) for f in found) for g in gold)
    reached = {i for i, _ in pairs}
    for i, quote in enumerate(quotes):
        for label in (kind_of(quote, quotes), f"  {quote['type']}"):
            cell = tally.recalled.setdefault(label, [0, 0])
            cell[0] += i in reached
            cell[1] += 1
    return pairs


def report(tally: Tally) -> dict[str, float]:
    """Print the figures; F1 by level."""
    figures = {}
    for level, right in (("quotation", tally.matched), ("with speaker", tally.attributed)):
        precision, recall, f1 = tally.rates(right)
        figures[level] = f1
        print(f"{level:14} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  (floor {FLOORS[level]:.2f})")
    print(f"{'gold half':14} R {tally.loosely / max(tally.gold, 1):.3f}")
    for label, (reached, total) in sorted(tally.recalled.items(), key=lambda cell: (cell[0][0] == " ", cell[0])):
        print(f"{label:24} R {reached / total:.3f}  ({reached} of {total})")
    return figures


def records(path: Path, half: str | None, limit: int | None) -> list[dict[str, Any]]:
    """The articles with annotated quotations."""
    with path.open(encoding="utf-8") as lines:
        chosen = [r for r in map(json.loads, lines) if r["quotes"]]
    if half is not None:
        chosen = [r for r in chosen if (zlib.crc32(r["id"].encode()) % 2 == 0) == (half == "even")]
    return chosen[:limit]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, metavar="ARTICLES.jsonl")
    parser.add_argument("--limit", type=int, help="measure only the first N articles")
    parser.add_argument("--half", choices=("even", "odd"), help="measure only one half of the articles")
    options = parser.parse_args()
    if not options.articles.is_file():
        sys.exit(f"{options.articles}: no such file; give the annotated articles (JSON Lines)")
    tally, start = Tally(), time.perf_counter()
    chosen = records(options.articles, options.half, options.limit)
    for record in chosen:
        article = Article(record["id"], record["text"], title=record.get("title"), lang=record["lang"])
        count(tally, record, extract.parse(article))
    print(f"{len(chosen)} articles, {tally.gold} quotations, {tally.found} found, {time.perf_counter() - start:.0f} s")
    report(tally)


if __name__ == "__main__":
    main()
