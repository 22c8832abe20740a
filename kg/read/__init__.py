"""Reading articles: plain text, web pages, feeds, JSON Lines, folders, addresses on the web, standard input.

:func:`articles` reads what a user names, :func:`article_from_text` a text in memory; :func:`layout` tells title,
dateline, report and signature of a text apart.
"""

from kg.read.inputs import ENDINGS, articles, count
from kg.read.languages import detect, supported
from kg.read.layout import Layout, layout
from kg.read.text import article_from_text, content_id

__all__ = ["ENDINGS", "Layout", "article_from_text", "articles", "content_id", "count", "detect", "layout", "supported"]
