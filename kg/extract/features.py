"""What the judge looks at: features of a candidate as named numbers."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.extract import clauses
from kg.extract.candidates import Candidate
from kg.extract.cues import Cue, evaluator
from kg.extract.holders import voices_of
from kg.extract.mood import form_mood
from kg.extract.words import Word, Words
from kg.knowledge.grammar import load_grammar
from kg.model import ActorKind, StanceType

Features = dict[str, float]
_STRONG = 0.5  # weight from which on a cue tells what an article is about
_LONG = 15  # tokens of a target
_BETWEEN = 60  # tokens looked at between the cue and its actor or target
_CONTENT = ("NOUN", "VERB", "ADJ", "ADV", "AUX", "PART")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the candidates of an article say together, before any of them is judged."""

    here: dict[int, dict[StanceType, float]]  # sentence start → type → weight of its strongest cue
    density: float  # mean weight of the strongest cue per sentence
    voiced: float  # share of sentences in somebody's words
    said_by: dict[int, float]  # id of an entity → share of the article's strong cues that it holds
    first: dict[int, str]  # head of a cue → how the holder of its first place was found
    evaluated: dict[int, set[StanceType]]  # verb of evaluation → the types of the words by which it evaluates
    mentions: dict[int, list[int]]  # id of an entity → the tokens that its mentions begin with
    _lemmas: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    _moods: dict[int, int] = field(default_factory=dict)
    _nearest: dict[tuple[int, int], int | None] = field(default_factory=dict)
    parts: dict[tuple[object, ...], Features] = field(default_factory=dict)  # by what candidates share

    def lemmas(self, doc: Words, start: int, end: int) -> tuple[str, ...]:
        """The lemmas of the content words of a stretch; candidates of several types share it."""
        found = self._lemmas.get((start, end))
        if found is None:
            found = tuple(t.lemma_.lower() for t in doc[start:end] if t.pos_ in _CONTENT)
            self._lemmas[start, end] = found
        return found

    def nearest(self, c: Candidate) -> int | None:
        """Where a holder is named nearest to the cue in its sentence."""
        key = id(c.holder.entity), c.head
        if key not in self._nearest:
            starts = self.mentions.get(key[0], [])
            after = bisect_left(starts, c.head)
            beside = [i for i in starts[max(0, after - 1) : after + 1] if c.sentence.start <= i < c.sentence.end]
            self._nearest[key] = min(beside, key=lambda i: abs(i - c.head), default=None)
        return self._nearest[key]

    def mood(self, head: Word) -> int:
        """The mood of the clause in which a cue stands."""
        found = self._moods.get(head.i)
        if found is None:
            predicate = clauses.predicate_of(head)
            finite = [predicate, *clauses.children(predicate, "aux", "aux:pass", "cop")]
            found = max((form_mood(t, load_grammar(head.doc.lang_)) for t in finite), default=0)
            self._moods[head.i] = found
        return found


def setting(doc: Words, found: Iterable[Candidate]) -> Setting:
    """The setting of a text's candidates."""
    groups: dict[int, list[Candidate]] = {}
    first: dict[int, str] = {}
    strong: Counter[int] = Counter()
    evaluated: dict[int, set[StanceType]] = {}
    for c in found:
        if c.cue is not None and c.frame == "evaluated":
            verb = evaluator(c.cue, load_grammar(doc.lang_))
            if verb is not None:
                evaluated.setdefault(verb.i, set()).add(c.type)
        groups.setdefault(c.sentence.start, []).append(c)
        if c.cue is not None and c.holder.rank == 0:
            first.setdefault(c.head, c.holder.how)
        if c.cue is not None and c.cue.weight >= _STRONG:
            strong[id(c.holder.entity)] += 1
    here = {start: strongest_cues(group) for start, group in groups.items()}
    mentions: dict[int, list[int]] = {}
    for m in doc.cast.mentions:
        mentions.setdefault(id(m.entity), []).append(m.start)
    sentences = [s for s in doc.sents if len(s) > 3]
    if not sentences:
        return Setting(here, 0.0, 0.0, {}, first, evaluated, mentions)
    best = [max(here.get(s.start, {}).values(), default=0.0) for s in sentences]
    spoken = {i for v in doc.voices for i in range(v.start, v.end)}
    voiced = sum(s.root.i in spoken for s in sentences) / len(sentences)
    total = max(1, sum(strong.values()))
    said_by = {key: n / total for key, n in strong.items()}
    return Setting(here, sum(best) / len(best), voiced, said_by, first, evaluated, mentions)


