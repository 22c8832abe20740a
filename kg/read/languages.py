"""Which language an article is in. The model is the one inside py3langid (97 languages, 5 MB, BSD licence)."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.errors import LanguageError
from kg.resources import folder

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE = 4000
"""Characters that are looked at: more makes it no surer."""
_CERTAIN = 0.9
"""From this probability on a text is believed to be in an unsupported language; below, a supported one is taken."""


@lru_cache(maxsize=1)
def supported() -> tuple[str, ...]:
    """The languages that articles are read in: those with a grammar in ``data/grammar/`` (ISO 639-1 codes)."""
    return tuple(sorted(path.stem for path in (folder("data") / "grammar").glob("*.toml")))


def detect(text: str) -> str:
    """The language of a text, as an ISO 639-1 code.

    :raises LanguageError: it is plainly in a language that is not supported; the message does not name a file.
    """
    shares = dict(_identifier().rank(text[:_SAMPLE]))
    best = max(shares, key=shares.__getitem__)
    if best not in supported() and shares[best] >= _CERTAIN:
        raise LanguageError(_unsupported(best))
    return max(supported(), key=lambda lang: shares.get(lang, 0.0))


def accept(code: str) -> str:
    """The ISO 639-1 code that a language tag ("DE", "en-GB") begins with.

    :raises LanguageError: the language is not supported; the message does not name a file.
    """
    lang = re.split("[-_]", code.strip().casefold())[0]
    if lang not in supported():
        raise LanguageError(_unsupported(code))
    return lang


def _unsupported(code: str) -> str:
    return f"unsupported language: {code}; supported are {', '.join(supported())} (set it by --lang if this is wrong)"


@lru_cache(maxsize=1)
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
