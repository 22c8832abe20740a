"""Reviewing stances: which ones to show, what a reviewer's words mean, and tables for a spreadsheet.

What a person decides is kept by :attr:`Store.corrections <kg.graph.store.Store.corrections>`.
"""

from kg.review.queue import UNSURE, Item, waiting
from kg.review.words import actor_of, said_of, stance_type, target_of

__all__ = ["UNSURE", "Item", "actor_of", "said_of", "stance_type", "target_of", "waiting"]
