"""Stances to review as a table for a spreadsheet, and what people wrote into it back into the store."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path

from kg import output
from kg.errors import InputError, KgError
from kg.graph.store import Store
from kg.graph.vocabulary import shorten
from kg.model import Actor, Decision, Review, Stance, StanceType, Target
from kg.review.queue import Item
from kg.review.words import actor_of, said_of, stance_type, target_of

SHOWN = (
    *("stance", "article", "date", "sentence", "actor", "type", "target", "condition", "speaker", "cue", "confidence"),
)
"""The columns that say what the machine reads."""

FILLED = ("decision", "correct_actor", "correct_type", "correct_target", "note")
"""The columns that people fill in."""

COLUMNS = (*SHOWN, *FILLED, "reviewer", "reviewed_at")
"""All columns of the table."""

DECISIONS = {
    "accept": Decision.ACCEPTED,
    "correct": Decision.CORRECTED,
    "reject": Decision.REJECTED,
    "withdraw": Decision.WITHDRAWN,
}
"""What stands in the column ``decision``."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a table: how many rows were new decisions, had nothing new, and could not be taken."""

    taken: int
    unchanged: int
    refused: int


def write(items: Iterable[Item], store: Store, path: str | Path) -> int:
    """Write stances to a table: UTF-8, one row a stance, the columns of :data:`COLUMNS`; the number of rows.

    :param path: a file ``.csv`` (commas) or ``.tsv`` (tabs). It appears whole or not at all.
    :raises KgError: the ending is unknown, or the file cannot be written.
    """
    delimiter = {".csv": ",", ".tsv": "\t"}.get(Path(path).suffix.lower())
    if delimiter is None:
        raise InputError(f"{path}: unknown file ending for a table of reviews; use .csv or .tsv")
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=delimiter)
    table.writerow(COLUMNS)
    number = 0
    for item in items:
        cells = row(item)
        table.writerow([_safe(cells[column]) for column in COLUMNS])
        number += 1
    # The byte order mark tells spreadsheets that this is UTF-8.
    output.replace(path, text.getvalue().encode("utf-8-sig"))
    return number


def row(item: Item) -> dict[str, str]:
    """The cells of a stance by column; what is unknown is empty."""
    stance, review = item.stance, item.review
    was = review.stance if review is not None else stance
    right = review.corrected if review is not None and review.corrected is not None else was
    cells = {
        "stance": shorten(item.iri),
        "article": stance.article,
        "date": stance.stated_on.isoformat() if stance.stated_on else "",
        "sentence": " ".join(stance.evidence.text.split()),
        "actor": said_of(stance),
        "type": stance.type.value,
        "target": stance.target.text,
        "condition": stance.condition.text if stance.condition else "",
        "speaker": stance.speaker.name if stance.speaker else "",
        "cue": stance.cue,
        "confidence": format(stance.confidence, ".2f"),
        "decision": "",
        "correct_actor": "" if _holder(right) == _holder(was) else said_of(right),
        "correct_type": "" if right.type == was.type else right.type.value,
        "correct_target": "" if _about(right) == _about(was) else right.target.text,
        "note": review.note if review else "",
        "reviewer": review.reviewer if review else "",
        "reviewed_at": review.at.isoformat() if review else "",
    }
    if review is not None:
        cells["decision"] = next(word for word, decision in DECISIONS.items() if decision == review.decision)
    return {column: _one_line(cell) for column, cell in cells.items()}


def read(path: str | Path, store: Store, *, by: str, on_error: Callable[[KgError], None]) -> Outcome:
    """Take what people wrote into a table over into the store, each row in one transaction.

    A row that says what the store says, or said when the table was written, changes nothing. A new decision is that of
    ``by``, now; but a row that names a reviewer keeps that name if the store holds no such review, and a time given
    with it. Commas, semicolons and tabs are understood, and columns in any order.

    :param on_error: gets an error, which begins with ``file:line:``, for each row that cannot be taken.
    :raises InputError: the file cannot be read, is not UTF-8, or lacks a column.
    """
    taken = unchanged = refused = 0
    for line, cells in _rows(Path(path)):
        try:
            if isinstance(cells, csv.Error):
                raise InputError(f"{cells}; correct the quotation marks of this row")
            if _take(cells, store, by):
                taken += 1
            else:
                unchanged += 1
        except KgError as error:
            refused += 1
            on_error(InputError(f"{path}:{line}: {error}"))
    return Outcome(taken, unchanged, refused)


