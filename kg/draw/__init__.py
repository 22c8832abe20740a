"""Stances as drawings: a network that can be explored, and charts, as files that work offline and load nothing.

::

    draw.write_html(stances, "graph.html", articles=articles)       # who takes which position: a page to explore
    draw.write_chart(stances, "when.svg", "timeline", lang="de")    # "timeline", "matrix", "coalitions"; html, svg, png
    draw.show(stances)                                              # either of them in a notebook
    draw.chart(stances, "matrix")
"""

from kg.draw.chart import Chart, ChartKind, chart, write_chart
from kg.draw.page import MAX_STANCES, Colour, Drawing, html, show, write_html

__all__ = [
    "MAX_STANCES",
    "Chart",
    "ChartKind",
    "Colour",
    "Drawing",
    "chart",
    "html",
    "show",
    "write_chart",
    "write_html",
]
