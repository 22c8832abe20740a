"""What the stance of a cue is about: the target frames of the lexicon on the parse."""

from kg.extract import clauses
from kg.extract.cast import Cast
from kg.extract.cues import Cue, evaluator
from kg.extract.entities import Entity
from kg.extract.holders import voices_of
from kg.extract.speakers import antecedent_noun
from kg.extract.words import Word, Words
from kg.knowledge.grammar import Grammar

_OTHERS = 2  # places tried where none of the cue's own frame is filled
_ALIKE = 2  # phrases taken of those that fill one place: two objects, two phrases with one preposition
_NEAR = 15  # tokens between a verb and an object that the parse hangs elsewhere
_LISTED = 6  # members of an enumeration that the parse does not see


class Complements:
    """Looks for the targets of one text's cues, as tokens (start, end)."""

    def __init__(self, doc: Words, grammar: Grammar) -> None:
        self.doc = doc
        self.grammar = grammar
        self.cast: Cast = doc.cast
        self.voices = voices_of(doc)
        self._barred: frozenset[int] = frozenset()  # tokens of conditions, which are no targets
        self._cue: Cue | None = None  # the cue that was looked at last, and what fills its places
        self._places: dict[str, list[tuple[int, int]]] = {}

    def of(self, cue: Cue, holder: Entity | None, barred: frozenset[int] = frozenset()) -> list[tuple[int, int, str]]:
        """The targets of a cue as (start, end, frame): the first place of its frame that is filled.

        Coordinated things are one target each and one as a whole, for the reader of articles decides by sense.

        :param barred: tokens of conditional clauses: what a stance is bound to is not what it is about.
        """
        if cue is not self._cue or barred != self._barred:
            self._cue, self._barred, self._places = cue, barred, {}
        found = []
        for start, end, frame in self._found(cue, holder):
            root = self.doc.root_of(start, end).i
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
            for span in self._targets(cue, frame):
                if self._apart(span, cue, holder) and all(f[:2] != span for f in found):
                    later = "or:" if found else ""
                    found.append((*span, later + frame))
                    found += (
                        [(*part, f"conj:{frame}") for part in self._parts(span, cue)]
                        if not later or frame == "obj"
                        else []
                    )
        if "obj" in cue.target[:1] and cue.head.pos_ == "VERB" and all("obj" not in f[2] for f in found):
            span = self._bare(cue, holder)
            if span is not None and all(f[:2] != span for f in found):
                found.insert(0, (*span, "or:bare" if found else "other-bare"))
        if found and not found[0][2].startswith("other"):
            return found
        for frame in ("obj", "clause", "inf", "subj-any", "prep", "nmod", "own", "predication"):
            if frame in cue.target:
                continue
            span = next(iter(self._targets(cue, frame)), None)
            if span is not None and (frame in ("own", "predication") or self._apart(span, cue, holder)):
                found.append((*span, f"other-{frame}"))
                if len(found) == _OTHERS:
                    break
        return found

    def _parts(self, span: tuple[int, int], cue: Cue) -> list[tuple[int, int]]:
        """The members of a coordination of noun phrases, by the parse, else by the order of words."""
        phrase = self.doc[span[0] : span[1]]
        members = [
            c for c in phrase.root.children if c.dep_ == "conj" and c.pos_ in ("NOUN", "PROPN") and c.i < span[1]
        ]
        if members or phrase.root.pos_ not in ("NOUN", "PROPN"):
            return [clauses.extent(c) for c in members]
        return self._listed(span[1], cue)

    def _listed(self, i: int, cue: Cue) -> list[tuple[int, int]]:
        """The noun phrases that follow at token ``i``, each behind a comma or, the last one, behind "and"."""
        found: list[tuple[int, int]] = []
        last = self.doc[i - 1].sentence[1]
        while i + 1 < last and len(found) < _LISTED:
            comma = self.doc[i].text == ","
            closing = self.doc[i + comma].lower_ in self.grammar.joining
            if not comma and not closing:
                break
            start = i + comma + closing
            noun = next(
                (
                    t
                    for t in self.doc[start : min(start + 5, last)]
                    if t.pos_ in ("NOUN", "PROPN", "VERB", "AUX", "ADP", "PRON", "SCONJ", "PUNCT")
                ),
                None,
            )
            if noun is None or noun.pos_ not in ("NOUN", "PROPN") or noun.dep_ in clauses.SUBJECTS:
                return []
            end = max(clauses.extent(noun)[1], noun.i + 1)
            found.append((start, end))
            if closing:
                return found
            i = end
        return []

    def _bare(self, cue: Cue, holder: Entity | None) -> tuple[int, int] | None:
        """The nearest noun phrase without preposition that is not the holder, wherever the parse hangs it."""
        first, last = cue.head.sentence
        around = range(max(first, cue.head.i - _NEAR), min(last, cue.head.i + _NEAR))
        nearest = sorted(around, key=lambda i: abs(i - cue.head.i))
        for i in nearest:
            noun = self.doc[i]
            if i in cue.tokens or i in self._barred:
                continue
            if noun.pos_ not in ("NOUN", "PROPN") and noun.lower_ not in self.grammar.impersonal:
                continue
            if noun.dep_ not in ("obj", "iobj", "nsubj", "nsubj:pass", "obl", "dep", "ROOT", "advmod", "xcomp"):
                continue
            if any(c.dep_ == "case" for c in noun.children):
                continue
            span = clauses.extent(noun)
            if not span[0] <= cue.head.i < span[1] and self._apart(span, cue, holder):
                return span
        return None

    def _apart(self, span: tuple[int, int], cue: Cue, holder: Entity | None) -> bool:
        """A target is neither empty nor the actor itself nor only the cue."""
        start, end = span
        if end <= start or all(i in cue.tokens for i in range(start, end)):
            return False
        mention = self.cast.at.get(self.doc.root_of(start, end).i)
        return mention is None or mention.how == "adjective" or mention.entity is not holder

    def _targets(self, cue: Cue, frame: str) -> list[tuple[int, int]]:
        """What fills a place of a cue, whoever holds it: several phrases where the parse gives it several."""
        if frame not in self._places:
            self._places[frame] = self._phrases(cue, frame)
        return self._places[frame]

    def _phrases(self, cue: Cue, frame: str) -> list[tuple[int, int]]:
        heads = [cue.head, *(self.doc[i] for i in cue.tokens if i != cue.head.i)]
        if frame == "obj" and not clauses.is_passive(cue.head):
            found = self._all(heads, cue, ("obj",))
            return sorted(found, key=lambda span: clauses.is_dative(self.doc.root_of(*span)))[:_ALIKE]
        if frame.startswith("prep"):
            return self._prepositional(heads, cue, frame)[:_ALIKE]
        span = self._target(cue, frame)
        return [span] if span is not None else []

    def _target(self, cue: Cue, frame: str) -> tuple[int, int] | None:
        head = cue.head
        heads = [head, *(self.doc[i] for i in cue.tokens if i != head.i)]
        if frame == "obj":
            span = self._first(heads, cue, ("obj", "nsubj:pass", "iobj"))
            subject = clauses.subject_of(head) if span is None else None
            return self._meant(subject) if subject is not None else span
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
            found = self._all(heads, cue, ("xcomp", "ccomp", "acl", "advcl"))
            return next((span for span in found if self._is_infinitive(self.doc.root_of(*span))), None)
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

    def _is_infinitive(self, root: Word) -> bool:
        """Whether a complement has a verb, and no conjunction that makes it a clause of time, cause or condition."""
        verbal = root.pos_ in ("VERB", "AUX") or any(c.dep_ in ("cop", "aux", "mark") for c in root.children)
        links = [c for c in root.children if c.dep_ in ("mark", "case") and c.pos_ in ("SCONJ", "ADP")]
        return verbal and all(c.lower_ in self.grammar.attribution.subordinators for c in links)

    def _first(self, heads: list[Word], cue: Cue, relations: tuple[str, ...]) -> tuple[int, int] | None:
        return next(iter(self._all(heads, cue, relations)), None)

    def _all(self, heads: list[Word], cue: Cue, relations: tuple[str, ...]) -> list[tuple[int, int]]:
        """What hangs on the words of a cue in one of the relations, in their order."""
        found = []
        for relation in relations:
            for head in heads:
                for child in head.children:
                    if child.dep_ != relation or child.i in cue.tokens or child.i in self._barred:
                        continue
                    if child.lower_ in self.grammar.reflexives:
                        continue
                    if relation.startswith("acl") and head.pos_ not in ("NOUN", "PROPN"):
                        continue
                    found.append(self._meant(child))
        return found

    def _meant(self, token: Word) -> tuple[int, int]:
        """The extent of a phrase; of a relative pronoun, the noun that it stands for without the clause."""
        if token.pos_ in ("PRON", "DET") and token.lower_ in self.grammar.relatives:
            antecedent = antecedent_noun(token)
            if antecedent is not None and antecedent.i < token.i:
                start, _ = clauses.extent(antecedent)
                return clauses.trim(self.doc, start, token.i, keep=antecedent.i)
        return clauses.extent(token)

    def _prepositional(self, heads: list[Word], cue: Cue, frame: str) -> list[tuple[int, int]]:
        wanted = frozenset({frame[5:]}) if frame != "prep" else None
        around = [*heads]
        if heads[0].pos_ in ("NOUN", "ADJ") and heads[0].head.pos_ in ("VERB", "AUX"):
            around.append(heads[0].head)
        found = []
        for head in around:
            for child in head.children:
                if child.dep_ not in clauses.PREPOSITIONAL or child.i in cue.tokens:
                    continue
                case = next((c for c in child.children if c.dep_ in ("case", "mark") and c.i < child.i), None)
                if case is None:
                    if wanted and child.pos_ in ("ADV", "PRON") and child.lower_.endswith(tuple(wanted)):
                        found += self._all([child, head], cue, ("ccomp", "xcomp", "acl", "advcl"))[:1]
                    continue
                if wanted is None or clauses.base_preposition(case) in wanted:
                    start, end = clauses.extent(child)
                    found.append((max(start, case.i + 1), end))
        if not found and wanted:
            span = self._by_order(cue, wanted)
            return [span] if span is not None else []
        return found

    def _by_order(self, cue: Cue, wanted: frozenset[str]) -> tuple[int, int] | None:
        """The preposition right behind a noun or particle, where the parse hangs its phrase elsewhere."""
        last = max(cue.tokens)
        for i in range(last + 1, min(last + 4, cue.head.sentence[1])):
            if clauses.base_preposition(self.doc[i]) in wanted and self.doc[i].dep_ == "case":
                start, end = clauses.extent(self.doc[i].head)
                return max(start, i + 1), max(end, i + 2)
        return None

    def _genitive(self, noun: Word, cue: Cue) -> tuple[int, int] | None:
        for child in noun.children:
            case = [clauses.base_preposition(c) for c in child.children if c.dep_ == "case"]
            if (
                child.dep_ in ("nmod", "nmod:poss")
                and child.i > noun.i
                and (not case or case[0] in ("von", "of", "für", "for"))
            ):
                return clauses.extent(child)
        return None

    def _action(self, verb: Word, cue: Cue) -> tuple[int, int] | None:
        """What is to be done: the verb with all that belongs to it but the subject and the modal."""
        skipped = {
            t.i for c in verb.children if c.dep_ in (*clauses.SUBJECTS, "aux", "punct", "mark", "cc") for t in c.subtree
        }
        skipped |= {
            t.i
            for c in verb.children
            if c.dep_ in ("advcl", "parataxis", "conj", "ccomp")
            for t in c.subtree
            if c.dep_ != "ccomp"
        }
        first, last = verb.sentence
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

    def _clause_of(self, head: Word, cue: Cue) -> tuple[int, int] | None:
        predicate = clauses.predicate_of(head)
        start, end = clauses.extent(predicate)
        voice = self.voices.innermost(head.i)
        if voice is not None:
            start, end = max(start, voice.start), min(end, voice.end)
        return clauses.trim(self.doc, start, end, keep=head.i) if end > start else None
