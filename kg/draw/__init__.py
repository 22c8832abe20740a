"""Stances as drawings: a network that can be explored, and charts, as files that work offline and load nothing.

::

    draw.write_html(stances, "graph.html", articles=articles)       # who takes which position: a page to explore
    draw.write_chart(stances, "when.svg", "timeline", lang="de")    # "timeline", "matrix", "coalitions"; html, svg, png
    draw.write_network(graph, stances, "conflict.html", kind="conflict")    # a network of kg.network, to explore
    draw.show(stances)                                              # either of them in a notebook
    draw.chart(stances, "matrix")
"""

from kg.draw.chart import Chart, ChartKind, chart, write_chart
from kg.draw.page import MAX_STANCES, Colour, Drawing, html, show, write_html
from kg.draw.ties import network_html, write_network

__all__ = [
    "MAX_STANCES",
    "Chart",
    "ChartKind",
    "Colour",
    "Drawing",
    "chart",
    "html",
    "network_html",
    "show",
    "write_chart",
    "write_html",
    "write_network",
]
