"""Who holds the stance of a cue: the actor places of the lexicon on the parse."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace

from kg.extract import clauses
from kg.extract.cast import Cast
from kg.extract.cues import Cue, evaluator
from kg.extract.entities import Entity, Mention
from kg.extract.enumerations import enumerated
from kg.extract.quotes import Voice
from kg.extract.speakers import entity_of, phrase_entity
from kg.extract.words import Word, Words
from kg.knowledge.grammar import Grammar

_NEARBY = 100  # tokens to either side of a cue; no sentence that people write is longer
_ACTOR_NOUN_ENDINGS = ("er", "ler", "ner", "ist", "ant", "ent", "ers", "ists", "ants", "ents", "ors")


@dataclass(frozen=True, slots=True)
class Holder:
    """An actor of a cue and how it was found (the name of the place, for the judge and for explanations)."""

    entity: Entity
    how: str
    rank: int = 0  # 0: the likeliest place of the cue; higher: other places, which exclude it


class Voices:
    """The stretches of somebody's words in a text, by where they stand."""

    def __init__(self, doc: Words) -> None:
        voices: tuple[Voice, ...] = doc.voices
        self._innermost: dict[int, Voice] = {}
        self._in: dict[int, list[Voice]] = defaultdict(list)
        for voice in voices:
            for i in range(voice.start, voice.end):
                held = self._innermost.get(i)
                if held is None or voice.end - voice.start < held.end - held.start:
                    self._innermost[i] = voice
            i = voice.start
            while i < voice.end:
                start, i = doc[i].sentence
                self._in[start].append(voice)
        self._spoken = sorted((v for v in voices if v.speaker is not None), key=lambda v: v.start)
        self._starts = [v.start for v in self._spoken]

    def innermost(self, i: int) -> Voice | None:
        """The shortest stretch of somebody's words that covers token ``i``."""
        return self._innermost.get(i)

    def of_sentence(self, start: int) -> list[Voice]:
        """The stretches that reach into the sentence that begins at token ``start``, in their order."""
        return self._in.get(start, [])

    def last_before(self, i: int) -> Voice | None:
        """The last stretch of a known speaker that begins before token ``i``."""
        n = bisect_left(self._starts, i)
        return self._spoken[n - 1] if n else None


def _around(token: Word) -> tuple[int, int]:
    """The tokens (start, end) of a sentence around one of its tokens: all, unless the sentence is monstrous."""
    first, last = token.sentence
    return max(first, token.i - _NEARBY), min(last, token.i + _NEARBY)


def voices_of(doc: Words) -> Voices:
    """The :class:`Voices` of a text whose quotations have been found; made once."""
    found: Voices | None = doc.kept.get("voices_by_place")
    if found is None:
        found = doc.kept["voices_by_place"] = Voices(doc)
    return found


