"""Component "cues": words and phrases that may carry a stance.

Sets ``doc._.cues``. The lexicon is ``data/cues/{lang}.csv``; modal verbs come from the grammar.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import clauses, forms
from kg.extract.lexicon import cue_index
from kg.extract.particles import Particles
from kg.extract.words import Word, Words, words_of
from kg.knowledge.cues import CueEntry
from kg.knowledge.grammar import Grammar, load_grammar
from kg.language.lemmas import lemma as verb_form
from kg.model import StanceType

_PHRASE_REACH = 14  # tokens between the verb of a phrase and its other words
_WITH_TO = ("have", "need", "want", "wish", "ought")
_TELLING = 0.6  # weight from which on a verb needs no modal to be a stance
Entry = TypeVar("Entry")
_SHORTEST_COMPOUND_HEAD = 6  # letters; shorter nouns end too many compounds by chance


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a text: its reading in the lexicon, its head token and all its tokens."""

    lemma: str
    pos: str  # verb, noun, adj, adv, phrase, modal
    type: StanceType  # after negation
    head: Word
    tokens: tuple[int, ...]
    actor: tuple[str, ...]
    target: tuple[str, ...]
    weight: float
    negated: bool = False

    @property
    def name(self) -> str:
        """The cue as the lexicon writes it, with a mark of negation."""
        return f"not {self.lemma}" if self.negated else self.lemma


@Language.factory("cues")
def make_cues(nlp: Language, name: str) -> "CueFinder":
    """The factory of the component."""
    return CueFinder(nlp)


