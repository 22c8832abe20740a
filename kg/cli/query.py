"""``kg query``: SPARQL and named queries."""

import re
import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

from kg.cli.debate import meant
from kg.cli.options import DAY, example, output_options, store_option
from kg.cli.output import write, write_table
from kg.errors import QueryError

if TYPE_CHECKING:
    from rdflib.term import Node

    from kg.graph import Parameter, QueryResult

_NAME = r"[\w-]+"


@click.command(
    epilog=example(
        "kg query 'SELECT ?who ?what { ?who kg:rejects ?what }'",
        "kg query --list",
        "kg query who-rejects --actor Russia",
        "kg query -f query.rq --format csv -o answer.csv",
    )
)
@click.argument("query", required=False)
@click.option(
    "-f", "--file", type=click.Path(), metavar="FILE", help="Read the query from this file; - is standard input."
)
@click.option("--list", "list_", is_flag=True, help="List the named queries; with the name of one, its parameters.")
@click.option("--actor", metavar="NAME", help="For a named query: an actor, in any language, or a key.")
@click.option("--issue", metavar="NAME", help="For a named query: an issue, such as 'sanctions'.")
@click.option("--target", metavar="WORDS", help="For a named query: words in what a stance is about.")
@click.option("--stance", metavar="IRI", help="For a named query: one stance, as stance:…")
@click.option("--from", "since", type=DAY, metavar="DATE", help="For a named query: the first day, as 2025-09-05.")
@click.option("--to", "until", type=DAY, metavar="DATE", help="For a named query: the last day.")
@click.option(
    "--min-confidence",
    "confidence",
    type=click.FloatRange(0, 1),
    metavar="NUMBER",
    help="For a named query: the least confidence, 0 to 1.",
)
@click.option("--lang", metavar="LANG", help="For a named query: the language of labels (de, en).")
@click.option("-p", "--param", multiple=True, metavar="NAME=VALUE", help="For a named query: a parameter of its own.")
@click.option(
    "--allow-remote",
    is_flag=True,
    help="Let the query make the store fetch from other addresses (SERVICE); else it is refused.",
)
@store_option
@output_options("table", "json", "csv", "tsv", "xml", "turtle", "ntriples", "rdfxml", "jsonld")
def query(
    query: str | None,
    file: str | None,
    list_: bool,
    param: tuple[str, ...],
    allow_remote: bool,
    store: str,
    format_: str,
    output: str | None,
    **parameters: str | float | datetime | None,
) -> None:
    """Ask the store a SPARQL query, or a named one.

    The default graph is the union of all articles; the prefixes kg:, schema:, prov:, oa:, skos:, dcterms:, wd: and
    others need no declaration. A term that the ontology does not know is warned of, with the one that may be meant.
    """
    from kg.graph import doubtful, named_queries, named_query, open_store

    if list_ and query:
        known = named_query(query)
        rows = [(_option(one), "required" if one.required else "", one.description) for one in known.parameters]
        write_table(rows, ("parameter", "", known.description), output)
        return
    if list_:
        found = [(one.name, one.description, " ".join(map(_option, one.parameters))) for one in named_queries()]
        write_table(found, ("query", "what it finds", "parameters"), output)
        return
    if (query is None) == (file is None):
        raise click.UsageError("give one query: SPARQL text, the name of a query ('kg query --list'), or -f FILE")
    given = {name: value for name, value in parameters.items() if value is not None}
    named = query is not None and re.fullmatch(_NAME, query) is not None
    sparql = _sparql(query, file, given | dict(_pair(text) for text in param))
    for doubt in () if named else doubtful(sparql):
        click.echo(f"Warning: {doubt}", err=True)
    with open_store(store, read_only=True, allow_remote=allow_remote) as graph:
        result = graph.query(sparql)
        _print(result, format_, output)
    actor = given.get("actor")
    if isinstance(actor, str) and not result.rows and (hint := meant(actor)):
        click.echo(f"nothing found{hint}", err=True)


def _option(parameter: "Parameter") -> str:
    """How a parameter of a named query is given on the command line."""
    return _OPTIONS.get(parameter.name) or f"-p {parameter.name}=…"


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise click.BadParameter(f"'{text}' is not NAME=VALUE", param_hint="--param")
    return name, value


def _sparql(query: str | None, file: str | None, given: dict[str, str | float | datetime]) -> str:
    from pathlib import Path

    from kg.graph import named_query

    if query and re.fullmatch(_NAME, query):
        values = {name: value.date() if isinstance(value, datetime) else value for name, value in given.items()}
        return named_query(query).bind(**values)
    if given:
        raise QueryError(
            f"parameters ({', '.join(given)}) are for named queries; in SPARQL write the values themselves"
        )
    if query is not None:
        return query
    try:
        return sys.stdin.read() if file == "-" else Path(str(file)).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise QueryError(f"{file}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{file}: not UTF-8; save the query as UTF-8") from error


def _print(result: "QueryResult", format_: str, output: str | None) -> None:
    if format_ != "table":
        write(result.serialize(format_), output)
    elif result.answer is not None:
        write("yes" if result.answer else "no", output)
    elif result.kind == "CONSTRUCT":
        write(result.serialize("turtle"), output)
    else:
        write_table(([_cell(term) for term in row] for row in result.rows), result.variables, output)


def _cell(term: "Node | None") -> str:
    """A term for people: prefixed where a prefix is known, as it may stand in a query."""
    from rdflib import URIRef

    from kg.graph import shorten

    return "" if term is None else shorten(term) if isinstance(term, URIRef) else str(term)


_OPTIONS = {option.name: option.opts[0] for option in query.params if isinstance(option, click.Option) and option.name}
