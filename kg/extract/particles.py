"""Particles of separable German verbs, where the parse has them and where it has lost them."""

from collections.abc import Collection

from kg.extract import clauses
from kg.extract.words import Word

_BRACKET = 30  # tokens between a verb and its particle


class Particles:
    """Tells which particle goes with which verb, by the separable verbs that are cues.

    :param verbs: lemmas of verbs with their particles ("ablehnen"); none for a language without separable verbs.
    """

    def __init__(self, verbs: Collection[str]) -> None:
        self._verbs = verbs

    def belongs(self, token: Word) -> bool:
        """Whether a word is the particle of a verb that is a cue with it: "stellt … bereit"."""
        return token.dep_ == "compound:prt" and self._makes_cue(token, token.head)

    def unmarked(self, verb: Word) -> Word | None:
        """The adjective or adverb that the parse does not know for the verb's particle: "stellt … bereit"."""
        if not self._verbs or verb.pos_ != "VERB":
            return None
        for child in verb.children:
            taken_for_other = child.dep_ in ("xcomp", "advmod") and child.pos_ in ("ADJ", "ADV")
            if taken_for_other and child.i > verb.i and self._makes_cue(child, verb):
                return child
        return None

    def robbed(self, verb: Word) -> bool:
        """Whether the particle that the parse gives to a verb belongs to a cue that stands before it."""
        particle = clauses.particle_of(verb)
        if particle is None:
            return False
        between = verb.doc[verb.i + 1 : min(particle.i, verb.i + _BRACKET)]
        return any(t.pos_ == "VERB" and self._makes_cue(particle, t) for t in between)

    def lost(self, verb: Word) -> str | None:
        """The particle of a verb that the parse has given to a verb that does not take it."""
        for token in verb.doc[verb.i + 1 : min(verb.sentence[1], verb.i + _BRACKET)]:
            if token.dep_ == "compound:prt" and token.head.i <= verb.i and not self._makes_cue(token, token.head):
                return token.lower_ if self._makes_cue(token, verb) else None
        return None

    def _makes_cue(self, particle: Word, verb: Word) -> bool:
        return particle.lower_ + verb.lemma_.lower() in self._verbs