class Holders:
    """Looks for the actors of one text's cues."""

    def __init__(self, doc: Words, grammar: Grammar) -> None:
        self.doc = doc
        self.grammar = grammar
        self.cast: Cast = doc.cast
        self.voices = voices_of(doc)
        self._bystander = frozenset({"von", "durch", "seitens", "of", "by", "from"})

    def of(self, cue: Cue) -> list[Holder]:
        """The actors of a cue; several of one rank where they are coordinated, none where nobody is found.

        The first place of the cue that is filled has rank 0; the speaker of the words around the cue, the nearest
        actor of the sentence and the last speaker follow, for the judge to choose among.
        """
        voice = self.voices.innermost(cue.head.i)
        found: list[Holder] = []
        for place in cue.actor or ("subj",):
            found = self._holder(cue, place, voice)
            if found:
                break
        speakers = self.speakers(voice, "voice")
        for group in [speakers] if speakers else [self._nearby(cue), self._last_speaker(cue)]:
            fresh = [h for h in group if all(h.entity is not f.entity for f in found)]
            rank = max((h.rank for h in found), default=-1) + 1
            found += [replace(h, rank=rank) for h in fresh]
        return found

    def speakers(self, voice: Voice | None, how: str = "speaker") -> list[Holder]:
        """Those whose words a voice holds: several where they are coordinated, none where nobody is known."""
        if voice is None or voice.speaker is None:
            return []
        entities = list(voice.speaker.members) or [voice.speaker]
        mention = self.cast.at.get(voice.speaker_span[0]) if voice.speaker_span is not None else None
        if mention is not None and mention.entity is voice.speaker:
            entities = enumerated(self.cast, mention) or entities
        return [Holder(entity, how) for entity in entities]

    def _nearby(self, cue: Cue) -> list[Holder]:
        """The nearest actor of the sentence outside prepositional phrases, where the parse names no subject."""
        first, last = _around(cue.head)
        predicate = clauses.predicate_of(cue.head)
        acted_on: set[int] = set()
        if clauses.is_passive(predicate):
            acted_on = {t.i for s in clauses.subjects_of(predicate) for t in s.subtree}
            listed = {e for i in acted_on if i in self.cast.at for e in enumerated(self.cast, self.cast.at[i])}
            here = (self.cast.at.get(i) for i in range(first, last))
            acted_on |= {i for m in here if m is not None and m.entity in listed for i in range(m.start, m.end)}
        best: tuple[int, Mention] | None = None
        for i in range(first, last):
            mention = self.cast.at.get(i)
            if mention is None or mention.start != i or mention.how in ("adjective", "demonym"):
                continue
            head = self.doc[mention.head]
            if i in acted_on:
                continue
            if (
                clauses.is_oblique(head)
                or any(c.dep_ == "case" for c in head.children)
                or head.dep_ in ("nmod", "obl", "obj", "nmod:poss")
            ):
                continue
            distance = abs(head.i - cue.head.i)
            if best is None or distance < best[0]:
                best = (distance, mention)
        return [Holder(e, "nearby") for e in dict.fromkeys(enumerated(self.cast, best[1]))] if best is not None else []

    def _last_speaker(self, cue: Cue) -> list[Holder]:
        """Who spoke last before a sentence that names nobody."""
        start = cue.head.sentence[0]
        voice = self.voices.last_before(start)
        if voice is not None and start - voice.end < 80:
            return self.speakers(voice, "last-speaker")
        topic = self.cast.topic(start)
        return [Holder(topic, "topic")] if topic is not None else []

    def _holder(self, cue: Cue, place: str, voice: Voice | None) -> list[Holder]:
        head = cue.head
        if place == "speaker":
            verb = evaluator(cue, self.grammar)
            if verb is not None:
                found = self._subject(replace(cue, head=verb), voice)
                return [Holder(h.entity, f"evaluates-{h.how}") for h in found]
            return self.speakers(voice, "speaker")
        if place == "subj":
            return self._subject(cue, voice)
        if place == "gen":
            return (
                self._owners(head)
                or self._owner_by_order(head)
                or self._light_subject(head, voice)
                or self._origin(head)
            )
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
            found = self._entities(agents, "agent", phrases=True) or self._agent_by_order(predicate)
            return found or self._document(predicate)
        subjects = clauses.subjects_of(cue.head) or clauses.subjects_of(predicate)
        if not subjects and cue.head.dep_ in ("amod", "acl") and cue.head.head.pos_ in ("NOUN", "PROPN"):
            subjects = [cue.head.head]
        if any(s.lower_ in self.grammar.first_person for s in subjects):
            return self.speakers(voice, "first-person")
        if self.doc.lang_ == "de":
            subjects = self._likely_subjects(predicate, subjects)
        personal = [s for s in subjects if s.lower_ not in self.grammar.impersonal]
        if subjects and not personal:
            return self.speakers(voice, "voice")
        how = "subject" if personal and personal[0].dep_ in clauses.SUBJECTS else "subject-swapped"
        return self._entities(personal[:1], how, phrases=True)

    def _agent_by_order(self, predicate: Word) -> list[Holder]:
        """The actor behind "von"/"by" in the sentence of a passive, wherever the parse hangs it."""
        first, last = _around(predicate)
        for i in range(first, last - 1):
            if clauses.base_preposition(self.doc[i]) not in self.grammar.attribution.agents:
                continue
            for j in range(i + 1, min(i + 5, last)):
                mention = self.cast.at.get(j)
                if mention is not None and mention.how != "adjective":
                    return [Holder(e, "agent-by-order") for e in enumerated(self.cast, mention)]
        return []

    def _document(self, predicate: Word) -> list[Holder]:
        """Who issued the document that a passive names: "wird in dem Bericht kritisiert"."""
        for token in self.doc[slice(*_around(predicate))]:
            issuer = self.cast.issuers.get(token.i)
            before = token.reach[0]
            linked = any(
                clauses.base_preposition(t) in self.grammar.attribution.containers for t in self.doc[before : token.i]
            )
            if issuer is not None and linked:
                return [Holder(issuer, "document")]
        return []

    def _likely_subjects(self, predicate: Word, subjects: list[Word]) -> list[Word]:
        """The noun phrases of a German clause that can be its subject, the likeliest first.

        Word order is free and small parsers go by it: case, agreement and whether a phrase can act say more.
        """
        phrases = [*subjects, *clauses.children(predicate, "obj", "iobj", "dep")]
        finite = next((c for c in predicate.children if c.dep_ in ("aux", "aux:pass", "cop")), predicate)
        singular = "Sing" in finite.morph.get("Number", [])
        scored = []
        for phrase in phrases:
            if clauses.is_oblique(phrase) or phrase.pos_ not in ("NOUN", "PROPN", "PRON", "X", "ADJ", "NUM", "DET"):
                continue
            mention = self.cast.at.get(phrase.i)
            named = mention is not None and mention.how != "adjective"
            several = "Plur" in phrase.morph.get("Number", []) or any(c.dep_ == "conj" for c in phrase.children)
            score = 2.0 * (named or self._can_act(phrase)) + 1.5 * (phrase.dep_ in clauses.SUBJECTS)
            score += 1.0 * (phrase.pos_ == "PRON" and phrase.lower_ not in self.grammar.impersonal)
            score -= 1.5 * (singular and several and not named)
            scored.append((-score, phrase.i, phrase))
        return [phrase for _, _, phrase in sorted(scored, key=lambda s: s[:2])]

    def _owners(self, noun: Word) -> list[Holder]:
        """ "Moskaus Ablehnung", "die russische Ablehnung", "the refusal of Moscow"."""
        places: list[Word] = []
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

    def _owner_by_order(self, noun: Word) -> list[Holder]:
        """The actor right behind a noun in the genitive, wherever the parse hangs it: "die Kritik Venezuelas an …"."""
        i = noun.i + 1
        linked = False
        while i < min(noun.sentence[1], noun.i + 4):
            token, mention = self.doc[i], self.cast.at.get(i)
            if mention is not None and mention.how not in ("adjective", "demonym"):
                genitive = self.doc.lang_ == "de" and mention.start == noun.i + 1 and self.doc[i].text.endswith("s")
                owns = linked or genitive
                return [Holder(e, "owner-by-order") for e in enumerated(self.cast, mention)] if owns else []
            if token.lower_ in self.grammar.owning:
                linked = True
            elif token.pos_ not in ("DET", "ADJ"):
                return []
            i += 1
        return []

    def _origin(self, noun: Word) -> list[Holder]:
        """Where criticism or a demand comes from: "Kritik kam aus der Koalition", "calls came from the council"."""
        found: list[Holder] = []
        for i in range(*_around(noun)):
            if self.doc[i].lower_ not in self.grammar.origins:
                continue
            for j in range(i + 1, min(i + 6, noun.sentence[1])):
                mention = self.cast.at.get(j)
                if mention is not None and mention.how != "adjective":
                    found += [Holder(e, "origin") for e in enumerated(self.cast, mention)]
                    break
                if self.doc[j].pos_ in ("VERB", "AUX", "PUNCT"):
                    break
        return list({id(h.entity): h for h in found}.values())

    def _light_subject(self, noun: Word, voice: Voice | None) -> list[Holder]:
        """The subject or agent of the verb that carries a noun: "Die SPD übte Kritik", "Criticism was voiced by"."""
        if noun.dep_ == "nsubj:pass":
            return self._entities(clauses.with_preposition(noun.head, self.grammar.attribution.agents), "agent")
        if noun.dep_ not in ("obj", "obl", "iobj", "xcomp", "ROOT", "conj", "nmod"):
            return []
        verb = noun.head
        if verb.pos_ not in ("VERB", "AUX"):
            return []
        subject = clauses.subject_of(verb)
        if subject is None or subject.lower_ in self.grammar.impersonal:
            return []
        if subject.lower_ in self.grammar.first_person:
            return self.speakers(voice, "first-person")
        return self._entities([subject], "light-verb")

    def _entities(self, places: list[Word], how: str, phrases: bool = False) -> list[Holder]:
        """The entities at places and at what is coordinated with them."""
        found: list[Holder] = []
        for place in places:
            group = [place, *(c for c in place.children if c.dep_ == "conj")]
            group += [g for c in group[1:] for g in c.children if g.dep_ == "conj"]
            listed = self._listed(group)
            found += [Holder(e, f"{how}-listed") for e in listed if all(e is not h.entity for h in found)]
            for token in group if not listed else ():
                entity, _ = entity_of(self.cast, token, self.grammar)
                kind = how
                if token.pos_ == "PRON" and entity is not None:
                    kind = f"{how}-pronoun"
                if entity is None and phrases:
                    acts = "phrase" if self._can_act(token) else "noun"
                    entity, kind = phrase_entity(self.cast, token), f"{how}-{acts}"
                for member in (entity.members or (entity,)) if entity is not None else ():
                    if all(member is not h.entity for h in found):
                        found.append(Holder(member, kind))
        return found

    def _listed(self, group: list[Word]) -> list[Entity]:
        """The members of the enumerations at some tokens, if there are more than the parse has coordinated."""
        mentions = [self.cast.at[t.i] for t in group if t.i in self.cast.at]
        listed = list(dict.fromkeys(e for m in mentions for e in enumerated(self.cast, m)))
        return listed if len(listed) > len(group) else []

    def _can_act(self, noun: Word) -> bool:
        """Whether a noun phrase of no known name can hold a stance: a person or a body of people."""
        if noun.pos_ not in ("NOUN", "PROPN"):
            return False
        if noun.pos_ == "PROPN":
            return True
        if self.cast.gazetteer.office(noun.text, noun.lemma_) is not None:
            return True
        return noun.lemma_.lower().endswith(_ACTOR_NOUN_ENDINGS) or noun.lower_.endswith(("innen", "leute", "people"))
