"""Who takes which position, in the news, as a knowledge graph.

::

    import kg

    reading = kg.extract("Russland lehnt Truppen aus NATO-Staaten in der Ukraine ab.")
    for stance in reading.stances:
        print(stance.actor.name, stance.type, stance.target.text)

    with kg.open("kg-store", create=True) as store:
        for article in kg.read.articles(["articles/"]):
            store.replace(kg.extract(article))
        print(store.query("SELECT ?who ?what { ?who kg:rejects ?what }").rows)
        kg.draw.write_html(store.stances(), "graph.html")

Importing this module imports nothing else: each name below is loaded when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg import draw, extract, network, notebook, read
    from kg.errors import DataError, InputError, KgError, LanguageError, QueryError, StoreError
    from kg.explanation import Explanation
    from kg.extract.explain import explain
    from kg.graph import Store
    from kg.graph import open_store as open
    from kg.model import (
        Actor,
        ActorKind,
        Article,
        Condition,
        ConditionKind,
        Decision,
        Evidence,
        Quote,
        QuoteKind,
        Reading,
        Review,
        Span,
        Stance,
        StanceType,
        Target,
        Valence,
    )

__all__ = [
    "Actor",
    "ActorKind",
    "Article",
    "Condition",
    "ConditionKind",
    "DataError",
    "Decision",
    "Evidence",
    "Explanation",
    "InputError",
    "KgError",
    "LanguageError",
    "QueryError",
    "Quote",
    "QuoteKind",
    "Reading",
    "Review",
    "Span",
    "Stance",
    "StanceType",
    "Store",
    "StoreError",
    "Target",
    "Valence",
    "draw",
    "explain",
    "extract",
    "network",
    "notebook",
    "open",
    "read",
]

_ROOMS = ("draw", "extract", "network", "notebook", "read")
_ELSEWHERE = {
    "Explanation": ("kg.explanation", "Explanation"),
    "Store": ("kg.graph", "Store"),
    "explain": ("kg.extract.explain", "explain"),
    "open": ("kg.graph", "open_store"),
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'kg' has no attribute '{name}'; it has {', '.join(__all__)}")
    if name in _ROOMS:
        return import_module(f"kg.{name}")
    place, origin = _ELSEWHERE.get(name) or ("kg.errors" if name.endswith("Error") else "kg.model", name)
    return getattr(import_module(place), origin)


def load_ipython_extension(ipython: Any) -> None:
    """Make the cell magic ``%%sparql`` known; IPython calls this for ``%load_ext kg``."""
    from kg.notebook.magic import register

    register(ipython)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