def strongest_cues(sentence_candidates: Iterable[Candidate]) -> dict[StanceType, float]:
    """For each type, the highest weight of a cue of this type in the sentence."""
    best: dict[StanceType, float] = {}
    for c in sentence_candidates:
        if c.cue is not None:
            best[c.type] = max(best.get(c.type, 0.0), c.cue.weight)
    return best


def features(c: Candidate, doc: Words, around: Setting) -> Features:
    """The features of a candidate; names are stable, for the judge's file is read by people.

    :param around: the setting of the text's candidates, from :func:`setting`.
    """
    out: Features = {}
    for part in parts(c, doc, around):
        out |= part
    return out


def parts(c: Candidate, doc: Words, around: Setting) -> list[Features]:
    """The features of a candidate in parts that have no name in common; the last one is the candidate's alone.

    The others are those of its holder, cue or target: the same objects in all candidates that share these, as long as
    the setting lives.
    """
    kind = str(c.type)
    cue, entity, shared = c.cue, id(c.holder.entity), around.parts
    own: Features = {f"type={kind}": 1.0}
    if c.end - c.start <= 1:
        own["target-short"] = 1.0
    elif c.end - c.start > _LONG:
        own["target-long"] = 1.0
    if c.bound is not None:
        own["conditional"] = 1.0
    form = c.voice.form if c.voice is not None else "none"
    source = cue.pos if cue is not None else "voice" if c.voice is not None else "clause"
    said = ("holder", c.sentence.start, entity, id(c.voice), source)
    if said not in shared:
        shared[said] = _of_holder(c, doc, around, source)
    if cue is None:
        words = ("words", c.start, c.end)
        if words not in shared:
            shared[words] = {f"any:{lemma}": 1.0 for lemma in around.lemmas(doc, c.start, c.end)}
        _of_words(own, c, doc, form, around)
        return [shared[said], shared[words], own]
    same = c.type is cue.type
    reading = ("cue", id(cue), same)
    if reading not in shared:
        shared[reading] = _of_cue(cue, c, doc, around.here[c.sentence.start])
    role = ("role", id(cue), same, entity, c.holder.how, c.holder.rank)
    if role not in shared:
        shared[role] = _of_role(c, cue.pos, form, doc, around)
    place = ("target", id(cue), same, c.start, c.end, c.frame)
    if place not in shared:
        shared[place] = _of_target(c, doc, around)
    _of_both(own, c, doc, around)
    return [shared[said], shared[reading], shared[role], shared[place], own]


def _of_holder(c: Candidate, doc: Words, around: Setting, source: str) -> Features:
    """Who holds a stance, in what sentence and in whose words."""
    entity, voice = c.holder.entity, c.voice
    spoken_by = voice.speaker if voice is not None else None
    names = [
        "bias",
        f"actor={entity.kind}",
        f"actor-known={entity.known or entity.represents is not None}",
        f"source={source}",
        f"{source}&form={voice.form if voice is not None else 'none'}",
        f"place={int(c.sentence.start / max(1, len(doc)) * 4)}",
    ]
    if spoken_by is not None and entity is not spoken_by:
        names.append(f"{source}&embedded")
    flags = {
        "first-sentence": c.sentence.start == 0,
        "sentence-long": len(c.sentence) > 30,
        "sentence-short": len(c.sentence) < 8,
        "question": doc[c.sentence.end - 1].text == "?",
        "speaker-is-person": spoken_by is not None and spoken_by.kind is ActorKind.PERSON,
    }
    out = dict.fromkeys([*names, *(name for name, holds in flags.items() if holds)], 1.0)
    out["density"] = around.density
    out["voiced"] = around.voiced
    out["said-by"] = around.said_by.get(id(entity), 0.0)
    out["said-by-somebody"] = float(out["said-by"] > 0)
    return out


