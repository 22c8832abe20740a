"""German word forms from HanTa, a morphological analyser (Wartena 2019): tags and lemmas.

Before the parse, each form gets its likeliest tag and lemma out of context, as features for the small parser;
after it, the lemma is chosen by the part of speech that the context gave.
"""

from functools import cache, lru_cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.knowledge.lemmas import load_lemmas

# Which HanTa tags (STTS, coarsened) fit a universal part of speech.
_FITS = {
    "VERB": ("VV", "VM", "VA"),
    "AUX": ("VA", "VM", "VV"),
    "NOUN": ("NN",),
    "ADJ": ("ADJ", "VV(PP)"),
}


_LONGEST = 48  # letters; the analyser's time grows with their cube, and no word is longer


@cache
def _analyser() -> Any:
    from HanTa import HanoverTagger

    return HanoverTagger.HanoverTagger("morphmodel_ger.pgz")


@lru_cache(maxsize=200_000)
def _tags(word: str) -> tuple[str, ...]:
    """The possible tags of a word form, the likeliest first."""
    return tuple(tag for tag, _ in _analyser().tag_word(word, cutoff=20))


@lru_cache(maxsize=200_000)
def lemma(form: str, pos: str) -> str:
    """The lemma of a German word form, given its universal part of speech.

    :param form: the word as it stands in the text; the first letter of a verb or adjective may be a capital.
    :param pos: UPOS; forms of closed classes and names are returned as they are, in lower case unless a name.
    """
    known = load_lemmas("de").get((form.lower(), pos))
    if known is not None:
        return known
    wanted = _FITS.get(pos)
    if wanted is None or len(form) > _LONGEST or not any(c.isalpha() for c in form):
        return form if pos in {"PROPN", "NOUN"} else form.lower()
    if pos == "NOUN":
        head, hyphen, last = form.rpartition("-")
        if hyphen and last[:1].isupper():
            return f"{head}-{lemma(last, pos)}"
        word = form
    else:
        word = form.lower()
    tag = next((t for t in _tags(word) if t.startswith(wanted)), None)
    if tag is None:
        return word
    return str(_analyser().analyze(word, pos=tag)[0]) or word


@lru_cache(maxsize=200_000)
def reading(form: str) -> tuple[str, str]:
    """The likeliest tag of a word form out of context, and its lemma with that tag."""
    if len(form) > _LONGEST or not any(c.isalpha() for c in form):
        return "$", form
    tags = _tags(form)
    if not tags:
        return "XY", form.lower()
    return tags[0], str(_analyser().analyze(form, pos=tags[0])[0] or form).lower()


def _is_name(token: Token) -> bool:
    bare = not any(c.dep_ in ("det", "amod", "nummod") for c in token.children)
    return bare and "-" not in token.text and reading(token.text)[0] == "NE"


@Language.component("german_readings", assigns=["token.tag", "token.lemma"])
def german_readings(doc: Doc) -> Doc:
    """Set tag and lemma of every token out of context."""
    for token in doc:
        token.tag_, token.lemma_ = ("$", token.text) if token.is_space else reading(token.text)
    return doc


@Language.component("german_lemmas", assigns=["token.lemma"], requires=["token.pos"])
def german_lemmas(doc: Doc) -> Doc:
    """Set the lemma of every token by its part of speech.

    A "noun" without a determiner that the analyser knows only as a name, or not at all, becomes a proper noun.
    """
    for token in doc:
        if token.pos_ == "NOUN" and token.text[0].isupper() and _is_name(token):
            token.pos_ = "PROPN"
        token.lemma_ = token.text if token.is_punct or token.is_space else lemma(token.text, token.pos_)
    return doc
