"""``kg dump`` and ``kg load``: whole stores as files."""

import click

from kg.cli.options import example, store_option
from kg.cli.output import Failures


@click.command(
    epilog=example(
        "kg dump backup.nq.gz",
        "kg dump --store http://localhost:8890/sparql-auth backup.trig",
    )
)
@click.argument("file", type=click.Path(dir_okay=False))
@store_option
def dump(store: str, file: str) -> None:
    """Write the whole store to FILE, with all that people said of stances, to keep it or to load it elsewhere.

    The ending of FILE is .nq (N-Quads) or .trig (TriG), also with .gz. The file appears whole or not at all, and the
    store can be in use meanwhile.
    """
    from kg.graph import dump as write
    from kg.graph import open_store

    with open_store(store, read_only=True) as graph:
        write(graph, file)


@click.command(
    epilog=example(
        "kg load backup.nq.gz",
        "kg load --store http://localhost:8890/sparql-auth backup.nq.gz",
        "kg load --graph https://example.org/offices offices.ttl",
    )
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@store_option
@click.option("--graph", metavar="IRI", help="The named graph for triples that are in none, as in Turtle files.")
@click.option(
    "--replace", is_flag=True, help="Put articles of the files in the place of those that are stored already."
)
@click.option("-q", "--quiet", is_flag=True, help="No summary; errors are still reported.")
def load(store: str, files: tuple[str, ...], graph: str | None, replace: bool, quiet: bool) -> None:
    """Load RDF files into the store: dumps of other stores, or named graphs from elsewhere.

    The endings are .nq, .trig, .ttl, .nt, .jsonld, .rdf, also with .gz. Articles that are in the store already stay
    as they are there, unless --replace is given. A file with a mistake is reported with line and column, and nothing of
    it is stored; the others are loaded, and the exit code is 1.
    """
    from kg.errors import InputError
    from kg.graph import load as read
    from kg.graph import open_store

    failures = Failures()
    graphs = kept = 0
    with open_store(store, create=True) as target:
        for file in files:
            try:
                loaded = read(target, file, graph=graph, replace=replace)
            except InputError as error:
                failures(error)
            else:
                graphs, kept = graphs + loaded.graphs, kept + loaded.kept
    if not quiet:
        there = f"; there already and left as they are: {kept} (--replace replaces them)" if kept else ""
        click.echo(f"stored in {store}: named graphs {graphs}{there}", err=True)
    failures.finish()
