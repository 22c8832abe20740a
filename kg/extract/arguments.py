"""Who holds the stance of a cue, and what it is about: the frames of the lexicon on the parse."""

from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from kg.extract import clauses
from kg.extract.cast import Cast
from kg.extract.cues import Cue
from kg.extract.entities import Entity, Mention
from kg.extract.quotes import Voice
from kg.extract.speakers import entity_of, phrase_entity
from kg.knowledge.grammar import Grammar

_ACTOR_NOUN_ENDINGS = ("er", "ler", "ner", "ist", "ant", "ent", "ers", "ists", "ants", "ents", "ors")


@dataclass(frozen=True, slots=True)
class Holder:
    """An actor of a cue and how it was found (the name of the place, for the judge and for explanations)."""

    entity: Entity
    how: str


def innermost(voices: tuple[Voice, ...], i: int) -> Voice | None:
    """The shortest stretch of somebody's words that covers token ``i``."""
    covering = [v for v in voices if v.covers(i)]
    return min(covering, key=lambda v: v.end - v.start) if covering else None


class Arguments:
    """Looks for the places of one Doc's cues."""

    def __init__(self, doc: Doc, grammar: Grammar) -> None:
        self.doc = doc
        self.grammar = grammar
        self.cast: Cast = doc._.cast
        self.voices: tuple[Voice, ...] = doc._.voices
        self._bystander = frozenset({"von", "durch", "seitens", "of", "by", "from"})

    # -- the actor ---------------------------------------------------------------------------

    def holders(self, cue: Cue) -> list[Holder]:
        """The actors of a cue; several where they are coordinated, none where nobody is found."""
        voice = innermost(self.voices, cue.head.i)
        for place in cue.actor or ("subj",):
            found = self._holder(cue, place, voice)
            if found:
                return found
        if voice is not None and voice.speaker is not None:
            return [Holder(voice.speaker, "voice")]
        return self._nearby(cue) or self._last_speaker(cue)

    def _nearby(self, cue: Cue) -> list[Holder]:
        """The nearest actor of the sentence outside prepositional phrases, where the parse names no subject."""
        sentence = cue.head.sent
        predicate = clauses.predicate_of(cue.head)
        acted_on: set[int] = set()
        if clauses.is_passive(predicate):
            acted_on = {t.i for s in clauses.subjects_of(predicate) for t in s.subtree}
        best: tuple[int, Entity] | None = None
        for i in range(sentence.start, sentence.end):
            mention = self.cast.at.get(i)
            if mention is None or mention.start != i or mention.how in ("adjective", "demonym"):
                continue
            head = self.doc[mention.head]
            if i in acted_on:
                continue
            if clauses.is_oblique(head) or any(c.dep_ == "case" for c in head.children) or head.dep_ in ("nmod", "obl", "obj", "nmod:poss"):
                continue
            distance = abs(head.i - cue.head.i)
            if best is None or distance < best[0]:
                best = (distance, mention.entity)
        return [Holder(best[1], "nearby")] if best is not None else []

    def _last_speaker(self, cue: Cue) -> list[Holder]:
        """Who spoke last before a sentence that names nobody."""
        start = cue.head.sent.start
        for voice in reversed(self.voices):
            if voice.start < start and voice.speaker is not None:
                if start - voice.end < 80:
                    return [Holder(voice.speaker, "last-speaker")]
                break
        topic = self.cast.topic(start)
        return [Holder(topic, "topic")] if topic is not None else []

    def _holder(self, cue: Cue, place: str, voice: Voice | None) -> list[Holder]:
        head = cue.head
        if place == "speaker":
            verb = self.evaluator(cue)
            if verb is not None:
                found = self._subject(replace(cue, head=verb), voice)
                return [Holder(h.entity, f"evaluates-{h.how}") for h in found]
            return [Holder(voice.speaker, "speaker")] if voice is not None and voice.speaker is not None else []
        if place == "subj":
            return self._subject(cue, voice)
        if place == "gen":
            return self._owners(head) or self._light_subject(head, voice)
        if place == "obj":
            return self._entities(clauses.children(head, "obj", "nsubj:pass"), "object")
        if place == "iobj":
            return self._entities(clauses.children(head, "iobj", "obl:arg"), "object")
        if place.startswith("prep:"):
            wanted = frozenset({place[5:]})
            phrases = clauses.with_preposition(head, wanted)
            for i in cue.tokens:
                phrases += clauses.with_preposition(self.doc[i], wanted)
            return self._entities(phrases, "preposition")
        return []

    def _subject(self, cue: Cue, voice: Voice | None) -> list[Holder]:
        predicate = cue.head if cue.head.pos_ in ("VERB", "AUX") else clauses.predicate_of(cue.head)
        if clauses.is_passive(predicate):
            agents = clauses.with_preposition(predicate, self.grammar.attribution.agents)
            return self._entities(agents, "agent", phrases=True) or self._agent_by_order(predicate)
        subjects = clauses.subjects_of(cue.head) or clauses.subjects_of(predicate)
        if not subjects and cue.head.dep_ in ("amod", "acl") and cue.head.head.pos_ in ("NOUN", "PROPN"):
            subjects = [cue.head.head]
        if any(s.lower_ in self.grammar.first_person for s in subjects):
            return [Holder(voice.speaker, "first-person")] if voice is not None and voice.speaker is not None else []
        if self.doc.lang_ == "de":
            subjects = self._likely_subjects(predicate, subjects)
        personal = [s for s in subjects if s.lower_ not in self.grammar.impersonal]
        if subjects and not personal:
            return [Holder(voice.speaker, "voice")] if voice is not None and voice.speaker is not None else []
        how = "subject" if personal and personal[0].dep_ in clauses.SUBJECTS else "subject-swapped"
        return self._entities(personal[:1], how, phrases=True)

    def _agent_by_order(self, predicate: Token) -> list[Holder]:
        """The actor behind "von"/"by" in the sentence of a passive, wherever the parse hangs it."""
        sentence = predicate.sent
        for i in range(sentence.start, sentence.end - 1):
            if clauses.base_preposition(self.doc[i]) not in self.grammar.attribution.agents:
                continue
            for j in range(i + 1, min(i + 5, sentence.end)):
                mention = self.cast.at.get(j)
                if mention is not None and mention.how != "adjective":
                    return [Holder(e, "agent-by-order") for e in self._enumerated(mention)]
        return []

    def evaluator(self, cue: Cue) -> Token | None:
        """The verb by which somebody calls something by an evaluating word: "bezeichnete … als unannehmbar"."""
        if cue.pos not in ("adj", "noun"):
            return None
        for above in clauses.ancestors(cue.head, 3):
            if clauses.verb_lemma(above) in self.grammar.evaluating:
                return above
            if above.pos_ in ("VERB", "AUX"):
                return None
        return None

    def _likely_subjects(self, predicate: Token, subjects: list[Token]) -> list[Token]:
        """The noun phrases of a German clause that can be its subject, the likeliest first.

        Word order is free and small parsers go by it: case, agreement and whether a phrase can act say more.
        """
        phrases = [*subjects, *clauses.children(predicate, "obj", "iobj", "dep")]
        finite = next((c for c in predicate.children if c.dep_ in ("aux", "aux:pass", "cop")), predicate)
        singular = "Sing" in finite.morph.get("Number")
        scored = []
        for phrase in phrases:
            if clauses.is_oblique(phrase) or phrase.pos_ not in ("NOUN", "PROPN", "PRON", "X", "ADJ", "NUM", "DET"):
                continue
            mention = self.cast.at.get(phrase.i)
            named = mention is not None and mention.how != "adjective"
            several = "Plur" in phrase.morph.get("Number") or any(c.dep_ == "conj" for c in phrase.children)
            score = 2.0 * (named or self._can_act(phrase)) + 1.5 * (phrase.dep_ in clauses.SUBJECTS)
            score += 1.0 * (phrase.pos_ == "PRON" and phrase.lower_ not in self.grammar.impersonal)
            score -= 1.5 * (singular and several and not named)
            scored.append((-score, phrase.i, phrase))
        return [phrase for _, _, phrase in sorted(scored, key=lambda s: s[:2])]

    def _owners(self, noun: Token) -> list[Holder]:
        """ "Moskaus Ablehnung", "die russische Ablehnung", "the refusal of Moscow"."""
        places: list[Token] = []
        for child in noun.children:
            case = [clauses.base_preposition(c) for c in child.children if c.dep_ == "case"]
            if child.dep_ in ("nmod", "nmod:poss", "det", "obl", "compound", "flat") and (
                not case or case[0] in self._bystander or case[0] in ("'s", "’s", "'", "’")
            ):
                places.append(child)
        found = self._entities(places, "genitive")
        if found:
            return found
        for child in noun.children:
            mention = self.cast.at.get(child.i)
            if mention is not None and mention.how == "adjective":
                return [Holder(mention.entity, "adjective")]
        for child in noun.children:
            if child.lower_ in self.grammar.possessives:
                entity = self.cast.antecedent(child)
                if entity is not None:
                    return [Holder(entity, "possessive")]
        head, hyphen, _ = noun.text.partition("-")
        key = self.cast.gazetteer.surfaces.get(head) if hyphen else None
        return [Holder(self.cast.known(key), "compound")] if key else []

    def _light_subject(self, noun: Token, voice: Voice | None) -> list[Holder]:
        """The subject of the verb that carries a noun: "Die SPD übte Kritik"."""
        if noun.dep_ not in ("obj", "obl", "iobj", "xcomp", "ROOT", "conj", "nmod"):
            return []
        verb = noun.head
        if verb.pos_ not in ("VERB", "AUX"):
            return []
        subject = clauses.subject_of(verb)
        if subject is None or subject.lower_ in self.grammar.impersonal:
            return []
        if subject.lower_ in self.grammar.first_person:
            return [Holder(voice.speaker, "first-person")] if voice is not None and voice.speaker is not None else []
        return self._entities([subject], "light-verb")

    def _entities(self, places: list[Token], how: str, phrases: bool = False) -> list[Holder]:
        """The entities at places and at what is coordinated with them."""
        found: list[Holder] = []
        for place in places:
            group = [place, *(c for c in place.children if c.dep_ == "conj")]
            group += [g for c in group[1:] for g in c.children if g.dep_ == "conj"]
            listed = [e for t in group if t.i in self.cast.at for e in self._enumerated(self.cast.at[t.i])]
            found += [Holder(e, f"{how}-listed") for e in dict.fromkeys(listed)] if len(listed) > len(group) else []
            for token in group:
                entity, _ = entity_of(self.cast, token, self.grammar)
                kind = how
                if token.pos_ == "PRON" and entity is not None:
                    kind = f"{how}-pronoun"
                if entity is None and phrases:
                    acts = "phrase" if self._can_act(token) else "noun"
                    entity, kind = phrase_entity(self.cast, token), f"{how}-{acts}"
                if entity is not None and all(entity is not h.entity for h in found):
                    found.append(Holder(entity, kind))
        return found

    def _enumerated(self, mention: Mention) -> list[Entity]:
        """The entities of an enumeration that a mention belongs to: "China, India, Brazil and Russia".

        After an office in the plural the members are those it is of: "the foreign ministers of France and Italy".
        """
        if mention.how == "adjective":
            return []
        members = [mention]
        for step in (-1, 1):
            current = mention
            while (neighbour := self._beside(current, step)) is not None:
                members.append(neighbour)
                current = neighbour
        return [m.entity for m in sorted(members, key=lambda m: m.start)]

    def _beside(self, mention: Mention, step: int) -> Mention | None:
        """The mention on the other side of a comma or "and" (``step`` -1: to the left)."""
        i = mention.start - 1 if step < 0 else mention.end
        linked = False
        while 0 <= i < len(self.doc) and abs(i - (mention.start if step < 0 else mention.end)) < 4:
            token = self.doc[i]
            other = self.cast.at.get(i)
            if other is not None:
                same = other.how not in ("adjective", "pronoun") and other.entity is not mention.entity
                return other if linked and same and token.sent == self.doc[mention.start].sent else None
            if token.text == "," or token.dep_ == "cc" or token.pos_ == "CCONJ":
                linked = True
            elif token.pos_ not in ("DET",) and token.text not in ("(", ")"):
                return None
            i += step
        return None

    def _can_act(self, noun: Token) -> bool:
        """Whether a noun phrase of no known name can hold a stance: a person or a body of people."""
        if noun.pos_ not in ("NOUN", "PROPN"):
            return False
        if noun.pos_ == "PROPN":
            return True
        if self.cast.gazetteer.office(noun.text, noun.lemma_) is not None:
            return True
        return noun.lemma_.lower().endswith(_ACTOR_NOUN_ENDINGS) or noun.lower_.endswith(("innen", "leute", "people"))

    # -- the target --------------------------------------------------------------------------

    def targets(self, cue: Cue, holder: Entity | None) -> list[tuple[int, int, str]]:
        """The targets of a cue as (start, end, frame): the first place of its frame that is filled.

        Coordinated things are one target each and one as a whole, for the reader of articles decides by sense.
        """
        verb = self.evaluator(cue)
        if verb is not None:
            span = self._first([verb], cue, ("obj", "nsubj:pass", "iobj", "ccomp"))
            if span is not None and self._apart(span, cue, holder):
                return [(*span, "evaluated")]
        for frame in cue.target:
            span = self._target(cue, frame)
            if span is not None and self._apart(span, cue, holder):
                return [(*span, frame), *((*part, f"conj:{frame}") for part in self._parts(span))]
        for frame in ("obj", "clause", "inf", "subj-any", "prep", "nmod", "own"):
            if frame in cue.target:
                continue
            span = self._target(cue, frame)
            if span is not None and (frame == "own" or self._apart(span, cue, holder)):
                return [(*span, f"other-{frame}")]
        return []

    def _parts(self, span: tuple[int, int]) -> list[tuple[int, int]]:
        """The members of a coordination of noun phrases."""
        phrase = self.doc[span[0] : span[1]]
        members = [c for c in phrase.root.children if c.dep_ == "conj" and c.pos_ in ("NOUN", "PROPN") and c.i < span[1]]
        return [clauses.extent(c) for c in members]

    def _apart(self, span: tuple[int, int], cue: Cue, holder: Entity | None) -> bool:
        """A target is neither empty nor the actor itself nor only the cue."""
        start, end = span
        if end <= start or all(i in cue.tokens for i in range(start, end)):
            return False
        mention = self.cast.at.get(self.doc[start:end].root.i)
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
            return clauses.extent(subject)
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
                for child in head.children:
                    if child.dep_ != relation or child.i in cue.tokens:
                        continue
                    if child.lower_ in self.grammar.reflexives:
                        continue
                    if relation == "acl" and head.pos_ not in ("NOUN", "PROPN"):
                        continue
                    return clauses.extent(child)
        return None

    def _prepositional(self, heads: list[Token], cue: Cue, frame: str) -> tuple[int, int] | None:
        wanted = frozenset({frame[5:]}) if frame != "prep" else None
        around = [*heads]
        if heads[0].pos_ in ("NOUN", "ADJ") and heads[0].head.pos_ in ("VERB", "AUX"):
            around.append(heads[0].head)
        for head in around:
            for child in head.children:
                if child.dep_ not in ("obl", "nmod", "obj", "xcomp", "advcl", "ccomp", "acl", "iobj", "advmod", "obl:arg"):
                    continue
                if child.i in cue.tokens:
                    continue
                case = next((c for c in child.children if c.dep_ in ("case", "mark") and c.i < child.i), None)
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
        for i in range(last + 1, min(last + 4, cue.head.sent.end)):
            if clauses.base_preposition(self.doc[i]) in wanted and self.doc[i].dep_ == "case":
                start, end = clauses.extent(self.doc[i].head)
                return max(start, i + 1), max(end, i + 2)
        return None

    def _genitive(self, noun: Token, cue: Cue) -> tuple[int, int] | None:
        for child in noun.children:
            case = [clauses.base_preposition(c) for c in child.children if c.dep_ == "case"]
            if child.dep_ in ("nmod", "nmod:poss") and child.i > noun.i and (not case or case[0] in ("von", "of", "für", "for")):
                return clauses.extent(child)
        return None

    def _action(self, verb: Token, cue: Cue) -> tuple[int, int] | None:
        """What is to be done: the verb with all that belongs to it but the subject and the modal."""
        skipped = {t.i for c in verb.children if c.dep_ in (*clauses.SUBJECTS, "aux", "punct", "mark", "cc") for t in c.subtree}
        skipped |= {t.i for c in verb.children if c.dep_ in ("advcl", "parataxis", "conj", "ccomp") for t in c.subtree if c.dep_ != "ccomp"}
        inside = [t.i for t in verb.subtree if t.i not in skipped and t.sent == verb.sent]
        run = [verb.i]
        for i in range(verb.i - 1, verb.sent.start - 1, -1):
            if i not in inside:
                break
            run.append(i)
        for i in range(verb.i + 1, verb.sent.end):
            if i not in inside:
                break
            run.append(i)
        start, end = min(run), max(run) + 1
        while start < verb.i and (self.doc[start].lower_ in self.grammar.negators or self.doc[start].pos_ in ("ADV", "PART")):
            start += 1
        return clauses.trim(self.doc, start, end, keep=verb.i)

    def _clause_of(self, head: Token, cue: Cue) -> tuple[int, int] | None:
        predicate = clauses.predicate_of(head)
        start, end = clauses.extent(predicate)
        voice = innermost(self.voices, head.i)
        if voice is not None:
            start, end = max(start, voice.start), min(end, voice.end)
        return clauses.trim(self.doc, start, end, keep=head.i) if end > start else None
