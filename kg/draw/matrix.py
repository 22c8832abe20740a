"""Actors and targets as a matrix: who is for, against or undecided about what, actors ordered by coalition."""

from collections import Counter, defaultdict
from typing import Any

from kg.draw.debate import COLOURS, MIXED, Debate
from kg.draw.names import shortened
from kg.model import Stance, Valence

ACTORS = 30
TARGETS = 35
"""How many columns and rows the matrix has at most."""

_SIGNS = {"favour": "+", "against": "−", "mixed": "±", "open": "○"}
_STEP = 27  # pixels of a cell


def chart(debate: Debate) -> tuple[Any, str]:
    """The chart, and what it leaves out, as one sentence (or nothing).

    Actors are columns, in one block for each coalition; targets are rows, in the order of the coalitions that favour
    them. A cell is coloured by valence and holds a sign and the number of stances; open stances only count where
    there are no others.
    """
    import altair as alt

    texts = debate.texts
    cells: dict[tuple[str, str], dict[Valence, list[Stance]]] = defaultdict(dict)
    for arrow in debate.arrows:
        cells[arrow.source, arrow.target][arrow.valence] = list(arrow.stances)
    actors, targets = _chosen(debate, cells)
    order = debate.order()
    members = debate.coalitions.members
    actors.sort(key=order.__getitem__)
    targets.sort(key=lambda target: _middle(target, actors, cells))
    columns = shortened({actor: debate.names[actor] for actor in actors}, 26)
    rows = shortened({target: debate.names[target] for target in targets}, 50)
    values = []
    for (actor, target), sides in sorted(cells.items()):
        if actor not in columns or target not in rows:
            continue
        told = [stance for stances in sides.values() for stance in stances]
        side = _side(sides)
        word = texts["valences"].get(side, texts["chart"]["mixed"])
        number = members.get(actor)
        values.append(
            {
                "actor": columns[actor],
                "target": rows[target],
                "coalition": number or 0,
                "group": texts["coalition"].format(number=number) if number else texts["chart"]["no_coalition"],
                "side": word,
                "text": f"{_SIGNS[side]}{len(told) if len(told) > 1 else ''}",
                "counts": ", ".join(
                    f"{texts['valences'][valence.value]} {len(s)}" for valence, s in sorted(sides.items())
                ),
                "label": f"{columns[actor]}, {rows[target]}: {word}, {len(told)}",
                "mark": debate.behind(told),
            }
        )
    legend = [*(texts["valences"][valence.value] for valence in Valence), texts["chart"]["mixed"]]
    blocks = [
        _block(
            [value for value in values if value["coalition"] == number],
            [columns[actor] for actor in actors if members.get(actor, 0) == number],
            _y(list(rows.values()), first=place == 0),
            legend,
            debate,
        ).properties(
            height=len(rows) * _STEP,
            title=alt.TitleParams(_title(number, actors, debate), orient="bottom", frame="group"),
        )
        for place, number in enumerate(dict.fromkeys(members.get(actor, 0) for actor in actors))
    ]
    whole = alt.hconcat(*blocks, spacing=8, bounds="flush").resolve_scale(color="shared", y="shared")
    everyone, everything = {arrow.source for arrow in debate.arrows}, {arrow.target for arrow in debate.arrows}
    if len(actors) == len(everyone) and len(targets) == len(everything):
        return whole, ""
    return whole, texts["chart"]["matrix_left_out"].format(
        actors=len(actors), all_actors=len(everyone), targets=len(targets), all_targets=len(everything)
    )


def _block(values: list[dict[str, Any]], actors: list[str], y: Any, legend: list[str], debate: Debate) -> Any:
    """The columns of one coalition."""
    import altair as alt

    texts = debate.texts
    colours = [*(COLOURS[valence] for valence in Valence), MIXED]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X(
            "actor:N",
            title=None,
            scale=alt.Scale(domain=actors),
            axis=alt.Axis(
                labelAngle=-55, labelLimit=170, labelPadding=6, ticks=False, grid=False, domain=False, orient="top"
            ),
        ),
        y=y,
        tooltip=[
            alt.Tooltip("actor:N", title=texts["actor"]),
            alt.Tooltip("target:N", title=texts["target"]),
            alt.Tooltip("group:N", title=texts["chart"]["group"]),
            alt.Tooltip("counts:N", title=texts["list"]),
        ],
    )
    cell = base.mark_rect(stroke="white", strokeWidth=1.5, cornerRadius=3, cursor="pointer").encode(
        description="label:N", color=alt.Color("side:N", title=None, scale=alt.Scale(domain=legend, range=colours))
    )
    sign = base.mark_text(aria=False, color="white", fontSize=12, fontWeight="bold", cursor="pointer").encode(
        text="text:N"
    )
    return (cell + sign).properties(width=len(actors) * _STEP, view=alt.ViewBackground(fill="#f3f4f6"))


def _title(number: int, actors: list[str], debate: Debate) -> str:
    """The heading of a coalition's columns: only its number where they are few."""
    if sum(debate.coalitions.members.get(actor, 0) == number for actor in actors) * _STEP < 90:
        return str(number) if number else "–"
    return str(debate.texts["coalition"].format(number=number) if number else debate.texts["chart"]["no_coalition"])


def _y(targets: list[str], *, first: bool) -> Any:
    import altair as alt

    labels = alt.Axis(labelLimit=360, labelPadding=8, ticks=False, grid=False, domain=False)
    bare = alt.Axis(labels=False, ticks=False, grid=False, domain=False)
    return alt.Y("target:N", title=None, scale=alt.Scale(domain=targets), axis=labels if first else bare)


def _chosen(debate: Debate, cells: dict[tuple[str, str], Any]) -> tuple[list[str], list[str]]:
    """The targets on which most actors take positions, and the actors that take most positions on these."""
    takers: dict[str, set[str]] = defaultdict(set)
    strength: Counter[str] = Counter()
    for actor, target in cells:
        takers[target].add(actor)
        strength[target] += sum(map(len, cells[actor, target].values()))
    targets = sorted(takers, key=lambda target: (-len(takers[target]), -strength[target], target))[:TARGETS]
    active = Counter(actor for target in targets for actor in takers[target])
    actors = sorted(active, key=lambda actor: (-active[actor], actor))[:ACTORS]
    kept = [target for target in targets if takers[target] & set(actors)]
    return actors, kept


def _side(sides: dict[Valence, list[Stance]]) -> str:
    if Valence.FAVOUR in sides and Valence.AGAINST in sides:
        return "mixed"
    return next((valence.value for valence in (Valence.FAVOUR, Valence.AGAINST) if valence in sides), "open")


def _middle(
    target: str, actors: list[str], cells: dict[tuple[str, str], dict[Valence, list[Stance]]]
) -> tuple[Any, ...]:
    """Where on the axis of actors a target has its friends, or else those who speak of it."""
    friends = [place for place, actor in enumerate(actors) if Valence.FAVOUR in cells.get((actor, target), {})]
    heard = friends or [place for place, actor in enumerate(actors) if (actor, target) in cells]
    return sum(heard) / len(heard), target