def _take(cells: dict[str, str], store: Store, by: str) -> bool:
    """Whether a row held something new, which is in the store then."""
    if not cells["stance"]:
        raise InputError("column stance is empty; export the table again and fill in that one")
    stance, reviews = store.corrections.history(cells["stance"])
    item = Item(cells["stance"], stance)
    counting = reviews[-1] if reviews and reviews[-1].decision is not Decision.WITHDRAWN else None
    now = row(Item(item.iri, stance, counting))
    filled = {column: cells[column] for column in FILLED}
    if filled == {column: now[column] for column in FILLED} or not any(filled.values()):
        return False
    for column in ("actor", "type", "target"):
        if cells.get(column) and cells[column] != now[column]:
            raise InputError(
                f"column {column} was changed; put '{now[column]}' back there and write what is right into "
                f"correct_{column}"
            )
    moment = _moment(cells.get("reviewed_at", ""))
    based_on = next((review for review in reviews if review.at == moment), None)
    if based_on is not None:
        was = row(Item(item.iri, stance, based_on))
        if filled == {column: was[column] for column in FILLED}:
            return False
    named = (cells.get("reviewer") or None) if based_on is None else None
    if based_on != counting and reviews[-1].reviewer != (named or by):
        raise InputError(
            f"{reviews[-1].reviewer} has reviewed this stance since the table was written; "
            "export it again with 'kg review --reviewed --export' and change that row"
        )
    _decide(cells, store, item, based_on, named, by, moment)
    return True


def _decide(
    cells: dict[str, str],
    store: Store,
    item: Item,
    based_on: Review | None,
    named: str | None,
    by: str,
    moment: datetime | None,
) -> None:
    decision, note, stance = _decision(cells), cells["note"], item.stance
    reviewer, at = named or by, moment if named else None
    if decision is Decision.ACCEPTED:
        store.corrections.accept(item.iri, by=reviewer, at=at, note=note)
    elif decision is Decision.REJECTED:
        store.corrections.reject(item.iri, by=reviewer, at=at, note=note)
    elif decision is Decision.WITHDRAWN:
        store.corrections.withdraw(item.iri, by=reviewer, at=at, note=note)
    else:
        actor, represents, type_, target = _right(cells, store, stance, based_on)
        store.corrections.correct(
            item.iri, by=reviewer, at=at, note=note, actor=actor, represents=represents, type=type_, target=target
        )


def _decision(cells: dict[str, str]) -> Decision:
    word = cells["decision"].casefold().removesuffix("ed")
    corrections = [column for column in FILLED if column.startswith("correct_") and cells[column]]
    if word in ("", "correct"):
        if not corrections:
            what = "correct" if word else "a note alone"
            raise InputError(
                f"column decision: {what} changes nothing; fill in correct_actor, correct_type or correct_target, or "
                "write accept or reject"
            )
        return Decision.CORRECTED
    known = {**DECISIONS, "withdrawn": Decision.WITHDRAWN}
    if word not in known:
        near = get_close_matches(word, DECISIONS, 1)
        hint = f"did you mean {near[0]}?" if near else f"write {', '.join(DECISIONS)}, or leave it empty"
        raise InputError(f"column decision: '{cells['decision']}' is no decision; {hint}")
    if corrections:
        raise InputError(f"column {corrections[0]} is filled, but the decision is {word}; empty it, or write correct")
    return known[word]


def _right(
    cells: dict[str, str], store: Store, stance: Stance, based_on: Review | None
) -> tuple[Actor, Actor, StanceType, Target]:
    """What a row says is right, with the machine's reading where it says nothing."""
    before = based_on.corrected if based_on is not None else None
    was = row(Item("", stance, based_on))
    article = store.article(stance.article)
    actor, represents, type_, target = stance.actor, stance.represents, stance.type, stance.target
    try:
        column = "correct_type"
        if cells[column]:
            type_ = stance_type(cells[column])
        column = "correct_actor"
        if cells[column]:
            if before is not None and cells[column] == was[column]:
                actor, represents = before.actor, before.represents
            else:
                actor, represents = actor_of(cells[column], stance, store, article.lang)
        column = "correct_target"
        if cells[column]:
            unchanged = before is not None and cells[column] == was[column]
            target = before.target if before and unchanged else target_of(cells[column], stance, store, article)
    except InputError as error:
        raise InputError(f"column {column}: {error}") from error
    return actor, represents, type_, target


def _holder(stance: Stance) -> tuple[str, str]:
    return stance.actor.key, stance.represents.key


def _about(stance: Stance) -> tuple[str, str]:
    return stance.target.key, stance.target.text


def _moment(cell: str) -> datetime | None:
    if not cell:
        return None
    try:
        return datetime.fromisoformat(cell).astimezone()
    except ValueError:
        raise InputError(
            f"column reviewed_at: '{cell}' is no time; empty it, or write it like 2026-01-02T12:00:00+00:00"
        ) from None


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str] | csv.Error]]:
    """The rows, or what is wrong with one, with the line on which each begins; empty rows are left out."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path}: not UTF-8; save the table as 'CSV UTF-8'") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns = [column.strip().casefold() for column in next(table, [])]
    if missing := [column for column in ("stance", *FILLED) if column not in columns]:
        raise InputError(f"{path}:1: column {missing[0]} is missing; take the table that 'kg review --export' writes")
    while True:
        line = table.line_num + 1
        try:
            values = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, error
            continue
        if any(value.strip() for value in values):
            values += [""] * (len(columns) - len(values))
            yield line, {column: _plain(value) for column, value in zip(columns, values, strict=False)}


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: text of an article must not run there."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _plain(cell: str) -> str:
    cell = _one_line(cell)
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
