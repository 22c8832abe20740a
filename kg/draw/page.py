"""From stances to the page: the data it carries, its rendering by pyvis, and how it is saved and shown."""

import base64
import hashlib
import html as markup
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from kg import network, output
from kg.draw import layout
from kg.draw.arrows import PER_NODE, AnyLine, Arrow, arrows, strongest
from kg.draw.packed import evidence, packed
from kg.draw.words import LANGUAGES, known, words
from kg.model import Article, Stance, StanceType, Valence

MAX_NODES = 40
"""How many nodes a drawing shows at first, unless told otherwise: more cannot be read on a laptop's screen."""

MAX_STANCES = 25_000
"""How many stances a page holds at most, so that it stays a file of a few megabytes that opens at once."""

Colour = Literal["valence", "coalition"]
"""What the colours of actors tell: nothing but their kind beside arrows coloured by valence, or their coalition."""

_HERE = Path(__file__).resolve().parent
_SCRIPTS = ("records.js", "panel.js", "picture.js", "page.js")
_SHAPES = {
    "state": "dot",
    "organisation": "hexagon",
    "party": "diamond",
    "group": "triangle",
    "person": "star",
    "unknown": "square",
    "target": "box",
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing that Jupyter shows inline; ``page`` is the whole HTML file, ``height`` is in pixels."""

    page: str = field(repr=False)
    height: int = 650

    def _repr_html_(self) -> str:
        # The sandbox keeps the page from the notebook around it; srcdoc keeps it inside the .ipynb file.
        return (
            f'<iframe srcdoc="{markup.escape(self.page)}" sandbox="allow-scripts allow-popups" '
            f'style="width:100%;height:{self.height}px;border:1px solid #8888;border-radius:6px"></iframe>'
        )


def show(stances: Iterable[Stance], *, height: int = 650, **options: Any) -> Drawing:
    """The drawing for a notebook cell, ``height`` pixels high; other options as for :func:`html`."""
    return Drawing(html(stances, **options), height)


def write_html(stances: Iterable[Stance], path: str | os.PathLike[str], **options: Any) -> None:
    """Save the drawing as one HTML file (UTF-8), in one step; options as for :func:`html`.

    :raises KgError: the file cannot be written.
    """
    output.replace(path, html(stances, **options).encode("utf-8", "replace"))


def html(
    stances: Iterable[Stance],
    *,
    articles: Mapping[str, Article] | None = None,
    title: str | None = None,
    lang: str | None = None,
    by: network.Holder = "represents",
    colour: Colour = "valence",
    max_nodes: int = MAX_NODES,
    join_issues: bool = False,
) -> str:
    """An interactive drawing of who takes which position, as one HTML page that loads nothing from anywhere.

    Arrows run from actor to target, one for each valence, as wide as there are stances; a click shows the sentences
    with speaker, condition, date and source. The page shows the strongest arrows first and has the others behind
    "show more" and its filters. The same stances give the same page, byte by byte.

    :param articles: article id to article, for the titles, links and names of sources.
    :param title: heading of the page; None: one in the language of the page.
    :param lang: "de" or "en" for labels and controls; None: the language of the reader's browser.
    :param by: whose position is drawn, see :func:`kg.network.actor_network`.
    :param colour: what the colours of actors tell at first; readers can change it.
    :param max_nodes: how many nodes are shown at first.
    :param join_issues: which targets are one thing for coalitions, see :func:`kg.network.one_mode_network`.
    :raises ValueError: ``lang`` is another language.
    """
    known(lang)
    graph = network.actor_network(stances, by=by)
    ordered = arrows(graph)
    held = _held(ordered)
    first = strongest(held, max_nodes)
    texts = words()
    told = [stance for arrow in held for stance in arrow.stances]
    dates = sorted(stance.stated_on.isoformat() for stance in told if stance.stated_on)
    groups = network.coalitions(told, by=by, join_issues=join_issues).groups
    pyvis = drawn(graph, held, first, {actor: group.number for group in groups for actor in group.actors})
    about = {
        "lang": lang,
        "title": title,
        "colour": colour,
        "types": [
            {
                "type": kind.value,
                "valence": kind.valence.value,
                "labels": {lang: texts[lang]["stances"][kind.value] for lang in LANGUAGES},
            }
            for kind in StanceType
        ],
        "words": texts,
        "sides": [valence.value for valence in Valence],
        "limit": max_nodes,
        "per_node": PER_NODE,
        "first": dates[0] if dates else None,
        "last": dates[-1] if dates else None,
        "counts": {
            "stances": len(told),
            "actors": len({arrow.source for arrow in held}),
            "targets": len({arrow.target for arrow in held}),
            "articles": len({stance.article for stance in told}),
            "all": sum(len(arrow.stances) for arrow in ordered),
        },
        "coalitions": [group.actors for group in groups],
        "evidence": evidence((arrow.stances for arrow in held), articles or {}),
    }
    return page(pyvis, about, lang=lang, title=title, empty=not held)


def page(pyvis: Any, about: Mapping[str, Any], *, lang: str | None, title: str | None, empty: bool) -> str:
    """The page that pyvis fills in from our template."""
    language = lang or "en"
    scripts = _vis_network(), script(*_SCRIPTS)
    environment = pyvis.templateEnv
    environment.autoescape = True
    environment.globals.update(
        about=about,
        empty=empty,
        language=language,
        packed=packed,
        policy=policy(*scripts),
        scripts=scripts,
        style=(_HERE / "page.css").read_text(encoding="utf-8"),
        title=title or words()[language]["title"],
        words=words()[language],
    )
    return str(pyvis.generate_html())


def script(*names: str) -> str:
    """The named files as one script that leaves no names behind."""
    parts = [(_HERE / name).read_text(encoding="utf-8") for name in names]
    return '"use strict";\n(() => {\n' + "\n".join(parts) + "})();\n"


def policy(*scripts: str) -> str:
    """A Content Security Policy under which exactly these scripts run, and nothing is loaded."""
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _held(ordered: Sequence[Arrow]) -> list[Arrow]:
    """The strongest arrows with no more than :data:`MAX_STANCES` stances in all."""
    count = 0
    held: list[Arrow] = []
    for arrow in ordered:
        count += len(arrow.stances)
        if count > MAX_STANCES and held:
            break
        held.append(arrow)
    return held


def drawn(graph: Any, held: Sequence[AnyLine], first: Sequence[AnyLine], members: Mapping[str, int]) -> Any:
    """The network as pyvis holds it. Colours and fonts are left to the page, which knows light from dark.

    :param held: the lines that the page knows; ``first``: those that it shows at first.
    :param members: the numbers of the coalitions of actors.
    """
    from pyvis.network import Network  # here, because it imports IPython

    drawing = Network(directed=True, cdn_resources="in_line")
    drawing.set_template_dir(str(_HERE), "page.html")
    nodes = dict.fromkeys(node for arrow in held for node in (arrow.source, arrow.target))
    shown = graph.subgraph({node for arrow in first for node in (arrow.source, arrow.target)})
    names = {node: {lang: graph.nodes[node][f"label_{lang}"] for lang in LANGUAGES} for node in nodes}
    sizes = {node: _size(graph.nodes[node]["kind"], names[node]) for node in shown}
    place = layout.positions(shown, sizes)
    for node in nodes:
        data = graph.nodes[node]
        options: dict[str, Any] = {"labels": names[node]}
        if node in place:
            options["x"], options["y"] = place[node]
        if node in members:
            options["coalition"] = members[node] - 1
        drawing.add_node(node, label=data["label"], shape=_SHAPES[data["kind"]], kind=data["kind"], **options)
    bent = layout.bends([(line.source, line.target) for line in first], place, sizes)
    bends = dict(zip(map(id, first), bent, strict=True))
    for number, arrow in enumerate(held):
        options = {"id": f"edge:{number}", **arrow.fields}
        if bend := bends.get(id(arrow)):
            options["bend"] = bend
        drawing.add_edge(arrow.source, arrow.target, **options)
    return drawing


def _size(kind: str, names: Mapping[str, str]) -> tuple[int, int]:
    """About how many pixels a node takes with its wrapped label, as picture.js wraps it.

    The label of an actor hangs below: the same room above keeps the box around the node's centre.
    """
    longest = max(map(len, names.values()))
    if kind == "target":
        return 18 + 10 * min(longest, 20), 20 + 21 * min(-(-longest // 16), 3)
    return max(44, 11 * min(longest, 18)), 44 + 44 * min(-(-longest // 14), 2)


def _vis_network() -> str:
    """The vis-network library as pyvis ships it, so that the page need not load it."""
    import pyvis

    folder = Path(pyvis.__file__).parent / "templates" / "lib"
    newest = max(folder.glob("vis-*/vis-network.min.js"))
    return newest.read_text(encoding="utf-8").replace("//# sourceMappingURL=vis-network.min.js.map", "")
