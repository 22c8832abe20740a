"""The parsing pipelines: one for each language, in Universal Dependencies, shipped with the package.

A pipeline sets sentence ends, part of speech (UPOS), morphology, lemma and dependencies. The steps of
:mod:`kg.extract` read nothing else, so any spaCy pipeline with UD labels can take its place.
"""

from functools import cache
from typing import TYPE_CHECKING

from kg.errors import LanguageError
from kg.resources import folder

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["LANGUAGES", "load"]

LANGUAGES = ("de", "en")


@cache
def load(lang: str) -> "Language":
    """The parsing pipeline of a language, loaded once.

    :param lang: ISO 639-1 code, one of :data:`LANGUAGES`.
    :raises LanguageError: there is no pipeline for the language.
    """
    if lang not in LANGUAGES:
        raise LanguageError(f"no pipeline for the language {lang!r}: use one of {', '.join(LANGUAGES)}")
    import spacy

    from kg.language import english, lemmas, pieces, sentences  # noqa: F401  (registers the components)

    nlp = spacy.load(folder("data") / "pipelines" / lang)
    nlp.max_length = 20_000_000
    nlp.add_pipe("sentence_ends", first=True)
    for whole, part in (("tok2vec", "vectors_in_pieces"), ("parser", "parser_in_pieces")):
        nlp.add_pipe(part, after=whole)
        nlp.disable_pipe(whole)
    nlp.add_pipe("german_lemmas" if lang == "de" else "english_lemmas")
    return nlp
