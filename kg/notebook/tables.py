"""Stances, answers of queries, coalitions and changes of position as tables."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.model import Article, Stance, Valence
from kg.notebook.markup import Markup, chip, holder, table, text, told

if TYPE_CHECKING:
    import pandas

    from kg.graph import QueryResult
    from kg.network import Coalitions, Shift


class StanceTable:
    """Stances as a table that a notebook shows: types coloured by valence, the evidence on hover."""

    def __init__(self, stances: Iterable[Stance]) -> None:
        """:param stances: in the order of the rows."""
        self.stances = tuple(stances)

    def __len__(self) -> int:
        return len(self.stances)

    def __iter__(self) -> Iterator[Stance]:
        return iter(self.stances)

    def _repr_html_(self) -> str:
        return stance_table(self.stances)

    def __repr__(self) -> str:
        return f"{len(self.stances)} stances"

    def frame(self, articles: Mapping[str, Article] | None = None) -> "pandas.DataFrame":
        """The same as a pandas data frame with the columns of :data:`kg.graph.COLUMNS`, one row a stance.

        :param articles: article id to article, for titles, links and sources.
        :raises KgError: pandas is not installed.
        """
        from kg.graph import COLUMNS, rows

        return _pandas().DataFrame(list(rows(self.stances, dict(articles or {}))), columns=list(COLUMNS))


def stance_table(stances: Iterable[Stance]) -> Markup:
    """Stances as HTML, one a row."""
    rows = (
        (
            Markup(f'<span style="white-space:nowrap">{stance.stated_on or ""}</span>'),
            holder(stance),
            chip(stance.type.valence, stance.type.value, told(stance)),
            stance.target.text,
            stance.condition.text if stance.condition else None,
            f"{stance.confidence:.2f}",
            " ".join(stance.evidence.text.split()),
        )
        for stance in stances
    )
    return table(("date", "actor", "stance", "target", "condition", "confidence", "sentence"), rows)


def result_table(result: "QueryResult") -> Markup:
    """The answer of a query as HTML: the rows, yes or no."""
    if result.answer is not None:
        return Markup(f"<p>{'yes' if result.answer else 'no'}</p>")
    return table(result.variables, result.rows)


def frame(result: "QueryResult") -> "pandas.DataFrame":
    """The answer of a query as a pandas data frame, one column a variable.

    Numbers, dates and truth values are Python values, texts and IRIs are text, what is unbound is None. Triples
    (CONSTRUCT) have the columns subject, predicate, object; yes or no (ASK) is one row in the column ``answer``.

    :raises KgError: pandas is not installed.
    """
    if result.answer is not None:
        return _pandas().DataFrame({"answer": [result.answer]})
    rows = [[None if term is None else _value(term) for term in row] for row in result.rows]
    return _pandas().DataFrame(rows, columns=list(result.variables), dtype=object).infer_objects()


def coalition_table(found: "Coalitions") -> Markup:
    """Coalitions as HTML: actors, what holds them together, what divides them, what sets them against others.

    The number before a colon is that of a coalition. Names are English where they are known so.
    """
    targets: Mapping[str, Mapping[str, Any]] = found.network.graph["targets"]
    actors = found.network.nodes

    def names(nodes: Iterable[str]) -> str:
        return ", ".join(str(actors[node]["label_en"]) for node in nodes)

    def line(
        target: str,
        favour: tuple[str, ...],
        against: tuple[str, ...],
        both: tuple[str, ...] = (),
        who: tuple[str, str] = ("", ""),
    ) -> Markup:
        sides = (
            (Valence.FAVOUR, f"{who[0]}{len(favour)} for", favour),
            (Valence.AGAINST, f"{who[1]}{len(against)} against", against),
            (Valence.OPEN, f"{len(both)} both", both),
        )
        chips = [chip(valence, label, names(nodes)) for valence, label, nodes in sides if nodes]
        return Markup(f"{text(targets[target]['label_en'])} {' '.join(chips)}")

    rows = []
    for group in found.groups:
        holds = [
            line(held.target, *((held.actors, ()) if held.valence == Valence.FAVOUR else ((), held.actors)))
            for held in group.holds
        ]
        splits = [line(split.target, split.favour, split.against, split.ambivalent) for split in group.splits]
        rifts = [
            line(rift.target, rift.supporters, rift.opponents, who=(f"{rift.favour}: ", f"{rift.against}: "))
            for rift in found.rifts
            if group.number in (rift.favour, rift.against)
        ]
        rows.append((group.number, names(group.actors), *map(_lines, (holds, splits, rifts))))
    index = "" if found.ei_index is None else f", E-I index {found.ei_index:.2f}"
    alone = f"; in no coalition: {names(found.alone)}" if found.alone else ""
    columns = ("coalition", "actors", "held together by", "divided on", "against others on")
    foot = f"<p>modularity {found.modularity:.2f}{index}{text(alone)}</p>"
    return Markup(table(columns, rows) + foot)


def shift_table(shifts: "Iterable[Shift]") -> Markup:
    """Changes of position as HTML, one a row, with both sentences. Names are English where they are known so."""
    rows = []
    for shift in shifts:
        sides = []
        for stance in (shift.before, shift.after):
            label = chip(stance.type.valence, stance.type.value, told(stance))
            sentence = text(" ".join(stance.evidence.text.split()))
            sides.append(Markup(f"{stance.stated_on} {label}<br>{sentence}"))
        actor, target = shift.actor, shift.target
        names = dict(actor.labels).get("en", actor.name), dict(target.labels).get("en", target.text)
        rows.append((*names, *sides))
    return table(("actor", "target", "before", "after"), rows)


def _lines(pieces: Iterable[Markup]) -> Markup:
    return Markup("<br>".join(pieces))


def _value(term: Any) -> object:
    """A term as Python value where it is a number, a date or a truth value; as text else."""
    value = term.toPython()
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, int | float | date) else str(term)


def _pandas() -> Any:
    try:
        import pandas
    except ModuleNotFoundError as error:
        raise KgError(f"data frames need {error.name}: pip install 'stance-graph[notebook]'") from error
    return pandas
