"""Stances as an interactive drawing: one HTML file that works offline and loads nothing from anywhere."""

from kg.draw.page import Drawing, html, show, write_html

__all__ = ["Drawing", "html", "show", "write_html"]
