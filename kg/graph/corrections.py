"""What people say of stances, kept in a store: :attr:`Store.corrections <kg.graph.store.Store.corrections>`."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from rdflib import URIRef

from kg.errors import StoreError
from kg.graph import changes, convert, reviews
from kg.graph.reviews import Said
from kg.graph.terms import is_iri, written
from kg.graph.vocabulary import expand
from kg.model import Actor, Article, Decision, Review, Stance, StanceType, Target

if TYPE_CHECKING:
    from kg.graph.store import Store


class Corrections:
    """The reviews of a store. A stance is named by itself, as the store gives it, or by its IRI (``stance:…``).

    Each method that writes does so in one transaction and gives the review that it wrote. ``by`` is the name of the
    person, ``at`` the time with its zone (default: now), ``note`` free text.

    :raises StoreError: there is no such stance, or the store cannot be written; it is unchanged then.
    """

    def __init__(self, store: "Store") -> None:
        self._store = store

    def accept(self, stance: Stance | str, *, by: str, at: datetime | None = None, note: str = "") -> Review:
        """The stance is right. It gets the confidence 1."""
        return self._add(stance, Decision.ACCEPTED, by, at, note)

    def reject(self, stance: Stance | str, *, by: str, at: datetime | None = None, note: str = "") -> Review:
        """The stance is wrong. It is found no more, but in the graph of its article."""
        return self._add(stance, Decision.REJECTED, by, at, note)

    def correct(
        self,
        stance: Stance | str,
        *,
        by: str,
        actor: Actor | None = None,
        represents: Actor | None = None,
        type: StanceType | None = None,
        target: Target | None = None,
        at: datetime | None = None,
        note: str = "",
    ) -> Review:
        """The stance is right with these changes; it is accepted if they change nothing.

        :param represents: for whom the actor speaks; with a new actor the default is that actor.
        """
        return self._add(stance, Decision.CORRECTED, by, at, note, (actor, represents or actor, type, target))

    def withdraw(self, stance: Stance | str, *, by: str, at: datetime | None = None, note: str = "") -> Review:
        """What was said of the stance counts no more."""
        return self._add(stance, Decision.WITHDRAWN, by, at, note)

    def reviews(self, article: str | None = None) -> list[Review]:
        """All reviews, or those of one article, by time; superseded ones too."""
        return [one.review for one in self.said(article)]

    def counting(self) -> dict[str, Review]:
        """The review that counts of each stance, by the IRI of the stance that holds by it, or that it rejects."""
        return {one.result or one.subject: one.review for one in reviews.latest(self.said()).values()}

    def said(self, article: str | None = None) -> list[Said]:
        """The same as :meth:`reviews`, with IRIs."""
        whole = "?whole" if article is None else written(convert.corrected_name(article))
        found = self._store.query(
            f"SELECT ?g ?s ?p ?o {{ {whole} kg:combines ?g . GRAPH ?g {{ ?g a kg:Review . ?s ?p ?o }} }}"
        )
        graphs: dict[URIRef, list[tuple[URIRef, URIRef, URIRef]]] = {}
        for graph, *triple in found.rows:
            graphs.setdefault(graph, []).append(tuple(triple))  # type: ignore[arg-type]
        return sorted(
            (reviews.read(node, triples) for node, triples in graphs.items()),
            key=lambda one: (one.review.at, one.node),
        )

    def history(self, stance: Stance | str) -> tuple[Stance, list[Review]]:
        """The stance as the machine reads it, or read it when it was reviewed; and its reviews by time."""
        view = self._view(stance)
        subject = min(view.subjects)
        return view.read[subject], [one.review for one in view.earlier if one.subject == subject]

    def _add(
        self,
        stance: Stance | str,
        decision: Decision,
        by: str,
        at: datetime | None,
        note: str,
        changed: tuple[Actor | None, Actor | None, StanceType | None, Target | None] = (None,) * 4,
    ) -> Review:
        if not by.strip():
            raise StoreError("a review needs the name of a person; give one")
        view = self._view(stance)
        counting = reviews.latest(view.earlier)
        if decision is Decision.WITHDRAWN and not view.subjects & counting.keys():
            raise StoreError(f"{stance}: nobody has reviewed this stance; there is nothing to withdraw")
        moment = at or max([datetime.now(UTC), *(one.review.at + timedelta(microseconds=1) for one in view.earlier)])
        new = []
        for subject in sorted(view.subjects):
            was = view.read[subject]
            now = counting[subject].result if subject in counting else view.node
            wanted = _with(view.holds.stances.get(now or subject, was), *changed)
            same = decision is Decision.CORRECTED and _with(was, *_parts(wanted)) == was
            review = Review(
                stance=was,
                decision=Decision.ACCEPTED if same else decision,
                reviewer=by.strip(),
                at=moment,
                corrected=wanted if decision is Decision.CORRECTED and not same else None,
                note=note,
            )
            new.append(reviews.said(review, subject))
        self._store._change(changes.reviewing(view.about, view.triples, view.earlier, new))
        return new[-1].review

    def _view(self, stance: Stance | str) -> "_View":
        about = self._store.article(stance.article if isinstance(stance, Stance) else self._article_of(stance))
        triples = self._store.triples(convert.graph_name(about.id))
        machine, earlier = convert.stances(triples), self.said(about.id)
        holds = reviews.outcome(machine, earlier, about.text)
        node = _node(stance, [*holds.stances.items(), *machine.items()])
        read = {one.subject: one.review.stance for one in earlier} | machine
        subjects = {one.subject for one in holds.by.get(node, ())} | ({node} & read.keys())
        if not subjects:
            raise StoreError(f"{stance}: this stance holds no more; 'kg stances' shows those that do")
        return _View(about, triples, earlier, holds, node, read, subjects)

    def _article_of(self, stance: str) -> str:
        node = expand(stance)
        if is_iri(node):
            found = self._store.query(
                f"SELECT ?id {{ GRAPH ?g {{ <{node}> prov:wasDerivedFrom/dcterms:identifier ?id }} }} LIMIT 1"
            ).rows
            if found:
                return str(found[0][0])
        raise StoreError(f"{stance}: there is no such stance in {self._store.where}; 'kg stances' shows them")


@dataclass(frozen=True, slots=True)
class _View:
    """An article and a stance of it: what was read and said, and the stances of the machine that it stands for."""

    about: Article
    triples: list[convert.Triple]
    earlier: list[Said]
    holds: reviews.Outcome
    node: URIRef
    read: dict[URIRef, Stance]
    subjects: set[URIRef]


def _node(stance: Stance | str, known: list[tuple[URIRef, Stance]]) -> URIRef:
    if isinstance(stance, str):
        return URIRef(expand(stance))
    for node, one in known:
        if one == stance:
            return node
    raise StoreError(f"{stance.article}: holds no such stance; take it from the store anew")


def _parts(stance: Stance) -> tuple[Actor, Actor, StanceType, Target]:
    return stance.actor, stance.represents, stance.type, stance.target


def _with(
    stance: Stance, actor: Actor | None, represents: Actor | None, type: StanceType | None, target: Target | None
) -> Stance:
    return replace(
        stance,
        actor=actor or stance.actor,
        represents=represents or stance.represents,
        type=type or stance.type,
        target=target or stance.target,
    )
