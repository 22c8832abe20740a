"""Coordinated actors: "Deutschland, Frankreich und Polen", "the foreign ministers of France and Italy"."""

from typing import TYPE_CHECKING

from kg.extract.entities import Entity, Mention
from kg.extract.words import Word, Words

if TYPE_CHECKING:
    from kg.extract.cast import Cast

_REACH = 7  # tokens between two members
_SKIPPED = ("DET", "ADP", "ADJ", "ADV", "NUM")


def enumerated(cast: "Cast", mention: Mention) -> list[Entity]:
    """The entities of the enumeration that a mention belongs to, in the order of the text; itself alone if none.

    After an office or body in the plural the members are those it is of: "the foreign ministers of France and Italy".
    """
    members = enumeration(cast, mention)
    if len(members) > 1 and members[0].how == "office" and members[0].name is None:
        sides = [members[0].entity.represents, *(m.entity for m in members[1:])]
        if sides[0] is not None and all(s is not None and s.kind is sides[0].kind for s in sides):
            return list(dict.fromkeys(s for s in sides if s is not None))
    if members and members[0].entity.plural:
        members = _examples(cast, members[0]) or members
    return list(dict.fromkeys(e for m in members for e in m.entity.members or (m.entity,)))


def _examples(cast: "Cast", group: Mention) -> list[Mention]:
    """The members named after a group: "environmental organisations such as WWF and Greenpeace"."""
    doc = cast.doc
    last = doc[group.start].sentence[1]
    i = group.end + (group.end < last and doc[group.end].text == ",")
    for n in (3, 2, 1):
        if " ".join(t.lower_ for t in doc[i : i + n]) not in cast.grammar.examples:
            continue
        for j in range(i + n, min(i + n + 3, last)):
            named = cast.at.get(j)
            if named is not None and named.how in ("name", "alias"):
                return enumeration(cast, named)
    return []


def enumeration(cast: "Cast", mention: Mention) -> list[Mention]:
    """The mentions of the enumeration that a mention belongs to, in the order of the text."""
    if mention.how == "adjective":
        return []
    members = [mention]
    joined = False
    for step in (-1, 1):
        current = mention
        while (beside := _beside(cast, current, step)) is not None and len(members) < 20:
            current, link = beside
            joined = joined or "&" in link
            members.append(current)
    # Two behind a comma alone are one thing and what it is: "General X, commander-in-chief of the army, …".
    return sorted(members, key=lambda m: m.start) if joined or len(members) > 2 else [mention]


def _beside(cast: "Cast", mention: Mention, step: int) -> tuple[Mention, str] | None:
    """The mention on the other side of a comma or "and" (``step`` -1: to the left), and what stands between."""
    doc = cast.doc
    begin, end = doc[mention.start].sentence
    start, past = cast.apposed.get(mention.start, (mention.start, mention.end))
    i = start - 1 if step < 0 else past
    link = ""
    for _ in range(_REACH):
        if not begin <= i < end:
            return None
        token = doc[i]
        other = cast.at.get(i)
        if token.text in ("(", ")"):
            i = _past_brackets(doc, i, step)
            if i < 0:
                return None
            continue
        if other is not None and other.entity is mention.entity:
            i = other.start - 1 if step < 0 else other.end  # "Merz, chairman of the CDU, and …"
            link = ""
            continue
        if other is not None and other.how not in ("adjective", "demonym"):
            first, second = (other, mention) if step < 0 else (mention, other)
            listed = link and other.how != "pronoun" and _one_phrase(cast, first, second, link)
            return (other, link) if listed else None
        if token.text == "," or token.dep_ == "cc" or token.pos_ == "CCONJ" or token.lower_ in cast.grammar.joining:
            link += "," if token.text == "," else "&"
        elif token.pos_ not in _SKIPPED and token.lower_ not in cast.grammar.definite and other is None:
            return None
        i += step
    return None


def _past_brackets(doc: Words, i: int, step: int) -> int:
    """The token beyond brackets that open (or, to the left, close) at ``i``; -1 if they do not end soon."""
    if (doc[i].text == "(") != (step > 0):
        return -1
    for j in range(i + step, i + 12 * step, step):
        if not 0 <= j < len(doc):
            return -1
        if doc[j].text in ("(", ")"):
            return j + step
    return -1


def _one_phrase(cast: "Cast", first: Mention, second: Mention, link: str) -> bool:
    """Whether two mentions are members of one enumeration and not the ends of two clauses."""
    doc, joining = cast.doc, cast.grammar.joining
    between = doc[first.end : second.start]
    if any(t.pos_ in ("VERB", "AUX", "SCONJ") and t.lower_ not in joining for t in between):
        return False
    if doc.lang_ == "de" and ",&" in link:
        return False  # ", und": a clause begins
    if any(t.pos_ == "ADJ" and doc[t.i + 1].lower_ in joining for t in between if t.i + 1 < second.start):
        return False  # "Representative for Foreign and Security Policy": what is joined are adjectives
    a, b = doc[first.head], doc[second.head]
    after = doc[second.end] if second.end < len(doc) else None
    acts = b.dep_ in ("nsubj", "nsubj:pass") or (after is not None and after.pos_ in ("VERB", "AUX"))
    if link == "," and acts and _is_scene(cast, first, a):
        return False
    own_verbs = _own_verb(a) is not None and _own_verb(b) is not None and _own_verb(a) != _own_verb(b)
    return not (own_verbs and "," in link)


def _own_verb(head: Word) -> Word | None:
    return head.head if head.dep_ in ("nsubj", "nsubj:pass") and head.head.pos_ in ("VERB", "AUX") else None


def _is_scene(cast: "Cast", mention: Mention, head: Word) -> bool:
    """Whether a mention only tells where or with what something happens: "In China, Hu campaigned …"."""
    i = mention.start - 1
    while i >= 0 and (cast.doc[i].pos_ in ("DET", "ADJ") or cast.doc[i].lower_ in cast.grammar.definite):
        i -= 1
    opens = i >= 0 and cast.doc[i].pos_ == "ADP" and cast.doc[i].lower_ not in cast.grammar.owning
    return opens and head.dep_ not in ("nsubj", "nsubj:pass", "conj")
