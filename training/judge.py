"""Learn the judge's weights from annotated articles, with cross-validation by article.

    python training/judge.py BENCH_FOLDER [--names NAMES.json]

reads ``train.{de,en}.articles.jsonl`` and ``train.{de,en}.gold.jsonl`` and our own ``training/annotated/*.jsonl``
and ``tests/gold/sample.jsonl``; writes ``data/judge.json`` (a threshold, and named weights for each language) and
``training/judge.md`` (figures of the cross-validation and how well the confidence is calibrated).
A candidate counts as right if it agrees with a required stance of its sentence in actor, type
and target, as the scorer of the benchmark sees it; candidates that only agree with an optional one are left out.
"""

import argparse
import importlib.util
import json
import sys
import zlib
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from kg.extract import parse
from kg.extract.candidates import Candidate
from kg.extract.features import features, setting
from kg.extract.judge import select
from kg.extract.stances import to_stance
from kg.extract.words import Words, words_of
from kg.model import Article
from kg.read import articles
from scipy.sparse import diags, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("de", "en")
STRENGTH = 0.1  # inverse of the L2 penalty
DEPARTURE = 0.5  # how easily a weight of one language departs from the weight of all
OURS = 0.4  # weight of a candidate from our own articles, whose manner is not quite that of news
FOLDS = 8
SLIGHT = 0.02  # weights nearer to zero are left out of the file
RARE = 2  # features of fewer candidates are dropped
TOLERANCE = 0.02  # of thresholds that score so alike (summed over levels and languages) the lowest, which misses least
MEASURED = ("actor", "valence", "triple", "quad")  # the levels that a threshold is chosen for
TRIPLE = 4  # what the scorer's `reached` returns from actor + type + target on


def scorer(bench: Path) -> ModuleType:
    """The benchmark's scorer as a module."""
    spec = importlib.util.spec_from_file_location("score", bench / "score.py")
    if spec is None or spec.loader is None:
        sys.exit(f"{bench}: no score.py; give the folder of the benchmark")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def record(article: str, words: Words, c: Candidate) -> dict[str, Any]:
    """A candidate as the scorer wants it."""
    s = to_stance(words, c, 0.5)
    return {
        "article": article,
        "start": s.evidence.start,
        "end": s.evidence.end,
        "actor": s.actor.name,
        "represents": s.represents.name,
        "stance": s.type.value,
        "target": s.target.text,
        "condition": s.condition.text if s.condition else None,
    }


def sentence_span(raw: dict[str, Any], stance: dict[str, Any]) -> dict[str, int]:
    """The offsets of the sentence that carries a stance, given by index or by its words."""
    if isinstance(stance["sentence"], int):
        return raw["sentences"][stance["sentence"]]
    start = raw["text"].find(stance["sentence"])
    if start < 0:
        sys.exit(f"{raw['id']}: no sentence {stance['sentence']!r} in the text; correct the annotation")
    return {"start": start, "end": start + len(stance["sentence"])}


def own_articles() -> list[dict[str, Any]]:
    """Our own annotated articles: text and stances in one record."""
    records = [r for path in sorted((ROOT / "training" / "annotated").glob("*.jsonl")) for r in lines(path)]
    samples = {a.id: a for a in articles([ROOT / "data" / "articles"])}
    for document in lines(ROOT / "tests" / "gold" / "sample.jsonl"):
        article = samples[document["id"]]
        records.append({**document, "text": article.text, "title": article.title, "lang": article.lang})
    return records


