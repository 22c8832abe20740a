"""Which stances are wanted, and how a query asks for them."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypedDict

from kg.graph.named import Text, actor_names, bind_text, issue_values, quoted_date
from kg.graph.terms import quoted
from kg.model import StanceType, Valence

# No name has a thousand bearers; the limit tells Oxigraph that there are few, and so to begin with them.
_STANCES = """\
SELECT DISTINCT ?article ?stance ?on ?sure {
  { SELECT DISTINCT ?who { ?who a kg:Actor ; rdfs:label|dcterms:identifier ?name . # if actor
    FILTER(LCASE(STR(?name)) IN ($actor) || STR(?who) IN ($actor)) } LIMIT 1000 } # if actor
  { SELECT DISTINCT ?voice { ?voice a kg:Actor ; rdfs:label|dcterms:identifier ?name . # if speaker
    FILTER(LCASE(STR(?name)) IN ($speaker) || STR(?voice) IN ($speaker)) } LIMIT 1000 } # if speaker
  { SELECT DISTINCT ?what { ?what a kg:Target ; rdfs:label|dcterms:identifier ?name . # if target
    FILTER(CONTAINS(LCASE(STR(?name)), LCASE($target)) || STR(?what) = $target) } } # if target
  { SELECT DISTINCT ?matter { ?matter a kg:Issue ; rdfs:label|dcterms:identifier ?name . # if issue
    FILTER(LCASE(STR(?name)) IN ($issue) || STR(?matter) IN ($issue)) } LIMIT 1000 } ?what kg:issue ?matter . # if issue
  ?stance kg:actor|kg:represents ?who . # if actor
  ?stance kg:speaker ?voice . # if speaker
  ?stance a kg:Stance ; kg:target ?what ; prov:wasDerivedFrom ?article .
  ?stance kg:stanceType $type . # if type
  ?stance kg:valence $valence . # if valence
  ?article dcterms:identifier $article . # if article
  ?stance kg:confidence ?sure .
  FILTER(?sure >= $confidence) # if confidence
  FILTER(?sure <= $at_most) # if at_most
  FILTER NOT EXISTS { ?stance kg:review ?review } # if unreviewed
  OPTIONAL { ?stance kg:statedOn ?on }
  FILTER(?on >= $since) # if since
  FILTER(?on <= $until) # if until
}
ORDER BY ?on ?article # unless unsure
ORDER BY ?sure ?on ?article # if unsure
"""

_WRITTEN: dict[str, Callable[[Any], Text]] = {
    "actor": actor_names,
    "speaker": actor_names,
    "type": lambda type_: Text(f"kg:{StanceType(type_)}"),
    "valence": lambda valence: Text(f"kg:{Valence(valence)}"),
    "target": lambda words: Text(quoted(words)),
    "issue": lambda name: issue_values(name)["issue"],
    "article": lambda id_: Text(quoted(id_)),
    "since": quoted_date,
    "until": quoted_date,
    "confidence": lambda number: Text(format(number, "f")),
    "at_most": lambda number: Text(format(number, "f")),
    "unreviewed": lambda _: Text(),
    "unsure": lambda _: Text(),
}
"""How the value of a condition stands in a query."""


class Conditions(TypedDict, total=False):
    """Which stances are wanted; ``None`` is as good as not given.

    :ivar actor: who holds the stance or is represented: a name in any language, alias, key or IRI, in any case.
    :ivar speaker: whose words they are, named likewise.
    :ivar target: a part of the target's label or wording in any language, its key or IRI.
    :ivar issue: a label, term or key of the issue thesaurus; the issues below it count too.
    :ivar article: the article's id.
    :ivar since: first day; ``until``: last day.
    :ivar confidence: the least confidence; ``at_most``: the highest.
    """

    actor: str | None
    speaker: str | None
    type: StanceType | None
    valence: Valence | None
    target: str | None
    issue: str | None
    article: str | None
    since: date | None
    until: date | None
    confidence: float | None
    at_most: float | None


def asking(values: dict[str, object]) -> str:
    """The query for stances, one row for each: its article, its IRI, its day and its confidence.

    Rows come by day and article, or by confidence, day and article. Where in its article a stance stands is left to who
    reads the article: to ask for it takes longer than all else.

    :param values: :class:`Conditions`, and ``unreviewed`` and ``unsure`` as in :meth:`Store.named_stances`; ``None``
        is as good as not given.
    """
    return bind_text(_STANCES, {name: _WRITTEN[name](value) for name, value in values.items() if value is not None})
