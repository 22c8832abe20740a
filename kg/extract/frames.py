"""Reported speech by the parse: a verb of saying with its complement, or attribution without a verb."""

from dataclasses import dataclass

from spacy.tokens import Span, Token

from kg.extract import clauses
from kg.extract.cast import Cast
from kg.extract.entities import Entity
from kg.extract.mood import conjunctive
from kg.extract.speakers import SpeechCues, entity_of, passes_on, phrase_entity
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


def find_frame(cast: Cast, sentence: Span, cues: SpeechCues, grammar: Grammar, after: int = -1) -> Frame | None:
    """The frame of reported speech in a sentence, None if there is none.

    ``after``: only look at tokens behind this one (the sentence begins inside a quotation).
    """
    best: Frame | None = None
    for token in sentence:
        if token.i < after or token.pos_ not in ("VERB", "AUX") or not cues.is_speech_verb(token):
            continue
        frame = _verb_frame(cast, token, sentence, grammar, after)
        if frame is not None and (best is None or (best.speaker is None and frame.speaker is not None)):
            best = frame
    if best is not None and best.speaker is not None:
        return best
    attributed = _attribution(cast, sentence, cues, grammar)
    return attributed if attributed is not None else best


def _verb_frame(cast: Cast, verb: Token, sentence: Span, grammar: Grammar, after: int) -> Frame | None:
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
        speaker, span = None, None
    content = _complement(verb, sentence, grammar)
    if speaker is None and content is None:
        return None if after < 0 and not passive else Frame((verb.i, verb.i + 1), None, None, None)
    return Frame((verb.i, verb.i + 1), speaker, span, content)


def _complement(verb: Token, sentence: Span, grammar: Grammar) -> tuple[int, int] | None:
    """The reported clause of a verb of saying."""
    for child in verb.children:
        if child.dep_ in ("ccomp", "xcomp", "csubj", "parataxis", "csubj:pass") or (
            child.dep_ in ("obj", "conj") and child.pos_ in ("VERB", "AUX")
        ):
            start, end = clauses.extent(child, limit=10_000)
            if child.dep_ == "conj" and conjunctive(child, grammar) == 0:
                continue
            if end - start >= 3:
                return start, end
    if any(c.lower_ in ("wie", "as") and c.dep_ in ("mark", "advmod", "case") for c in verb.children):
        # "Wie die Ministerin erklärte, …": the main clause is what was said.
        inside = {t.i for t in verb.subtree}
        rest = [t.i for t in sentence if t.i not in inside and not t.is_punct and not t.is_space]
        return (rest[0], rest[-1] + 1) if len(rest) >= 3 and (rest[0] > verb.i or rest[-1] < verb.i) else None
    if verb.dep_ in ("parataxis", "ccomp", "advcl", "conj") and verb.head != verb and verb.head.sent == verb.sent:
        # "Die NATO sei ein Feind, sagte Peskow": the frame hangs below the reported clause.
        inside = {t.i for t in verb.subtree}
        rest = [t.i for t in sentence if t.i not in inside and not t.is_punct and not t.is_space]
        if (len(rest) >= 3 and conjunctive(verb.head, grammar) > 0) or (rest and verb.i > max(rest)):
            return rest[0], rest[-1] + 1
    return None


def _attribution(cast: Cast, sentence: Span, cues: SpeechCues, grammar: Grammar) -> Frame | None:
    """ "laut Peskow", "Peskow zufolge", "so Merz", "nach Ansicht der Opposition", "according to"."""
    words = grammar.attribution
    doc = sentence.doc
    for token in sentence:
        form = token.lower_
        who: Token | None = None
        cue = (token.i, token.i + 1)
        if form in words.prepositions and token.i + 1 < sentence.end:
            who = _phrase_after(cast, token.i + (2 if form == "according" else 1), sentence)
        elif form in words.postpositions and token.i > sentence.start:
            who = doc[token.i - 1]
        elif (
            form in words.adverbs
            and token.i > sentence.start
            and doc[token.i - 1].text in (",", "“", "”", '"', "«", "–")
        ):
            who = _phrase_after(cast, token.i + 1, sentence)
            if who is not None and who.pos_ not in ("PROPN", "NOUN"):
                who = None
        elif token.text in words.nouns or form in words.nouns:
            before = [doc[j].lower_ for j in range(max(sentence.start, token.i - 2), token.i)]
            if not any(
                clauses.base_preposition(doc[j]) in words.noun_prepositions
                for j in range(token.i - len(before), token.i)
            ):
                continue
            cue = (token.i - len(before), token.i + 1)
            held = cast.at.get(token.i - 1)
            if held is not None and held.how == "adjective":
                return Frame(cue, held.entity, (held.start, held.end), (sentence.start, sentence.end), "attribution")
            who = _genitive(cast, token, sentence)
        if who is None:
            continue
        speaker, span = entity_of(cast, who, grammar)
        if speaker is None and who.pos_ in ("PROPN", "NOUN"):
            speaker, span = phrase_entity(cast, who), (who.i, who.i + 1)
        if speaker is not None and not passes_on(speaker, grammar):
            return Frame(cue, speaker, span, (sentence.start, sentence.end), "attribution")
    return None


def _genitive(cast: Cast, noun: Token, sentence: Span) -> Token | None:
    doc = sentence.doc
    before = noun.i - 1
    if before > sentence.start and before in cast.at and doc[before].text.endswith(("s", "’")):
        return doc[before]
    return _phrase_after(cast, noun.i + 1, sentence)


def _phrase_after(cast: Cast, i: int, sentence: Span) -> Token | None:
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
