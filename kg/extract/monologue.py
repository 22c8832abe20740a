"""A text that is one person's words from end to end: a speech, a statement, an interview told in the first person.

Nothing in it says who speaks; the title does, or the first lines.
"""

from collections.abc import Callable

from kg.extract.cast import Cast
from kg.extract.entities import Entity
from kg.extract.quotes import Voice
from kg.extract.words import Words
from kg.knowledge.grammar import Grammar
from kg.model import ActorKind, QuoteKind

_FEWEST_SENTENCES = 5
_FIRST_PERSON_SHARE = 0.2  # of the sentences outside quotation marks; reports stay far below


def is_monologue(doc: Words, grammar: Grammar) -> bool:
    """Whether "I" and "we" run through a text outside quotation marks."""
    quoted = {i for v in doc.voices if v.form == "marks" for i in range(v.start, v.end)}
    sentences = [s for s in doc.sents if len(s) > 3 and s.root.i not in quoted]
    spoken = sum(any(t.lower_ in grammar.first_person for t in s) for s in sentences)
    return len(sentences) >= _FEWEST_SENTENCES and spoken >= _FIRST_PERSON_SHARE * len(sentences)


def speaker_in(title: Words, cast: Cast) -> Entity | None:
    """The person that a title names as its speaker, as an entity of the text's cast."""
    mentions = title.cast.mentions
    people = [m for m in mentions if m.entity.kind is ActorKind.PERSON and " " in m.entity.name]
    if not people:
        return None
    mention = next((m for m in people if m.how == "name" or m.name is not None), people[0])
    person: Entity = mention.entity
    sides = [m.entity.represents for m in people if m.entity.represents is not None]
    sides += [m.entity for m in mentions if m.entity.kind is ActorKind.STATE]
    speaker = cast.known(person.key) if person.known else cast.named(person.name, ActorKind.PERSON)
    if speaker.represents is None and sides:
        speaker.represents = cast.known(sides[0].key) if sides[0].known else sides[0]
    return speaker


def add_monologue(doc: Words, title: Callable[[], Words], grammar: Grammar) -> None:
    """Let the speaker that the title names say the whole text, if it is a monologue; only then is the title read."""
    if not is_monologue(doc, grammar):
        return
    speaker = speaker_in(title(), doc.cast)
    if speaker is not None:
        whole = Voice(0, len(doc), QuoteKind.DIRECT, "monologue", speaker)
        doc.voices = (whole, *doc.voices)
