"""What the judge looks at: features of a candidate as named numbers."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from kg.extract import clauses
from kg.extract.candidates import Candidate
from kg.extract.cues import Cue, evaluator
from kg.extract.holders import voices_of
from kg.extract.mood import form_mood
from kg.extract.sentences import below, root_of
from kg.knowledge.grammar import load_grammar
from kg.model import ActorKind, StanceType

Features = dict[str, float]
_STRONG = 0.5  # weight from which on a cue tells what an article is about
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
    _shared: dict[tuple[object, ...], Features] = field(default_factory=dict)

    def lemmas(self, doc: Doc, start: int, end: int) -> tuple[str, ...]:
        """The lemmas of the content words of a stretch; candidates of several types share it."""
        found = self._lemmas.get((start, end))
        if found is None:
            found = tuple(t.lemma_.lower() for t in doc[start:end] if t.pos_ in _CONTENT)
            self._lemmas[start, end] = found
        return found

    def mood(self, head: Token) -> int:
        """The mood of the clause in which a cue stands."""
        found = self._moods.get(head.i)
        if found is None:
            predicate = clauses.predicate_of(head)
            finite = [predicate, *clauses.children(predicate, "aux", "aux:pass", "cop")]
            found = max((form_mood(t, load_grammar(head.doc.lang_)) for t in finite), default=0)
            self._moods[head.i] = found
        return found

    def shared(self, c: Candidate, doc: Doc) -> Features:
        """The features that a candidate has in common with those of other types or of the same cue."""
        source = _source(c)
        key = (c.sentence.start, id(c.holder.entity), id(c.voice), source, c.bound is None, c.start, c.end)
        found = self._shared.get(key)
        if found is None:
            found = self._shared[key] = _of_holder(c, doc, self, source)
            if c.cue is None:
                found.update({f"any:{lemma}": 1.0 for lemma in self.lemmas(doc, c.start, c.end)})
        return found

    def shared_by_cue(self, c: Candidate, cue: Cue, doc: Doc) -> Features:
        """The features of a cue, whoever holds it and whatever it is about."""
        key = (id(cue),)
        found = self._shared.get(key)
        if found is None:
            found = self._shared[key] = _of_cue(cue, c, doc, self.here[c.sentence.start])
        return found


def setting(doc: Doc, found: Iterable[Candidate]) -> Setting:
    """The setting of a Doc's candidates."""
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
    for m in doc._.cast.mentions:
        mentions.setdefault(id(m.entity), []).append(m.start)
    sentences = [s for s in doc.sents if len(s) > 3]
    if not sentences:
        return Setting(here, 0.0, 0.0, {}, first, evaluated, mentions)
    best = [max(here.get(s.start, {}).values(), default=0.0) for s in sentences]
    spoken = {i for v in doc._.voices for i in range(v.start, v.end)}
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


def features(c: Candidate, doc: Doc, around: Setting) -> Features:
    """The features of a candidate; names are stable, for the judge's file is read by people.

    :param around: the setting of the Doc's candidates, from :func:`setting`.
    """
    out = around.shared(c, doc).copy()
    out[f"type={c.type}"] = 1.0
    form = c.voice.form if c.voice is not None else "none"
    if c.cue is not None:
        out |= around.shared_by_cue(c, c.cue, doc)
        _of_frame(out, c, c.cue.pos, form)
        _of_places(out, c, doc, around)
    else:
        _of_words(out, c, doc, form, around)
    return out


def _source(c: Candidate) -> str:
    return c.cue.pos if c.cue is not None else "voice" if c.voice is not None else "clause"