class CueFinder:
    """Finds the cues of a Doc."""

    def __init__(self, nlp: Language) -> None:
        self._index = cue_index(nlp.lang)
        self._grammar = load_grammar(nlp.lang)
        self._lang = nlp.lang
        self._particles = Particles(self._index.verbs if nlp.lang == "de" else ())

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.cues``, in the order of the text."""
        words = words_of(doc)
        self._joined = forms.hyphenated(words) if self._lang == "en" else {}
        self._at = self._positions(words)
        found: list[Cue] = []
        for token in words:
            if token.is_punct or token.is_space or self._particles.belongs(token):
                continue
            phrases = list(self._phrases(token))
            found += phrases
            taken = {i for cue in phrases for i in cue.tokens}
            if token.i not in taken:
                found += self._single(token)
            modal = self._modal(token)
            if modal is not None:
                found.append(modal)
        # "will sich nicht festlegen": what the verb itself says goes before what the modal makes of it.
        telling = {c.head.i for c in found if c.pos in ("verb", "phrase") and c.weight >= _TELLING}
        found = [c for c in found if not self._outdone(c, telling)]
        words.cues = tuple(_without_parts(found))
        return doc

    def _positions(self, doc: Words) -> dict[str, list[int]]:
        """Where each form and lemma stands, so that the words of a phrase need not be looked for at each token."""
        found: dict[str, list[int]] = defaultdict(list)
        for token in doc:
            words = {token.lower_, token.lemma_.lower()}
            joined = self._joined.get(token.i)
            if joined is not None:
                words |= {joined.form, joined.lemma}
            for word in words:
                found[word].append(token.i)
        return found

    def _outdone(self, cue: Cue, telling: set[int]) -> bool:
        """Whether a modal only carries a verb that is a cue itself."""
        modal = self._grammar.modals.get(cue.lemma)
        if modal is None or modal.type is not StanceType.COMMITS:
            return False
        if cue.pos == "modal":
            return cue.head.i in telling
        main = _governed(cue.head, bare=True)
        return main is not None and main.i in telling

    def _single(self, token: Word) -> list[Cue]:
        joined = self._joined.get(token.i)
        if joined is not None:
            entries = self._anywhere(joined.form) or self._anywhere(joined.lemma)
            if entries:
                return [self._cue(entry, token, tuple(range(joined.start, token.i + 1))) for entry in entries]
        particle = self._particles.unmarked(token)
        if particle is not None:
            entries = self._index.verbs[particle.lower_ + token.lemma_.lower()]
            return [self._cue(entry, token, (token.i, particle.i)) for entry in entries]
        return [self._cue(entry, token, (token.i,)) for entry in self._entries(token)]

    def _anywhere(self, word: str) -> list[CueEntry]:
        index = self._index
        return index.nouns.get(word) or index.words.get(word) or index.verbs.get(word) or []

    def _entries(self, token: Word) -> list[CueEntry]:
        """The readings of a word, those of the part of speech that it stands as before those that it is tagged as."""
        lemma = token.lemma_.lower()
        if token.pos_ in ("VERB", "AUX"):
            adjectives = self._participles(token, lemma)
            if adjectives and forms.is_adjectival(token, self._grammar):
                return adjectives
            return self._verb_entries(token, lemma) or adjectives or self._words(token, lemma)
        if token.pos_ != "PROPN" and forms.is_verbal(token):
            verbs = self._mistaken_verbs(token, lemma)
            if verbs:
                return verbs
        if token.pos_ in ("NOUN", "PROPN"):
            nouns = self._noun_entries(token, lemma)
            if self._lang == "en" and any(c.dep_ == "cop" for c in token.children):
                return nouns + self._words(token, lemma)  # "is intent on"
            if not nouns and self._lang == "en" and token.text.islower():
                nouns = self._index.verbs.get(lemma, [])  # "fears" and "plans" are often taken for nouns
            named = token.pos_ == "PROPN" and not forms.is_capital_by_place(token)
            return nouns or ([] if named else self._words(token, lemma))
        found = self._words(token, lemma)
        if not found and (self._lang == "en" or (token.text[0].isupper() and token.sentence[0] != token.i)):
            found = self._index.nouns.get(lemma) or self._index.nouns.get(token.lower_) or []
        return found

    def _words(self, token: Word, lemma: str) -> list[CueEntry]:
        return self._index.words.get(lemma) or self._index.words.get(token.lower_) or []

    def _participles(self, token: Word, lemma: str) -> list[CueEntry]:
        """The adjectives that a verb's form may be: "promising", "besorgt"."""
        if token.lower_ == lemma:
            return []
        return self._index.words.get(token.lower_ if self._lang == "en" else forms.participle(token)) or []

    def _mistaken_verbs(self, token: Word, lemma: str) -> list[CueEntry]:
        if self._lang == "de":
            return self._index.verbs.get(verb_form(token.text, "VERB"), []) if token.pos_ in ("ADJ", "ADV") else []
        return self._index.verbs.get(lemma) or self._by_bases(self._index.verbs, token)

    def _by_bases(self, table: dict[str, list[Entry]], token: Word) -> list[Entry]:
        """What a table holds for the verb of an English form whose lemma it does not know."""
        return next((table[base] for base in forms.verb_bases(token.lower_) if base in table), [])

    def _verb_entries(self, token: Word, lemma: str) -> list[CueEntry]:
        full = clauses.verb_lemma(token)
        entries = self._index.verbs.get(full, [])
        if full != lemma and not entries and self._particles.robbed(token):
            entries = self._index.verbs.get(lemma, [])
        elif full == lemma:
            lost = self._particles.lost(token)
            entries = self._index.verbs.get(lost + lemma, entries) if lost else entries
        if not entries and full == lemma:
            entries = self._index.verbs.get(token.lower_, [])
            if not entries and self._lang == "en":
                entries = self._by_bases(self._index.verbs, token)
        reflexive = any(c.lower_ in self._grammar.reflexives for c in token.children)
        fitting = [e for e in entries if e.cue.startswith("sich ") == reflexive]
        return fitting or [e for e in entries if not e.cue.startswith("sich ")]

    def _noun_entries(self, token: Word, lemma: str) -> list[CueEntry]:
        entries = self._index.nouns.get(lemma) or self._index.nouns.get(token.lower_)
        if entries is None and self._lang == "de":
            for length in range(len(lemma) - 3, _SHORTEST_COMPOUND_HEAD - 1, -1):
                entries = self._index.nouns.get(lemma[-length:])
                if entries:
                    break
        return entries or []

    def _phrases(self, token: Word) -> list[Cue]:
        options = self._index.phrases.get(token.lemma_.lower()) or []
        if token.pos_ in ("VERB", "AUX"):
            full = clauses.verb_lemma(token)
            if full != token.lemma_.lower():
                options = [*options, *self._index.phrases.get(full, [])]
        if token.lower_ != token.lemma_.lower():
            options = [*options, *self._index.phrases.get(token.lower_, [])]
        if not options and self._lang == "en":
            options = self._by_bases(self._index.phrases, token)
        best: list[Cue] = []
        length = 0
        for rest, entry in options:
            places = self._places(token, rest)
            if places is None:
                continue
            if len(rest) > length:
                best, length = [], len(rest)
            if len(rest) == length:
                best.append(self._cue(entry, token, tuple(sorted((token.i, *places)))))
        return best

    def _places(self, head: Word, words: tuple[str, ...]) -> list[int] | None:
        """Where the other words of a phrase stand, None if one is missing from the clause."""
        first, last = head.sentence
        low, high = max(first, head.i - _PHRASE_REACH), min(last, head.i + _PHRASE_REACH + 1)
        if self._lang == "en" and head.pos_ in ("VERB", "AUX"):
            low = head.i + 1
        doc = head.doc
        places: list[int] = []
        for word in words:
            at = self._at.get(word, ())
            near = [doc[i] for i in at[bisect_left(at, low) : bisect_left(at, high)] if i != head.i and i not in places]
            options = [
                t
                for t in near
                if head in (t.head, t.head.head) or t == head.head or abs(t.i - head.i) <= 4 or _kin(t, head)
            ]
            if not options:
                return None
            places.append(min(options, key=lambda t: abs(t.i - head.i)).i)
        return places

    def _modal(self, token: Word) -> Cue | None:
        """A modal verb with the action it governs: "Russland werde … nicht akzeptieren"."""
        modal = self._grammar.modals.get(token.lemma_.lower())
        if modal is None or token.pos_ not in ("AUX", "VERB"):
            return None
        main = _governed(token, bare=self._lang == "de" or token.lemma_.lower() not in _WITH_TO)
        if main is None or (token.lemma_.lower() == "werden" and not _infinitive(main)):
            return None
        negated = clauses.negated(main, self._grammar) or clauses.negated(token, self._grammar)
        kind = modal.negated if negated else modal.type
        if kind is None:
            return None
        lemma = token.lemma_.lower()
        demand = modal.type is not StanceType.COMMITS
        actor = ("speaker",) if demand else ("subj",)
        target = ("predication",) if demand else ("action",)
        return Cue(lemma, "modal", kind, main, (token.i,), actor, target, 0.3, negated)

    def _cue(self, entry: CueEntry, head: Word, tokens: tuple[int, ...]) -> Cue:
        negated = self._negated(entry, head, tokens)
        kind, weight = entry.type, entry.weight
        if negated and entry.negated is None:
            weight = 0.05
        elif negated and entry.negated is not None:
            kind = entry.negated
        return Cue(entry.cue, entry.pos, kind, head, tokens, entry.actor, entry.target, weight, negated)

    def _negated(self, entry: CueEntry, head: Word, tokens: tuple[int, ...]) -> bool:
        own = set(entry.cue.lower().split())
        if own & (self._grammar.negators | self._grammar.negative_determiners):
            return False
        if clauses.negated(head, self._grammar):
            return True
        if entry.pos in ("adj", "adv", "noun"):
            predicate = clauses.predicate_of(head)
            copular = predicate.lemma_.lower() in self._grammar.copulas or any(
                c.dep_ == "cop" for c in predicate.children
            )
            if copular and predicate != head and clauses.negated(predicate, self._grammar):
                return True
        return any(
            c.lower_ in self._grammar.negative_determiners or c.lower_ in self._grammar.negators
            for i in tokens
            for c in head.doc[i].children
            if c.i not in tokens
        )


