"""What extraction costs beside the bare parse, and whether its memory grows with the number of articles: docs/speed.md.

    python benchmarks/speed.py [ARTICLES]

The sample articles of data/articles are read, ARTICLES of them in each language (default: all), in one run: for each
the bare parse and then everything, both after a first reading that fills all tables. Times are those of the processor,
so that other work on the machine counts little. Memory is the largest that a process of its own has held after reading
all of them once, and after reading them ROUNDS times under other names.
"""

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from kg import extract, resources
from kg.language import LANGUAGES
from kg.model import Article
from kg.read import articles

ROUNDS = 5
PAGE = Path(__file__).parents[1] / "docs" / "speed.md"
HEAD = """\
# What extraction costs

Written by `make speed`: the sample articles, read in one run on one core. The bare parse is sentence ends, parts of
speech, morphology, dependencies and lemmas; extraction is the parse with everything behind it (`kg.extract`).
"""


def samples(lang: str, number: int | None) -> list[Article]:
    """The sample articles of a language."""
    return [a for a in articles([resources.folder("data") / "articles"]) if a.lang == lang][:number]


def parse(article: Article) -> int:
    """Parse an article without the steps of extraction; the number of its tokens."""
    nlp = extract.pipeline(article.lang or "de")
    doc = nlp.make_doc(article.text)
    for name, step in nlp.pipeline:
        if name not in extract.STEPS:
            doc = step(doc)
    return len(doc)


def cost(lang: str, number: int | None) -> str:
    """A row of the table of times."""
    chosen = samples(lang, number)
    for article in chosen:
        extract.read(article)
    tokens, parsing, extracting = 0, 0.0, 0.0
    for _ in range(3):
        for article in chosen:
            start = time.process_time()
            tokens += parse(article)
            between = time.process_time()
            extract.read(article)
            parsing += between - start
            extracting += time.process_time() - between
    ratio = extracting / parsing
    print(f"{lang}: extraction takes {ratio:.2f} times the bare parse (goal: at most 1.5)")
    return f"| {lang} | {len(chosen)} | {tokens / parsing:,.0f} | {tokens / extracting:,.0f} | {ratio:.2f} |"


def largest(lang: str, rounds: int, number: int | None) -> float:
    """The largest memory, in MB, of a process that reads the samples some times under ever new names."""
    code = "import sys; sys.path.insert(0, sys.argv[1]); import speed; speed.hold(sys.argv[2], *map(int, sys.argv[3:]))"
    command = [sys.executable, "-c", code, str(Path(__file__).parent), lang, str(rounds), str(number or 0)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def hold(lang: str, rounds: int, number: int) -> None:
    """Read the samples and print the largest memory so far, in MB."""
    for n in range(rounds):
        for article in samples(lang, number or None):
            extract.read(replace(article, id=f"{article.id}-{n}", text=f"{article.text}\n{n}"))
    # Not from getrusage: its figure goes on from the process that started this one.
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    print(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024)


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else None
    page = [HEAD, "| language | articles | tokens/s, parse | tokens/s, extraction | ratio |", "|---|---|---|---|---|"]
    page += [cost(lang, number) for lang in LANGUAGES]
    page += ["", f"The largest memory of a process that reads them once, and {ROUNDS} times under other names:", ""]
    page += ["| language | once | several times |", "|---|---|---|"]
    for lang in LANGUAGES:
        once, often = (largest(lang, rounds, number) for rounds in (1, ROUNDS))
        print(f"{lang}: {once:.0f} MB after one round, {often:.0f} MB after {ROUNDS}")
        page.append(f"| {lang} | {once:.0f} MB | {often:.0f} MB |")
    page += [
        "",
        "`python benchmarks/growth.py` shows how the time grows with the length of one text, odd ones too.",
        "",
    ]
    PAGE.write_text("\n".join(page), encoding="utf-8")
    print(f"written: {PAGE}")


if __name__ == "__main__":
    main()
