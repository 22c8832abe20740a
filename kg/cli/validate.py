"""``kg validate``: whether graphs are what the ontology promises."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import example, output_options, store_option
from kg.cli.output import Failures, write_rows, write_table
from kg.errors import KgError

if TYPE_CHECKING:
    from rdflib import Graph

    from kg.graph.shapes import Problem

_COLUMNS = ("article", "stance", "node", "path", "value", "message", "sentence")
_TABLE = ("where", "what is wrong", "sentence")


@click.command(epilog=example("kg validate", "kg validate graph.trig more.ttl --format csv -o mistakes.csv"))
@click.argument("files", nargs=-1, metavar="[FILE]...")
@store_option
@output_options("table", "jsonl", "json", "csv", "tsv")
def validate(files: tuple[str, ...], store: str, format_: str, output: str | None) -> None:
    """Check the graphs of the store, or of RDF files, against the shapes of the ontology (SHACL).

    Every mistake is shown with the stance concerned and its sentence. FILEs are .ttl, .nt, .nq, .trig, .jsonld or .rdf,
    also with .gz. The exit code is 1 if there are mistakes or a file cannot be read.
    """
    from dataclasses import asdict

    from kg.graph.shapes import problems

    failures = Failures()
    checked = 0
    found: list[Problem] = []
    for graph in chain.from_iterable(_read(Path(file), failures) for file in files) if files else _stored(store):
        checked += 1
        found += problems(graph)
    if not found and not failures.count:
        click.echo(f"no mistakes in {checked} graphs", err=format_ != "table")
    if found and format_ == "table":
        write_table(([_where(problem), _what(problem), problem.sentence] for problem in found), _TABLE, output)
    elif found or format_ != "table":
        write_rows(map(asdict, found), _COLUMNS, format_, output)
    if found:
        stances = len({problem.stance for problem in found if problem.stance})
        raise click.ClickException(f"{len(found)} mistakes in {stances} stances; see above")
    failures.finish()


def _read(path: Path, failures: Failures) -> "Iterator[Graph]":
    from kg.graph.shapes import file_graphs

    try:
        yield from file_graphs(path)
    except KgError as error:
        failures(error)


def _stored(where: str) -> "Iterator[Graph]":
    from kg.graph import open_store
    from kg.graph.shapes import stored_graphs

    with open_store(where, read_only=True) as store:
        yield from stored_graphs(store)


def _where(problem: "Problem") -> str:
    from kg.graph import shorten

    places = (problem.article, problem.stance, problem.node)
    return "\n".join(dict.fromkeys(shorten(place) for place in places if place))


def _what(problem: "Problem") -> str:
    from kg.graph import shorten

    return f"{problem.message}, not {shorten(problem.value)}" if problem.value else problem.message
