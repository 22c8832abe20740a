"""The positions of actors to a target over time, as a chart."""

from collections import Counter, defaultdict
from typing import Any

from kg.draw.arrows import Arrow
from kg.draw.debate import COLOURS, Debate
from kg.draw.names import shortened, wrapped
from kg.errors import KgError
from kg.model import Stance, Valence

TARGETS = 5
ACTORS = 20
"""How many targets, and actors for each, the chart holds at most."""

_SHAPES = {Valence.FAVOUR: "triangle-up", Valence.AGAINST: "triangle-down", Valence.OPEN: "circle"}
_BESIDE = {Valence.FAVOUR: -4, Valence.AGAINST: 4, Valence.OPEN: 0}
_WIDTH = 640  # pixels


def chart(debate: Debate) -> tuple[Any, str]:
    """The chart, and what it leaves out, as one sentence (or nothing).

    One panel a target, one row an actor, one mark for the stances of a day and valence; a line joins the marks of an
    actor. Of many targets those are shown on which most actors took positions on known days.

    :raises KgError: no stance has a date.
    """
    import altair as alt

    by_target: dict[str, list[Arrow]] = defaultdict(list)
    for arrow in debate.arrows:
        if any(stance.stated_on for stance in arrow.stances):
            by_target[arrow.target].append(arrow)
    if not by_target:
        raise KgError("no stance that was chosen has a date, so there is no timeline; ingest articles with dates")
    ranked = sorted(by_target, key=lambda target: _weight(target, by_target[target]))
    texts = debate.texts
    panels = [_panel(debate, target, by_target[target]) for target in ranked[:TARGETS]]
    whole = alt.vconcat(*panels, spacing=26).resolve_scale(x="shared", color="shared", shape="shared", size="shared")
    left_out = (
        texts["chart"]["targets_left_out"].format(shown=TARGETS, all=len(ranked)) if len(ranked) > TARGETS else ""
    )
    return whole, left_out


def _weight(target: str, arrows: list[Arrow]) -> tuple[Any, ...]:
    """By which targets are ranked: the actors that take positions, then the days on which, then the stances."""
    dated = [stance for arrow in arrows for stance in arrow.stances if stance.stated_on]
    return -len({a.source for a in arrows}), -len({s.stated_on for s in dated}), -len(dated), target


def _panel(debate: Debate, target: str, arrows: list[Arrow]) -> Any:
    import altair as alt

    texts = debate.texts
    heard: dict[str, int] = defaultdict(int)
    for arrow in arrows:
        heard[arrow.source] += len(arrow.stances)
    order = debate.order()
    most = sorted(sorted(heard, key=lambda actor: (-heard[actor], actor))[:ACTORS], key=order.__getitem__)
    names = shortened({actor: debate.names[actor] for actor in most}, 30)
    marks = []
    for arrow in arrows:
        if arrow.source in names:
            marks += _marks(debate, arrow, names[arrow.source])
    days = Counter((mark["actor"], mark["day"]) for mark in marks)
    for mark in marks:
        if days[mark["actor"], mark["day"]] == 1:
            mark["beside"] = 0
    title = wrapped(shortened({target: debate.names[target]}, 150)[target], 85)
    if len(heard) > ACTORS:
        title[-1] += " " + texts["chart"]["actors_left_out"].format(shown=ACTORS, all=len(heard))
    valences = [texts["valences"][valence.value] for valence in Valence]
    x = alt.X("date:T", title=None, scale=alt.Scale(padding=14), axis=alt.Axis(labelFlush=False, tickCount=8))
    y = alt.Y(
        "actor:N", sort=list(names.values()), title=None, axis=alt.Axis(labelLimit=220, labelPadding=8, ticks=False)
    )
    spans = [{"actor": mark["actor"], "date": mark["date"]} for mark in marks]
    line = alt.Chart(alt.InlineData(values=spans)).mark_line(color="#c6cbd2", strokeWidth=2, aria=False)
    line = line.encode(x=x, y=y, detail="actor:N", order="date:T")
    beside = alt.ExprRef("datum.beside")  # pixels up or down, where an actor took several sides on one day
    look = {"filled": True, "opacity": 1, "stroke": "white", "strokeWidth": 0.8, "cursor": "pointer", "yOffset": beside}
    point = (
        alt.Chart(alt.InlineData(values=marks))
        .mark_point(**look)
        .encode(
            x=x,
            y=y,
            description="label:N",
            color=alt.Color(
                "valence:N",
                title=None,
                scale=alt.Scale(domain=valences, range=[COLOURS[valence] for valence in Valence]),
            ),
            shape=alt.Shape(
                "valence:N",
                title=None,
                scale=alt.Scale(domain=valences, range=[_SHAPES[valence] for valence in Valence]),
            ),
            size=alt.Size("count:Q", legend=None, scale=alt.Scale(domain=[1, 10], range=[110, 400], clamp=True)),
            tooltip=[
                alt.Tooltip("actor:N", title=texts["actor"]),
                alt.Tooltip("stance:N", title=texts["stance"]),
                alt.Tooltip("day:N", title=texts["stated"]),
                alt.Tooltip("sentence:N", title=texts["evidence"]),
            ],
        )
    )
    return (line + point).properties(
        width=_WIDTH, height=alt.Step(26), title=alt.TitleParams(title, anchor="start", frame="group")
    )


def _marks(debate: Debate, arrow: Arrow, actor: str) -> list[dict[str, Any]]:
    days: dict[str, list[Stance]] = defaultdict(list)
    for stance in arrow.stances:
        if stance.stated_on:
            days[stance.stated_on.isoformat()].append(stance)
    stances = debate.texts["stances"]
    return [
        {
            "actor": actor,
            "date": f"{day}T12:00:00",  # a bare date is midnight in Greenwich, the day before in America
            "day": day,
            "valence": debate.texts["valences"][arrow.valence.value],
            "stance": ", ".join(dict.fromkeys(stances[stance.type.value] for stance in told)),
            "count": len(told),
            "sentence": _one(told[0].evidence.text, 200),
            "label": f"{actor}, {day}: {debate.texts['valences'][arrow.valence.value]}, {len(told)}",
            "beside": _BESIDE[arrow.valence],
            "mark": debate.behind(told),
        }
        for day, told in sorted(days.items())
    ]


def _one(text: str, length: int) -> str:
    return shortened({"": text}, length)[""]
