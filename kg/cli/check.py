"""``kg check-data``: the knowledge tables."""

import click

from kg.cli.options import example


@click.command(epilog=example("kg check-data", "kg check-data my-data/"))
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False))
def check_data(folder: str | None) -> None:
    """Check the tables of actors, issues and cues; name file and line of each mistake.

    FOLDER has the shape of data/; without it the package's own tables are checked.
    """
    from pathlib import Path

    from kg.knowledge import check

    problems = check(Path(folder) if folder else None)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise click.ClickException(f"{len(problems)} mistakes; correct the lines named above")
    click.echo("no mistakes")
