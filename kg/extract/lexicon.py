"""The lexicon of cues, by what is looked up in a text."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from kg.knowledge.cues import CueEntry, load_cues


@dataclass(slots=True)
class CueIndex:
    """The lexicon of one language, by what is looked up in a text."""

    verbs: dict[str, list[CueEntry]] = field(default_factory=lambda: defaultdict(list))
    nouns: dict[str, list[CueEntry]] = field(default_factory=lambda: defaultdict(list))
    words: dict[str, list[CueEntry]] = field(default_factory=lambda: defaultdict(list))
    phrases: dict[str, list[tuple[tuple[str, ...], CueEntry]]] = field(default_factory=lambda: defaultdict(list))


@cache
def cue_index(lang: str) -> CueIndex:
    """The lexicon of a language, indexed."""
    index = CueIndex()
    for entry in load_cues(lang):
        words = entry.cue.lower().split()
        if entry.pos == "verb":
            bare = [w for w in words if w != "sich"]
            if len(bare) == 1 or lang == "en":
                index.verbs[" ".join(bare)].append(entry)
            if len(bare) > 1:
                _add_phrase(index, bare, entry, lang)
        elif entry.pos == "noun" and len(words) == 1:
            index.nouns[words[0]].append(entry)
        elif entry.pos in ("adj", "adv") and len(words) == 1:
            index.words[words[0]].append(entry)
        else:
            _add_phrase(index, words[words[0] == "sich" :], entry, lang)
    return index


def _add_phrase(index: CueIndex, words: list[str], entry: CueEntry, lang: str) -> None:
    verbal = entry.pos in ("verb", "phrase")
    head = words[-1] if lang == "de" or not verbal else words[0]
    rest = tuple(words[:-1] if head is words[-1] else words[1:])
    index.phrases[head].append((rest, entry))
