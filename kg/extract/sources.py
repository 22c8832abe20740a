"""The source of reported words: whom the subject, the agent or the word order of a frame names."""

from kg.extract import clauses
from kg.extract.cast import Cast
from kg.extract.entities import Entity
from kg.extract.pieces import Piece
from kg.extract.speakers import antecedent_noun, entity_of, passes_on, phrase_entity
from kg.extract.words import Word, Words
from kg.knowledge.grammar import Grammar

Source = tuple[Entity | None, tuple[int, int] | None]
"""Who speaks (None: nobody known, or a medium that passes words on) and the tokens that name them."""


class Sources:
    """Finds the sources in one text; ``quoted`` are its tokens inside quotation marks."""

    def __init__(self, cast: Cast, grammar: Grammar, quoted: set[int]) -> None:
        self._cast = cast
        self._doc: Words = cast.doc
        self._grammar = grammar
        self._quoted = quoted

    def of_verb(self, pieces: list[Piece], k: int, verb: Word) -> Source:
        """The source that a verb in piece ``k`` names: its subject, or its agent in the passive."""
        piece = pieces[k]
        attribution = self._grammar.attribution
        if clauses.verb_lemma(verb) in attribution.object_speaks:
            places = clauses.children(verb, "obj", "nsubj:pass", "nsubj")[::-1]
            for place in places:
                if not clauses.is_oblique(place) or place.dep_ == "obj":
                    return self.entity(place)
        if clauses.is_passive(verb):
            places = clauses.with_preposition(verb, attribution.agents) or self._behind(piece, attribution.agents)
            return self.entity(places[0]) if places else self._document(piece)
        if clauses.verb_lemma(verb) in attribution.anonymous:
            return self._document(piece)
        subjects = [t for t in clauses.subjects_of(verb) if t.i not in self._quoted]
        best = self._best(piece, subjects)
        if best not in subjects and piece.opener in ("", "and"):
            earlier = [t for t in subjects if t.i < piece.start and not clauses.is_oblique(t)]
            best = earlier[0] if earlier else best
        if best is None and piece.opener in ("", "and"):
            # The subject stands before a relative clause or an apposition: "Merz, der …, sagte".
            for before in reversed(pieces[:k]):
                if before.finite is None or before.opener not in ("relative", "sub", "wh", "that"):
                    best = self._best(before, subjects)
                    break
        return self.entity(best) if best is not None else (None, None)

    def _document(self, piece: Piece) -> Source:
        """ "In der Erklärung der Grünen heißt es": whose document it is, else the document."""
        for noun in self._behind(piece, self._grammar.attribution.containers):
            if noun.i in self._cast.issuers:
                return self._cast.issuers[noun.i], (noun.i, noun.i + 1)
            mention = self._cast.at.get(noun.i)
            if mention is not None:
                return self.entity(self._doc[mention.head])
            for token in self._doc[noun.i + 1 : min(noun.i + 5, piece.end)]:
                held = self._cast.at.get(token.i)
                if held is not None and held.how != "adjective":
                    return self.entity(self._doc[held.head])
                if token.pos_ not in ("DET", "ADJ", "NOUN", "PROPN"):
                    break
            return None, (noun.i, noun.i + 1)
        return None, None

    def _behind(self, piece: Piece, prepositions: frozenset[str]) -> list[Word]:
        """The nouns right behind one of the prepositions."""
        found = []
        bound = False
        for token in self._doc[piece.start : piece.end]:
            if self._inner(token):
                continue
            if token.pos_ == "ADP":
                bound = clauses.base_preposition(token) in prepositions
            elif token.pos_ in ("NOUN", "PROPN", "X"):
                if bound:
                    found.append(token)
                bound = False
        return found

    def _best(self, piece: Piece, subjects: list[Word]) -> Word | None:
        """The noun, name or pronoun of a piece that is most like the subject of a verb of saying.

        The parse, the word order (right before or after the finite verb), the case and whether the phrase names
        an actor each count; what stands behind a preposition is left out.
        """
        best: tuple[int, int, Word] | None = None
        for token in self._free(piece):
            score = 4 if token in subjects else 0
            if clauses.is_oblique(token):
                score -= 3
            case = token.morph.get("Case", [])
            score += 1 if "Nom" in case else -1 if case else 0
            mention = self._cast.at.get(token.i)
            if mention is not None:
                score += 1 if passes_on(mention.entity, self._grammar) else 2
            elif token.pos_ == "PRON":
                score += 1
            if piece.finite is not None and piece.opener in ("", "and"):
                score += token.reach[0] in (piece.start, piece.finite.i + 1)
            if score > 0 and (best is None or score > best[0]):
                best = (score, token.i, token)
        return best[2] if best is not None else None

    def _free(self, piece: Piece) -> list[Word]:
        """The heads of the noun phrases of a piece that follow no preposition and are no genitive."""
        found: list[Word] = []
        bound = False
        for token in self._doc[piece.start : piece.end]:
            if token.i in self._quoted or self._inner(token):
                continue
            if token.pos_ == "ADP":
                bound = True
            elif token.pos_ in ("NOUN", "PROPN", "PRON", "X") or self._stands_alone(token):
                mention = self._cast.at.get(token.i)
                ignored = self._grammar.impersonal | self._grammar.reflexives
                genitive = token.dep_ in ("nmod", "nmod:poss") and token.head in found
                known = mention is None or mention.how != "adjective"
                if known and not bound and not genitive and token.lower_ not in ignored:
                    found.append(token)
                bound = False
            elif token.pos_ in ("VERB", "AUX"):
                bound = False
        return found

    def _inner(self, token: Word) -> bool:
        """Whether a token is only a part of a name ("von" of "von der Leyen"), or of what an office is of."""
        mention = self._cast.at.get(token.i)
        return mention is not None and mention.how != "adjective" and token.i != mention.head

    def _stands_alone(self, token: Word) -> bool:
        """ "Diese bestätigte": a demonstrative that the tagger took for an article."""
        pronouns = self._grammar.masculine | self._grammar.feminine
        after = self._doc[token.i + 1] if token.i + 1 < len(self._doc) else token
        return token.pos_ == "DET" and token.lower_ in pronouns and after.pos_ in ("VERB", "AUX")

    def entity(self, token: Word) -> Source:
        """Whom a token means and the words that name them; a medium is named, but it is not the speaker."""
        if token.lower_ in self._grammar.impersonal:
            return None, None
        if token.lower_ in self._grammar.relatives and token.i not in self._cast.at and token.i > 0:
            noun = antecedent_noun(token)
            if noun is not None and noun.pos_ in ("NOUN", "PROPN") and noun.i < token.i:
                return self.entity(noun)
        speaker, span = entity_of(self._cast, token, self._grammar)
        if speaker is None and token.pos_ in ("NOUN", "PROPN", "X"):
            speaker, span = phrase_entity(self._cast, token), (token.i, token.i + 1)
        if speaker is None and token.pos_ in ("PRON", "DET"):
            span = (token.i, token.i + 1)
        if speaker is not None and passes_on(speaker, self._grammar):
            return None, span
        return speaker, span

    def can_speak(self, span: tuple[int, int]) -> bool:
        """Whether the tokens name somebody known or are a pronoun."""
        return any(i in self._cast.at for i in range(*span)) or self._doc[span[0]].pos_ == "PRON"
