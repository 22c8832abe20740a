"""``kg export``: files for other programs."""

import click

from kg.cli.options import example, store_option
from kg.errors import KgError

_NETWORKS = (".graphml", ".gexf")


@click.command(
    epilog=example(
        "kg export -o graph.trig",
        "kg export -o stances.parquet",
        "kg export -o network.gexf",
        "kg export --neo4j -o neo4j/",
    )
)
@click.option("-o", "--output", required=True, type=click.Path(), metavar="FILE", help="The file, or the folder.")
@click.option("--neo4j", is_flag=True, help="Write a folder of CSV files for the bulk import of Neo4j.")
@store_option
def export(store: str, output: str, neo4j: bool) -> None:
    """Write what the store holds to a file, in the format of its ending.

    RDF with a named graph per article: .trig, .nq, .jsonld (which reads as plain JSON). RDF without: .ttl, .nt, .rdf
    (RDF/XML). A table with a row per stance: .csv, .parquet (for pandas, R, DuckDB). The network of actors and targets,
    for Gephi, visone and others: .graphml, .gexf.
    """
    from pathlib import Path

    from kg.graph import ENDINGS, export_neo4j, open_store
    from kg.graph import export as write_file

    known = (*(f".{ending}" for ending in ENDINGS), *_NETWORKS)
    if not neo4j and Path(output).suffix.lower() not in known:
        raise KgError(f"{output}: unknown file ending; choose one of {', '.join(known)}")

    with open_store(store, read_only=True) as graph:
        if neo4j:
            click.echo(f"import it by: {export_neo4j(graph, output)}", err=True)
        elif output.lower().endswith(_NETWORKS):
            from kg.network import actor_network, write

            write(actor_network(graph.stances()), output)
        else:
            write_file(graph, output)
