"""The judge: how likely a candidate is right, from a small linear model that people can read.

``data/judge.json`` holds named weights, learned by ``training/judge.py`` (logistic regression, L2) from
annotated articles. Without the file every cue is believed as much as its lexicon weight says.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from kg.extract.candidates import Candidate
from kg.extract.features import features, setting
from kg.resources import folder


@dataclass(frozen=True, slots=True)
class Judge:
    """Weights of features, and the probability from which on a candidate is a stance."""

    weights: dict[str, float]
    threshold: float

    def probabilities(self, doc: Doc, found: Sequence[Candidate]) -> list[float]:
        """For each candidate, the probability that it is right."""
        if not self.weights:
            return [c.cue.weight if c.cue is not None else 0.0 for c in found]
        around = setting(doc, found)
        out = []
        for c in found:
            score = 0.0
            for name, value in features(c, doc, around).items():
                score += self.weights.get(name, 0.0) * value
            out.append(1 / (1 + math.exp(-score)))
        return out

    def choose(self, doc: Doc, found: Sequence[Candidate]) -> list[tuple[Candidate, float]]:
        """The candidates that become stances, in the order of the text, with their probabilities."""
        return select(list(zip(found, self.probabilities(doc, found), strict=True)), self.threshold)


def select(scored: list[tuple[Candidate, float]], threshold: float) -> list[tuple[Candidate, float]]:
    """The likely candidates, without those that say the same as a likelier one or contradict it.

    Two candidates of one holder in one sentence exclude each other if they have one cue, one type, or targets
    of which one lies in the other.
    """
    chosen: list[tuple[Candidate, float]] = []
    for c, p in sorted(scored, key=lambda pair: -pair[1]):
        if p < threshold:
            break
        if not any(_excludes(other, c) for other, _ in chosen):
            chosen.append((c, p))
    return sorted(chosen, key=lambda pair: (pair[0].sentence.start, pair[0].head, pair[0].start))


def _excludes(a: Candidate, b: Candidate) -> bool:
    if a.sentence.start != b.sentence.start:
        return False
    if a.holder.entity is not b.holder.entity:
        return False
    if a.head == b.head or (a.type is b.type and _overlap(a, b)):
        return True
    return _overlap(a, b)


def _overlap(a: Candidate, b: Candidate) -> bool:
    return a.start < b.end and b.start < a.end


@cache
def load_judge(lang: str) -> Judge:
    """The judge of a language, loaded once."""
    path = folder("data") / "judge.json"
    if not path.is_file():
        return Judge({}, 0.5)
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Judge(dict(raw["weights"]), float(raw["thresholds"][lang]))