class Examples:
    """The candidates of all training articles with features, labels and groups."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, Candidate, dict[str, Any]]] = []  # lang, article, candidate, record
        self.features: list[dict[str, float]] = []
        self.right: list[bool] = []
        self.weight: list[float] = []

    def add(
        self,
        lang: str,
        raw: dict[str, Any],
        gold: list[dict[str, Any]],
        score: ModuleType,
        names: Any,
        weight: float = 1.0,
    ) -> None:
        """Add all candidates of one article; ``gold`` are its annotated stances."""
        article = Article(id=raw["id"], text=raw["text"], title=raw.get("title"), lang=lang)
        words = words_of(parse(article))
        around = setting(words, words.candidates)
        for c in words.candidates:
            prediction = record(raw["id"], words, c)
            required = optional = 0
            for stance in gold:
                span = sentence_span(raw, stance)
                if prediction["start"] < span["end"] and span["start"] < prediction["end"]:
                    level = score.reached(prediction, stance, names)
                    if stance.get("optional"):
                        optional = max(optional, level)
                    else:
                        required = max(required, level)
            self.rows.append((lang, raw["id"], c, prediction))
            self.features.append(features(c, words, around))
            self.right.append(required >= TRIPLE)
            self.weight.append(0.0 if optional >= TRIPLE > required else weight)


def cross_validated(examples: Examples) -> tuple[np.ndarray, dict[str, dict[str, float]]]:
    """Out-of-fold probabilities, and for each language the weights fitted on everything, by name of the feature.

    A feature has a weight for all languages and a smaller departure from it for each (Daumé III 2007).
    """
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(examples.features)
    kept = np.asarray((matrix != 0).sum(0)).ravel() >= RARE
    matrix = matrix[:, kept]
    names = [str(n) for n in vectorizer.get_feature_names_out()[kept]]
    languages = np.array([lang for lang, *_ in examples.rows])
    matrix = hstack([matrix, *(diags(DEPARTURE * (languages == lang)) @ matrix for lang in LANGUAGES)]).tocsr()
    right, weight = np.array(examples.right), np.array(examples.weight)
    # The German and the English version of an article share their fold.
    groups = [zlib.crc32("".join(c for c in article if c.isdigit()).encode()) for _, article, _, _ in examples.rows]
    out = np.zeros(len(right))
    for train, test in GroupKFold(FOLDS).split(matrix, right, groups):
        out[test] = fit(matrix[train], right[train], weight[train]).predict_proba(matrix[test])[:, 1]
    model = fit(matrix, right, weight)
    shared, *departures = np.split(model.coef_[0], 1 + len(LANGUAGES))
    weights = {}
    for lang, departure in zip(LANGUAGES, departures, strict=True):
        values = shared + DEPARTURE * departure
        values[names.index("bias")] += model.intercept_[0]
        kept = {n: round(float(v), 3) for n, v in zip(names, values, strict=True) if abs(v) >= SLIGHT}
        weights[lang] = dict(sorted(kept.items()))
    return out, weights


def fit(matrix: Any, right: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=500)
    return model.fit(matrix, right, weight)


def chosen(examples: Examples, probabilities: np.ndarray, lang: str, threshold: float) -> list[dict[str, Any]]:
    """The predictions of one language at a threshold."""
    by_article: dict[str, list[tuple[Candidate, float, dict[str, Any]]]] = {}
    for (row_lang, article, c, prediction), p in zip(examples.rows, probabilities, strict=True):
        if row_lang == lang:
            by_article.setdefault(article, []).append((c, float(p), prediction))
    out = []
    for group in by_article.values():
        record_of = {id(c): prediction for c, _, prediction in group}
        out += [record_of[id(c)] for c, _ in select([(c, p) for c, p, _ in group], threshold)]
    return out


def reliability(probabilities: np.ndarray, right: np.ndarray) -> list[str]:
    """The share of right candidates in bands of confidence."""
    table = ["| confidence | candidates | said | right |", "|---|---|---|---|"]
    for low in np.arange(0.1, 1.0, 0.1):
        band = (probabilities >= low) & (probabilities < low + 0.1)
        if band.sum():
            said, share = probabilities[band].mean(), right[band].mean()
            table.append(f"| {low:.1f}–{low + 0.1:.1f} | {band.sum()} | {said:.2f} | {share:.2f} |")
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    bench = parser.parse_args().bench
    score = scorer(bench)
    names = json.loads((bench / "names.json").read_text(encoding="utf-8"))
    examples = Examples()
    texts: dict[str, dict[str, Any]] = {}
    gold: dict[str, list[dict[str, Any]]] = {}
    for lang in LANGUAGES:
        texts[lang] = {a["id"]: a for a in lines(bench / f"train.{lang}.articles.jsonl")}
        gold[lang] = lines(bench / f"train.{lang}.gold.jsonl")
        for document in gold[lang]:
            examples.add(lang, texts[lang][document["id"]], document["stances"], score, names)
    measured = len(examples.rows)
    for record_ in own_articles():
        examples.add(record_["lang"], record_, record_["stances"], score, names, OURS)
    probabilities, weights = cross_validated(examples)
    report = ["# The judge", "", "Made by `make judge BENCH=…`: cross-validation by article on `train.*`.", ""]
    report += [
        f"{len(examples.rows)} candidates, {sum(examples.right)} right; weights: "
        + ", ".join(f"{len(weights[lang])} ({lang})" for lang in LANGUAGES)
        + ".",
        "",
    ]
    report += [
        f"{len(examples.rows) - measured} of the candidates are of our own articles: learned from, not measured.",
        "",
    ]
    report += ["| language | threshold | actor | valence | type | triple | quad |", "|---|---|---|---|---|---|---|"]
    tried = []
    for threshold in np.arange(0.10, 0.36, 0.01):
        figures = {}
        for lang in LANGUAGES:
            found = chosen(examples, probabilities, lang, threshold)
            figures[lang], _ = score.score(gold[lang], texts[lang], found, names)
        reached = sum(figures[lang][level]["f1"] for lang in LANGUAGES for level in MEASURED)
        tried.append((reached, round(float(threshold), 2), figures))
    best = max(reached for reached, _, _ in tried)
    # One threshold for all languages: a language alone has too few articles to tell two thresholds apart.
    _, threshold, figures = next(t for t in tried if t[0] >= best - TOLERANCE)
    for lang in LANGUAGES:
        cells = " | ".join(f"{level['f1']:.3f}" for level in figures[lang].values())
        report.append(f"| {lang} | {threshold:.2f} | {cells} |")
    content = {"threshold": threshold, "weights": weights}
    text = json.dumps(content, ensure_ascii=False, indent=0) + "\n"
    (ROOT / "data" / "judge.json").write_text(text, encoding="utf-8")
    report += ["", "How well the confidence is calibrated (both languages, out of fold):", ""]
    report += reliability(probabilities[:measured], np.array(examples.right)[:measured])
    (ROOT / "training" / "judge.md").write_text("\n".join(report) + "\n", encoding="utf-8")
    print("\n".join(report))


if __name__ == "__main__":
    main()
