"""Attribution without a verb of saying: "laut Peskow", "so Merz", "nach Angaben der Polizei"."""

from itertools import pairwise

from kg.extract import clauses
from kg.extract.cast import Cast
from kg.extract.frames import Frame
from kg.extract.pieces import Piece, is_finite, trim
from kg.extract.sources import Sources
from kg.extract.words import Word, Words
from kg.knowledge.grammar import Grammar

_ACCOUNTS = (
    "angaben",
    "aussagen",
    "informationen",
    "berichten",
    "bericht",
    "meldungen",
    "quellen",
    "erkenntnissen",
    "schätzungen",
    "kreisen",
)


class Attributions:
    """Finds the attributions in one Doc."""

    def __init__(self, cast: Cast, grammar: Grammar, sources: Sources) -> None:
        self._cast = cast
        self._doc: Words = cast.doc
        self._grammar = grammar
        self._sources = sources

    def find(self, pieces: list[Piece], k: int) -> Frame | None:
        """ "laut Peskow", "Peskow zufolge", "so Merz", "nach Angaben der Polizei": no verb of saying."""
        piece = pieces[k]
        words = self._grammar.attribution
        for token in self._doc[piece.start : piece.end]:
            form = token.lower_
            phrase: tuple[int, int] | None = None
            who: Word | None = None
            if form in words.prepositions and token.i + 1 < piece.end:
                phrase = token.i, self._phrase_end(token.i + 1, piece)
                who = self._noun_in(token.i + 1, phrase[1])
            elif form in words.postpositions:
                first = self._phrase_start(token.i, piece)
                phrase, who = (first, token.i + 1), self._noun_in(first, token.i, last=True)
            elif form in words.adverbs and token.i == piece.start and k > 0 and piece.end - piece.start > 1:
                who = self._noun_in(token.i + 1, min(token.i + 6, piece.end))
                if (
                    piece.finite is not None
                    or who is None
                    or (self._doc[token.i + 1].pos_ in ("ADV", "ADJ") and who.pos_ != "PROPN")
                ):
                    continue
                phrase = piece.start, piece.end
            elif form in words.resuming and token.i == piece.start and k == 0:
                phrase = token.i, token.i + 1
            elif token.pos_ in ("NOUN", "PROPN") and (token.text in words.nouns or form.endswith(_ACCOUNTS)):
                phrase, who = self._account(token, piece)
            if phrase is None:
                continue
            speaker, span = self._sources.entity(who) if who is not None else (None, None)
            if span is None:
                span = phrase
            cue = (token.i, token.i + 1)
            parts = self._without(pieces, k, phrase)
            if parts:
                return Frame(
                    cue, speaker, span, (parts[0][0], parts[-1][1]), "attribution", parts if len(parts) > 1 else ()
                )
        return None

    def _account(self, noun: Word, piece: Piece) -> tuple[tuple[int, int] | None, Word | None]:
        """ "nach Angaben der Polizei", "nach eigenen Angaben", "seiner Meinung nach"."""
        words = self._grammar.attribution
        doc = self._doc
        if noun.i + 1 < piece.end and doc[noun.i + 1].lower_ == "nach":
            first = self._phrase_start(noun.i + 1, piece)
            owner = next((t for t in doc[first : noun.i] if t.lower_ in self._grammar.possessives), None)
            return (first, noun.i + 2), owner or self._noun_in(first, noun.i)
        for i in range(noun.i - 1, max(piece.start, noun.i - 5) - 1, -1):
            if clauses.base_preposition(doc[i]) in words.noun_prepositions and doc[i].pos_ == "ADP":
                end = self._phrase_end(noun.i + 1, piece) if noun.i + 1 < piece.end else noun.i + 1
                who = self._noun_in(noun.i + 1, end)
                if who is None:
                    who = next(
                        (
                            t
                            for t in doc[i + 1 : noun.i]
                            if t.i in self._cast.at or t.lower_ in self._grammar.possessives
                        ),
                        None,
                    )
                return (i, end), who
            if doc[i].pos_ in ("VERB", "AUX") and is_finite(doc[i]):
                return None, None
        return None, None

    def _phrase_end(self, i: int, piece: Piece) -> int:
        """Where the noun phrase at ``i`` ends: before the finite verb of a main clause, else after its genitive."""
        if piece.finite is not None and piece.opener in ("", "and") and i < piece.finite.i:
            between = self._doc[i : piece.finite.i]
            if not any(
                t.pos_ in ("PRON",) and t.lower_ in self._grammar.masculine | self._grammar.feminine for t in between
            ):
                return piece.finite.i
        seen = False
        for j in range(i, piece.end):
            token = self._doc[j]
            if token.pos_ in ("VERB", "AUX", "SCONJ", "ADV", "PRON", "CCONJ"):
                return max(j, i)
            if token.pos_ == "ADP" and seen and token.lower_ not in ("von", "vom", "im", "des", "für"):
                return j
            if (
                token.pos_ == "DET"
                and seen
                and "Gen" not in token.morph.get("Case", [])
                and token.lower_ not in ("der", "des")
            ):
                return j
            seen = seen or token.pos_ in ("NOUN", "PROPN")
        return piece.end

    def _phrase_start(self, i: int, piece: Piece) -> int:
        j = i
        while j > piece.start and self._doc[j - 1].pos_ not in ("VERB", "AUX", "SCONJ", "PRON", "ADV", "CCONJ"):
            j -= 1
        return j

    def _noun_in(self, start: int, end: int, last: bool = False) -> Word | None:
        """The noun that names the source in a phrase: the first known actor, else the first noun."""
        tokens = self._doc[start:end]
        for token in tokens:
            held = self._cast.at.get(token.i)
            if held is not None and held.how != "adjective":
                return self._doc[held.head]
            if token.pos_ == "PRON" and token.lower_ not in self._grammar.impersonal:
                return token
            if token.pos_ in ("NOUN", "PROPN"):
                return token
        return None

    def _without(self, pieces: list[Piece], k: int, phrase: tuple[int, int]) -> tuple[tuple[int, int], ...]:
        """The words that an attribution covers: its clause and what follows, without the attribution itself."""
        piece = pieces[k]
        if piece.opener in ("relative", "sub", "that", "wh"):
            start, end = piece.start, piece.end
        else:
            start, end = pieces[0].start, pieces[-1].end
            for before, other in pairwise(pieces[: k + 1]):
                main = before.finite is not None and before.opener in ("", "and") and piece.finite is not None
                if main or self._doc[other.start - 1].text in (":", ";"):
                    start = other.start
            if any(self._doc[i].text == ":" for i in range(phrase[1], min(phrase[1] + 1, end))):
                return ()
        halves = ((start, phrase[0]), (phrase[1], end))
        found = tuple(trim(self._doc, a, b) for a, b in halves if b - a > 0)
        return tuple((a, b) for a, b in found if any(t.text.isalpha() for t in self._doc[a:b]))
