"""Reading the comma-separated tables of ``data/``; every mistake names its file and line.

A table is UTF-8 text with a header line. Lines that begin with ``#`` are comments, empty lines are skipped, and a
cell may hold several values separated by ``|``. ``data/README.md`` defines the columns of each table.
"""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataError


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its cells by column, and where it stands."""

    file: Path
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def values(self, column: str) -> tuple[str, ...]:
        """The values of a cell, split at ``|``; an empty cell has none.

        :raises DataError: a value between two bars is empty.
        """
        cell = self.cells[column]
        if not cell:
            return ()
        if "|" not in cell:
            return (cell,)
        values = tuple(map(str.strip, cell.split("|")))
        if "" in values:
            raise self.error(f"column {column} has an empty value between bars: {cell!r}; remove a bar")
        return values

    def error(self, message: str) -> DataError:
        """A :class:`~kg.errors.DataError` whose message begins with this row's ``file:line:``."""
        return DataError(f"{self.file}:{self.line}: {message}")


def read_table(
    path: Path,
    columns: Sequence[str],
    *,
    required: Collection[str] = (),
    key: Sequence[str] = (),
    problems: list[str] | None = None,
) -> list[Row]:
    """Read a table.

    :param path: a UTF-8 file, with or without a byte order mark.
    :param columns: all columns of the table, which its header must name in any order.
    :param required: columns whose cells must not be empty.
    :param key: columns that together must differ from row to row.
    :param problems: if given, mistakes are added to it as ``file:line: message`` and the rows concerned are left
        out; else the first mistake is raised.
    :raises DataError: the file is missing, is not UTF-8, or holds a mistake.
    """
    rows: list[Row] = []
    try:
        for row in _rows(path, columns, problems):
            missing = [column for column in required if not row.cells[column]]
            if missing:
                report(row.error(f"column {missing[0]} is empty; fill it in"), problems)
            else:
                rows.append(row)
        _unique(rows, key, problems)
    except DataError as error:
        report(error, problems)
    return rows


def report(error: DataError, problems: list[str] | None) -> None:
    """Add an error's message to ``problems``, or raise it if there is no such list."""
    if problems is None:
        raise error
    problems.append(str(error))


def known(row: Row, column: str, values: Iterable[str], choices: Collection[str], what: str) -> DataError | None:
    """The error that one of a column's values is none of ``choices``, or None; ``what`` says what a choice is."""
    for value in values:
        if value not in choices:
            few = f"; known are {', '.join(sorted(choices))}" if len(choices) <= 15 else ""
            return row.error(f"column {column}: {value!r} is no {what}{few}")
    return None


def _rows(path: Path, columns: Sequence[str], problems: list[str] | None) -> Iterator[Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise DataError(f"{path}:1: the file is missing; restore it") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise DataError(f"{path}:{line}: not UTF-8; save the file as UTF-8") from error

    # A record may span several lines, so comments are passed over where the parser asks for a line: only there is a
    # line known to begin a record.
    lines = _Lines(text)
    reader = csv.reader(lines, strict=True)
    header: list[str] | None = None
    while True:
        lines.begin_record()
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise DataError(f"{path}:{lines.record}: malformed row ({error}); check its quotation marks") from error
        if cells is None:
            break
        if header is None:
            header = _header(path, lines.record, cells, columns)
        elif len(cells) != len(header):
            error_ = DataError(
                f"{path}:{lines.record}: {len(cells)} cells, but the header has {len(header)} columns; "
                "check commas and quotation marks"
            )
            report(error_, problems)
        else:
            yield Row(path, lines.record, dict(zip(header, map(str.strip, cells), strict=True)))
    if header is None:
        raise DataError(f"{path}:1: the header line is missing; write {','.join(columns)}")


def _header(path: Path, line: int, cells: list[str], columns: Sequence[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    for column in header:
        if column not in columns:
            raise DataError(f"{path}:{line}: unknown column {column!r}; known are {', '.join(columns)}")
        if header.count(column) > 1:
            raise DataError(f"{path}:{line}: column {column!r} stands twice; remove one")
    for column in columns:
        if column not in header:
            raise DataError(f"{path}:{line}: column {column!r} is missing; add it")
    return header


def _unique(rows: list[Row], key: Sequence[str], problems: list[str] | None) -> None:
    seen: dict[tuple[str, ...], int] = {}
    if key:
        for row in rows:
            value = tuple(row.cells[column] for column in key)
            first = seen.setdefault(value, row.line)
            if first != row.line:
                what = f"{'+'.join(key)} {'+'.join(value)!r}"
                report(row.error(f"{what} already stands in line {first}; remove one of them"), problems)


class _Lines:
    """The lines of a text for a csv reader; skips comments and empty lines at the beginning of a record."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text)
        self._read = 0
        self._begins = True
        self.record = 1

    def begin_record(self) -> None:
        """Say that the next line begins a record."""
        self._begins = True

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._read += 1
        while self._begins and (not line.strip() or line.startswith("#")):
            line = next(self._lines)
            self._read += 1
        if self._begins:
            self._begins = False
            self.record = self._read
        return line
