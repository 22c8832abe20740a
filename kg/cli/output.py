"""Printing rows and texts in the format that was asked for."""

import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.progress import Progress

Row = Mapping[str, object]

_WIDTH = 120
"""Width of a table, in characters, that goes to a file or another program."""

_WIDEST_WHOLE_WORD = 12
"""Words up to this length, so also dates, are not broken where a table is narrow."""


class Failures:
    """What went wrong with single inputs of a run: said at once on standard error, counted for the exit code."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: Exception) -> None:
        """Say it, in one line."""
        self.count += 1
        click.echo(f"Error: {' '.join(str(error).split())}", err=True)

    def finish(self) -> None:
        """Leave with exit code 1 if anything went wrong."""
        if self.count:
            raise click.exceptions.Exit(1)


def progress_bar(quiet: bool) -> "Progress":
    """A bar on standard error for work on articles, shown only if that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    return Progress(*columns, console=console, disable=quiet or not console.is_terminal)


def write(text: str, output: str | None) -> None:
    """Print a text, or write it to a file, whole or not at all.

    :raises KgError: the file cannot be written.
    """
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
    else:
        from kg.output import replace

        replace(output, text.encode("utf-8"))


def write_rows(rows: Iterable[Row], columns: Sequence[str], format_: str, output: str | None) -> None:
    """Print rows as ``jsonl``, ``json``, ``csv`` or ``tsv``, each as soon as it is known, except for files.

    :param rows: values are text, numbers or None; keys beyond ``columns`` are left out.
    """
    lines = _lines(rows, columns, format_)
    if output is not None:
        write("".join(lines), output)
        return
    for line in lines:
        click.echo(line, nl=False)


def _lines(rows: Iterable[Row], columns: Sequence[str], format_: str) -> Iterator[str]:
    import csv
    import json

    kept = ({column: row.get(column) for column in columns} for row in rows)
    if format_ == "jsonl":
        for row in kept:
            yield json.dumps(row, ensure_ascii=False) + "\n"
    elif format_ == "json":
        yield json.dumps(list(kept), ensure_ascii=False, indent=2) + "\n"
    else:
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, columns, delimiter="\t" if format_ == "tsv" else ",", lineterminator="\n")
        writer.writeheader()
        for row in kept:
            writer.writerow(row)
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
        yield buffer.getvalue()


def write_table(rows: Iterable[Sequence[str]], columns: Sequence[str], output: str | None) -> None:
    """Print a table for people; long cells are wrapped, nothing is cut off."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    for name, column in zip(columns, table.columns, strict=True):
        column.overflow = "fold"
        words = [name, *(word for cell in column.cells for word in str(cell).split())]
        column.min_width = min(max(map(len, words)), _WIDEST_WHOLE_WORD)
    write_console([table], output)


def write_console(parts: "Iterable[RenderableType]", output: str | None) -> None:
    """Print what rich can show, each part as soon as it is known, except for files."""
    from rich.console import Console

    if output is None:
        console = Console()
        if not console.is_terminal and "COLUMNS" not in os.environ:
            console.width = _WIDTH
        for part in parts:
            console.print(part)
    else:
        text = io.StringIO()
        to_file = Console(file=text, width=_WIDTH)
        for part in parts:
            to_file.print(part)
        write(text.getvalue(), output)
