"""``kg shifts``: who changed position on what, and when."""

from typing import TYPE_CHECKING, Any

import click

from kg.cli.debate import debate, shortened, tell_unjoined
from kg.cli.options import debate_options, example, join_issues_option, output_options
from kg.cli.output import write_rows, write_table

if TYPE_CHECKING:
    from kg.model import Actor, Stance, Target
    from kg.network import Shift

_COLUMNS = ("actor", "target", "date", "stance", "sentence")
_KEYS = (
    *("actor", "actor_key", "target", "target_key", "reversal"),
    *("before_date", "before_stance", "before_valence", "before_by", "before_sentence", "before_article"),
    *("after_date", "after_stance", "after_valence", "after_by", "after_sentence", "after_article"),
)


@click.command(
    epilog=example(
        "kg shifts --actor Germany",
        "kg shifts --reversals --issue sanctions",
        "kg shifts --format csv -o shifts.csv",
    )
)
@click.option(
    "--reversals", is_flag=True, help="Only changes from for to against or back, not from or to an open position."
)
@click.option(
    "--max-shifts",
    type=click.IntRange(1),
    metavar="N",
    default=50,
    show_default=True,
    help="Show at most so many changes in a table, the latest; the other formats have all.",
)
@debate_options
@join_issues_option
@output_options("table", "jsonl", "json", "csv", "tsv")
def shifts(
    store: str,
    reversals: bool,
    max_shifts: int,
    by: Any,
    join_issues: bool,
    lang: str,
    format_: str,
    output: str | None,
    **filters: Any,
) -> None:
    """Show who changed position on what: the last stance before and the first after, with date and sentence.

    A position is for, against or open. Days on which an actor takes several on the same target are passed over.
    """
    from kg.network import shifts as find

    told = debate(store, **filters)
    found = find(told, by=by, reversals=reversals, join_issues=join_issues)
    if not found:
        click.echo("nobody changed position in these stances", err=True)
    if format_ == "table":
        write_table((cells for shift in found[-max_shifts:] for cells in _pair(shift, lang)), _COLUMNS, output)
        if (more := len(found) - max_shifts) > 0:
            click.echo(f"{more} earlier changes are not shown; --max-shifts shows more, --format csv all", err=True)
        if not join_issues:
            tell_unjoined(told, lang)
    else:
        write_rows((_row(shift, lang) for shift in found), _KEYS, format_, output)


def _pair(shift: "Shift", lang: str) -> list[tuple[str, ...]]:
    """Two lines of the table: before and after."""
    who, what = shortened(_name(shift.actor, lang)), shortened(_name(shift.target, lang))
    before, after = (
        (str(stance.stated_on), stance.type.value, " ".join(stance.evidence.text.split()))
        for stance in (shift.before, shift.after)
    )
    return [(who, what, *before), ("", "", *after)]


def _row(shift: "Shift", lang: str) -> dict[str, object]:
    return {
        "actor": _name(shift.actor, lang),
        "actor_key": shift.actor.key,
        "target": _name(shift.target, lang),
        "target_key": shift.target.key,
        "reversal": shift.reversal,
        **_told("before", shift.before),
        **_told("after", shift.after),
    }


def _told(when: str, stance: "Stance") -> dict[str, object]:
    return {
        f"{when}_date": str(stance.stated_on),
        f"{when}_stance": stance.type.value,
        f"{when}_valence": stance.type.valence.value,
        f"{when}_by": stance.actor.name,
        f"{when}_sentence": stance.evidence.text,
        f"{when}_article": stance.article,
    }


def _name(thing: "Actor | Target", lang: str) -> str:
    return dict(thing.labels).get(lang) or str(getattr(thing, "name", None) or getattr(thing, "text", ""))
