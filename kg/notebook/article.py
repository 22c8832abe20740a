"""An article with its stances marked in the text, in the manner of displaCy."""

from html import escape
from itertools import pairwise

from kg.model import Reading, Stance, Valence
from kg.notebook.markup import PLAIN, TINTS, Markup, chip, holder, told


def highlighted(reading: Reading) -> Markup:
    """The article with the sentences that carry stances marked; behind each stand actor, type and target.

    The colour is that of the valence, grey where stances of one sentence differ. A mouse that rests on a label shows
    the condition, the speaker and the confidence.
    """
    article, stances = reading.article, sorted(reading.stances, key=lambda s: (s.evidence.start, s.evidence.end))
    text = article.text
    cuts = {0, len(text), *(min(place, len(text)) for s in stances for place in (s.evidence.start, s.evidence.end))}
    parts = []
    places = sorted(cuts)
    for start, end in pairwise(places):
        covering = [stance for stance in stances if stance.evidence.start <= start and end <= stance.evidence.end]
        ending = [stance for stance in covering if min(stance.evidence.end, len(text)) == end]
        piece = escape(text[start:end])
        labels = "".join(f" {_label(stance)}" for stance in ending)
        parts.append(_mark(covering, piece + labels) if covering else piece)
    day = f" · {article.date}" if article.date else ""
    head = f"<p><strong>{escape(article.title or article.id)}</strong>{day}</p>"
    style = "white-space:pre-wrap;line-height:2;max-width:50em"
    return Markup(f'<div class="{PLAIN}">{head}<div dir="auto" style="{style}">{"".join(parts)}</div></div>')


def _mark(stances: list[Stance], inside: str) -> str:
    valences = {stance.type.valence for stance in stances}
    tint = TINTS[valences.pop() if len(valences) == 1 else Valence.OPEN]
    style = f"background:{tint};color:#111;border-radius:0.35em;padding:0.2em 0.3em;box-decoration-break:clone"
    return f'<mark style="{style}">{inside}</mark>'


def _label(stance: Stance) -> Markup:
    return chip(stance.type.valence, f"{holder(stance)} {stance.type.value} {_short(stance.target.text)}", told(stance))


def _short(words: str, most: int = 40) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
