"""Reported speech by the parse, for languages without commas that tell (English).

A verb of saying with its complement, or attribution without a verb.
"""

from dataclasses import dataclass

from kg.extract import clauses
from kg.extract.cast import Cast
from kg.extract.entities import Entity
from kg.extract.pieces import trim
from kg.extract.speakers import SpeechCues, entity_of, passes_on, phrase_entity
from kg.extract.words import Phrase, Word
from kg.knowledge.grammar import Grammar


@dataclass(slots=True, eq=False)
class Frame:
    """What introduces speech: the cue, the speaker, and the tokens of the reported words (None: not in a clause).

    ``parts`` are the pieces of the content where something stands between them.
    """

    cue: tuple[int, int]
    speaker: Entity | None
    speaker_span: tuple[int, int] | None
    content: tuple[int, int] | None
    form: str = "clause"
    parts: tuple[tuple[int, int], ...] = ()


def find_frame(cast: Cast, sentence: Phrase, cues: SpeechCues, grammar: Grammar) -> Frame | None:
    """The frame of reported speech in a sentence, None if there is none."""
    best: Frame | None = None
    for token in sentence:
        phrase = cues.phrase(token, _below_twice(token))
        if not phrase and (token.pos_ not in ("VERB", "AUX") or not cues.is_speech_verb(token)):
            continue
        frame = _verb_frame(cast, token, phrase, sentence, grammar)
        if frame is not None and (best is None or (best.speaker is None and frame.speaker is not None)):
            best = frame
    if best is not None and best.speaker is not None:
        return best
    attributed = _attribution(cast, sentence, grammar)
    return attributed if attributed is not None else best


def _below_twice(token: Word) -> list[Word]:
    return [t for child in token.children for t in (child, *child.children)]


def _verb_frame(cast: Cast, verb: Word, phrase: list[Word], sentence: Phrase, grammar: Grammar) -> Frame | None:
    """The frame of a verb of saying, or of the head of a phrase ("took the view", "is of the view")."""
    passive = clauses.is_passive(verb)
    places = clauses.subjects_of(verb)
    if verb.lemma_.lower() in grammar.attribution.object_speaks:
        places = clauses.children(verb, "obj", "nsubj:pass")
    elif passive:
        places = clauses.with_preposition(verb, grammar.attribution.agents)
    speaker: Entity | None = None
    span = None
    for place in places:
        speaker, span = entity_of(cast, place, grammar)
        if speaker is not None:
            break
    for place in places:
        if speaker is None and place.pos_ in ("NOUN", "PROPN", "X"):
            speaker, span = phrase_entity(cast, place), (place.i, place.i + 1)
    if speaker is not None and passes_on(speaker, grammar):
        speaker = None
    content = _complement_of_phrase(phrase) if phrase else _complement(verb, sentence)
    if speaker is None and content is None:
        return Frame((verb.i, verb.i + 1), None, None, None) if passive else None
    return Frame((verb.i, verb.i + 1), speaker, span, content)


def _complement_of_phrase(phrase: list[Word]) -> tuple[int, int] | None:
    """The reported clause of a phrase of saying, wherever the parse hangs it: "made clear that …"."""
    for token in phrase:
        for child in token.children:
            if child.dep_ in ("ccomp", "xcomp", "csubj", "acl", "advcl", "parataxis") and child not in phrase:
                start, end = clauses.extent(child, limit=10_000)
                if start > token.i and end - start >= 3:
                    return start, end
    return None


def _complement(verb: Word, sentence: Phrase) -> tuple[int, int] | None:
    """The reported clause of a verb of saying."""
    for child in verb.children:
        if child.dep_ in ("ccomp", "xcomp", "csubj", "parataxis", "csubj:pass") or (
            child.dep_ == "obj" and child.pos_ in ("VERB", "AUX")
        ):
            start, end = clauses.extent(child, limit=10_000)
            if end - start >= 3:
                return start, end
    if any(c.lower_ == "as" and c.dep_ in ("mark", "advmod", "case") for c in verb.children):
        # "As the minister explained, …": the main clause is what was said.
        inside = {t.i for t in verb.subtree}
        rest = [t.i for t in sentence if t.i not in inside and not t.is_punct and not t.is_space]
        return (rest[0], rest[-1] + 1) if len(rest) >= 3 and (rest[0] > verb.i or rest[-1] < verb.i) else None
    if (
        verb.dep_ in ("parataxis", "ccomp", "advcl", "conj")
        and verb.head != verb
        and verb.head.sentence == verb.sentence
        and all(t.is_punct or t.is_space for t in sentence.doc[verb.reach[1] + 1 : sentence.end])
    ):
        # "NATO was an enemy, Peskov said": the frame hangs below the reported clause, which stands before it.
        inside = {t.i for t in verb.subtree}
        rest = [t.i for t in sentence if t.i not in inside and not t.is_punct and not t.is_space]
        if rest and verb.i > max(rest):
            return rest[0], rest[-1] + 1
    return None


