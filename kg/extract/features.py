"""What the judge looks at: features of a candidate as named numbers."""

from collections.abc import Iterable

from spacy.tokens import Doc

from kg.extract.candidates import Candidate
from kg.knowledge.grammar import Grammar
from kg.model import StanceType

Features = dict[str, float]


def shared(doc: Doc, sentence_candidates: Iterable[Candidate]) -> dict[StanceType, float]:
    """For each type, the highest weight of a cue of this type in the sentence."""
    best: dict[StanceType, float] = {}
    for c in sentence_candidates:
        if c.cue is not None:
            best[c.type] = max(best.get(c.type, 0.0), c.cue.weight)
    return best


def features(c: Candidate, doc: Doc, grammar: Grammar, types_here: dict[StanceType, float]) -> Features:
    """The features of a candidate; names are stable, for the judge's file is read by people."""
    out: Features = {"bias": 1.0}
    kind = c.type.value
    out[f"type={kind}"] = 1.0
    entity = c.holder.entity
    out[f"actor={entity.kind.value}"] = 1.0
    out[f"actor-known={entity.known or entity.represents is not None}"] = 1.0
    voice = c.voice
    form = voice.form if voice is not None else "none"
    source = c.cue.pos if c.cue is not None else "voice"
    out[f"source={source}"] = 1.0
    out[f"{source}&form={form}"] = 1.0
    if voice is not None and voice.speaker is not None and c.holder.entity is not voice.speaker:
        out[f"{source}&embedded"] = 1.0
    if c.cue is not None:
        out[f"how={c.holder.how}"] = 1.0
        out[f"{source}&how={c.holder.how}"] = 1.0
        out["weight"] = c.cue.weight
        out[f"{source}&weight"] = c.cue.weight
        out[f"frame={c.frame.split(':')[0]}"] = 1.0
        out[f"cue={c.cue.name}/{kind}"] = 1.0
        out[f"{source}&type={kind}"] = 1.0
        if c.cue.negated:
            out[f"negated&type={kind}"] = 1.0
        stronger = max((w for t, w in types_here.items() if t is not c.type), default=0.0)
        out["rival"] = max(0.0, stronger - c.cue.weight)
        head = doc[c.head]
        out[f"head={head.dep_}"] = 1.0
    else:
        out[f"cue-of-type={kind in {t.value for t in types_here}}"] = 1.0
        out["type-weight"] = types_here.get(c.type, 0.0)
        out["other-weight"] = max((w for t, w in types_here.items() if t is not c.type), default=0.0)
        for token in doc[c.start : c.end]:
            if token.pos_ in ("NOUN", "VERB", "ADJ", "ADV", "AUX", "PART"):
                out[f"{kind}:{token.lemma_.lower()}"] = 1.0
        out[f"voice&type={kind}&form={form}"] = 1.0
    length = c.end - c.start
    out["target-short"] = float(length <= 1)
    out["target-long"] = float(length > 15)
    out["conditional"] = float(c.bound is not None)
    return out
