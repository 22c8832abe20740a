"""The data of a page in little room: texts that recur are kept once, and the whole is compressed."""

import base64
import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from kg.draw.words import LANGUAGES
from kg.model import Actor, Article, Stance


def evidence(groups: Iterable[Iterable[Stance]], articles: Mapping[str, Article]) -> dict[str, list[Any]]:
    """Stances as rows of one table, with actors, articles and sentences in tables of their own.

    :param groups: what belongs together on the page, such as the stances of one arrow.
    :param articles: article id to article, for titles, links and names of sources.
    :returns: ``actors`` (names by the order of :data:`LANGUAGES`), ``articles`` (id, title, source, url, lang),
        ``sentences``, and ``rows``: (number of the group, type, sentence, target, kind of condition, condition, actor,
        represents, speaker, date, confidence, article), the sentence, actors and article being places in the other
        tables.
    """
    actors, papers, sentences = _Table(), _Table(), _Table()
    rows = []
    for number, group in enumerate(groups):
        for stance in group:
            condition, speaker = stance.condition, stance.speaker
            rows.append(
                (
                    number,
                    stance.type.value,
                    sentences.place(stance.evidence.text),
                    stance.target.text,
                    condition and condition.kind.value,
                    condition and condition.text,
                    actors.place(_names(stance.actor)),
                    actors.place(_names(stance.represents)),
                    speaker and actors.place(_names(speaker)),
                    stance.stated_on and stance.stated_on.isoformat(),
                    round(stance.confidence, 2),
                    papers.place(_about(stance.article, articles.get(stance.article))),
                )
            )
    return {"actors": list(actors), "articles": list(papers), "sentences": list(sentences), "rows": rows}


def packed(data: object) -> str:
    """JSON, deflated (RFC 1950) and written in base64, as every browser can undo it."""
    text = json.dumps(data, separators=(",", ":"))  # ASCII: lone surrogates survive as escapes
    return base64.b64encode(zlib.compress(text.encode("ascii"), 9)).decode("ascii")


def unpacked(text: str) -> Any:
    """What :func:`packed` was given."""
    return json.loads(zlib.decompress(base64.b64decode(text)))


class _Table(dict[Any, int]):
    """Values in the order of their first mention; each value's number is its place."""

    def place(self, value: object) -> int:
        return self.setdefault(value, len(self))


def _names(actor: Actor) -> tuple[str, ...]:
    labels = dict(actor.labels)
    return tuple(labels.get(lang, actor.name) for lang in LANGUAGES)


def _about(id: str, article: Article | None) -> tuple[str | None, ...]:
    if article is None:
        return id, None, None, None, None
    return id, article.title, article.source, _web(article.url), article.lang


def _web(url: str | None) -> str | None:
    """The address if it can be followed safely: no ``javascript:``, no ``data:``, no local file."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None