def _without_parts(found: list[Cue]) -> Iterator[Cue]:
    """The cues without those whose words all belong to a longer one; phrases and modals stay."""
    longer: dict[int, list[set[int]]] = defaultdict(list)
    for cue in found:
        if len(cue.tokens) > 1 or cue.pos == "phrase":
            for i in cue.tokens:
                longer[i].append(set(cue.tokens))
    for cue in found:
        own = set(cue.tokens)
        if cue.pos in ("phrase", "modal") or not any(own < other for other in longer[cue.head.i]):
            yield cue


def evaluator(cue: Cue, grammar: Grammar) -> Word | None:
    """The verb by which somebody calls something by an evaluating word: "bezeichnete … als unannehmbar"."""
    if cue.pos not in ("adj", "noun"):
        return None
    word = cue.head.head if cue.head.dep_ == "conj" else cue.head
    for above in clauses.ancestors(word, 3):
        if above.pos_ in ("VERB", "AUX"):
            links = [c.lower_ for c in word.children if c.dep_ in ("case", "mark")]
            linked = links[0] in grammar.evaluating_links if links else word.dep_ in ("xcomp", "advmod", "obj")
            return above if linked and clauses.verb_lemma(above) in grammar.evaluating else None
        word = above
    return None


def _infinitive(verb: Word) -> bool:
    """Whether a German verb form is an infinitive, not the participle of a passive or perfect."""
    if "Part" in verb.morph.get("VerbForm", []):
        return False
    return verb.lower_.endswith("n") or verb.pos_ in ("ADJ", "NOUN")


def _governed(modal: Word, bare: bool) -> Word | None:
    """The infinitive that a modal verb governs, whichever of the two the parse makes the head.

    ``bare``: the modal may be an auxiliary; "have" and "need" are modals only with "to".
    """
    if bare and modal.dep_ in ("aux", "aux:pass") and modal.head.pos_ in ("VERB", "AUX", "ADJ", "NOUN"):
        return modal.head if modal.dep_ == "aux" else None
    for child in modal.children:
        if child.dep_ == "xcomp" and child.pos_ in ("VERB", "AUX"):
            return child
    return None


def _kin(token: Word, head: Word) -> bool:
    """Whether a token hangs below the head within four steps."""
    for i, above in enumerate(clauses.ancestors(token, 4)):
        if above == head:
            return True
        if i > 0 and above.pos_ == "VERB":
            return False
    return False
