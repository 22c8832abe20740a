"""``kg refresh``: all articles of the store read again."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kg.cli.options import example, jobs_option, output_options, store_option
from kg.cli.output import Failures, progress_bar, write_rows, write_table
from kg.cli.rows import TABLE, stance_rows, table_row
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.graph import Store
    from kg.model import Article


@click.command(
    epilog=example(
        "kg refresh",
        "kg refresh --dry-run",
        "kg refresh -j 4 --store eu-2014 --format csv -o changes.csv",
    )
)
@store_option
@click.option("-n", "--dry-run", is_flag=True, help="Only say what would change.")
@jobs_option
@click.option("-q", "--quiet", is_flag=True, help="No progress, no changes and no summary; errors are still reported.")
@output_options("table", "jsonl", "json", "csv", "tsv")
def refresh(store: str, dry_run: bool, jobs: int, quiet: bool, format_: str, output: str | None) -> None:
    """Read all articles of the store again, as after a change of the lexicon, and list the stances that came or went.

    The texts are those that the store keeps. What people said by 'kg review' stays. Articles are replaced one by one,
    each whole: a run that is broken off leaves some read anew and the others as they were; the next run does the rest.
    A stance that is found again keeps its IRI.
    """
    from kg.cli.work import read_all
    from kg.graph import COLUMNS, open_store

    failures = Failures()
    changes: list[tuple[str, tuple[str, ...], dict[str, object]]] = []
    counts = dict.fromkeys(("read", "changed", "added", "removed", "kept"), 0)
    with open_store(store, read_only=dry_run) as graph, progress_bar(quiet) as progress:
        task = progress.add_task("articles", total=graph.counts()["articles"])
        for reading in read_all(_with_text(graph, failures), jobs, failures):
            difference = graph.compare(reading)
            if not dry_run:
                graph.replace(reading)
            for name in ("added", "removed", "kept"):
                counts[name] += len(getattr(difference, name))
            counts["read"] += 1
            counts["changed"] += bool(difference.added or difference.removed)
            about = {reading.article.id: reading.article}
            for change, stances in (("-", difference.removed), ("+", difference.added)):
                for stance, row in zip(stances, stance_rows(stances, about), strict=True):
                    changes.append((change, table_row(stance), row))
            progress.update(task, completed=counts["read"] + failures.count)
    if not quiet or output is not None:
        if format_ != "table":
            rows = ({"change": {"+": "added", "-": "removed"}[change], **row} for change, _, row in changes)
            write_rows(rows, ("change", *COLUMNS), format_, output)
        elif changes or output is not None:
            write_table(((change, *cells) for change, cells, _ in changes), ("", *TABLE), output)
    if not quiet:
        would = "would change" if dry_run else "changed"
        missed = f"; not read: {failures.count}, see above" if failures.count else ""
        click.echo(
            f"{store}: articles read again {counts['read']}, {would} {counts['changed']}; "
            f"stances added {counts['added']}, removed {counts['removed']}, kept {counts['kept']}{missed}",
            err=True,
        )
    failures.finish()


def _with_text(graph: "Store", failures: Failures) -> Iterator["Article"]:
    for article in graph.articles(text=True):
        if article.text:
            yield article
        else:
            failures(InputError(f"{article.id}: its text is not in the store; read the article again by 'kg ingest'"))
