"""Charts of stances, drawn by Vega-Lite: a page that works offline, or a picture for print."""

import html as markup
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from kg import network, output
from kg.draw import groups, matrix, timeline
from kg.draw.debate import debate
from kg.draw.names import clean
from kg.draw.packed import evidence, packed
from kg.draw.page import policy, script
from kg.draw.words import known
from kg.errors import KgError
from kg.model import Article, Stance, StanceType

ChartKind = Literal["timeline", "matrix", "coalitions"]
"""What a chart shows."""

MAX_DOTS = 16_000_000
"""How many dots a picture has at most, about: it takes a second for each million or two."""

_KINDS = {"timeline": timeline.chart, "matrix": matrix.chart, "coalitions": groups.chart}
_HERE = Path(__file__).resolve().parent
_FONT = "system-ui, 'DejaVu Sans', 'Segoe UI', sans-serif"


def _look(size: int, lang: str) -> dict[str, Any]:
    """How charts look and write dates, given the size of the heading in pixels."""
    import vl_convert

    place = {"de": "de-DE", "en": "en-GB"}[lang]
    ink, soft, line = "#1d2430", "#5a6472", "#c6cbd2"
    return {
        "locale": {
            "number": vl_convert.get_format_locale(place),
            "time": vl_convert.get_time_format_locale(place),
        },
        "background": "white",
        "font": _FONT,
        "padding": 12,
        "view": {"stroke": None},
        "axis": {
            "labelColor": ink,
            "labelFontSize": 12,
            "gridColor": "#e6e8ec",
            "domainColor": line,
            "tickColor": line,
        },
        "title": {"color": ink, "fontSize": 14, "subtitleColor": soft, "anchor": "start", "offset": 10},
        "legend": {
            "labelColor": ink,
            "labelFontSize": round(size * 0.7),
            "labelLimit": 600,
            "orient": "bottom",
            "direction": "horizontal",
            "symbolSize": 130,
        },
    }


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, which Jupyter shows inline. ``spec`` is its Vega-Lite specification, with all its data."""

    spec: dict[str, Any] = field(repr=False)
    lang: str
    title: str
    about: Mapping[str, Any] = field(repr=False)

    def html(self) -> str:
        """The chart as one page that loads nothing; a click on a mark shows the sentences behind it."""
        import vl_convert
        from jinja2 import Environment, FileSystemLoader

        scripts = (vl_convert.javascript_bundle(), script("records.js", "panel.js", "chart.js"))
        template = Environment(loader=FileSystemLoader(_HERE), autoescape=True).get_template("chart.html")
        return template.render(
            data=packed({"spec": self.spec, "about": self.about}),
            language=self.lang,
            policy=policy(*scripts),
            scripts=scripts,
            style=(_HERE / "page.css").read_text(encoding="utf-8"),
            title=self.title,
            words=self.about["words"][self.lang],
        )

    def svg(self) -> str:
        """The chart as a picture for print that can be scaled."""
        import vl_convert

        return str(vl_convert.vegalite_to_svg(self.spec))

    def png(self, *, scale: float = 2) -> bytes:
        """The chart as a picture of ``scale`` times 96 dots an inch, or of fewer where that passes :data:`MAX_DOTS`."""
        import vl_convert

        size = self.spec.get("width", 1) * self.spec.get("height", 1)
        scale = min(scale, (MAX_DOTS / size) ** 0.5)
        return bytes(vl_convert.vegalite_to_png(self.spec, scale=scale))

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{markup.escape(self.html())}" sandbox="allow-scripts allow-popups" '
            'style="width:100%;height:650px;border:1px solid #8888;border-radius:6px"></iframe>'
        )


def chart(
    stances: Iterable[Stance],
    kind: ChartKind,
    *,
    articles: Mapping[str, Article] | None = None,
    title: str | None = None,
    lang: str | None = None,
    by: network.Holder = "represents",
    join_issues: bool = False,
) -> Chart:
    """A chart of stances.

    :param kind: "timeline", the positions of actors to the targets that most take positions on, over time; "matrix",
        actors and targets, coloured by valence and ordered by coalition; "coalitions", who agrees with whom.
    :param articles: article id to article, for titles, links and names of sources.
    :param title: None: one that says what the chart shows.
    :param lang: "de" or "en"; None: English.
    :param by: whose position is drawn, see :func:`kg.network.actor_network`.
    :param join_issues: which targets are one thing in a matrix and for coalitions, see
        :func:`kg.network.one_mode_network`.
    :raises KgError: there is nothing to chart, or the packages that draw charts are not installed.
    :raises ValueError: there is no such kind, or ``lang`` is another language.
    """
    if kind not in _KINDS:
        raise ValueError(f"kind must be one of {', '.join(_KINDS)}, not {kind!r}")
    language = known(lang) or "en"
    try:
        import altair  # noqa: F401
        import vl_convert  # noqa: F401
    except ImportError as error:
        raise KgError(f"charts need {error.name}: pip install 'stance-graph[charts]'") from error
    if kind != "timeline":  # which follows an issue through all articles
        stances = network.comparable(stances, join_issues=join_issues)
    told = debate(stances, by=by, lang=language, join_issues=join_issues)
    if not told.arrows:
        raise KgError("there are no stances to chart: ingest articles (kg ingest ARTICLES), or select less narrowly")
    drawn, left_out = _KINDS[kind](told)
    heading = clean(title or "") or told.texts["chart"][kind]
    size = max(18, round(drawn.to_dict().get("width", 0) / 65))  # a wide chart is looked at from farther away
    spec = drawn.properties(
        title={"text": heading, "subtitle": left_out, "fontSize": size, "subtitleFontSize": round(size * 0.68)}
    ).to_dict()
    spec["config"] = _look(size, language)
    about = {
        "lang": language,
        "words": {language: told.texts},
        "types": [
            {"type": kind.value, "valence": kind.valence.value, "labels": {language: told.texts["stances"][kind.value]}}
            for kind in StanceType
        ],
        "evidence": evidence(told.evidence, articles or {}),
        "counts": told.counts,
    }
    return Chart(spec, language, heading, about)


def write_chart(stances: Iterable[Stance], path: str | os.PathLike[str], kind: ChartKind, **options: Any) -> None:
    """Save a chart, in one step: as a page (``.html``) or a picture (``.svg``, ``.png``), by the ending of ``path``.

    :param options: as for :func:`chart`.
    :raises KgError: another ending, nothing to chart, or the file cannot be written.
    """
    ending = Path(path).suffix.lower()
    if ending not in (".html", ".svg", ".png"):
        raise KgError(f"{path}: unknown file ending for a chart; use .html, .svg or .png")
    made = chart(stances, kind, **options)
    content = (
        made.png()
        if ending == ".png"
        else (made.html() if ending == ".html" else made.svg()).encode("utf-8", "replace")
    )
    output.replace(path, content)
