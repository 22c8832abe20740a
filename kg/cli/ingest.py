"""``kg ingest``: articles into the store."""

import click

from kg.cli.options import example, input_options, jobs_option, store_option
from kg.cli.output import Failures, progress_bar


@click.command(
    epilog=example(
        "kg ingest articles/ more.jsonl page.html",
        "kg ingest -j 4 --store eu-2014 corpus.jsonl",
        "kg ingest --follow https://example.org/politics.rss",
        "cat article.txt | kg ingest -",
    )
)
@input_options
@store_option
@jobs_option
@click.option("--no-text", is_flag=True, help="Do not keep the texts; 'kg refresh' cannot read these articles again.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary; errors are still reported.")
def ingest(
    inputs: tuple[str, ...],
    lang: str | None,
    encoding: str | None,
    follow: bool,
    store: str,
    jobs: int,
    no_text: bool,
    quiet: bool,
) -> None:
    """Read articles and keep their stances in the store.

    ARTICLES are text files, web pages (.html), feeds (.rss, .atom), JSON Lines (.jsonl), folders of these, addresses on
    the web, or - for standard input. An article that is in the store already is replaced; what people said of it by
    'kg review' stays. Articles are stored one by one, each whole: what is stored when the run is broken off stays.
    Inputs that cannot be read are reported, the others are stored, and the exit code is 1.
    """
    from kg.cli.work import read_all
    from kg.graph import open_store
    from kg.read import articles, count

    failures = Failures()
    stored = stances = 0
    with open_store(store, create=True) as graph, progress_bar(quiet) as progress:
        task = progress.add_task("articles", total=count(inputs))
        found = articles(inputs, lang=lang, encoding=encoding, follow=follow, on_error=failures)
        for reading in read_all(found, jobs, failures):
            graph.replace(reading, keep_text=not no_text)
            stored += 1
            stances += len(reading.stances)
            progress.update(task, completed=stored + failures.count, description=f"articles, {stances} stances")
    if not quiet:
        missed = f"; not read: {failures.count}, see above" if failures.count else ""
        click.echo(f"stored in {store}: articles {stored}, stances {stances}{missed}", err=True)
    failures.finish()