def _of_cue(cue: Cue, c: Candidate, doc: Words, here: dict[StanceType, float]) -> Features:
    """What a cue is and where it stands in the tree."""
    kind = str(c.type)
    head = doc[c.head]
    predicate = clauses.predicate_of(head)
    depth = min(4, sum(1 for _ in clauses.ancestors(head)))
    names = [
        f"cue={cue.name}/{kind}",
        f"{cue.pos}&type={kind}",
        f"head={head.dep_}",
        f"depth={depth}",
        f"{cue.pos}&depth={depth}",
        f"clause={predicate.dep_}",
    ]
    for child in predicate.children:
        if child.dep_ in ("aux", "aux:pass"):
            names += [f"aux={child.lower_}", f"aux={child.lower_}&type={kind}"]
        elif child.dep_ == "mark":
            names.append(f"mark={child.lower_}")
    if cue.negated:
        names.append(f"negated&type={kind}")
    out = dict.fromkeys(names, 1.0)
    out["weight"] = out[f"{cue.pos}&weight"] = cue.weight
    out["rival"] = max(0.0, max((w for t, w in here.items() if t is not c.type), default=0.0) - cue.weight)
    if cue.weight >= max(here.values()):
        out["strongest"] = 1.0
        out["strongest&weight"] = cue.weight
    return out


def _of_role(c: Candidate, source: str, form: str, doc: Words, around: Setting) -> Features:
    """By which place of its cue a holder was found, and where it stands to the cue."""
    kind = str(c.type)
    how, rank = c.holder.how, c.holder.rank
    mood = around.mood(doc[c.head])
    names = [
        f"how={how}",
        f"rank={rank}",
        f"rank={rank}&how={how}",
        f"{source}&how={how}",
        f"form={form}&how={how}",
        f"mood={mood}",
        f"mood={mood}&how={how}",
        f"mood={mood}&rank={rank}",
        f"how={how}&type={kind}",
        f"how={how}&actor={c.holder.entity.kind}",
    ]
    if rank:
        names.append(f"rank={rank}&first={around.first.get(c.head, 'none')}")
    near = around.nearest(c)
    if near is not None:
        low, high = sorted((near, c.head))
        commas = sum(t.text in (",", ";", ":", "–") for t in doc[low : min(high, low + _BETWEEN)])
        steps = min(4, (high - low) // 4)
        names += [f"near={steps}", f"commas={min(3, commas)}", f"holder-after={near > c.head}&how={how}"]
    else:
        names.append("holder-elsewhere")
    return dict.fromkeys(names, 1.0)


def _of_target(c: Candidate, doc: Words, around: Setting) -> Features:
    """What a target is, by which place of its cue it was found, and whose words it is in."""
    kind = str(c.type)
    root = doc.root_of(c.start, c.end)
    mention = doc.cast.at.get(root.i)
    named = "none" if mention is None else mention.how if mention.how == "adjective" else str(mention.entity.kind)
    place = c.frame.removeprefix("or:").split(":")[0]
    names = [
        f"frame={place}",
        f"target={root.pos_}",
        f"target={root.pos_}&type={kind}",
        f"target={root.dep_}",
        f"target-after={root.i > c.head}",
        f"target-actor={named}",
        f"target-actor={named}&type={kind}",
        f"target-actor={named}&frame={place}",
    ]
    if c.frame.startswith(("conj", "other", "or")) and c.frame != place:
        names.append(f"frame={c.frame}")
    voice = voices_of(doc).innermost(root.i)
    if voice is not c.voice:
        names.append(f"target-voice={voice.form if voice is not None else 'none'}")
        if any(t.text == ":" for t in doc[c.head : min(root.i, c.head + _BETWEEN)]):
            names.append("colon-before-target")
    if clauses.negated(root, load_grammar(doc.lang_)):
        names += ["target-negated", f"target-negated&type={kind}"]
    words = around.evaluated.get(c.head)
    if words is not None:
        same = any(word.valence is c.type.valence for word in words)
        names.append(f"evaluated-alike={same}")
    return dict.fromkeys(names, 1.0)


def _of_both(out: Features, c: Candidate, doc: Words, around: Setting) -> None:
    """What holder and target are to each other."""
    if voices_of(doc).innermost(doc.root_of(c.start, c.end).i) is not c.voice:
        out[f"other-voice&how={c.holder.how}"] = 1.0
    near = around.nearest(c)
    if near is not None and c.start <= near < c.end:
        out["holder-in-target"] = 1.0


def _of_words(out: Features, c: Candidate, doc: Words, form: str, around: Setting) -> None:
    here = around.here[c.sentence.start]
    out[f"voice&type={c.type}&form={form}"] = 1.0
    out["cues-here"] = float(len(here))
    out["type-weight"] = here.get(c.type, 0.0)
    out["other-weight"] = max((w for t, w in here.items() if t is not c.type), default=0.0)
    for lemma in around.lemmas(doc, c.start, c.end):
        out[f"{c.type}:{lemma}"] = 1.0
