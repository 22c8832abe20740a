"""One person named twice in a breath: by an office and a name beside it, or by an office as the predicate.

"The head of the works council, Bernd Osterloh, …"; "Jörg Tauss, a member of the Bundestag, …"; "She is spokeswoman
for the party": the office and the name are one actor, and the office tells for whom the name speaks.
"""

from itertools import pairwise

from kg.extract.cast import Cast
from kg.extract.entities import Entity, Mention
from kg.extract.words import Word
from kg.model import ActorKind

_REACH = 16  # tokens between an office or name and the comma of the other
_VERBAL = ("VERB", "AUX", "SCONJ")
_ENDS = (",", ")", ".", ";", ":", "?", "!", "–", "“", "”", '"')


def add_appositions(cast: Cast) -> None:
    """Let each office that stands beside a name, behind a comma or in brackets, mean the person of that name."""
    for mention in list(cast.mentions):
        if not _is_bare(mention, cast):
            continue
        named = _own_name(cast, mention) or _named_before(cast, mention) or _named_behind(cast, mention)
        if named is not None:
            _note_party(cast, mention, named)
            _unite(cast, mention, named.entity)
            span = min(mention.start, named.start), max(mention.end, named.end)
            cast.apposed.update(dict.fromkeys(range(*span), span))
    _unite_coordinated(cast)


def _own_name(cast: Cast, office: Mention) -> Mention | None:
    """The name behind an office, of whom the office is known to be: "the head of the agency, Frank Morel"."""
    for i in range(office.end, min(office.end + _REACH, cast.doc[office.head].sentence[1])):
        held = cast.at.get(i)
        if held is not None and held.entity is office.entity:
            return held if held.how == "name" else None
    return None


def _note_party(cast: Cast, office: Mention, named: Mention) -> None:
    """ "Anna Weber, a Liberal (FDP) member of the committee": the party in the apposition is hers."""
    person = named.entity
    for i in range(named.end, office.start):
        held = cast.at.get(i)
        if held is not None and held.entity.kind is ActorKind.PARTY and person.represents is None:
            person.represents = held.entity


def _unite_coordinated(cast: Cast) -> None:
    """ "Hans Maier, chairman of the board and member of the party": two offices of one person, under one article."""
    named = {m.entity for m in cast.mentions if m.how in ("name", "alias") or m.name is not None}
    offices = [m for m in cast.mentions if m.how == "office" and m.entity.kind is ActorKind.PERSON]
    for first, second in pairwise(offices):
        link = second.start - 1
        if link < first.end or cast.doc[link].pos_ != "CCONJ" or second.start - first.end > _REACH // 2:
            continue
        if any(t.text in _ENDS or t.pos_ in _VERBAL for t in cast.doc[first.end : link]):
            continue
        bare = _is_bare(first, cast), _is_bare(second, cast)
        apposed = first.entity in named
        if all(bare) and apposed and second.entity is not first.entity:
            _unite(cast, second, first.entity)
        elif bare[0] and not apposed and second.name is not None and _is_definite(cast, first):
            _unite(cast, first, second.entity)


def link_predicates(cast: Cast) -> None:
    """ "She is spokeswoman for the party": what somebody is said to be is no second actor."""
    for mention in cast.mentions:
        if not _is_bare(mention, cast):
            continue
        subject = predicated_of(cast.doc[mention.head])
        if subject is None:
            continue
        held = cast.at.get(subject.i)
        person = held.entity if held is not None else cast.antecedent(subject) if subject.pos_ == "PRON" else None
        if person is not None and person.kind is ActorKind.PERSON and not person.plural:
            _unite(cast, mention, person)


def predicated_of(noun: Word) -> Word | None:
    """The subject of which a noun is the predicate: "she" in "she is the minister"; None if it is no predicate."""
    parts = noun.children
    if not any(c.dep_ == "cop" for c in parts):
        return None
    return next((c for c in parts if c.dep_ == "nsubj"), None)


def _is_bare(mention: Mention, cast: Cast) -> bool:
    """Whether a mention is the office of one person, without the person's name in it."""
    entity = mention.entity
    bare = mention.how == "office" and mention.name is None and entity.kind is ActorKind.PERSON
    return bare and not entity.plural and cast.at.get(mention.head) is mention


def _unite(cast: Cast, office: Mention, person: Entity) -> None:
    side = office.entity.represents or _body_behind(cast, office)
    party = person.represents is not None and person.represents.kind is ActorKind.PARTY
    if side is not person and not (party and _in_parliament(cast, office)):
        cast.speaks_for(person, side)
    person.offices |= office.entity.offices
    if person.kind is not ActorKind.PERSON:
        person.kind = ActorKind.PERSON
        cast.remember_surname(person)
    office.entity = person


def _in_parliament(cast: Cast, office: Mention) -> bool:
    head = cast.doc[office.head]
    found = cast.gazetteer.office(head.text, head.lemma_)
    return found is not None and found[0].level == "parliament"


