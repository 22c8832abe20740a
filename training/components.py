"""Registers the project's own spaCy components, for ``spacy train --code``."""

from kg.language import lemmas, sentences  # noqa: F401
