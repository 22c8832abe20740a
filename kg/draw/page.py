"""From stances to the page: the data it carries, its rendering by pyvis, and how it is saved and shown."""

import base64
import hashlib
import html as markup
import math
import os
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kg import network, output, resources
from kg.draw import layout
from kg.errors import DataError
from kg.model import Actor, Article, ConditionKind, Stance, StanceType, Valence

MAX_NODES = 60
"""How many nodes a drawing holds at most, unless told otherwise: more cannot be read on a screen."""

LANGUAGES = ("de", "en")

_HERE = Path(__file__).resolve().parent
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
    max_nodes: int = MAX_NODES,
) -> str:
    """An interactive drawing of who takes which position, as one HTML page that loads nothing from anywhere.

    Arrows run from actor to target, coloured by valence and labelled with the stance type; a click shows the
    sentences with speaker, condition, date and source. The same stances give the same page, byte by byte.

    :param articles: article id to article, for the titles, links and names of sources.
    :param title: heading of the page; None: one in the language of the page.
    :param lang: "de" or "en" for labels and controls; None: the language of the reader's browser.
    :param by: whose position is drawn, see :func:`kg.network.actor_network`.
    :param max_nodes: how many nodes at most; the targets with most actors stay, and the page says how many there are.
    :raises ValueError: ``lang`` is another language.
    """
    if lang not in (None, *LANGUAGES):
        raise ValueError(f"lang must be one of {', '.join(LANGUAGES)} or None, not {lang!r}")
    whole = network.actor_network(stances, by=by)
    graph = _most_shared(whole, max_nodes)
    words = tomllib.loads((_HERE / "page.toml").read_text(encoding="utf-8"))
    named = _concepts()
    for code in LANGUAGES:
        words[code]["valences"] = {valence.value: named[valence.value][code] for valence in Valence}
        words[code]["conditions"] = {kind.value: named[f"condition-{kind.value}"][code] for kind in ConditionKind}
    pyvis = _pyvis(graph, articles or {})
    evidence = [stance for *_, held in graph.edges(data="evidence") for stance in held]
    dates = sorted(stance.stated_on.isoformat() for stance in evidence if stance.stated_on)
    about = {
        "lang": lang,
        "title": title,
        "types": [
            {"type": kind.value, "valence": kind.valence.value, "labels": named[kind.value]} for kind in StanceType
        ],
        "words": words,
        "first": dates[0] if dates else None,
        "scale": _magnified(len(graph)),
        "last": dates[-1] if dates else None,
        "counts": {
            "stances": len(evidence),
            "actors": len({source for source, _ in graph.edges()}),
            "articles": len({stance.article for stance in evidence}),
            "shown": len(graph),
            "all": len(whole),
        },
    }
    vis = _vis_network()
    script = (_HERE / "page.js").read_text(encoding="utf-8")
    language = lang or "en"
    environment = pyvis.templateEnv
    environment.autoescape = True
    environment.globals.update(
        about=about,
        language=language,
        policy=_policy(vis, script),
        script=script,
        style=(_HERE / "page.css").read_text(encoding="utf-8"),
        title=title or words[language]["title"],
        vis=vis,
        words=words[language],
    )
    return str(pyvis.generate_html())


def _concepts() -> dict[str, dict[str, str]]:
    """Labels by language of stance types, valences and kinds of condition, by the last part of their IRI.

    :raises DataError: one of them has no label in one of the languages.
    """
    from rdflib import Graph
    from rdflib.namespace import SKOS

    path = resources.folder("ontology") / "stances.ttl"
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for concept, label in Graph().parse(path).subject_objects(SKOS.prefLabel):
        labels[str(concept).rpartition("#")[2]][getattr(label, "language", None) or ""] = str(label)
    for name in [*StanceType, *Valence, *(f"condition-{kind.value}" for kind in ConditionKind)]:
        missing = [lang for lang in LANGUAGES if lang not in labels[name]]
        if missing:
            raise DataError(f"{path}:1: {name} has no skos:prefLabel in {', '.join(missing)}; add one")
    return labels