def _body_behind(cast: Cast, office: Mention) -> Entity | None:
    """The body that an office is of, where more words stand between: "chairman of the VW works council"."""
    doc = cast.doc
    for i in range(office.end, min(office.end + _REACH, doc[office.head].sentence[1])):
        held = cast.at.get(i)
        if doc[i].text in _ENDS or (held is None and doc[i].pos_ in _VERBAL):
            return None
        if held is not None and held.start == i and held.how in ("name", "alias", "office"):
            named = held.entity.kind not in (ActorKind.PERSON, ActorKind.UNKNOWN, ActorKind.STATE)
            if named and doc[office.end].lower_ in cast.grammar.owning:
                return held.entity
    return None


def _named_before(cast: Cast, office: Mention) -> Mention | None:
    """The person named before the comma or bracket that opens an office: "Jörg Tauss, an SPD member of …"."""
    doc = cast.doc
    first = doc[office.head].sentence[0]
    i = office.start - 1
    while i > max(first, office.start - _REACH):
        if doc[i].text == ")":
            i = _opening(cast, i)
        elif doc[i].text in (",", "("):
            break
        elif doc[i].pos_ in (*_VERBAL, "ADP", "CCONJ", "PUNCT") or _holds_person(cast, i):
            return None
        i -= 1
    if i <= first or doc[i].text not in (",", "("):
        return None
    named = _name_ending(cast, i)
    if named is None:
        return None
    follows = doc[office.end] if office.end < len(doc) else None
    if follows is not None and follows.pos_ == "CCONJ" and _is_definite(cast, office):
        return None  # "Merkel, the president and …": an enumeration
    return named if _closes(cast, office.end) else None


def _is_definite(cast: Cast, office: Mention) -> bool:
    return any(t.lower_ in cast.grammar.definite for t in cast.doc[max(0, office.start - 2) : office.head])


def _holds_person(cast: Cast, i: int) -> bool:
    held = cast.at.get(i)
    return held is not None and held.entity.kind is ActorKind.PERSON and held.name is not None


def _opening(cast: Cast, i: int) -> int:
    """The token of the bracket that opens before the one that closes at ``i``."""
    while i > 0 and cast.doc[i].text != "(":
        i -= 1
    return i


def _name_ending(cast: Cast, comma: int) -> Mention | None:
    """The person named right before a comma, with or without something in brackets between."""
    i = comma - 1
    if cast.doc[i].text == ")":
        i = _opening(cast, i) - 1
    named = cast.at.get(i)
    if named is None or named.end != i + 1 or not _is_person(named):
        return None
    return named if named.how in ("name", "alias") or named.name is not None else None


def _is_person(named: Mention) -> bool:
    entity = named.entity
    return entity.kind is ActorKind.PERSON or (entity.kind is ActorKind.UNKNOWN and " " in entity.name)


def _closes(cast: Cast, i: int) -> bool:
    """Whether the phrase that goes on at token ``i`` ends before a verb comes: it is no subject of its own."""
    doc = cast.doc
    last = doc[i - 1].sentence[1]
    for j in range(i, min(i + _REACH, last)):
        token = doc[j]
        if token.text in _ENDS or token.lower_ in cast.grammar.relatives - cast.grammar.definite:
            return True
        if j not in cast.at and token.pos_ in _VERBAL and token.dep_ not in ("amod", "compound"):
            return False
    return i + _REACH >= last


def _named_behind(cast: Cast, office: Mention) -> Mention | None:
    """The full name between commas behind an office: "The head of the council, Bernd Osterloh, …"."""
    doc = cast.doc
    last = doc[office.head].sentence[1]
    for i in range(office.end, min(office.end + _REACH, last - 1)):
        token = doc[i]
        if token.text == ",":
            return _name_between(cast, i + 1, last)
        if token.is_punct and token.text not in ("-", "’", "'", "“", "”", "„"):
            return None
        if _is_verb_of_clause(cast, i) or token.pos_ in ("SCONJ", "PRON") or _holds_person(cast, i):
            return None
        held = cast.at.get(i)
        if held is not None and held is not office and _is_bare(held, cast):
            return None  # "the spokesman of the minister, Anna Weiss": of whom is open
    return None


def _is_verb_of_clause(cast: Cast, i: int) -> bool:
    token = cast.doc[i]
    return i not in cast.at and token.pos_ in ("VERB", "AUX") and token.dep_ not in ("amod", "compound", "nmod")


def _name_between(cast: Cast, i: int, last: int) -> Mention | None:
    doc = cast.doc
    while i < last and (doc[i].text in cast.grammar.titles or doc[i].lower_ in cast.grammar.definite):
        i += 1
    named = cast.at.get(i)
    if named is None or not (named.how in ("name", "alias") or named.name is not None) or not _is_person(named):
        return None
    if " " not in named.entity.name or named.end - named.start < 2:
        return None
    after = doc[named.end] if named.end < last else None
    if after is not None and after.text not in (*_ENDS, "("):
        return None
    joined = named.end + 1 < last and after is not None and doc[named.end + 1].pos_ == "CCONJ"
    return None if joined and after is not None and after.text == "," else named
