"""Positions over time: what someone said on a target, in order, and where that turned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from kg.knowledge.issues import load_issues
from kg.model import Actor, Article, Stance, Target
from kg.network.statements import Holder, holder, ordered

Matter = Literal["target", "issue"]
"""What a history is about: one target ("battle tanks for Ukraine"), or all targets of one issue ("battle tanks")."""


@dataclass(frozen=True, slots=True)
class Step:
    """One stance in a history.

    ``published`` is the day of the article, None if unknown; the day of the statement is ``stance.stated_on``.
    ``before`` is the last position that this one departs from, or None: the first step of a day on which a position
    with another valence was taken than on the last day before.
    """

    stance: Stance
    published: date | None
    before: Stance | None = None


@dataclass(frozen=True, slots=True)
class History:
    """The positions of one holder on one matter, at least one step, the earliest first.

    ``target`` is the matter: where it is an issue, a target without actors that bears the labels of the issue.
    """

    holder: Actor
    target: Target
    steps: tuple[Step, ...]

    @property
    def changed(self) -> bool:
        """Whether a position changed."""
        return any(step.before for step in self.steps)


def histories(
    stances: Iterable[Stance], articles: Mapping[str, Article], *, by: Holder = "represents", per: Matter = "target"
) -> list[History]:
    """Stances as one history for each holder and matter, by their first day.

    A change is one of valence, between days with one valence each, as in :func:`kg.network.shifts`: a day on which
    someone was for and against the same tells of none. A stance without a date comes first and takes part in no change.
    Nothing is concluded about the time between two steps, nor about how long the last one holds.

    :param articles: the articles by id, for the day of publication.
    :param by: whose position it is: that of the state or organisation spoken for, or of the person who speaks.
    :param per: what the matter is. A target without an issue is a matter of its own.
    """
    lines: dict[tuple[str, str], list[Stance]] = {}
    for stance in ordered(stances):
        lines.setdefault((holder(stance, by).key, _matter(stance.target, per).key), []).append(stance)
    return [
        History(holder(line[0], by), _matter(line[0].target, per), tuple(_steps(line, articles)))
        for line in lines.values()
    ]


def _matter(target: Target, per: Matter) -> Target:
    if per == "target" or target.issue is None:
        return target
    issue = load_issues().get(target.issue)
    labels = tuple(sorted(issue.labels.items())) if issue else ()
    return Target(f"issue:{target.issue}", target.issue, target.issue, (), labels)


def _steps(line: list[Stance], articles: Mapping[str, Article]) -> Iterable[Step]:
    last: Stance | None = None
    for day, told in groupby(line, key=lambda stance: stance.stated_on):
        today = list(told)
        clear = day is not None and len({stance.type.valence for stance in today}) == 1
        turned = clear and last is not None and last.type.valence != today[0].type.valence
        for number, stance in enumerate(today):
            about = articles.get(stance.article)
            yield Step(stance, about.date if about else None, last if turned and number == 0 else None)
        last = today[-1] if clear else last
