"""Component "quotes": who says what.

Sets ``doc._.voices``: stretches of tokens with the one whose words they are. Four forms are read: quotation
marks; a reported clause below a verb of saying; attribution without a verb ("laut Peskow", "so Merz",
"according to"); and sentences in Konjunktiv I without a cue, which go on with the last speaker.
"""

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.extract import clauses
from kg.extract.cast import Cast
from kg.extract.entities import Entity
from kg.extract.mood import conjunctive
from kg.extract.speakers import SpeechCues, entity_of, phrase_entity, speech_cues
from kg.knowledge.grammar import Grammar, load_grammar
from kg.model import QuoteKind

if not Doc.has_extension("voices"):
    Doc.set_extension("voices", default=())

_LONGEST_QUOTE = 400  # tokens; a mark that is not closed by then was no opening
_SHORTEST_SPEECH = 4  # tokens; less in quotation marks is a term, not speech


@dataclass(slots=True, eq=False)
class Voice:
    """Words of somebody: tokens ``start`` to ``end``, the speaker (None: not found), and how they are reported."""

    start: int
    end: int
    kind: QuoteKind
    form: str  # "marks", "clause", "attribution", "chain"
    speaker: Entity | None = None
    speaker_span: tuple[int, int] | None = None
    cue: tuple[int, int] | None = None

    def covers(self, i: int) -> bool:
        """Whether token ``i`` belongs to these words."""
        return self.start <= i < self.end


@Language.factory("quotes")
def make_quotes(nlp: Language, name: str) -> "QuoteFinder":
    """The factory of the component."""
    return QuoteFinder(nlp)


class QuoteFinder:
    """Finds reported speech and its speakers."""

    def __init__(self, nlp: Language) -> None:
        self._grammar = load_grammar(nlp.lang)
        self._cues = speech_cues(nlp.lang)

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.voices``."""
        cast: Cast = doc._.cast
        marked = [(s, e) for s, e in quoted_stretches(doc, self._grammar) if is_speech(doc, s, e)]
        voices: list[Voice] = []
        by_sentence: dict[int, list[tuple[int, int]]] = {}
        for start, end in marked:
            by_sentence.setdefault(doc[start].sent.start, []).append((start, end))
        last: Voice | None = None
        covered_until = -1
        for sentence in doc.sents:
            frame = self._frame(cast, sentence)
            fresh: list[Voice] = []
            for start, end in by_sentence.get(sentence.start, ()):
                voice = Voice(start, end, QuoteKind.DIRECT, "marks")
                tail = frame if end <= sentence.end else self._frame(cast, doc[end - 1].sent, after=end)
                self._attribute(voice, tail or frame, last)
                fresh.append(voice)
                covered_until = max(covered_until, end)
            reported = self._reported(cast, sentence, frame, last, bool(fresh), covered_until)
            if reported is not None:
                fresh.append(reported)
            voices += fresh
            spoken = [v for v in fresh if v.speaker is not None]
            if spoken:
                last = spoken[-1]
            elif not fresh and sentence.end > covered_until and not _blank(sentence):
                last = last if frame is None and _goes_on(sentence, self._grammar) else _fading(last, sentence)
        doc._.voices = tuple(voices)
        return doc

    def _frame(self, cast: Cast, sentence: Span, after: int = -1) -> "Frame | None":
        return find_frame(cast, sentence, self._cues, self._grammar, after)

    def _attribute(self, voice: Voice, frame: "Frame | None", last: Voice | None) -> None:
        if frame is not None and frame.speaker is not None:
            voice.speaker, voice.speaker_span, voice.cue = frame.speaker, frame.speaker_span, frame.cue
        elif last is not None:
            voice.speaker = last.speaker
            voice.cue = frame.cue if frame is not None else None

    def _reported(
        self, cast: Cast, sentence: Span, frame: "Frame | None", last: Voice | None, quoted: bool, covered: int
    ) -> Voice | None:
        if frame is not None and frame.content is not None:
            start, end = frame.content
            kind = QuoteKind.MIXED if quoted else QuoteKind.INDIRECT
            return Voice(start, end, kind, frame.form, frame.speaker, frame.speaker_span, frame.cue)
        if frame is None and last is not None and sentence.start >= covered:
            mood = conjunctive(sentence.root, self._grammar)
            if mood == 1 or (mood == 2 and last.end >= sentence.start - 3 and last.form in ("chain", "clause")):
                return Voice(sentence.start, sentence.end, QuoteKind.INDIRECT, "chain", last.speaker)
        return None


@dataclass(slots=True, eq=False)
class Frame:
    """What introduces speech in a sentence: the cue, the speaker and the tokens of the reported clause."""

    cue: tuple[int, int]
    speaker: Entity | None
    speaker_span: tuple[int, int] | None
    content: tuple[int, int] | None
    form: str = "clause"


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


def passes_on(entity: Entity, grammar: Grammar) -> bool:
    """Whether an entity is a medium that reports the words of others."""
    words = entity.name.lower().replace("„", " ").replace("“", " ").split()
    return any(w in grammar.attribution.media or w.rpartition("-")[2] in grammar.attribution.media for w in words)


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
        if len(rest) >= 3 and conjunctive(verb.head, grammar) > 0 or (rest and verb.i > max(rest)):
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
        elif form in words.adverbs and token.i > sentence.start and doc[token.i - 1].text in (",", "“", "”", '"', "«", "–"):
            who = _phrase_after(cast, token.i + 1, sentence)
            if who is not None and who.pos_ not in ("PROPN", "NOUN"):
                who = None
        elif token.text in words.nouns or form in words.nouns:
            before = [doc[j].lower_ for j in range(max(sentence.start, token.i - 2), token.i)]
            if not any(clauses.base_preposition(doc[j]) in words.noun_prepositions for j in range(token.i - len(before), token.i)):
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


def quoted_stretches(doc: Doc, grammar: Grammar) -> list[tuple[int, int]]:
    """Tokens (start, end) between quotation marks, without the marks; a mark that is not closed opens nothing."""
    found = []
    opened: int | None = None
    for token in doc:
        if token.text not in grammar.opening and token.text not in grammar.closing:
            if opened is not None and (token.i - opened > _LONGEST_QUOTE):
                opened = None
            continue
        if opened is not None and token.text in grammar.closing and (token.text not in "„»" or doc[opened].text == "»"):
            if token.i > opened + 1:
                found.append((opened + 1, token.i))
            opened = None
        elif token.text in grammar.opening:
            opened = token.i
    return found


def is_speech(doc: Doc, start: int, end: int) -> bool:
    """Whether a quoted stretch is somebody's words rather than a title or a term."""
    if end - start < _SHORTEST_SPEECH:
        return False
    return any(t.pos_ in ("VERB", "AUX") for t in doc[start:end])


def _goes_on(sentence: Span, grammar: Grammar) -> bool:
    return conjunctive(sentence.root, grammar) > 0


def _fading(last: Voice | None, sentence: Span) -> Voice | None:
    """The last speaker is forgotten when two sentences in a row say nothing of speech."""
    return last if last is not None and sentence.start - last.end < 60 else None


def _blank(sentence: Span) -> bool:
    return all(t.is_space or t.is_punct for t in sentence)