def _most_shared(graph: Any, limit: int) -> Any:
    """The part of the graph around the targets on which most actors take positions; no node stays without an edge."""
    strength: Counter[str] = Counter()
    for source, target, count in graph.edges(data="count"):
        strength[source] += count
        strength[target] += count

    def rank(pair: tuple[str, str]) -> tuple[Any, ...]:
        source, target = pair
        return -len(set(graph.predecessors(target))), -strength[target], -strength[source], pair

    kept: set[str] = set()
    for pair in sorted(set(graph.edges()), key=rank):
        if len(kept.union(pair)) <= limit:
            kept.update(pair)
    return graph.subgraph(kept)


def _pyvis(graph: Any, articles: Mapping[str, Article]) -> Any:
    """The network as pyvis holds it. Colours and fonts are left to the page, which knows light from dark."""
    from pyvis.network import Network  # here, because it imports IPython

    drawing = Network(directed=True, cdn_resources="in_line")
    drawing.set_template_dir(str(_HERE), "page.html")
    labels = {node: {lang: data[f"label_{lang}"] for lang in LANGUAGES} for node, data in graph.nodes(data=True)}
    sizes = {node: _size(graph.nodes[node], _magnified(len(graph))) for node in graph}
    place = layout.positions(graph, sizes)
    for node in sorted(graph):
        kind, (x, y) = graph.nodes[node]["kind"], place[node]
        label = graph.nodes[node]["label"]
        drawing.add_node(node, label=label, shape=_SHAPES[kind], x=x, y=y, kind=kind, labels=labels[node])
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    bends = layout.bends([edge[:2] for edge in edges], place, sizes)
    for number, ((source, target, kind, data), bend) in enumerate(zip(edges, bends, strict=True)):
        drawing.add_edge(
            source,
            target,
            id=f"edge:{number}",
            stance=kind,
            valence=data["valence"],
            bend=bend,
            evidence=[_evidence(stance, articles.get(stance.article)) for stance in data["evidence"]],
        )
    return drawing


def _magnified(nodes: int) -> float:
    """How much larger actors are drawn in a large graph, so that its overview can still be read."""
    return round(min(2.2, max(1.0, math.sqrt(nodes / 40))), 2)


def _size(data: Mapping[str, Any], scale: float) -> tuple[int, int]:
    """About how many pixels a node takes with its wrapped label; the page wraps at 22 and 18 characters.

    The label of an actor hangs below: the same room above keeps the box around the node's centre.
    """
    longest = max(len(data[f"label_{lang}"]) for lang in LANGUAGES)
    if data["kind"] == "target":
        return 20 + 8 * min(longest, 24), 24 + 17 * min(-(-longest // 18), 4)
    width, height = max(44, 10 * min(longest, 20)), 40 + 44 * min(-(-longest // 16), 3)
    return round(width * scale), round(height * scale)


def _evidence(stance: Stance, article: Article | None) -> dict[str, Any]:
    condition = stance.condition
    return {
        "sentence": stance.evidence.text,
        "target": stance.target.text,
        "condition": {"kind": condition.kind.value, "text": condition.text} if condition else None,
        "actor": _names(stance.actor),
        "represents": _names(stance.represents),
        "speaker": _names(stance.speaker) if stance.speaker else None,
        "date": stance.stated_on.isoformat() if stance.stated_on else None,
        "confidence": round(stance.confidence, 3),
        "article": stance.article,
        "title": article.title if article else None,
        "source": article.source if article else None,
        "url": _web(article.url) if article else None,
        "lang": article.lang if article else None,
    }


def _names(actor: Actor) -> dict[str, str]:
    labels = dict(actor.labels)
    return {lang: labels.get(lang, actor.name) for lang in LANGUAGES}


def _web(url: str | None) -> str | None:
    """The address if it can be followed safely: no ``javascript:``, no ``data:``, no local file."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def _vis_network() -> str:
    """The vis-network library as pyvis ships it, so that the page need not load it."""
    import pyvis

    folder = Path(pyvis.__file__).parent / "templates" / "lib"
    newest = max(folder.glob("vis-*/vis-network.min.js"))
    return newest.read_text(encoding="utf-8").replace("//# sourceMappingURL=vis-network.min.js.map", "")


def _policy(*scripts: str) -> str:
    """A Content Security Policy under which exactly these scripts run, and nothing is loaded."""
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
