"""Stances and quotations as rows."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Article, Reading, Stance

TABLE = ("date", "actor", "stance", "target", "condition", "sentence")
"""The columns of a table of stances that people read."""

QUOTE_COLUMNS = ("article", "type", "spans", "speaker", "cue", "actor", "actor_key", "quotation")


def stance_rows(stances: "Iterable[Stance]", articles: "Mapping[str, Article]") -> Iterator[dict[str, object]]:
    """One row per stance with the columns of :data:`kg.graph.COLUMNS`; what is unknown is ``None``."""
    from kg.graph import rows

    for row in rows(stances, dict(articles)):
        yield {column: None if value == "" else value for column, value in row.items()}


def table_row(stance: "Stance") -> tuple[str, ...]:
    """The cells of :data:`TABLE`."""
    actor = stance.actor.name
    if stance.represents.key != stance.actor.key:
        actor += f" ({stance.represents.name})"
    return (
        stance.stated_on.isoformat() if stance.stated_on else "",
        actor,
        stance.type.value,
        stance.target.text,
        stance.condition.text if stance.condition else "",
        " ".join(stance.evidence.text.split()),
    )


def quote_rows(reading: "Reading") -> Iterator[dict[str, object]]:
    """One row per quotation: offsets of the quoted words, of its speaker and cue, and who the speaker is."""
    text = reading.article.text
    for quote in reading.quotes:
        yield {
            "article": reading.article.id,
            "type": quote.kind.value,
            "spans": [[span.start, span.end] for span in quote.spans],
            "speaker": [quote.speaker.start, quote.speaker.end] if quote.speaker else None,
            "cue": [quote.cue.start, quote.cue.end] if quote.cue else None,
            "actor": quote.actor.name if quote.actor else None,
            "actor_key": quote.actor.key if quote.actor else None,
            "quotation": " … ".join(text[span.start : span.end] for span in quote.spans),
        }
