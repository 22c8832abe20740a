"""The judge: how likely a candidate is right, from a small linear model that people can read.

``data/judge.json`` holds named weights for each language, learned by ``training/judge.py`` (logistic regression,
L2) from annotated articles. Without the file every cue is believed as much as its lexicon weight says.
"""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract.candidates import Candidate
from kg.extract.features import Features, Setting, features, parts, setting
from kg.extract.words import Words
from kg.resources import folder


@dataclass(slots=True, eq=False)
class Verdict:
    """What the judge makes of a candidate. ``rival`` is the likelier candidate that excludes it, if one does."""

    candidate: Candidate
    probability: float
    accepted: bool
    rival: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Judge:
    """Weights of features, and the probability from which on a candidate is a stance."""

    weights: dict[str, float]
    threshold: float

    def contributions(self, c: Candidate, doc: Words, around: Setting) -> Iterator[tuple[str, float, float]]:
        """What counts for or against a candidate: name and value of a feature, and what it adds to the score."""
        for name, value in features(c, doc, around).items():
            weight = self.weights.get(name)
            if weight is not None:
                yield name, value, weight * value

    def probabilities(self, doc: Words, found: Sequence[Candidate]) -> list[float]:
        """For each candidate, the probability that it is right: the logistic function of the contributions' sum."""
        if not self.weights:
            return [c.cue.weight if c.cue is not None else 0.0 for c in found]
        around, known = setting(doc, found), dict[int, float]()
        scores = []
        for c in found:
            *shared, own = parts(c, doc, around)
            score = self._score(own)
            for part in shared:
                if id(part) not in known:
                    known[id(part)] = self._score(part)
                score += known[id(part)]
            scores.append(score)
        return [1 / (1 + math.exp(-score)) for score in scores]

    def _score(self, part: Features) -> float:
        weight = self.weights.get
        return sum([weight(name, 0.0) * n for name, n in part.items()])

    def weigh(self, doc: Words, found: Sequence[Candidate]) -> list[Verdict]:
        """A verdict on each candidate, in their order."""
        return weigh(list(zip(found, self.probabilities(doc, found), strict=True)), self.threshold)


def weigh(scored: Sequence[tuple[Candidate, float]], threshold: float) -> list[Verdict]:
    """Accept the likely candidates, without those that say the same as a likelier one or contradict it.

    Two candidates of one holder in one sentence exclude each other if they have one cue or overlapping targets, and
    two of different holders if they are different readings of who holds one cue.
    """
    verdicts: dict[int, Verdict] = {}
    taken: dict[int, _Taken] = {}  # by sentence
    for n, (c, p) in sorted(enumerate(scored), key=lambda item: -item[1][1]):
        before = taken.setdefault(c.sentence.start, _Taken())
        rival = before.rival(c)
        verdicts[n] = Verdict(c, p, p >= threshold and rival is None, rival)
        if verdicts[n].accepted:
            before.add(c)
    return [verdicts[n] for n in range(len(scored))]


class _Taken:
    """The accepted candidates of one sentence, by their cues, and by their holders and the tokens of their targets."""

    def __init__(self) -> None:
        self._accepted: list[Candidate] = []
        self._at_head: dict[int, list[int]] = {}
        self._in_target: dict[tuple[int, int], int] = {}

    def add(self, c: Candidate) -> None:
        n = len(self._accepted)
        self._accepted.append(c)
        self._at_head.setdefault(c.head, []).append(n)
        self._in_target.update({(id(c.holder.entity), i): n for i in range(c.start, c.end)})

    def rival(self, c: Candidate) -> Candidate | None:
        """The likeliest accepted candidate that excludes another one."""
        key = id(c.holder.entity)
        found = [n for i in range(c.start, c.end) if (n := self._in_target.get((key, i))) is not None]
        # One cue has the holders of one place: those who are coordinated, not other readings of who it is.
        for n in self._at_head.get(c.head, ()):
            other = self._accepted[n].holder
            if other.entity is c.holder.entity or other.rank != c.holder.rank:
                found.append(n)
        return self._accepted[min(found)] if found else None


def select(scored: Sequence[tuple[Candidate, float]], threshold: float) -> list[tuple[Candidate, float]]:
    """The candidates that become stances, in the order of the text, with their probabilities."""
    return chosen(weigh(scored, threshold))


def chosen(verdicts: Iterable[Verdict]) -> list[tuple[Candidate, float]]:
    """The accepted candidates, in the order of the text, with their probabilities."""
    accepted = [(v.candidate, v.probability) for v in verdicts if v.accepted]
    return sorted(accepted, key=lambda pair: (pair[0].sentence.start, pair[0].head, pair[0].start, -pair[1]))


@cache
def load_judge(lang: str) -> Judge:
    """The judge of a language, loaded once."""
    path = folder("data") / "judge.json"
    if not path.is_file():
        return Judge({}, 0.5)
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Judge(dict(raw["weights"][lang]), float(raw["threshold"]))
