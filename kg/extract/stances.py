"""Component "stances": the last step. Sets ``doc._.stances``."""

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.extract.candidates import Candidate, candidates
from kg.extract.days import day_of
from kg.extract.entities import Entity
from kg.extract.judge import Judge, chosen, load_judge
from kg.extract.sentences import root_of
from kg.extract.targets import make_target
from kg.knowledge.grammar import load_grammar
from kg.model import Condition, Evidence, Stance

for _name in ("stances", "candidates", "verdicts"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=())


@Language.factory("stances")
def make_stances(nlp: Language, name: str) -> "StanceReader":
    """The factory of the component."""
    return StanceReader(nlp, load_judge(nlp.lang))


class StanceReader:
    """Turns candidates into stances."""

    def __init__(self, nlp: Language, judge: Judge) -> None:
        self._grammar = load_grammar(nlp.lang)
        self._judge = judge

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.candidates``, ``doc._.verdicts`` (one on each candidate) and ``doc._.stances``."""
        found = candidates(doc, self._grammar)
        doc._.candidates = tuple(found)
        doc._.verdicts = tuple(self._judge.weigh(doc, found))
        doc._.stances = tuple(to_stance(doc, c, p) for c, p in chosen(doc._.verdicts))
        return doc


def represented(entity: Entity) -> Entity:
    """The state or organisation for which an entity speaks, or the entity itself."""
    seen = {entity.key}
    while entity.represents is not None and entity.represents.key not in seen:
        entity = entity.represents
        seen.add(entity.key)
    return entity


def evidence(sentence: Span) -> Evidence:
    """A sentence without white space at its edges."""
    doc, start, end = sentence.doc, sentence.start, sentence.end
    made: dict[int, Evidence] = doc.user_data.setdefault("evidence", {})
    if start not in made:  # a long sentence may carry many stances
        while end > start + 1 and doc[end - 1].is_space:
            end -= 1
        while start < end - 1 and doc[start].is_space:
            start += 1
        words = doc[start:end]
        made[sentence.start] = Evidence(words.start_char, words.end_char, words.text)
    return made[sentence.start]


def to_stance(doc: Doc, c: Candidate, probability: float) -> Stance:
    """A candidate as a stance of the model; the article's id, and its date where no other is told, come later."""
    condition = None
    if c.bound is not None:
        condition = Condition(doc[c.bound.start : c.bound.end].text, c.bound.kind)
    return Stance(
        article="",
        actor=c.holder.entity.actor(),
        represents=represented(c.holder.entity).actor(),
        type=c.type,
        target=make_target(doc._.cast, c.start, c.end),
        evidence=evidence(c.sentence),
        condition=condition,
        speaker=c.voice.speaker.actor() if c.voice is not None and c.voice.speaker is not None else None,
        cue=c.cue.name if c.cue is not None else "",
        confidence=round(probability, 3),
        stated_on=day_of(_reporting(doc, c), doc, load_grammar(doc.lang_)),
    )


def _reporting(doc: Doc, c: Candidate) -> list[Token]:
    """The verbs whose day is that of the statement: of saying, if the words are reported, and the cue."""
    verbs = [root_of(doc, c.voice.cue[0], c.voice.cue[1])] if c.voice is not None and c.voice.cue is not None else []
    if c.cue is not None and c.voice is None:
        verbs.append(c.cue.head)
    return verbs
