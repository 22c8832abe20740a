"""The coalitions of a debate as a network: a hull around each, ties of agreement, and lines of conflict."""

from typing import Any

import networkx as nx

from kg import network
from kg.draw import layout
from kg.draw.debate import COLOURS, GROUPS, Debate
from kg.draw.names import shortened, wrapped
from kg.errors import KgError
from kg.model import Stance, Valence

COALITIONS = 8
ACTORS = 18
"""How many coalitions, and actors in each, the chart holds at most."""

AGREEMENTS = 160
CONFLICTS = 40
"""How many ties of agreement, and lines of conflict, the strongest first: more are a thicket."""

_ROOM = (136, 84)  # pixels for an actor with its name
_HULL = 50  # pixels of the rounded border of a hull
_GAP = 95  # pixels between coalitions, with room for a heading
_LINE = 20  # pixels between lines of a heading


def chart(debate: Debate) -> tuple[Any, str]:
    """The chart, and what it leaves out, as one sentence (or nothing).

    Each coalition (:func:`kg.network.coalitions`) is laid out by its own ties and stands apart from the others. Ties
    within and between coalitions are as wide as the normalised congruence of the two actors; dashed lines join those
    who are at odds more than they agree.

    :raises KgError: there is no coalition: no two actors agree on anything.
    """
    import altair as alt

    groups = debate.coalitions.groups[:COALITIONS]
    if not groups:
        raise KgError(
            "no two actors agree on a target, so there is no coalition; choose more stances or ingest more articles"
        )
    members = {actor: group.number for group in groups for actor in group.actors[:ACTORS]}
    texts = debate.texts
    names = shortened({actor: debate.names[actor] for actor in members}, 28)
    place = _places(debate, members)
    height = max(y for _, y in place.values()) + 2 * _HULL
    width = max(x for x, _ in place.values()) + 2 * _HULL
    (ties, every), rows = _ties(debate, members, place), []
    for actor, number in members.items():
        x, y = place[actor]
        lines = wrapped(names[actor], 18)[:2]
        told = [stance for arrow in debate.arrows if arrow.source == actor for stance in arrow.stances]
        rows.append(
            {
                "x": x,
                "y": y,
                "actor": names[actor],
                "lines": lines,
                "coalition": str(number),
                "group": texts["coalition"].format(number=number),
                "count": len(told),
                "label": f"{names[actor]}, {texts['coalition'].format(number=number)}",
                "mark": debate.behind(told),
            }
        )
    scale = {"nice": False, "zero": False}
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-2 * _HULL, width], **scale))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, -2 * _HULL], **scale))
    numbers = [str(group.number) for group in groups]
    colour = alt.Scale(domain=numbers, range=list(GROUPS[: len(numbers)]))
    pale = alt.Scale(domain=numbers, range=[_tint(colour) for colour in GROUPS[: len(numbers)]])
    hulls = alt.Chart(alt.InlineData(values=_hulls(members, place))).mark_line(
        filled=True,
        aria=False,
        interpolate="linear-closed",
        strokeWidth=2 * _HULL,
        strokeJoin="round",
        strokeCap="round",
    )
    hulls = hulls.encode(
        x=x,
        y=y,
        order="order:Q",
        detail="coalition:N",
        fill=alt.Fill("coalition:N", scale=pale, legend=None),
        stroke=alt.Stroke("coalition:N", scale=pale, legend=None),
    )
    kinds = [texts["chart"]["agreement"], texts["chart"]["conflict"]]
    lines = alt.Chart(alt.InlineData(values=ties)).mark_rule(opacity=0.75, cursor="pointer")
    lines = lines.encode(
        x=x,
        y=y,
        description="label:N",
        x2="x2:Q",
        y2="y2:Q",
        strokeWidth=alt.StrokeWidth("weight:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=[1, 7], clamp=True)),
        color=alt.Color(
            "kind:N", title=None, scale=alt.Scale(domain=kinds, range=["#5a6472", COLOURS[Valence.AGAINST]])
        ),
        strokeDash=alt.StrokeDash("kind:N", title=None, scale=alt.Scale(domain=kinds, range=[[1, 0], [6, 5]])),
        tooltip=[
            alt.Tooltip("pair:N", title=texts["chart"]["pair"]),
            alt.Tooltip("kind:N", title=texts["chart"]["tie"]),
            alt.Tooltip("agree:N", title=texts["chart"]["agree_on"]),
            alt.Tooltip("differ:N", title=texts["chart"]["differ_on"]),
        ],
    )
    nodes = alt.Chart(alt.InlineData(values=rows)).encode(x=x, y=y)
    dots = nodes.mark_circle(stroke="white", strokeWidth=1.5, opacity=1, cursor="pointer").encode(
        description="label:N",
        fill=alt.Fill("coalition:N", scale=colour, legend=None),
        size=alt.Size(
            "count:Q", legend=None, scale=alt.Scale(type="sqrt", domain=[0, 40], range=[120, 700], clamp=True)
        ),
        tooltip=[
            alt.Tooltip("actor:N", title=texts["actor"]),
            alt.Tooltip("group:N", title=texts["chart"]["group"]),
            alt.Tooltip("count:Q", title=texts["list"]),
        ],
    )
    label: dict[str, Any] = {"aria": False, "dy": 15, "baseline": "top", "fontSize": 15, "lineHeight": 16}
    halo = nodes.mark_text(stroke="white", strokeWidth=3, strokeOpacity=0.8, **label).encode(text="lines:N")
    text = nodes.mark_text(color="#1d2430", **label).encode(text="lines:N")
    titles = alt.Chart(alt.InlineData(values=_titles(debate, members, place))).encode(x=x, y=y)
    heading = titles.mark_text(aria=False, baseline="bottom", fontSize=17, lineHeight=_LINE, fontWeight="bold").encode(
        text="lines:N", color=alt.Color("coalition:N", scale=colour, legend=None)
    )
    whole = alt.layer(hulls, lines, dots, halo, text, heading).resolve_scale(
        color="independent", fill="independent", stroke="independent", strokeDash="independent"
    )
    shown, all_ = len(members), len({arrow.source for arrow in debate.arrows})
    left_out = [texts["chart"]["coalitions_left_out"].format(shown=shown, all=all_)] if shown < all_ else []
    if len(ties) < every:
        left_out.append(texts["chart"]["ties_left_out"].format(shown=len(ties), all=every))
    return whole.properties(width=width + 2 * _HULL, height=height + 2 * _HULL), " ".join(left_out)


def _places(debate: Debate, members: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Where actors stand: by the ties within their coalition, each coalition apart from the others."""
    within = nx.Graph()
    within.add_nodes_from(members)
    within.add_edges_from(
        (one, other)
        for one, other in debate.coalitions.network.edges()
        if members.get(one, 0) == members.get(other, -1)
    )
    for number in sorted(set(members.values())):
        part = [actor for actor in members if members[actor] == number]
        pieces = [min(piece) for piece in nx.connected_components(within.subgraph(part))]
        within.add_edges_from((pieces[0], piece) for piece in pieces[1:])  # one hull, so one part of the layout
    return layout.positions(within, dict.fromkeys(members, _ROOM), gap=_GAP)


def _ties(
    debate: Debate, members: dict[str, int], place: dict[str, tuple[int, int]]
) -> tuple[list[dict[str, Any]], int]:
    """The strongest ties of agreement and of conflict, with the targets behind them, and how many there are in all."""
    told = list(dict.fromkeys(stance for arrow in debate.arrows for stance in arrow.stances))
    net = network.one_mode_network(
        told, kind="subtract", by=debate.by, normalize="average", join_issues=debate.join_issues
    )
    pairs = [pair for pair in net.edges(data=True) if pair[0] in members and pair[1] in members and pair[2]["weight"]]
    pairs.sort(key=lambda pair: (-abs(pair[2]["weight"]), pair[:2]))
    agreements = [pair for pair in pairs if pair[2]["weight"] > 0]
    conflicts = [pair for pair in pairs if pair[2]["weight"] < 0]
    stances: dict[tuple[str, str], list[Stance]] = {}
    for stance in told:
        stances.setdefault((network.actor_node(stance, debate.by), network.target_node(stance)), []).append(stance)
    rows = []
    for one, other, data in agreements[:AGREEMENTS] + conflicts[:CONFLICTS]:
        targets = dict.fromkeys((*data["agree_on"], *data["differ_on"]))
        kind = "agreement" if data["weight"] > 0 else "conflict"
        (x, y), (x2, y2) = place[one], place[other]
        listed = [", ".join(_name(debate, t) for t in data[side][:5]) for side in ("agree_on", "differ_on")]
        rows.append(
            {
                "x": x,
                "y": y,
                "x2": x2,
                "y2": y2,
                "weight": abs(data["weight"]),
                "pair": f"{debate.names[one]} – {debate.names[other]}"[:120],
                "kind": debate.texts["chart"][kind],
                "label": f"{debate.names[one]} – {debate.names[other]}: {debate.texts['chart'][kind]}",
                "agree": listed[0] or "–",
                "differ": listed[1] or "–",
                "mark": debate.behind(
                    s for t in targets for actor in (one, other) for s in stances.get((actor, t), ())
                ),
            }
        )
    return rows, len(pairs)


def _name(debate: Debate, target: str) -> str:
    return shortened({"": debate.coalitions.network.graph["targets"][target][f"label_{debate.lang}"]}, 45)[""]


def _hulls(members: dict[str, int], place: dict[str, tuple[int, int]]) -> list[dict[str, Any]]:
    """The corners of a line around each coalition."""
    import numpy as np
    from scipy.spatial import ConvexHull, QhullError

    rows = []
    for number in sorted(set(members.values())):
        points = np.array([place[actor] for actor in members if members[actor] == number], dtype=float)
        points[:, 1] += 10  # names hang below
        try:
            corners = points[ConvexHull(points).vertices]
        except (QhullError, ValueError):  # all in one line
            corners = points[np.lexsort(points.T)][[0, -1]]
        rows += [
            {"coalition": str(number), "order": n, "x": float(x), "y": float(y)} for n, (x, y) in enumerate(corners)
        ]
    return rows


def _titles(debate: Debate, members: dict[str, int], place: dict[str, tuple[int, int]]) -> list[dict[str, Any]]:
    """Above each hull its number, and what holds the coalition together."""
    rows = []
    for group in debate.coalitions.groups:
        spots = [place[actor] for actor in members if members[actor] == group.number]
        if not spots:
            continue
        lines = [debate.texts["coalition"].format(number=group.number)]
        for common in group.holds[:1]:
            lines += wrapped(f"{debate.texts['valences'][common.valence.value]}: {_name(debate, common.target)}", 32)
        x = (min(x for x, _ in spots) + max(x for x, _ in spots)) / 2
        y = min(y for _, y in spots) - _HULL - (len(lines) - 1) * _LINE + 4
        rows.append({"coalition": str(group.number), "x": x, "y": y, "lines": lines})
    return rows


def _tint(colour: str) -> str:
    """The colour, mixed with white."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * 0.16):02x}" for part in parts)
