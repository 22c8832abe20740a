"""What notebooks show: tables of stances, marked articles, and SPARQL in a cell.

::

    %load_ext kg                                        # the cell magic; the rest works without it

    reading = kg.extract(article)
    reading                                             # the article with its stances marked

    store.stances(actor="Germany")                      # types in colour, the evidence on hover
    kg.notebook.table(stances).frame()                  # any stances: as table, as data frame
    kg.notebook.frame(store.query("SELECT ..."))        # an answer as a data frame

    %%sparql store -o answer
    SELECT ?who ?what { ?who kg:rejects ?what }

Readings, stances of a store, answers of queries, coalitions and shifts have ``_repr_html_`` of their own.
Nothing in these outputs executes: what comes from articles is escaped.
"""

from kg.notebook.article import highlighted
from kg.notebook.tables import StanceTable, coalition_table, frame, result_table, shift_table, stance_table

__all__ = [
    "StanceTable",
    "coalition_table",
    "frame",
    "highlighted",
    "result_table",
    "shift_table",
    "stance_table",
    "table",
]

table = StanceTable
