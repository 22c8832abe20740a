"""Changes of position: who was for something and came to be against it, and when."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from kg.model import Actor, Stance, Target
from kg.network.statements import SIDES, Holder, actor_node, comparable, dated, holder, target_node


@dataclass(frozen=True, slots=True)
class Shift:
    """A change of position: the last stance before it and the first after it, both with date and sentence.

    ``actor`` is whose position changed. ``reversal`` is true from in favour to against or back, false from or to an
    open position (defers, questions).
    """

    actor: Actor
    target: Target
    before: Stance
    after: Stance

    @property
    def reversal(self) -> bool:
        """Whether it is a change of sides."""
        return self.before.type.valence in SIDES and self.after.type.valence in SIDES


class Shifts(tuple[Shift, ...]):
    """Changes of position in order of time, which a notebook shows as a table."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from kg.notebook import shift_table  # only a notebook asks for it

        return shift_table(self)


def shifts(
    stances: Iterable[Stance], *, by: Holder = "represents", reversals: bool = False, join_issues: bool = False
) -> Shifts:
    """Who changed position on what: for, against or open at one day and another at the next day with a stance.

    Days on which an actor takes several positions on one target (ambivalent) tell of no change and are passed over, and
    so are stances without a date.

    :param by: whose position counts, see :func:`kg.network.actor_network`.
    :param reversals: only changes from in favour to against or back; open positions between them are passed over.
    :param join_issues: whether an issue that is named alone is one target in all articles, see
        :func:`kg.network.one_mode_network`; else changes on it are found within an article only.
    :returns: the changes by date of the second stance, actor and target.
    """
    days: dict[tuple[str, str], dict[date, list[Stance]]] = defaultdict(lambda: defaultdict(list))
    for day, stance in dated(comparable(stances, join_issues=join_issues)):
        if not reversals or stance.type.valence in SIDES:
            days[actor_node(stance, by), target_node(stance)][day].append(stance)
    found = []
    for pair, told in days.items():
        clear = [held for _, held in sorted(told.items()) if len({stance.type.valence for stance in held}) == 1]
        for earlier, later in pairwise(clear):
            before, after = _surest(earlier), _surest(later)
            if before.type.valence != after.type.valence:
                found.append((after.stated_on, pair, Shift(holder(after, by), after.target, before, after)))
    return Shifts(shift for *_, shift in sorted(found, key=lambda entry: entry[:2]))


def _surest(stances: Iterable[Stance]) -> Stance:
    return max(stances, key=lambda stance: stance.confidence)
