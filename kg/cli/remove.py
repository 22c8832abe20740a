"""``kg remove``: articles out of the store."""

import click

from kg.cli.options import example, store_option
from kg.cli.output import Failures
from kg.errors import KgError, StoreError


@click.command(
    epilog=example(
        "kg remove 2023-11-03-gaza-feuerpausen",
        "kg remove --store eu-2014 ID1 article:ID2",
        "kg remove --reviewed ID",
    )
)
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@click.option("--reviewed", is_flag=True, help="Remove also what people reviewed, and what they said of it.")
@store_option
def remove(articles: tuple[str, ...], reviewed: bool, store: str) -> None:
    """Remove articles from the store, with their stances and texts.

    ARTICLE is the id of an article ('kg articles list' shows them) or its IRI, also as article:ID. Each article is
    removed whole or not at all. One that people reviewed stays unless --reviewed is given; what they said can be saved
    by 'kg review --reviewed --export FILE.csv'. The other articles are removed all the same, and the exit code is 1.
    """
    from kg.graph import open_store

    failures = Failures()
    with open_store(store) as graph:
        for name in articles:
            try:
                article = graph.article(name).id
                reviews = len(graph.corrections.reviews(article))
                if reviews and not reviewed:
                    raise StoreError(
                        f"{name}: people reviewed it ({reviews} times); save what they said by "
                        f"'kg review --reviewed --article {article} --export FILE.csv', then remove it with --reviewed"
                    )
                graph.remove(article)
            except KgError as error:
                failures(error)
    failures.finish()
