"""Component "quotes": who says what.

Sets ``doc._.voices``: stretches of tokens with the one whose words they are, and ``doc._.quotations``: the same for
readers, with quoted terms, and with the sentences of one chain of reported speech put together. Four forms are read:
quotation marks; a reported clause with a verb or noun of saying; attribution without a verb ("laut Peskow",
"so Merz", "according to"); and sentences in the Konjunktiv without a cue, which go on with the last speaker.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import clauses
from kg.extract.cast import Cast
from kg.extract.entities import Entity
from kg.extract.frames import Frame, find_frame
from kg.extract.marks import is_speech, is_wording, quoted_stretches
from kg.extract.reported import Clauses
from kg.extract.speakers import entity_of, passes_on, speech_cues
from kg.extract.words import Phrase, Words, words_of
from kg.knowledge.grammar import load_grammar
from kg.model import QuoteKind

_FRAMES_AROUND = 10


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
    parts: tuple[tuple[int, int], ...] = ()  # where the words are not in one piece

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
        # Those the pipeline knows by itself, not those that it has read since: they would make one text change another.
        known = nlp.vocab.strings if self._grammar.conjunctive_one else ()
        self._verbs = frozenset(word for word in known if word.endswith("n") and word.islower())

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.voices`` and ``doc._.quotations``."""
        words = words_of(doc)
        cast: Cast = words.cast
        stretches = quoted_stretches(words, self._grammar)
        inside = {i for s, e in stretches for i in range(s, e)}
        reader = Clauses(cast, self._cues, self._grammar, inside, self._verbs)
        starting: dict[int, list[tuple[int, int]]] = {}
        for start, end in stretches:
            starting.setdefault(words[start].sentence[0], []).append((start, end))
        sentences = words.sents
        frames = [self._frames(reader, cast, s) for s in sentences]
        number = {s.start: n for n, s in enumerate(sentences)}
        voices: list[Voice] = []
        last: Voice | None = None
        covered = -1  # the end of the last whole quotation
        for n, sentence in enumerate(sentences):
            here = [f for f in frames[n] if f.cue[0] >= covered]
            marks = starting.get(sentence.start, ())
            fresh = [self._voice(f, inside) for f in here if f.content is not None and not _repeats(f.content, marks)]
            mood = reader.mood(sentence) if self._grammar.conjunctive_one else 0
            if not fresh and sentence.start >= covered and not here and self._goes_on(mood, last, sentence):
                assert last is not None
                start, end = _words(sentence)
                if end > start:
                    fresh.append(Voice(start, end, QuoteKind.INDIRECT, "chain", last.speaker, last.speaker_span))
            for start, end in marks:
                whole = is_speech(words, start, end)
                within = [v for v in fresh if v.covers(start)]
                if not whole and not ((within or here) and is_wording(words, start, end)):
                    continue
                mark = Voice(start, end, QuoteKind.DIRECT, "marks")
                if within:
                    inner = min(within, key=lambda v: v.end - v.start)
                    mark.speaker, mark.speaker_span, mark.cue = inner.speaker, inner.speaker_span, inner.cue
                else:
                    tail = frames[number[words[end - 1].sentence[0]]]
                    after = frames[number[words[end].sentence[0]]] if end < len(words) else []
                    beyond = (
                        frames[number[words[end + 1].sentence[0]]]
                        if end + 1 < len(words) and words[end + 1].text in (",", "“", "”")
                        else []
                    )
                    around = (_nearest(some, mark) for some in (here, tail, after, beyond))
                    near = [f for some in around for f in some if not start <= f.cue[0] < end]
                    self._attribute(
                        mark, near, self._introduced(reader, words, start) or self._within(cast, mark) or last
                    )
                fresh.append(mark)
                if whole:
                    covered = max(covered, end)
            fresh.sort(key=lambda v: v.start)
            voices += fresh
            spoken = [v for v in fresh if v.speaker is not None or v.speaker_span is not None]
            if spoken:
                last = spoken[-1]
            elif not fresh and sentence.end > covered and not _blank(sentence):
                last = self._topic(reader, sentence, here) or _fading(last, sentence)
        # A term in quotation marks is worth quoting, but it takes no stance.
        words.voices = tuple(v for v in voices if v.form != "marks" or is_speech(words, v.start, v.end))
        words.quotations = tuple(_joined(voices))
        return doc

    def _frames(self, reader: Clauses, cast: Cast, sentence: Phrase) -> list[Frame]:
        if self._grammar.conjunctive_one:
            return reader.frames(sentence)
        frame = find_frame(cast, sentence, self._cues, self._grammar)
        return [frame] if frame is not None else []

    def _introduced(self, reader: Clauses, doc: Words, start: int) -> Voice | None:
        """Who stands before the colon in front of a quotation."""
        colon = start - 2
        if colon < 1 or doc[colon].text != ":":
            return None
        speaker, span = reader.before_colon(colon)
        return Voice(colon, start, QuoteKind.DIRECT, "topic", speaker, span) if span is not None else None

    def _within(self, cast: Cast, mark: Voice) -> Voice | None:
        """The subject of the clause that a quotation is part of: "She attacked Iran as the „leading sponsor of …“"."""
        root = cast.doc.root_of(mark.start, mark.end)
        if root.head is root or mark.covers(root.head.i):
            return None
        predicate = clauses.predicate_of(root.head)
        for subject in clauses.subjects_of(predicate):
            if mark.covers(subject.i):
                continue
            speaker, span = entity_of(cast, subject, self._grammar)
            if speaker is not None and not passes_on(speaker, self._grammar):
                return Voice(*predicate.sentence, QuoteKind.DIRECT, "clause", speaker, span)
        return None

    def _topic(self, reader: Clauses, sentence: Phrase, frames: list[Frame]) -> Voice | None:
        """Whom a sentence in the Konjunktiv after this one would report: its speaker without words, or its subject."""
        if not self._grammar.conjunctive_one:
            return None
        named = next((f for f in frames if f.speaker is not None), None)
        speaker, span = (named.speaker, named.speaker_span) if named is not None else reader.topic(sentence)
        if speaker is None:
            return None
        return Voice(sentence.start, sentence.end, QuoteKind.INDIRECT, "topic", speaker, span)

    def _goes_on(self, mood: int, last: Voice | None, sentence: Phrase) -> bool:
        """Whether a sentence without a frame goes on with the last speaker's words."""
        if last is None:
            return False
        return mood == 1 or (mood == 2 and last.form != "topic" and last.end >= sentence.start - 3)

    def _voice(self, frame: Frame, inside: set[int]) -> Voice:
        assert frame.content is not None
        start, end = frame.content
        kind = QuoteKind.MIXED if any(i in inside for i in range(start, end)) else QuoteKind.INDIRECT
        return Voice(start, end, kind, frame.form, frame.speaker, frame.speaker_span, frame.cue, frame.parts)

    def _attribute(self, voice: Voice, frames: list[Frame], last: Voice | None) -> None:
        """Give a quotation the nearest frame around it, else the last speaker."""
        named = [f for f in frames if f.speaker is not None or f.speaker_span is not None]
        if named:
            near = min(named, key=lambda f: min(abs(f.cue[0] - voice.end), abs(voice.start - f.cue[1])))
            voice.speaker, voice.speaker_span, voice.cue = near.speaker, near.speaker_span, near.cue
            return
        if frames:
            voice.cue = frames[0].cue
        if last is not None:
            voice.speaker, voice.speaker_span = last.speaker, last.speaker_span


