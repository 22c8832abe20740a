"""What the stance of a cue is about: the target frames of the lexicon on the parse."""

from spacy.tokens import Doc, Token

from kg.extract import clauses
from kg.extract.cast import Cast
from kg.extract.cues import Cue, evaluator
from kg.extract.entities import Entity
from kg.extract.holders import voices_of
from kg.extract.sentences import below, edges, root_of
from kg.extract.speakers import antecedent_noun
from kg.knowledge.grammar import Grammar

_OTHERS = 2  # places tried where none of the cue's own frame is filled


class Complements:
    """Looks for the targets of one Doc's cues, as tokens (start, end)."""

    def __init__(self, doc: Doc, grammar: Grammar) -> None:
        self.doc = doc
        self.grammar = grammar
        self.cast: Cast = doc._.cast
        self.voices = voices_of(doc)
        self._barred: frozenset[int] = frozenset()  # tokens of conditions, which are no targets

    def of(self, cue: Cue, holder: Entity | None, barred: frozenset[int] = frozenset()) -> list[tuple[int, int, str]]:
        """The targets of a cue as (start, end, frame): the first place of its frame that is filled.

        Coordinated things are one target each and one as a whole, for the reader of articles decides by sense.

        :param barred: tokens of conditional clauses: what a stance is bound to is not what it is about.
        """
        self._barred = barred
        found = []
        for start, end, frame in self._found(cue, holder):
            root = root_of(self.doc, start, end).i
            free = next((i for i in range(root + 1, end) if i in barred), end)
            found.append((*clauses.trim(self.doc, start, free, keep=root), frame))
        return found

    def _found(self, cue: Cue, holder: Entity | None) -> list[tuple[int, int, str]]:
        verb = evaluator(cue, self.grammar)
        if verb is not None:
            span = self._first([verb], cue, ("obj", "nsubj:pass", "iobj", "ccomp"))
            if span is not None and self._apart(span, cue, holder):
                return [(*span, "evaluated")]
        found: list[tuple[int, int, str]] = []
        for frame in cue.target:
            span = self._target(cue, frame)
            if span is not None and self._apart(span, cue, holder) and all(f[:2] != span for f in found):
                later = "or:" if found else ""
                found.append((*span, later + frame))
                found += [(*part, f"conj:{frame}") for part in self._parts(span)] if not later else []
        if found:
            return found
        for frame in ("obj", "clause", "inf", "subj-any", "prep", "nmod", "own", "predication"):
            if frame in cue.target:
                continue
            span = self._target(cue, frame)
            if span is not None and (frame in ("own", "predication") or self._apart(span, cue, holder)):
                found.append((*span, f"other-{frame}"))
                if len(found) == _OTHERS:
                    break
        return found

    def _parts(self, span: tuple[int, int]) -> list[tuple[int, int]]:
        """The members of a coordination of noun phrases."""
        phrase = self.doc[span[0] : span[1]]
        members = [c for c in below(phrase.root) if c.dep_ == "conj" and c.pos_ in ("NOUN", "PROPN") and c.i < span[1]]
        return [clauses.extent(c) for c in members]

    def _apart(self, span: tuple[int, int], cue: Cue, holder: Entity | None) -> bool:
        """A target is neither empty nor the actor itself nor only the cue."""
        start, end = span
        if end <= start or all(i in cue.tokens for i in range(start, end)):
            return False
        mention = self.cast.at.get(root_of(self.doc, start, end).i)
        return mention is None or mention.how == "adjective" or mention.entity is not holder

    def _target(self, cue: Cue, frame: str) -> tuple[int, int] | None:
        head = cue.head
        heads = [head, *(self.doc[i] for i in cue.tokens if i != head.i)]
        passive = clauses.is_passive(head)
        if frame == "obj":
            relations = ("obj", "nsubj:pass", "iobj") if passive else ("obj",)
            return self._first(heads, cue, relations, "subject-of-passive" if passive else "")
        if frame == "iobj":
            return self._first(heads, cue, ("iobj", "obl:arg"))
        if frame == "subj":
            subject = clauses.subject_of(head) or clauses.subject_of(clauses.predicate_of(head))
            if subject is None:
                return None
            if subject.dep_ == "csubj" or subject.lower_ in self.grammar.impersonal:
                return self._first(heads, cue, ("csubj", "ccomp", "advcl", "xcomp")) or self._clause_of(head, cue)
            return self._meant(subject)
        if frame == "clause":
            return self._first(heads, cue, ("ccomp", "csubj", "acl", "parataxis", "csubj:pass", "acl:relcl"))
        if frame == "inf":
            return self._first(heads, cue, ("xcomp", "ccomp", "acl", "advcl"))
        if frame.startswith("prep"):
            return self._prepositional(heads, cue, frame)
        if frame in ("gen", "nmod"):
            return self._genitive(head, cue)
        if frame == "head":
            noun = head.head
            if head.dep_ in ("amod", "acl", "advmod", "nmod") and noun.pos_ in ("NOUN", "PROPN"):
                return clauses.extent(noun)
            return None
        if frame == "subj-any":
            subjects = [s for s in clauses.subjects_of(clauses.predicate_of(head)) if s.pos_ in ("NOUN", "PROPN")]
            subjects.sort(key=lambda s: (s.i in self.cast.at, abs(s.i - head.i)))
            return clauses.extent(subjects[0]) if subjects else None
        if frame == "own":
            nouns = [t for t in heads if t.pos_ in ("NOUN", "PROPN")]
            return clauses.extent(nouns[0]) if nouns else None
        if frame == "action":
            return self._action(head, cue)
        if frame in ("predication", "quote"):
            return self._clause_of(head, cue)
        return None

    def _first(
        self, heads: list[Token], cue: Cue, relations: tuple[str, ...], note: str = ""
    ) -> tuple[int, int] | None:
        for relation in relations:
            for head in heads:
                for child in below(head):
                    if child.dep_ != relation or child.i in cue.tokens or child.i in self._barred:
                        continue
                    if child.lower_ in self.grammar.reflexives:
                        continue
                    if relation.startswith("acl") and head.pos_ not in ("NOUN", "PROPN"):
                        continue
                    return self._meant(child)
        return None

    def _meant(self, token: Token) -> tuple[int, int]:
        """The extent of a phrase; of a relative pronoun, the noun that it stands for without the clause."""
        if token.pos_ in ("PRON", "DET") and token.lower_ in self.grammar.relatives:
            antecedent = antecedent_noun(token)
            if antecedent is not None and antecedent.i < token.i:
                start, _ = clauses.extent(antecedent)
                return clauses.trim(self.doc, start, token.i, keep=antecedent.i)
        return clauses.extent(token)

    def _prepositional(self, heads: list[Token], cue: Cue, frame: str) -> tuple[int, int] | None:
        wanted = frozenset({frame[5:]}) if frame != "prep" else None
        around = [*heads]
        if heads[0].pos_ in ("NOUN", "ADJ") and heads[0].head.pos_ in ("VERB", "AUX"):
            around.append(heads[0].head)
        for head in around:
            for child in below(head):
                if child.dep_ not in clauses.PREPOSITIONAL or child.i in cue.tokens:
                    continue
                case = next((c for c in below(child) if c.dep_ in ("case", "mark") and c.i < child.i), None)
                if case is None:
                    if wanted and child.pos_ in ("ADV", "PRON") and child.lower_.endswith(tuple(wanted)):
                        return self._first([child, head], cue, ("ccomp", "xcomp", "acl", "advcl"))
                    continue
                if wanted is None or clauses.base_preposition(case) in wanted:
                    start, end = clauses.extent(child)
                    return max(start, case.i + 1), end
        if wanted:
            return self._by_order(cue, wanted)
        return None

    def _by_order(self, cue: Cue, wanted: frozenset[str]) -> tuple[int, int] | None:
        """The preposition right behind a noun or particle, where the parse hangs its phrase elsewhere."""
        last = max(cue.tokens)
        for i in range(last + 1, min(last + 4, edges(cue.head)[1])):
            if clauses.base_preposition(self.doc[i]) in wanted and self.doc[i].dep_ == "case":
                start, end = clauses.extent(self.doc[i].head)
                return max(start, i + 1), max(end, i + 2)
        return None

    def _genitive(self, noun: Token, cue: Cue) -> tuple[int, int] | None:
        for child in below(noun):
            case = [clauses.base_preposition(c) for c in below(child) if c.dep_ == "case"]
            if (
                child.dep_ in ("nmod", "nmod:poss")
                and child.i > noun.i
                and (not case or case[0] in ("von", "of", "für", "for"))
            ):
                return clauses.extent(child)
        return None

    def _action(self, verb: Token, cue: Cue) -> tuple[int, int] | None:
        """What is to be done: the verb with all that belongs to it but the subject and the modal."""
        skipped = {
            t.i for c in below(verb) if c.dep_ in (*clauses.SUBJECTS, "aux", "punct", "mark", "cc") for t in c.subtree
        }
        skipped |= {
            t.i
            for c in below(verb)
            if c.dep_ in ("advcl", "parataxis", "conj", "ccomp")
            for t in c.subtree
            if c.dep_ != "ccomp"
        }
        first, last = edges(verb)
        inside = {t.i for t in verb.subtree if t.i not in skipped and first <= t.i < last}
        run = [verb.i]
        for i in range(verb.i - 1, first - 1, -1):
            if i not in inside:
                break
            run.append(i)
        for i in range(verb.i + 1, last):
            if i not in inside:
                break
            run.append(i)
        start, end = min(run), max(run) + 1
        while start < verb.i and (
            self.doc[start].lower_ in self.grammar.negators or self.doc[start].pos_ in ("ADV", "PART")
        ):
            start += 1
        return clauses.trim(self.doc, start, end, keep=verb.i)

    def _clause_of(self, head: Token, cue: Cue) -> tuple[int, int] | None:
        predicate = clauses.predicate_of(head)
        start, end = clauses.extent(predicate)
        voice = self.voices.innermost(head.i)
        if voice is not None:
            start, end = max(start, voice.start), min(end, voice.end)
        return clauses.trim(self.doc, start, end, keep=head.i) if end > start else None
