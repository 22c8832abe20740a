"""The words of drawings and charts in German and English: page.toml, and the labels of the ontology."""

import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

from kg import resources
from kg.errors import DataError
from kg.model import ConditionKind, StanceType, Valence

LANGUAGES = ("de", "en")


@cache
def words() -> dict[str, dict[str, Any]]:
    """By language: the texts of ``page.toml``, and the labels of ``valences``, ``conditions`` and ``stances``.

    :raises DataError: the ontology lacks a label in one of the languages.
    """
    texts = tomllib.loads((Path(__file__).resolve().parent / "page.toml").read_text(encoding="utf-8"))
    named = _concepts()
    for code in LANGUAGES:
        texts[code]["valences"] = {valence.value: named[valence.value][code] for valence in Valence}
        texts[code]["conditions"] = {kind.value: named[f"condition-{kind.value}"][code] for kind in ConditionKind}
        texts[code]["stances"] = {kind.value: named[kind.value][code] for kind in StanceType}
    return texts


def known(lang: str | None) -> str | None:
    """The language as it was given.

    :raises ValueError: neither one of :data:`LANGUAGES` nor None.
    """
    if lang not in (None, *LANGUAGES):
        raise ValueError(f"lang must be one of {', '.join(LANGUAGES)} or None, not {lang!r}")
    return lang


def _concepts() -> dict[str, dict[str, str]]:
    """Labels by language of stance types, valences and kinds of condition, by the last part of their IRI."""
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
