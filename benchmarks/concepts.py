"""Whether differently worded mentions of one thing meet in one node.

    python benchmarks/concepts.py BENCH [--errors]

Two measures: on the pairs of tests/gold/same_target.csv, precision and recall of "same node"; on the articles of BENCH
that exist in German and in English, for how many pairs of gold stances the actor, and for how many the target, gets the
same key from both languages. With ``--errors`` the pairs that fail are printed, of the train set only.
"""

import csv
import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path

from kg.extract import parse
from kg.extract.cast import Cast
from kg.extract.targets import make_target
from kg.model import Article, Target

PAIRS = Path(__file__).parents[1] / "tests" / "gold" / "same_target.csv"


def target_of(phrase: str, lang: str) -> Target:
    """The target that a phrase names when it stands alone."""
    doc = parse(Article("pair", phrase, lang=lang))
    return make_target(doc._.cast, 0, len(doc))


def pairs(show: bool) -> None:
    """Precision and recall of "same node" on the pairs."""
    counts: Counter[tuple[bool, bool]] = Counter()
    with PAIRS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            a, b = (target_of(row[f"phrase_{side}"], row[f"lang_{side}"]) for side in "ab")
            same, gold = a.key == b.key, row["same"] == "1"
            counts[same, gold] += 1
            if show and same != gold:
                print(f"  {'wrongly same' if same else 'missed'}: {a.text} [{a.key}] | {b.text} [{b.key}]")
    right = counts[True, True]
    precision = right / max(1, right + counts[True, False])
    recall = right / max(1, right + counts[False, True])
    print(f"same_target.csv: {counts.total()} pairs, same node: precision {precision:.3f}, recall {recall:.3f}")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def actor_key(cast: Cast, name: str) -> str | None:
    """The key of the actor whom the article calls by a name: by mention, by name, then by the closest mention."""
    wanted = _plain(name)
    named: dict[str, int] = {}
    for mention in cast.mentions:
        text = _plain(cast.doc[mention.start : mention.end].text)
        if text == wanted or wanted in (_plain(mention.entity.name), *map(_plain, mention.entity.labels.values())):
            return mention.entity.key
        if wanted in text or text in wanted:
            named.setdefault(mention.entity.key, 0)
            named[mention.entity.key] = max(named[mention.entity.key], min(len(text), len(wanted)))
    return max(named, key=lambda key: named[key]) if named else None


def located(cast: Cast, phrase: str, start: int, end: int) -> tuple[int, int] | None:
    """The tokens of a phrase: in the sentence from ``start`` to ``end`` (characters), else anywhere in the article."""
    doc = cast.doc
    text = doc.text
    at = text.find(phrase, start, end)
    at = text.find(phrase) if at < 0 else at
    if at < 0:
        return None
    span = doc.source.char_span(at, at + len(phrase), alignment_mode="expand")
    return None if span is None else (span.start, span.end)


def _day(article: dict) -> date | None:  # type: ignore[type-arg]
    return date.fromisoformat(article["date"]) if article.get("date") else None


def _load(path: Path) -> dict[str, dict]:  # type: ignore[type-arg]
    with path.open(encoding="utf-8") as file:
        return {record["id"]: record for record in map(json.loads, file)}


def _keys(article: dict, stances: list[dict]) -> list[tuple[str | None, Target | None]]:  # type: ignore[type-arg]
    """Actor and target of each gold stance, as this reader would key them."""
    doc = parse(Article(article["id"], article["text"], article["title"], _day(article), lang=article["lang"]))
    cast: Cast = doc._.cast
    found = []
    for stance in stances:
        sentence = article["sentences"][stance["sentence"]]
        tokens = located(cast, stance["target"], sentence["start"], sentence["end"])
        target = make_target(cast, *tokens) if tokens is not None else None
        found.append((actor_key(cast, stance["actor"]), target))
    return found


def languages(bench: Path, name: str, show: bool) -> None:
    """For how many pairs of stances actor and target become the same node from German and from English."""
    articles = {lang: _load(bench / f"{name}.{lang}.articles.jsonl") for lang in ("de", "en")}
    gold = {lang: _load(bench / f"{name}.{lang}.gold.jsonl") for lang in ("de", "en")}
    counts: Counter[str] = Counter()
    for english in gold["en"]:
        german = english.replace("-en-", "-de-")
        if german not in gold["de"]:
            continue
        sides = [(articles["de"][german], gold["de"][german]), (articles["en"][english], gold["en"][english])]
        stances = [side[1]["stances"] for side in sides]
        if [s["stance"] for s in stances[0]] != [s["stance"] for s in stances[1]]:
            sys.exit(f"{english}: its stances are not those of {german}")
        keys = [_keys(article, side["stances"]) for article, side in sides]
        counts["articles"] += 1
        for de, en, (actor_de, target_de), (actor_en, target_en) in zip(*stances, *keys, strict=True):
            counts["stances"] += 1
            same_actor = actor_de is not None and actor_de == actor_en
            same_target = target_de is not None and target_en is not None and target_de.key == target_en.key
            counts["actor"] += same_actor
            counts["target"] += same_target
            counts["issue"] += target_de is not None and target_de.issue is not None
            counts["same issue"] += (
                target_de is not None
                and target_en is not None
                and target_de.issue is not None
                and target_de.issue == target_en.issue
            )
            if show and not same_actor:
                print(f"  actor: {de['actor']} [{actor_de}] | {en['actor']} [{actor_en}]  ({german})")
            if show and not same_target:
                keyed = [t.key if t is not None else None for t in (target_de, target_en)]
                print(f"  target: {de['target']} [{keyed[0]}] | {en['target']} [{keyed[1]}]  ({german})")
    total = max(1, counts["stances"])
    print(
        f"{name}: {counts['articles']} articles in both languages, {counts['stances']} stances; same node: "
        f"actor {counts['actor'] / total:.3f}, target {counts['target'] / total:.3f} "
        f"(an issue in German: {counts['issue'] / total:.3f}, in both the same: {counts['same issue'] / total:.3f})"
    )


def main() -> None:
    arguments = [a for a in sys.argv[1:] if a != "--errors"]
    show = "--errors" in sys.argv
    if len(arguments) != 1 or not (Path(arguments[0]) / "train.de.gold.jsonl").is_file():
        sys.exit(f"{__doc__}\nBENCH must be the folder of the benchmark")
    pairs(show)
    for name in ("train", "dev"):
        languages(Path(arguments[0]), name, show and name == "train")


if __name__ == "__main__":
    main()
