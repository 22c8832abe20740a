"""``kg check-data``: the knowledge tables."""

from pathlib import Path

import click

from kg.cli.options import example


@click.command(epilog=example("kg check-data", "kg check-data my-data/"))
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check_data(folder: Path | None) -> None:
    """Check the tables of actors, issues and cues; name file and line of each mistake.

    FOLDER has the shape of data/; without it the package's own tables are checked.
    """
    from kg.knowledge import check

    problems = check(folder)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise click.ClickException(f"{len(problems)} mistakes; correct the lines named above")
    click.echo("no mistakes")
