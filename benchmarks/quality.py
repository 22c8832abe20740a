"""How well stances are read, measured against gold stances: writes docs/quality.md.

    python benchmarks/quality.py BENCH

BENCH is a folder with ``score.py``, ``names.json`` and, for each set, ``SET.articles.jsonl`` and ``SET.gold.jsonl``
(their format is in its GUIDELINES.md). The sets are train and dev, in German and English; those that are missing are
left out.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SETS = ("dev.de", "dev.en", "train.de", "train.en")
PAGE = Path(__file__).parents[1] / "docs" / "quality.md"
HEAD = """\
# How well stances are read

Written by `make quality BENCH=...`: `kg extract` on the benchmark's articles, scored by its own `score.py`. Each level
adds one demand: the actor, then the valence (favour, against, open), the type (one of twelve), the target (`triple`),
the condition (`quad`). The `train` sets are those that cues and weights were learned from; `dev` were not.
"""


def figures(bench: Path, name: str) -> tuple[dict[str, dict[str, float]], float]:
    """What score.py says of a set, level by level, and the seconds that the extraction took."""
    articles = bench / f"{name}.articles.jsonl"
    with tempfile.TemporaryDirectory() as scratch:
        predicted = Path(scratch) / "predicted.jsonl"
        start = time.perf_counter()
        kg = [sys.executable, "-m", "kg", "extract", "--format", "jsonl", "-o", str(predicted), str(articles)]
        subprocess.run(kg, check=True)
        seconds = time.perf_counter() - start
        command = [sys.executable, str(bench / "score.py"), str(bench / f"{name}.gold.jsonl"), str(articles)]
        command += [str(predicted), "--names", str(bench / "names.json"), "--json"]
        return json.loads(subprocess.run(command, check=True, capture_output=True).stdout), seconds


def main() -> None:
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / "score.py").is_file():
        sys.exit(f"{__doc__}\nBENCH must be the folder of the benchmark")
    bench = Path(sys.argv[1])
    page = [HEAD]
    for name in SETS:
        if not (bench / f"{name}.gold.jsonl").is_file():
            continue
        levels, seconds = figures(bench, name)
        page += [
            f"## {name}",
            "",
            "| level | precision | recall | F1 | right | wrong | missed |",
            "|---|---|---|---|---|---|---|",
        ]
        for level, f in levels.items():
            rates = " | ".join(f"{f[rate]:.3f}" for rate in ("precision", "recall", "f1"))
            page.append(f"| {level} | {rates} | {f['tp']} | {f['fp']} | {f['fn']} |")
        page.append("")
        print(f"{name}: triple F1 {levels['triple']['f1']:.3f}, quad F1 {levels['quad']['f1']:.3f}, {seconds:.0f} s")
    PAGE.write_text("\n".join(page), encoding="utf-8")
    print(f"written: {PAGE}")


if __name__ == "__main__":
    main()
