"""From an article to its stances: one spaCy component for each step, in the order actors, quotes, cues, stances.

:func:`read` runs them all. They can also be added to any pipeline with Universal Dependencies::

    nlp = spacy.load(...)
    for step in kg.extract.STEPS:
        nlp.add_pipe(step)
"""

import gc
import sys
from dataclasses import replace
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from kg.model import Article, Quote, Reading, Stance

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.extract.quotes import Voice
    from kg.extract.words import Words

__all__ = ["STEPS", "pipeline", "read"]

STEPS = ("actors", "quotes", "cues", "stances")


@cache
def pipeline(lang: str) -> "Language":
    """The pipeline of a language with all steps of extraction, loaded once.

    :raises kg.errors.LanguageError: the language is not supported.
    """
    from kg import language
    from kg.extract import actors, cues, quotes, stances  # noqa: F401  (registers the factories)

    nlp = language.load(lang)
    for step in STEPS:
        nlp.add_pipe(step)
    # Tables and weights stay as long as the process: the collector need not walk over them again and again.
    gc.collect()
    gc.freeze()
    return nlp


def parse(article: Article) -> "Doc":
    """The Doc of an article, with all steps done; offsets are those of ``article.text``.

    Dateline and agency signature are blanked out for the parser: they are no sentences.
    """
    from kg.extract.monologue import add_monologue
    from kg.extract.words import words_of
    from kg.knowledge.grammar import load_grammar
    from kg.read.languages import accept, detect
    from kg.read.layout import layout

    lang = accept(article.lang) if article.lang else detect(article.text)
    parts = layout(article.text, lang, title=article.title, published=article.date)
    text = article.text
    for span in (parts.dateline, parts.signature):
        if span is not None:
            text = text[: span.start] + "\n" * (span.end - span.start) + text[span.end :]
    nlp, title = pipeline(lang), article.title or ""
    doc = nlp.make_doc(text)
    doc._.day = article.date or parts.date
    for name, component in nlp.pipeline:
        doc = component(doc)
        if name == "quotes" and title:
            add_monologue(words_of(doc), lambda: words_of(nlp(title)), load_grammar(lang))
    return doc


def read(article: Article) -> Reading:
    """The stances and quotations of an article.

    :raises kg.errors.LanguageError: the article's language is not supported.
    """
    from kg.extract.words import words_of

    words = words_of(parse(article))
    stances = tuple(dated(stance, article, words) for stance in words.stances)
    return Reading(filled(article, words), stances, tuple(quote_of(words, voice) for voice in words.quotations))


def filled(article: Article, words: "Words") -> Article:
    """The article with the language and the date that were found in it."""
    return replace(article, lang=words.lang_, date=words.day)


def dated(stance: Stance, article: Article, words: "Words") -> Stance:
    """A stance of a text with its article, and with the article's date where none is told."""
    return replace(stance, article=article.id, stated_on=stance.stated_on or words.day)


def quote_of(words: "Words", voice: "Voice") -> Quote:
    """Reported words of a text in characters of it."""

    return Quote(
        voice.kind,
        tuple(words.span(*part) for part in voice.parts or ((voice.start, voice.end),)),
        words.span(*voice.speaker_span) if voice.speaker_span is not None else None,
        words.span(*voice.cue) if voice.cue is not None else None,
        voice.speaker.actor() if voice.speaker is not None else None,
    )


class _Extract(ModuleType):
    """Lets ``kg.extract(...)`` read an article, although ``kg.extract`` is this module."""

    def __call__(self, article: str | Article, *, lang: str | None = None) -> Reading:
        """The stances and quotations of an article, or of a text.

        :param lang: the language of a text ("de", "en"); ``None``: it is detected.
        :raises kg.errors.InputError: the text is empty.
        :raises kg.errors.LanguageError: its language is not supported.
        """
        from kg.read.text import article_from_text

        return read(article_from_text(article, lang=lang) if isinstance(article, str) else article)


sys.modules[__name__].__class__ = _Extract
