"""``kg history``: positions in order of time."""

from typing import TYPE_CHECKING, Any

import click

from kg.cli.debate import debate, shortened
from kg.cli.options import debate_options, example, output_options
from kg.cli.output import write_rows, write_table

if TYPE_CHECKING:
    from kg.history import History, Step
    from kg.model import Actor, Target

_TABLE = ("date", "actor", "position", "target", "condition", "sentence")
_COLUMNS = (
    *("holder", "holder_key", "target", "target_key", "stated_on", "published", "valid_until", "stance", "valence"),
    *("changed", "before_stance", "before_valence", "before_date", "actor", "actor_key", "condition"),
    *("condition_kind", "confidence", "sentence", "article"),
)


@click.command(
    epilog=example(
        "kg history --actor Germany --target troops",
        "kg history --per issue --changes --from 2022-01-01",
        "kg history --actor Germany --format csv -o germany.csv",
    )
)
@click.option("--changes", is_flag=True, help="Only positions that changed.")
@click.option(
    "--per",
    type=click.Choice(["target", "issue"]),
    default="target",
    show_default=True,
    help="Take each target by itself, or all targets of an issue together.",
)
@debate_options
@output_options("table", "jsonl", "json", "csv", "tsv")
def history(
    store: str, changes: bool, per: Any, by: Any, lang: str, format_: str, output: str | None, **filters: Any
) -> None:
    """Show who took which position on what in order of time, mark changes, and give the sentence for each.

    A change (≠) is one between in favour, against and open from one day to the next with a stance. The day is that of
    the statement; where the article was published on another day, that day stands below it. That a position still
    holds today, or how long it held, is not concluded from anything.
    """
    from kg.graph import open_store
    from kg.history import histories

    stances = debate(store, **filters)
    with open_store(store, read_only=True) as graph:
        articles = {article.id: article for article in graph.articles()}
    found = [one for one in histories(stances, articles, by=by, per=per) if one.changed or not changes]
    if not found:
        click.echo("no position changed in these stances", err=True)
    if format_ == "table":
        write_table((_cells(one, step, lang) for one in found for step in one.steps), _TABLE, output)
    else:
        write_rows((_row(one, step, lang) for one in found for step in one.steps), _COLUMNS, format_, output)


def _cells(history: "History", step: "Step", lang: str) -> tuple[str, ...]:
    stance = step.stance
    days = [str(stance.stated_on or "")]
    if step.published and step.published != stance.stated_on:
        days.append(f"published {step.published}")
    if stance.valid_until:
        days.append(f"until {stance.valid_until}")
    who = _name(history.holder, lang)
    if stance.actor.key != history.holder.key:
        who += f"\n({stance.actor.name})"
    position = f"{stance.type.value} ({stance.type.valence.value})"
    if step.before:
        position = f"≠ {position}\nbefore: {step.before.type.valence.value}"
    condition = stance.condition.text if stance.condition else ""
    what = shortened(_name(history.target, lang))
    return "\n".join(days), who, position, what, condition, " ".join(stance.evidence.text.split())


def _row(history: "History", step: "Step", lang: str) -> dict[str, object]:
    stance, before = step.stance, step.before
    return {
        "holder": _name(history.holder, lang),
        "holder_key": history.holder.key,
        "target": _name(history.target, lang),
        "target_key": history.target.key,
        "stated_on": stance.stated_on and stance.stated_on.isoformat(),
        "published": step.published and step.published.isoformat(),
        "valid_until": stance.valid_until and stance.valid_until.isoformat(),
        "stance": stance.type.value,
        "valence": stance.type.valence.value,
        "changed": before is not None,
        "before_stance": before and before.type.value,
        "before_valence": before and before.type.valence.value,
        "before_date": before and str(before.stated_on),
        "actor": stance.actor.name,
        "actor_key": stance.actor.key,
        "condition": stance.condition and stance.condition.text,
        "condition_kind": stance.condition and stance.condition.kind.value,
        "confidence": stance.confidence,
        "sentence": stance.evidence.text,
        "article": stance.article,
    }


def _name(thing: "Actor | Target", lang: str) -> str:
    from kg.model import Actor

    return dict(thing.labels).get(lang) or (thing.name if isinstance(thing, Actor) else thing.text)
