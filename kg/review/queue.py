"""Which stances a person is asked about, and in which order."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Unpack

from kg.graph.conditions import Conditions
from kg.graph.reviews import latest
from kg.graph.store import Store, open_store
from kg.model import Reading, Review, Stance

UNSURE = 0.5
"""The highest confidence of stances that people are asked about unless they say otherwise."""


@dataclass(frozen=True, slots=True)
class Item:
    """A stance to review: its IRI, what the machine reads, and the review that counts, if there is one."""

    iri: str
    stance: Stance
    review: Review | None = None

    @property
    def holding(self) -> Stance:
        """The stance as it stands in what people said last, or as the machine reads it."""
        return self.review.corrected if self.review and self.review.corrected else self.stance


def waiting(
    store: Store, *, reviewed: bool = False, limit: int | None = None, **conditions: Unpack[Conditions]
) -> Iterator[Item]:
    """The stances that meet the conditions, the least sure first.

    :param reviewed: those that people reviewed already, instead of the others; the conditions are asked of what the
        machine read.
    :param limit: at most so many.
    :raises StoreError: the store cannot be read.
    """
    found = _reviewed(store, conditions) if reviewed else _unreviewed(store, conditions)
    return islice(found, limit)


def _unreviewed(store: Store, conditions: Conditions) -> Iterator[Item]:
    for node, stance in store.named_stances(unreviewed=True, unsure=True, **conditions):
        yield Item(str(node), stance)


def _reviewed(store: Store, conditions: Conditions) -> Iterator[Item]:
    said = {one.review.stance: one for one in latest(store.corrections.said(conditions.get("article"))).values()}
    by_article: dict[str, list[Stance]] = {}
    for stance in said:
        by_article.setdefault(stance.article, []).append(stance)
    with open_store(":memory:") as picked:
        for article, stances in by_article.items():
            picked.replace(Reading(store.article(article), tuple(stances)), keep_text=False)
        for _, stance in picked.named_stances(unsure=True, **conditions):
            yield Item(str(said[stance].subject), stance, said[stance].review)
