"""Component "stances": the last step. Sets ``doc._.stances``."""

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.candidates import Candidate, candidates
from kg.extract.days import day_of
from kg.extract.entities import Entity
from kg.extract.judge import Judge, chosen, load_judge
from kg.extract.targets import load_terms, make_target
from kg.extract.words import Phrase, Word, Words, words_of
from kg.knowledge.grammar import load_grammar
from kg.model import Condition, Evidence, Stance


@Language.factory("stances")
def make_stances(nlp: Language, name: str) -> "StanceReader":
    """The factory of the component."""
    return StanceReader(nlp, load_judge(nlp.lang))


class StanceReader:
    """Turns candidates into stances."""

    def __init__(self, nlp: Language, judge: Judge) -> None:
        self._grammar = load_grammar(nlp.lang)
        self._judge = judge
        load_terms(str(nlp.lang))

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.candidates``, ``doc._.verdicts`` (one on each candidate) and ``doc._.stances``."""
        words = words_of(doc)
        found = candidates(words, self._grammar)
        words.candidates = tuple(found)
        words.verdicts = tuple(self._judge.weigh(words, found))
        words.stances = tuple(to_stance(words, c, p) for c, p in chosen(words.verdicts))
        return doc


def represented(entity: Entity) -> Entity:
    """The state or organisation for which an entity speaks, or the entity itself."""
    seen = {entity.key}
    while entity.represents is not None and entity.represents.key not in seen:
        entity = entity.represents
        seen.add(entity.key)
    return entity


def evidence(sentence: Phrase) -> Evidence:
    """A sentence without white space at its edges."""
    doc, start, end = sentence.doc, sentence.start, sentence.end
    made: dict[int, Evidence] = doc.kept.setdefault("evidence", {})
    if start not in made:  # a long sentence may carry many stances
        while end > start + 1 and doc[end - 1].is_space:
            end -= 1
        while start < end - 1 and doc[start].is_space:
            start += 1
        words = doc[start:end]
        made[sentence.start] = Evidence(words.start_char, words.end_char, words.text)
    return made[sentence.start]


def to_stance(doc: Words, c: Candidate, probability: float) -> Stance:
    """A candidate as a stance of the model; the article's id, and its date where no other is told, come later."""
    condition = None
    if c.bound is not None:
        condition = Condition(doc[c.bound.start : c.bound.end].text, c.bound.kind)
    return Stance(
        article="",
        actor=c.holder.entity.actor(),
        represents=represented(c.holder.entity).actor(),
        type=c.type,
        target=make_target(doc.cast, c.start, c.end),
        evidence=evidence(c.sentence),
        condition=condition,
        speaker=c.voice.speaker.actor() if c.voice is not None and c.voice.speaker is not None else None,
        cue=c.cue.name if c.cue is not None else "",
        confidence=round(probability, 3),
        stated_on=day_of(_reporting(doc, c), doc, load_grammar(doc.lang_)),
    )


def _reporting(doc: Words, c: Candidate) -> list[Word]:
    """The verbs whose day is that of the statement: of saying, if the words are reported, and the cue."""
    verbs = [doc.root_of(c.voice.cue[0], c.voice.cue[1])] if c.voice is not None and c.voice.cue is not None else []
    if c.cue is not None and c.voice is None:
        verbs.append(c.cue.head)
    return verbs
