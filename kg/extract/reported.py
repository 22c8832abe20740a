"""Reported speech by the clauses of a sentence, for languages that mark it by commas and mood (German).

A sentence is cut at commas, colons, dashes and quotation marks. The piece with the verb or noun of saying is the
frame; the pieces after it are its content as long as they are a dass-clause, an infinitive or stand in the
Konjunktiv; a frame that begins with its verb ("…, sagte Merz") takes the pieces before it. Word order and mood
decide where a small parser is unsure.
"""

from kg.extract import clauses
from kg.extract.attribution import Attributions
from kg.extract.cast import Cast
from kg.extract.entities import Entity
from kg.extract.frames import Frame
from kg.extract.pieces import Cutter, Piece, is_finite, trim
from kg.extract.sources import Source, Sources
from kg.extract.speakers import SpeechCues
from kg.extract.words import Phrase, Word, Words
from kg.knowledge.grammar import Grammar

_REACH = 40  # pieces to either side of a frame; so that the time for a sentence grows with its length


class Clauses:
    """Finds the frames of a text's sentences by their pieces; ``quoted`` are the tokens inside quotation marks.

    ``verbs`` are words of the language, the infinitives among them: "hinzu" and "fügen" make one.
    """

    def __init__(self, cast: Cast, cues: SpeechCues, grammar: Grammar, quoted: set[int], verbs: frozenset[str]) -> None:
        self._doc: Words = cast.doc
        self._cues = cues
        self._grammar = grammar
        self._verbs = verbs
        self._quoted = quoted
        self._cutter = Cutter(cast.doc, grammar, quoted)
        self._sources = Sources(cast, grammar, quoted)
        self._attributions = Attributions(cast, grammar, self._sources)

    def frames(self, sentence: Phrase) -> list[Frame]:
        """All frames of a sentence, in the order of the text."""
        all_pieces = self._cutter.pieces(sentence)
        found: list[Frame] = []
        for n, piece in enumerate(all_pieces):
            if piece.quoted:
                continue
            k = min(n, _REACH)
            pieces = all_pieces[n - k : n + _REACH + 1]
            frame = self._by_verb(pieces, k) or self._by_noun(pieces, k)
            if frame is not None:
                found.append(frame)
            attributed = self._attributions.find(pieces, k)
            if attributed is not None:
                found.append(attributed)
        return found

    def mood(self, sentence: Phrase) -> int:
        """The mood of the main clause: 0 indicative, 1 or 2 Konjunktiv."""
        pieces = [p for p in self._cutter.pieces(sentence) if p.finite is not None and p.start not in self._quoted]
        main = next((p for p in pieces if p.opener in ("", "and")), None)
        return main.mood if main is not None else 0

    def _by_verb(self, pieces: list[Piece], k: int) -> Frame | None:
        piece = pieces[k]
        verb, cue = self._speech_verb(piece, self._stranded(pieces, k))
        if verb is None or cue is None:
            return None
        before = after = None
        if piece.opener == "like":
            parts = self._around(pieces, k)
        else:
            after = self._after(pieces, k)
            before = self._before(pieces, k, verb) if after is None else None
            content = after or before
            parts = (content,) if content is not None else ()
        speaker, span = self._sources.of_verb(pieces, k, verb)
        if not parts:
            quoted = any(p.quoted for p in pieces) or pieces[-1] is piece
            return Frame(cue, speaker, span, None) if quoted and (speaker is not None or span is not None) else None
        return Frame(cue, speaker, span, (parts[0][0], parts[-1][1]), "clause", parts if len(parts) > 1 else ())

    def _stranded(self, pieces: list[Piece], k: int) -> Word | None:
        """A particle behind an apposition: "gab der Leiter, Andreas Huber, bekannt"."""
        for piece in pieces[k + 1 : k + 3]:
            if piece.end - piece.start == 1:
                return self._doc[piece.start]
        return None

    def _speech_verb(self, piece: Piece, stranded: Word | None = None) -> tuple[Word | None, tuple[int, int] | None]:
        """The verb of saying that heads a piece, and the tokens that are the cue."""
        tokens = [t for t in self._doc[piece.start : piece.end] if not t.is_punct and not t.is_space]
        verbs = [t for t in tokens if t.pos_ in ("VERB", "AUX")]
        if not verbs:
            return None, None
        particle = (
            tokens[-1]
            if tokens[-1].pos_ in ("ADP", "ADV", "ADJ", "PART", "VERB") or tokens[-1].dep_ == "compound:prt"
            else None
        )
        for verb in verbs:
            if self._cues.phrase(verb, tokens):
                return verb, (verb.i, verb.i + 1)
            lemma = clauses.verb_lemma(verb)
            if stranded is not None and stranded.lower_ + verb.lemma_.lower() in self._cues.verbs:
                return verb, (verb.i, verb.i + 1)
            if particle is not None and particle != verb:
                joined = particle.lower_ + verb.lemma_.lower()
                if joined in self._cues.verbs:
                    return verb, (verb.i, verb.i + 1)
                if clauses.particle_of(verb) is None and joined in self._verbs and is_finite(verb):
                    continue
            if lemma in self._cues.verbs or (
                clauses.particle_of(verb) is None and verb.lemma_.lower() in self._cues.verbs
            ):
                if verb.dep_ == "amod" or (lemma in self._grammar.attribution.anonymous and not _impersonal(tokens)):
                    continue
                return verb, (verb.i, verb.i + 1)
        return None, None

    def _after(self, pieces: list[Piece], k: int) -> tuple[int, int] | None:
        start = end = None
        for piece in pieces[k + 1 :]:
            if piece.quoted:
                if end is None:
                    # Quoted words of a reported clause belong to it; a whole quotation is read by its marks.
                    if piece.end - piece.start > 6 or self._doc[piece.start - 2].text == ",":
                        return None
                    start, end = piece.start, piece.end
                    continue
                end = piece.end
                continue
            if end is None:
                if piece.opener in ("that", "wh", "inf") or piece.mood or (piece.opener == "like" and piece.mood):
                    start, end = piece.start, piece.end
                elif piece.finite is None or piece.opener in ("relative", "sub", "like"):
                    continue
                else:
                    return None
            else:
                verb, _ = self._speech_verb(piece)
                main = piece.finite is not None and piece.opener in ("", "and") and not piece.mood
                if main and self._verb_second(piece) and (verb is not None or piece.opener == "and"):
                    break
                if piece.opener == "like" and verb is not None:
                    break
                end = piece.end
        if start is None or end is None:
            return None
        return trim(self._doc, start, end)

    def _verb_second(self, piece: Piece) -> bool:
        tokens = [t for t in self._doc[piece.start : piece.end] if not t.is_punct and not t.is_space]
        return piece.finite is not None and tokens[-1] != piece.finite

    def _before(self, pieces: list[Piece], k: int, verb: Word) -> tuple[int, int] | None:
        if k == 0:
            return None
        piece = pieces[k]
        finite = piece.finite
        if finite is None or finite.i != piece.start or finite.i + 1 >= piece.end:
            return None
        follower = self._doc[finite.i + 1]
        if finite.pos_ == "AUX" and follower == verb:
            pass
        elif follower.pos_ not in ("DET", "PROPN", "NOUN", "PRON", "ADJ", "X", "NUM") or follower.lower_ == "sich":
            return None
        if clauses.is_oblique(follower) and follower.lower_ != "es":
            return None
        first = k - 1
        while first > 0 and not self._ends_here(pieces[first]):
            first -= 1
        chosen = pieces[first:k]
        if all(p.quoted for p in chosen) or all(p.finite is None for p in chosen):
            return None
        if chosen[-1].quoted and all(p.quoted or p.end - p.start < 3 for p in chosen):
            return None
        return trim(self._doc, chosen[0].start, chosen[-1].end)

    def _ends_here(self, piece: Piece) -> bool:
        """Whether reported words before a frame cannot reach further back than this piece."""
        return piece.start > 0 and self._doc[piece.start - 1].text in (":", ";")

    def _around(self, pieces: list[Piece], k: int) -> tuple[tuple[int, int], ...]:
        """What stands before and after "wie X mitteilte"."""
        found = []
        for chosen in (pieces[:k], pieces[k + 1 :]):
            while (chosen and chosen[0].opener in ("relative",)) or (
                chosen
                and chosen[0].finite is None
                and not chosen[0].quoted
                and chosen[0].start > pieces[k].start
                and len(chosen) > 1
                and chosen[1].finite is not None
            ):
                chosen = chosen[1:]
            if chosen and any(p.finite is not None or p.quoted for p in chosen):
                found.append(trim(self._doc, chosen[0].start, chosen[-1].end))
        return tuple(found)

    def _by_noun(self, pieces: list[Piece], k: int) -> Frame | None:
        """ "die Forderung des Ministers, …", "ist der Ansicht, dass …"."""
        piece = pieces[k]
        tokens = self._doc[piece.start : piece.end]
        noun = next((t for t in reversed(tokens) if t.pos_ == "NOUN" and self._cues.is_speech_noun(t)), None)
        if noun is None:
            return None
        if k + 1 >= len(pieces):
            return None
        following = pieces[k + 1]
        if not (following.opener in ("that", "wh", "inf") or (following.mood and following.opener in ("", "and"))):
            return None
        content = self._after(pieces, k)
        if content is None:
            return None
        genitive = self._doc[noun.i + 1] if noun.i + 1 < piece.end else None
        speaker: Entity | None = None
        span = None
        if genitive is not None:
            head = next(
                (t for t in self._doc[noun.i + 1 : min(noun.i + 6, piece.end)] if t.pos_ in ("NOUN", "PROPN")), None
            )
            if head is not None:
                speaker, span = self._sources.entity(head)
        if span is None and piece.finite is not None:
            speaker, span = self._sources.of_verb(pieces, k, piece.finite)
        return Frame((noun.i, noun.i + 1), speaker, span, content)

    def before_colon(self, i: int) -> Source:
        """Who stands before the colon at token ``i``: "Die Präsidentin empfindet das anders: „…“"."""
        pieces = [
            p for p in self._cutter.pieces(self._doc[slice(*self._doc[i].sentence)]) if p.end <= i and not p.quoted
        ]
        for k in range(len(pieces) - 1, max(len(pieces) - 4, -1), -1):
            verb = pieces[k].finite or self._doc[pieces[k].end - 1]
            source = self._sources.of_verb(pieces, k, verb)
            if source[0] is not None and source[1] is not None and self._sources.can_speak(source[1]):
                return source
        return None, None

    def topic(self, sentence: Phrase) -> Source:
        """Who a sentence without reported words is about, if it is somebody who can speak: its subject or agent."""
        pieces = self._cutter.pieces(sentence)
        for k, piece in enumerate(pieces):
            if piece.finite is None or piece.quoted or piece.opener not in ("", "and"):
                continue
            speaker, span = self._sources.of_verb(pieces, k, piece.finite)
            if speaker is not None and span is not None and self._sources.can_speak(span):
                return speaker, span
            break
        return None, None


def _impersonal(tokens: list[Word]) -> bool:
    return any(t.lower_ == "es" or t.pos_ == "ADP" for t in tokens)