def _of_holder(c: Candidate, doc: Doc, around: Setting, source: str) -> Features:
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
    length = c.end - c.start
    flags = {
        "target-short": length <= 1,
        "target-long": length > 15,
        "conditional": c.bound is not None,
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


def _of_cue(cue: Cue, c: Candidate, doc: Doc, here: dict[StanceType, float]) -> Features:
    """What a cue is and where it stands in the tree."""
    head = doc[c.head]
    predicate = clauses.predicate_of(head)
    depth = min(4, sum(1 for _ in clauses.ancestors(head)))
    names = [
        f"cue={cue.name}/{c.type}",
        f"{cue.pos}&type={c.type}",
        f"head={head.dep_}",
        f"depth={depth}",
        f"{cue.pos}&depth={depth}",
        f"clause={predicate.dep_}",
    ]
    for child in below(predicate):
        if child.dep_ in ("aux", "aux:pass"):
            names += [f"aux={child.lower_}", f"aux={child.lower_}&type={c.type}"]
        elif child.dep_ == "mark":
            names.append(f"mark={child.lower_}")
    if cue.negated:
        names.append(f"negated&type={c.type}")
    out = dict.fromkeys(names, 1.0)
    out["weight"] = out[f"{cue.pos}&weight"] = cue.weight
    out["rival"] = max(0.0, max((w for t, w in here.items() if t is not c.type), default=0.0) - cue.weight)
    if cue.weight >= max(here.values()):
        out["strongest"] = 1.0
        out["strongest&weight"] = cue.weight
    return out


def _of_frame(out: Features, c: Candidate, source: str, form: str) -> None:
    """By which places of its cue a candidate was found."""
    how = c.holder.how
    names = [
        f"how={how}",
        f"rank={c.holder.rank}",
        f"rank={c.holder.rank}&how={how}",
        f"{source}&how={how}",
        f"form={form}&how={how}",
        f"frame={c.frame.removeprefix('or:').split(':')[0]}",
    ]
    if c.frame.startswith(("conj", "other", "or")):
        names.append(f"frame={c.frame}")
    out.update(dict.fromkeys(names, 1.0))


def _of_places(out: Features, c: Candidate, doc: Doc, around: Setting) -> None:
    """Where holder and target stand to the cue, and whether the cue's clause reports what somebody says."""
    how, rank, head = c.holder.how, c.holder.rank, doc[c.head]
    mood = around.mood(head)
    root = root_of(doc, c.start, c.end)
    sentence = c.sentence
    mention = doc._.cast.at.get(root.i)
    named = "none" if mention is None else mention.how if mention.how == "adjective" else str(mention.entity.kind)
    place = c.frame.removeprefix("or:").split(":")[0]
    starts = around.mentions.get(id(c.holder.entity), [])
    after = bisect_left(starts, c.head)
    beside = [i for i in starts[max(0, after - 1) : after + 1] if sentence.start <= i < sentence.end]
    names = [
        f"mood={mood}",
        f"mood={mood}&how={how}",
        f"mood={mood}&rank={rank}",
        f"how={how}&type={c.type}",
        f"how={how}&actor={c.holder.entity.kind}",
        f"target={root.pos_}",
        f"target={root.pos_}&type={c.type}",
        f"target={root.dep_}",
        f"target-after={root.i > c.head}",
        f"target-actor={named}",
        f"target-actor={named}&type={c.type}",
        f"target-actor={named}&frame={place}",
    ]
    voice = voices_of(doc).innermost(root.i)
    if voice is not c.voice:
        names += [f"target-voice={voice.form if voice is not None else 'none'}", f"other-voice&how={how}"]
        if any(t.text == ":" for t in doc[c.head : min(root.i, c.head + _BETWEEN)]):
            names.append("colon-before-target")
    if clauses.negated(root, load_grammar(doc.lang_)):
        names += ["target-negated", f"target-negated&type={c.type}"]
    words = around.evaluated.get(c.head)
    if words is not None:
        same = any(word.valence is c.type.valence for word in words)
        names.append(f"evaluated-alike={same}")
    if rank:
        names.append(f"rank={rank}&first={around.first.get(c.head, 'none')}")
    if beside:
        near = min(beside, key=lambda i: abs(i - c.head))
        low, high = sorted((near, c.head))
        commas = sum(t.text in (",", ";", ":", "–") for t in doc[low : min(high, low + _BETWEEN)])
        steps = min(4, (high - low) // 4)
        names += [f"near={steps}", f"commas={min(3, commas)}", f"holder-after={near > c.head}&how={how}"]
        if c.start <= near < c.end:
            names.append("holder-in-target")
    else:
        names.append("holder-elsewhere")
    out.update(dict.fromkeys(names, 1.0))


def _of_words(out: Features, c: Candidate, doc: Doc, form: str, around: Setting) -> None:
    here = around.here[c.sentence.start]
    out[f"voice&type={c.type}&form={form}"] = 1.0
    out["cues-here"] = float(len(here))
    out["type-weight"] = here.get(c.type, 0.0)
    out["other-weight"] = max((w for t, w in here.items() if t is not c.type), default=0.0)
    for lemma in around.lemmas(doc, c.start, c.end):
        out[f"{c.type}:{lemma}"] = 1.0