def _attribution(cast: Cast, sentence: Phrase, grammar: Grammar) -> Frame | None:
    """ "according to Peskov", "in the view of the opposition", "in Berlin's view"."""
    words = grammar.attribution
    doc = sentence.doc
    for token in sentence:
        form = token.lower_
        who: Word | None = None
        first = token.i
        if form in words.prepositions and token.i + 1 < sentence.end:
            who = _phrase_after(cast, token.i + (2 if form == "according" else 1), sentence)
        elif form in words.nouns:
            link = _preposition_before(token, sentence, words.noun_prepositions)
            if link is None:
                continue
            first = link
            held = cast.at.get(token.i - 1)
            if held is not None and held.how == "adjective":
                parts = _without(sentence, first, token.i)
                span = (held.start, held.end)
                return Frame((first, token.i + 1), held.entity, span, (parts[0][0], parts[-1][1]), "attribution", parts)
            owner = doc[token.i - 1]
            who = owner if owner.lower_ in grammar.possessives else _genitive(cast, token, sentence)
        if who is None:
            continue
        speaker, span_ = entity_of(cast, who, grammar)
        if speaker is None and who.pos_ in ("PROPN", "NOUN"):
            speaker, span_ = phrase_entity(cast, who), (who.i, who.i + 1)
        if speaker is not None and not passes_on(speaker, grammar):
            parts = _without(sentence, first, max(token.i, who.i))
            content = (parts[0][0], parts[-1][1])
            return Frame((first, token.i + 1), speaker, span_, content, "attribution", parts)
    return None


def _preposition_before(noun: Word, sentence: Phrase, prepositions: frozenset[str]) -> int | None:
    """Where the prepositional phrase of a noun begins: "in the Advocate General's view"."""
    for i in range(noun.i - 1, max(sentence.start, noun.i - 7) - 1, -1):
        token = noun.doc[i]
        if token.lower_ in prepositions:
            return i
        if token.pos_ in ("VERB", "AUX", "PUNCT", "SCONJ", "ADP"):
            return None
    return None


def _without(sentence: Phrase, first: int, last: int) -> tuple[tuple[int, int], ...]:
    """What a sentence says around an attribution that reaches from ``first`` to the comma behind ``last``."""
    doc = sentence.doc
    end = next((i for i in range(last + 1, sentence.end) if doc[i].text in (",", ".", ";", ":")), sentence.end)
    halves = (trim(doc, a, b) for a, b in ((sentence.start, first), (end, sentence.end)) if b > a)
    return tuple(p for p in halves if any(t.text.isalpha() for t in doc[slice(*p)])) or (
        (sentence.start, sentence.end),
    )


def _genitive(cast: Cast, noun: Word, sentence: Phrase) -> Word | None:
    doc = sentence.doc
    before = noun.i - 1
    owned = doc[before].text.endswith(("s", "’", "'"))
    before -= doc[before].text in ("'s", "’s", "'", "’")
    if owned and before > sentence.start and before in cast.at:
        return doc[before]
    return _phrase_after(cast, noun.i + 1, sentence)


def _phrase_after(cast: Cast, i: int, sentence: Phrase) -> Word | None:
    """The head of the noun phrase that starts at token ``i``."""
    doc = sentence.doc
    for j in range(i, min(i + 6, sentence.end)):
        mention = cast.at.get(j)
        if mention is not None and mention.how != "adjective":
            return doc[mention.head]
        if doc[j].pos_ == "ADP" and j > i:
            return None
        if doc[j].pos_ in ("NOUN", "PROPN"):
            return doc[j]
        if doc[j].pos_ not in ("DET", "ADJ", "ADP", "ADV", "NUM", "PRON", "X") or doc[j].is_punct:
            return None
    return None
