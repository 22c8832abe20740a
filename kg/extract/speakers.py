"""Verbs of saying, and whom a subject, agent or genitive means."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg.extract.cast import Cast
from kg.extract.clauses import ancestors, verb_lemma
from kg.extract.descriptions import described, of_kind
from kg.extract.entities import Entity
from kg.extract.words import Word
from kg.knowledge.cues import load_speech
from kg.knowledge.grammar import Grammar
from kg.model import ActorKind


@dataclass(frozen=True, slots=True)
class SpeechCues:
    """The words that introduce reported speech, by part of speech; phrases as the set of their words."""

    verbs: frozenset[str]
    nouns: frozenset[str]
    phrases: dict[str, tuple[frozenset[str], ...]]  # by each of their words

    def is_speech_noun(self, token: Word) -> bool:
        """Whether a noun introduces speech ("die Ankündigung, dass …")."""
        return token.lemma_.lower() in self.nouns or token.lower_ in self.nouns

    def is_speech_verb(self, token: Word) -> bool:
        """Whether a verb introduces speech."""
        return verb_lemma(token) in self.verbs or token.lemma_.lower() in self.verbs

    def phrase(self, head: Word, around: Iterable[Word]) -> list[Word]:
        """The tokens of a phrase that introduces speech ("macht deutlich", "take the view"); empty if there is none.

        One word of the phrase is ``head``, the others are among the tokens ``around`` it.
        """
        possible = {phrase for word in _forms(head) for phrase in self.phrases.get(word, ())}
        if not possible:
            return []
        tokens = [head, *(t for t in around if t != head)]
        words = {word for t in tokens for word in _forms(t)}
        found = max((phrase for phrase in possible if phrase <= words), key=len, default=frozenset[str]())
        return [t for t in tokens if not found.isdisjoint(_forms(t))]


def _forms(token: Word) -> set[str]:
    return {token.lower_, token.lemma_.lower(), verb_lemma(token)}


@cache
def speech_cues(lang: str) -> SpeechCues:
    """The cues of speech of a language."""
    verbs, nouns = set(), set()
    phrases: dict[str, list[frozenset[str]]] = {}
    for entry in load_speech(lang):
        if entry.pos == "verb":
            verbs.add(entry.cue.removeprefix("sich ").lower())
        elif entry.pos == "noun":
            nouns.add(entry.cue.lower())
        else:
            words = frozenset(entry.cue.removeprefix("sich ").lower().split())
            for word in words:
                phrases.setdefault(word, []).append(words)
    return SpeechCues(frozenset(verbs), frozenset(nouns), {word: tuple(found) for word, found in phrases.items()})


def entity_of(cast: Cast, token: Word, grammar: Grammar) -> tuple[Entity | None, tuple[int, int] | None]:
    """The entity that a noun, name or pronoun means, and the tokens that name it; (None, None) if nobody.

    A noun phrase of no known name becomes an entity of its own if it can be an actor: a plural or a body of people
    is told by the gazetteer's words for offices and bodies, so other nouns give nobody.
    """
    mention = cast.at.get(token.i)
    if mention is None or mention.how == "adjective":
        mention = None
    if mention is not None and mention.how != "adjective":
        return mention.entity, (mention.start, mention.end)
    if token.pos_ == "PRON" or token.lower_ in grammar.masculine | grammar.feminine | grammar.plural:
        if token.lower_ in grammar.relatives and token.i > 0:
            antecedent = antecedent_noun(token)
            if antecedent is not None and antecedent.i != token.i:
                return entity_of(cast, antecedent, grammar)
        if token.lower_ in grammar.impersonal or token.lower_ in grammar.first_person:
            return None, None
        return cast.antecedent(token), (token.i, token.i + 1)
    if token.i in cast.issuers:
        return cast.issuers[token.i], (token.i, token.i + 1)
    if token.pos_ == "NOUN" and any(c.dep_ == "det" for c in token.children):
        meant = of_kind(cast, token.lemma_.lower(), token.i)
        meant = meant or described(cast, token.lemma_.lower(), None, token.i)
        if meant is not None:
            return meant, (token.i, token.i + 1)
    for child in token.children:
        held = cast.at.get(child.i)
        if held is None or held.how == "adjective":
            continue
        slipped = child.dep_ == "amod" and held.end == token.i and held.entity.kind is ActorKind.PERSON
        if child.dep_ in ("appos", "flat", "compound") or slipped:  # "the minister sharply (NOUN) criticised"
            return held.entity, (held.start, held.end)
    return None, None


def passes_on(entity: Entity, grammar: Grammar) -> bool:
    """Whether an entity is a medium that reports the words of others."""
    words = entity.name.lower().replace("„", " ").replace("“", " ").split()
    return any(w in grammar.attribution.media or w.rpartition("-")[2] in grammar.attribution.media for w in words)


def phrase_entity(cast: Cast, token: Word) -> Entity | None:
    """A noun phrase of no known name as an actor of its own, named by its words."""
    if token.pos_ not in ("NOUN", "PROPN", "X"):
        return None
    start = token.reach[0]
    verbs = [i for i in range(start, token.i) if cast.doc[i].pos_ in ("VERB", "AUX") and cast.doc[i].dep_ != "amod"]
    start = max([start, *(i + 1 for i in verbs)])
    while start < token.i and (
        cast.doc[start].pos_ in ("DET", "ADP", "ADV", "CCONJ", "SCONJ", "PUNCT") or token.i - start > 5
    ):
        start += 1
    end = token.i + 1
    for child in token.children:
        if child.i > token.i and child.dep_ in ("nmod", "flat", "appos") and child.reach[1] - token.i < 6:
            end = max(end, child.reach[1] + 1)
    entity = cast.named(cast.doc[start:end].text, ActorKind.GROUP)
    entity.plural = "Plur" in token.morph.get("Number", [])
    for i in range(start, token.i):
        held = cast.at.get(i)
        if held is not None and held.how == "adjective" and entity.represents is None:
            entity.represents = held.entity
    return entity


def antecedent_noun(relative: Word) -> Word | None:
    """The noun that a relative pronoun stands for: the head of its clause, else the noun before the comma."""
    for clause in (relative, *ancestors(relative)):
        if clause.dep_ in ("acl", "acl:relcl"):
            return clause.head
    behind_comma = relative.doc.lang_ != "de"  # a German relative clause has one: "Wissing lehnt das ab" has none
    for i in range(relative.i - 1, max(relative.i - 4, -1), -1):
        behind_comma = behind_comma or relative.doc[i].text == ","
        if relative.doc[i].pos_ in ("NOUN", "PROPN"):
            return relative.doc[i] if behind_comma else None
    return None
