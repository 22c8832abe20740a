"""Pieces of HTML that the outputs of a notebook are made of. Whatever comes from an article is escaped here."""

from collections.abc import Iterable, Sequence
from html import escape

from kg.model import Actor, Stance, Valence

COLOURS = {Valence.FAVOUR: "#0067a8", Valence.AGAINST: "#c24a00", Valence.OPEN: "#5b6370"}
"""Blue and vermilion of the Okabe-Ito palette, as in the drawings; white text on each reads well (WCAG AA)."""

TINTS = {Valence.FAVOUR: "#cfe6f5", Valence.AGAINST: "#fbdcc8", Valence.OPEN: "#e3e5e9"}
"""The same for the ground under black text."""

_MOST = 200
"""How many rows a table shows."""

PLAIN = "tex2jax_ignore mathjax_ignore"
"""Classes that keep Jupyter from reading what stands between two dollar signs as a formula."""

_STYLE = (
    "table.stances :is(td, th) {text-align: left; vertical-align: top; white-space: normal; max-width: 32em}"
    " table.stances td {overflow-wrap: break-word}"
)


class Markup(str):
    """Text that is HTML already and must not be escaped."""

    __slots__ = ()


def text(value: object) -> Markup:
    """A value as HTML: escaped unless it is :class:`Markup`, empty for None."""
    return value if isinstance(value, Markup) else Markup("" if value is None else escape(str(value)))


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Markup:
    """An HTML table of the first rows; below it stands how many more there are."""
    rows = list(rows)
    head = "".join(f'<th scope="col">{text(column)}</th>' for column in columns)
    body = "".join(
        "<tr>" + "".join(f'<td dir="auto">{text(cell)}</td>' for cell in row) + "</tr>" for row in rows[:_MOST]
    )
    more = f"<p>… {len(rows) - _MOST} more rows</p>" if len(rows) > _MOST else ""
    whole = f'<table class="stances {PLAIN}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return Markup(f"<style>{_STYLE}</style>{whole}{more}")


def chip(valence: Valence, label: str, hover: str = "") -> Markup:
    """A label on the colour of a valence; ``hover`` shows when the mouse rests on it."""
    style = (
        f"background:{COLOURS[valence]};color:#fff;border-radius:0.35em;padding:0.1em 0.45em;"
        "font-size:0.85em;font-weight:600;white-space:nowrap"
    )
    title = f' title="{escape(hover)}"' if hover else ""
    return Markup(f'<span style="{style}"{title}>{escape(label)}</span>')


def holder(stance: Stance) -> str:
    """Who holds a stance: "Dmitry Peskov (Russia)"."""
    person, state = stance.actor, stance.represents
    return person.name if person.key == state.key else f"{person.name} ({state.name})"


def told(stance: Stance) -> str:
    """All that is known of a stance, in lines, for hovering."""
    speaker: Actor | None = stance.speaker
    lines = [
        " ".join(stance.evidence.text.split()),
        "",
        f"{holder(stance)} {stance.type.value} {stance.target.text}",
        f"condition: {stance.condition.text}" if stance.condition else "",
        f"said by {speaker.name}" if speaker else "",
        f"{stance.stated_on}" if stance.stated_on else "",
        f"confidence {stance.confidence:.2f}",
        stance.article,
    ]
    return "\n".join(line for place, line in enumerate(lines) if line or place == 1)
