"""Where the nodes of a drawing stand: computed once here, so that the page opens at rest and always the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

_EDGE = 105  # pixels between the nodes of an arrow, about
_MARGIN = 26  # pixels between nodes
_FILL = 1.9  # area of the drawing to that of its nodes, at least
_STRETCH = 1.5  # how far a layout may be stretched towards that shape
_GAP = 50  # pixels between unconnected parts
_ASPECT = 1.5  # width to height of the whole, about that of a laptop screen beside the panel
_TRIED = 40  # lengths of rows
_EXACT = 150  # nodes up to which Kamada-Kawai, the clearer but slower layout, is used
_ROUNDS = 200
_CLEARANCE = 6  # pixels between an edge and a node that it passes
_SHIFTS = (0.0, 0.15, -0.15, 0.3, -0.3, 0.5, -0.5, 0.7, -0.7)


def positions(graph: Any, sizes: Mapping[str, tuple[int, int]], *, gap: int = _GAP) -> dict[str, tuple[int, int]]:
    """Coordinates in pixels for every node.

    Each connected part is laid out alone (Kamada and Kawai 1989; Fruchterman and Reingold 1991 above 150 nodes),
    nodes that overlap are pushed apart, and the parts are packed in rows.

    :param graph: any networkx graph.
    :param sizes: width and height of each node with its label, in pixels.
    :param gap: pixels between unconnected parts.
    """
    import networkx as nx

    simple = nx.Graph()
    simple.add_nodes_from(sorted(graph))
    simple.add_edges_from(sorted({(min(u, v), max(u, v)) for u, v in graph.edges() if u != v}))
    parts = sorted((sorted(part) for part in nx.connected_components(simple)), key=lambda part: (-len(part), part))
    return _pack([_part(simple.subgraph(part), part, sizes) for part in parts], sizes, gap)


def _part(graph: Any, nodes: list[str], sizes: Mapping[str, tuple[int, int]]) -> dict[str, tuple[float, float]]:
    import networkx as nx
    import numpy as np

    if len(nodes) == 1:
        return {nodes[0]: (0.0, 0.0)}
    # A subgraph iterates in the order of a set, which differs from run to run.
    ordered = nx.Graph()
    ordered.add_nodes_from(nodes)
    ordered.add_edges_from(sorted(tuple(sorted(edge)) for edge in graph.edges()))
    small = len(nodes) <= _EXACT
    layout = nx.kamada_kawai_layout(ordered) if small else nx.spring_layout(ordered, seed=1, iterations=150)
    place = np.array([layout[node] for node in nodes])
    index = {node: row for row, node in enumerate(nodes)}
    lengths = [np.linalg.norm(place[index[u]] - place[index[v]]) for u, v in ordered.edges()]
    place = _lying(place)
    boxes = np.array([sizes[node] for node in nodes], dtype=float) + _MARGIN
    spread = np.ptp(place, axis=0)
    extent = np.maximum(spread, spread.max() / 2).prod()  # a part in one line has no area of its own
    # Long enough for the labels of edges; and where nodes are dense, wide enough for all of them.
    place *= max(_EDGE / max(float(np.median(lengths)), 1e-9), float(_FILL * boxes.prod(axis=1).sum() / extent) ** 0.5)
    _separate(place, boxes)
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, place, strict=True)}


def _lying(place: Any) -> Any:
    """The same layout, turned so that its longest axis is horizontal, and stretched towards the shape of a screen."""
    import numpy as np

    centred = place - place.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    # The sign of an axis is arbitrary: fix it, or the picture is mirrored from one machine to the next.
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), [0, 1]] < 0, -1, 1)
    turned = centred @ axes[:, ::-1]
    width, height = np.maximum(np.ptp(turned, axis=0), 1e-9)
    ratio = _ASPECT * height / width
    return turned * np.array([np.clip(ratio, 1, _STRETCH), np.clip(1 / ratio, 1, _STRETCH)])


def _separate(place: Any, box: Any) -> None:
    """Push overlapping boxes apart, each pair along the axis where less of them overlaps; changes ``place``."""
    import numpy as np

    need = (box[:, None, :] + box[None, :, :]) / 2
    for _ in range(_ROUNDS):
        away = place[:, None, :] - place[None, :, :]
        overlap = need - np.abs(away)
        hit = (overlap > 0).all(axis=2)
        np.fill_diagonal(hit, False)
        if not hit.any():
            return
        # Pairs at the same coordinate need a direction: the order of the nodes gives one.
        order = np.sign(np.arange(len(place))[:, None] - np.arange(len(place))[None, :])[:, :, None]
        direction = np.where(away == 0, order, np.sign(away))
        share = overlap / need
        horizontal = share[:, :, 0] < share[:, :, 1]
        axis = np.stack([horizontal, ~horizontal], axis=2) & hit[:, :, None]
        place += (np.where(axis, overlap * direction, 0) * 0.3).sum(axis=1)


def _pack(
    parts: Iterable[Mapping[str, tuple[float, float]]], sizes: Mapping[str, tuple[int, int]], gap: int
) -> dict[str, tuple[int, int]]:
    """The parts in rows, which are as long as makes the whole largest on a screen."""
    boxes = []
    for part in parts:
        left = min(x - sizes[node][0] / 2 for node, (x, _) in part.items())
        right = max(x + sizes[node][0] / 2 for node, (x, _) in part.items())
        top = min(y - sizes[node][1] / 2 for node, (_, y) in part.items())
        bottom = max(y + sizes[node][1] / 2 for node, (_, y) in part.items())
        boxes.append((part, left, top, right - left, bottom - top))
    ends = accumulate(width + gap for *_, width, _ in boxes)
    rows = [_rows([box[3:] for box in boxes], limit, gap) for limit in list(ends)[:_TRIED]]
    corners = min(rows, key=_extent, default=_Rows([], 0, 0)).corners
    return {
        node: (round(a - left + x), round(b - top + y))
        for (part, left, top, *_), (x, y) in zip(boxes, corners, strict=True)
        for node, (a, b) in part.items()
    }


class _Rows(NamedTuple):
    corners: list[tuple[float, float]]
    width: float
    height: float


def _rows(boxes: Sequence[tuple[float, float]], limit: float, gap: int) -> _Rows:
    """Boxes from left to right in rows no longer than ``limit``, or than the widest box."""
    corners = []
    x = y = row = widest = 0.0
    for width, height in boxes:
        if x and x + width > limit:
            x, y, row = 0.0, y + row + gap, 0.0
        corners.append((x, y))
        widest = max(widest, x + width)
        x, row = x + width + gap, max(row, height)
    return _Rows(corners, widest, y + row)


def _extent(rows: _Rows) -> float:
    return max(rows.width / _ASPECT, rows.height)


def bends(
    edges: Sequence[tuple[str, str]],
    place: Mapping[str, tuple[int, int]],
    sizes: Mapping[str, tuple[int, int]],
) -> list[float]:
    """How far each edge bends (0: straight; the sign tells the side), so that it passes beside other nodes.

    Several edges between the same two nodes lie side by side. The values are the roundness of vis-network's
    "curvedCW", negative ones of its "curvedCCW".
    """
    between: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, (source, target) in enumerate(edges):
        between[min(source, target), max(source, target)].append(index)
    result = [0.0] * len(edges)
    for (one, other), indices in sorted(between.items()):
        others = [node for node in sorted(place) if node not in (one, other)]
        fan = [(i - (len(indices) - 1) / 2) * min(0.3, 1.2 / len(indices)) for i in range(len(indices))]
        shift = min(
            _SHIFTS, key=lambda s: (sum(_hits(one, other, bend + s, others, place, sizes) for bend in fan), abs(s))
        )
        for index, bend in zip(indices, fan, strict=True):
            result[index] = round((bend + shift) * (1 if edges[index][0] == one else -1), 3)
    return result


def _hits(
    source: str,
    target: str,
    bend: float,
    others: Sequence[str],
    place: Mapping[str, tuple[int, int]],
    sizes: Mapping[str, tuple[int, int]],
) -> int:
    """How many of 19 points of the edge lie on other nodes or off the picture. The curve is vis-network's."""
    import numpy as np

    start, end = np.array(place[source], dtype=float), np.array(place[target], dtype=float)
    across, up = end[0] - start[0], start[1] - end[1]
    angle = np.arctan2(up, across) + (1 + bend) / 2 * np.pi
    control = start + (1 + abs(bend)) / 2 * np.hypot(across, up) * np.array([np.sin(angle), np.cos(angle)])
    t = np.linspace(0.05, 0.95, 19)[:, None]
    curve = (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end
    centres = np.array([place[node] for node in others], dtype=float).reshape(-1, 2)
    halves = np.array([sizes[node] for node in others], dtype=float).reshape(-1, 2) / 2 + _CLEARANCE
    inside = (np.abs(curve[:, None, :] - centres) < halves).all(axis=2)
    everywhere = np.array(list(place.values()), dtype=float)
    outside = (curve < everywhere.min(axis=0) - _CLEARANCE) | (curve > everywhere.max(axis=0) + _CLEARANCE)
    return int(inside.sum() + outside.any(axis=1).sum())
