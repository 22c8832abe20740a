"""``kg review``: people correct what the machine reads."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import example, stance_filters, store_option
from kg.cli.output import Failures
from kg.cli.stances import chosen
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.model import Review
    from kg.review import Item

_CHOICES = "a,c,r,s,b,q,?"
_HELP = """\
a  accept: the stance is right
c  correct: right but for its actor, type or target; you are asked for each, Enter keeps it
r  reject: the sentence holds no such stance
s  skip: decide later
b  back: to the stance before, to decide again
q  quit: what was decided is stored"""


@click.command(
    epilog=example(
        "kg review",
        "kg review --actor Germany --max-confidence 0.3 --limit 20 --reviewer 'Anna Muster'",
        "kg review --export review.csv",
        "kg review --import review.csv --reviewer 'Anna Muster'",
        "kg review --reviewed --export decisions.csv",
    )
)
@stance_filters
@click.option(
    "--max-confidence",
    type=click.FloatRange(0, 1),
    metavar="NUMBER",
    help="The highest confidence, 0 to 1. Default: 0.5; with --reviewed 1.",
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many stances.")
@click.option("--reviewed", is_flag=True, help="Those that people reviewed already, instead of the others.")
@click.option(
    "--reviewer",
    envvar="KG_REVIEWER",
    show_envvar=True,
    metavar="NAME",
    help="Who reviews; default: the login name.",
)
@click.option(
    "--export",
    "export_",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write the stances to this table (.csv, .tsv) to fill in, instead of asking.",
)
@click.option(
    "--import",
    "import_",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Take over what was filled in, instead of asking. Filters do not count.",
)
@store_option
def review(
    store: str,
    max_confidence: float | None,
    limit: int | None,
    reviewed: bool,
    reviewer: str | None,
    export_: str | None,
    import_: str | None,
    **filters: Any,
) -> None:
    """Go through stances, the least sure first, and accept, correct or reject each.

    What is decided is stored at once, with who and when, and overrides the machine in all queries, drawings and
    exports, also after 'kg ingest' or 'kg refresh' has read the article again. A stance that was accepted or corrected
    has the confidence 1; one that was rejected is found no more.

    An actor is a name, alias or key, also "NAME (FOR WHOM)"; a target is a phrase, best in the words of the sentence.

    In a table fill in 'decision' (accept, correct, reject, or withdraw to take back an earlier one) or one of the
    columns correct_actor, correct_type, correct_target, and perhaps 'note'; rows that are left empty change nothing.
    'reviewer' is whoever imports the table unless a row names someone. A row with a mistake is reported with its line,
    the others are taken over, and the exit code is 1.
    """
    from kg.graph import open_store
    from kg.review import UNSURE, waiting

    if export_ and import_:
        raise click.UsageError("give either --export or --import")
    if import_:
        _import(store, import_, _name(reviewer))
        return
    at_most = max_confidence if max_confidence is not None else None if reviewed else UNSURE
    with open_store(store, read_only=True) as graph:
        found = waiting(graph, reviewed=reviewed, limit=limit, at_most=at_most, **chosen(filters))
        if export_:
            from kg.review.table import write

            click.echo(f"{export_}: stances {write(found, graph, export_)}", err=True)
            return
        items = list(found)
    if not items:
        click.echo("no stances to review; --max-confidence 1 asks about all, --reviewed about those already reviewed")
        return
    _ask_all(items, store, _name(reviewer))


def _import(store: str, path: str, reviewer: str) -> None:
    from kg.graph import open_store
    from kg.review.table import read

    failures = Failures()
    with open_store(store) as graph:
        outcome = read(path, graph, by=reviewer, on_error=failures)
    refused = f", not taken {outcome.refused}, see above" if outcome.refused else ""
    click.echo(f"{path}: decisions {outcome.taken}, rows without news {outcome.unchanged}{refused}", err=True)
    failures.finish()


def _name(reviewer: str | None) -> str:
    """Who reviews: as given, else the login name."""
    import getpass

    if reviewer and reviewer.strip():
        return reviewer.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        raise click.UsageError("say who reviews by --reviewer NAME or KG_REVIEWER") from None


def _ask_all(items: "list[Item]", store: str, reviewer: str) -> None:
    """Ask about one stance after the other; each decision is stored before the next question."""
    from kg.model import StanceType

    decided: dict[int, str] = {}
    number = 0
    try:
        while number < len(items):
            item = items[number]
            _show(item, number + 1, len(items))
            answer = click.prompt(
                f"{reviewer}: accept, correct, reject, skip, back, quit", prompt_suffix=f" [{_CHOICES}]: "
            )
            letter = answer.strip().lower()[:1]
            if letter == "q":
                break
            if letter == "b":
                number = max(number - 1, 0)
            elif letter == "s":
                number += 1
            elif letter in ("a", "r", "c"):
                try:
                    decision = _decide(letter, item, store, reviewer)
                except KgError as error:
                    click.echo(f"Error: {' '.join(str(error).split())}", err=True)
                    continue
                decided[number] = decision.decision.value
                items[number] = replace(item, review=decision)
                number += 1
            else:
                click.echo(f"{_HELP}\ntypes: {', '.join(StanceType)}")
    except click.Abort:  # the end of the input, or Ctrl-C
        click.echo()
    counts = {name: list(decided.values()).count(name) for name in ("accepted", "corrected", "rejected")}
    said = ", ".join(f"{name} {count}" for name, count in counts.items())
    click.echo(f"{store}: {said}, left {len(items) - len(decided)}", err=True)


def _show(item: "Item", number: int, total: int) -> None:
    from kg.review import said_of

    stance = item.holding
    head = [f"{number} of {total}", f"confidence {stance.confidence:.2f}", stance.article]
    if stance.stated_on:
        head.insert(2, stance.stated_on.isoformat())
    click.echo()
    click.secho(" · ".join(head), dim=True)
    click.echo(click.wrap_text(" ".join(stance.evidence.text.split()), 100, "  ", "  "))
    click.echo()
    click.echo(f"  actor      {click.style(said_of(stance), bold=True)}")
    click.echo(f"  type       {click.style(stance.type.value, bold=True)}")
    click.echo(f"  target     {click.style(stance.target.text, bold=True)}")
    if stance.condition:
        click.echo(f"  condition  {stance.condition.text}")
    if stance.speaker:
        click.echo(f"  speaker    {stance.speaker.name}")
    if item.review:
        click.echo(f"  ({item.review.decision.value} by {item.review.reviewer}, {item.review.at:%Y-%m-%d})")
    click.echo()


def _decide(letter: str, item: "Item", store: str, reviewer: str) -> "Review":
    """Store one decision. The store is open for writing only as long as that takes, so that others can write too."""
    from kg.graph import open_store

    right = _ask_right(item, store) if letter == "c" else {}
    with open_store(store) as graph:
        if letter == "a":
            return graph.corrections.accept(item.iri, by=reviewer)
        if letter == "r":
            return graph.corrections.reject(item.iri, by=reviewer)
        return graph.corrections.correct(item.iri, by=reviewer, **right)


def _ask_right(item: "Item", store: str) -> dict[str, Any]:
    """What is right of actor, type and target, each asked for until it is understood."""
    from kg.errors import InputError
    from kg.graph import open_store
    from kg.review import actor_of, said_of, stance_type, target_of

    stance = item.holding
    right: dict[str, Any] = {
        "actor": stance.actor,
        "represents": stance.represents,
        "type": stance.type,
        "target": stance.target,
    }
    with open_store(store, read_only=True) as graph:
        article = graph.article(stance.article)
        for name, now in (("actor", said_of(stance)), ("type", stance.type.value), ("target", stance.target.text)):
            while (words := click.prompt(f"  {name:<6}", default=now)) != now:
                try:
                    if name == "actor":
                        right["actor"], right["represents"] = actor_of(words, stance, graph, article.lang)
                    elif name == "type":
                        right["type"] = stance_type(words)
                    else:
                        right["target"] = target_of(words, stance, graph, article)
                except InputError as error:
                    click.echo(f"  {error}", err=True)
                else:
                    break
    return right