def _nearest(frames: list[Frame], voice: Voice) -> list[Frame]:
    """The frames of a sentence around a quotation; only a sentence of many has others."""
    if len(frames) <= 2 * _FRAMES_AROUND:
        return frames
    n = bisect_left(frames, voice.start, key=lambda f: f.cue[0])
    return frames[max(0, n - _FRAMES_AROUND) : n + _FRAMES_AROUND]


def _repeats(content: tuple[int, int], marks: Iterable[tuple[int, int]]) -> bool:
    """Whether a reported clause is a quotation in marks, or a part of it."""
    return any(start - 1 <= content[0] and content[1] <= end + 2 for start, end in marks)


def _joined(voices: list[Voice]) -> list[Voice]:
    """The voices with the sentences of one chain put together."""
    found: list[Voice] = []
    chain: Voice | None = None
    for voice in voices:
        if voice.form == "chain":
            if chain is not None and chain.speaker is voice.speaker and voice.start - chain.end < 4:
                chain.end = voice.end
                continue
            chain = replace(voice)
            found.append(chain)
        else:
            if voice.form != "marks":
                chain = None
            found.append(voice)
    return found


def _words(sentence: Phrase) -> tuple[int, int]:
    start, end = sentence.start, sentence.end
    while start < end and (sentence.doc[start].is_space or sentence.doc[start].is_punct):
        start += 1
    while end > start and (sentence.doc[end - 1].is_space or sentence.doc[end - 1].text in (".", "!", "?")):
        end -= 1
    return start, end


def _fading(last: Voice | None, sentence: Phrase) -> Voice | None:
    """The last speaker is forgotten when two sentences in a row say nothing of speech."""
    return last if last is not None and sentence.start - last.end < 60 else None


def _blank(sentence: Phrase) -> bool:
    return all(t.is_space or t.is_punct for t in sentence)
