"""Konjunktiv: the mood in which German reports what others say."""

from kg.extract.words import Word
from kg.knowledge.grammar import Grammar


def form_mood(verb: Word, grammar: Grammar) -> int:
    """The mood of a finite verb: 1 for Konjunktiv I, 2 for Konjunktiv II, 0 for neither.

    Konjunktiv II stands for I where I looks like the indicative ("sie hätten"), so it counts less by itself.
    """
    if not grammar.conjunctive_one:
        return 0
    form = verb.lower_
    if form in grammar.conjunctive_one:
        return 1
    if form in grammar.conjunctive_two:
        return 2
    return 1 if _regular_one(verb) else 0


def _regular_one(verb: Word) -> bool:
    """ "er gehe": the stem with -e and a subject of the third person singular."""
    form, lemma = verb.lower_, verb.lemma_.lower()
    if (
        verb.pos_ not in ("VERB", "AUX")
        or not form.endswith("e")
        or (form.endswith(("te", "de")) and form != lemma[:-1])
    ):
        return False
    if not lemma.endswith("n") or form not in (lemma[:-1], lemma[:-2] + "e", lemma[:-3] + "le"):
        return False
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubj:pass")), None)
    if subject is None and verb.dep_ in ("aux", "cop", "aux:pass"):
        subject = next((c for c in verb.head.children if c.dep_ in ("nsubj", "nsubj:pass")), None)
    return subject is not None and subject.lower_ != "ich" and "Plur" not in subject.morph.get("Number", [])
