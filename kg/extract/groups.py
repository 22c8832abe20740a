"""Several actors meant together: "Paris und Rom … sie", "beide Regierungen", "the two leaders"."""

from bisect import bisect_right

from kg.extract.cast import Cast
from kg.extract.entities import Entity, Mention, slug
from kg.extract.enumerations import enumeration
from kg.extract.words import Word
from kg.model import ActorKind

_REACH = 250  # tokens that "both" looks back
_ACTING = (ActorKind.PERSON, ActorKind.STATE, ActorKind.ORGANISATION, ActorKind.PARTY, ActorKind.GROUP)
_ANY = frozenset(_ACTING)


def add_joints(cast: Cast) -> None:
    """Note the enumerations of a text as groups that a later "they" or "both" can mean."""
    done = -1
    for mention in cast.mentions:
        if mention.start < done or mention.how in ("adjective", "demonym"):
            continue
        members = [m for m in enumeration(cast, mention) if m.entity.kind in _ACTING]
        entities = tuple(dict.fromkeys(m.entity for m in members))
        if len(entities) < 2 or members[0].start < done:
            continue
        start, end = members[0].start, members[-1].end
        done = end
        cast.joints.append(Mention(start, end, _together(entities, cast.doc[start:end].text), "joint", members[0].head))


def _together(members: tuple[Entity, ...], name: str) -> Entity:
    key = slug(" ".join(e.key for e in members))
    return Entity(key, " ".join(name.split()), ActorKind.GROUP, plural=True, members=members)


def add_pairs(cast: Cast) -> None:
    """ "Both countries", "die beiden", "the two leaders": the last two actors that fit, coordinated or opposed."""
    for token in cast.doc:
        if token.lower_ not in cast.grammar.both and not _the_two(token, cast):
            continue
        noun = _noun_behind(token)
        kinds = _kinds(noun, cast)
        pair = _pair(cast, token.i, kinds) if kinds else None
        if pair is None:
            continue
        group = _together(pair, cast.doc[token.i : (noun or token).i + 1].text)
        held = cast.at.get((noun or token).i)
        if held is not None and held.how != "adjective":
            if held.how == "office" and held.name is None:
                held.entity = group
        else:
            cast.add(Mention(token.i, (noun or token).i + 1, group, "phrase", (noun or token).i))
    cast.arrange()


def _the_two(token: Word, cast: Cast) -> bool:
    before = cast.doc[token.i - 1] if token.i else None
    return token.lower_ in cast.grammar.two and before is not None and before.lower_ in cast.grammar.definite


def _noun_behind(token: Word) -> Word | None:
    for i in range(token.i + 1, min(token.i + 4, token.sentence[1])):
        after = token.doc[i]
        if after.pos_ == "NOUN":
            return after
        if after.pos_ not in ("ADJ", "DET", "ADP") and after.lower_ not in ("of",):
            return None
    return None


def _kinds(noun: Word | None, cast: Cast) -> frozenset[ActorKind]:
    """Which actors "both …" can mean; none if the noun names no actors."""
    if noun is None:
        return _ANY
    lemma = noun.lemma_.lower()
    if lemma in cast.grammar.sides:
        return _ANY - {ActorKind.PERSON}
    for name, nouns in cast.grammar.anaphora.items():
        if lemma in nouns:
            return {
                "state": frozenset({ActorKind.STATE}),
                "party": frozenset({ActorKind.PARTY}),
            }.get(name, _ANY - {ActorKind.PERSON, ActorKind.STATE})
    found = cast.gazetteer.office(noun.text, noun.lemma_)
    if found is None:
        return frozenset()
    entry = found[0]
    if entry.kind != "body":
        return frozenset({ActorKind.PERSON})
    if entry.level in ("state", "parliament", "military"):
        return frozenset({ActorKind.STATE})
    return frozenset({ActorKind.PARTY}) if entry.level == "party" else _ANY - {ActorKind.PERSON, ActorKind.STATE}


def _pair(cast: Cast, before: int, kinds: frozenset[ActorKind]) -> tuple[Entity, ...] | None:
    sentence = cast.doc[before].sentence[0]
    for joint in reversed(cast.joints[: bisect_right(cast.joints, before, key=lambda j: j.end)]):
        if len(joint.entity.members) != 2:
            continue
        if joint.start < before - _REACH:
            break
        fitting = tuple(_as_kind(e, kinds) for e in joint.entity.members)
        if fitting[0] is not None and fitting[1] is not None and fitting[0] is not fitting[1]:
            return fitting[0], fitting[1]
    found: dict[Entity, None] = {}
    for mention in cast.before(before, reach=_REACH):
        if (mention.how == "adjective" and mention.start >= sentence) or _scene(mention, cast):
            continue
        entity = _as_kind(mention.entity, kinds)
        bare = mention.how == "office" and mention.name is None and mention.entity.kind is ActorKind.PERSON
        if entity is None or entity.plural or bare:
            continue
        if all(entity.kind is other.kind for other in found):
            found.setdefault(entity)
        if len(found) == 2:
            second, first = found
            return first, second
    return None


def _scene(mention: Mention, cast: Cast) -> bool:
    """Whether a place is only where something happens: "in Helsinki"."""
    before = cast.doc[mention.start - 1].lower_ if mention.start else ""
    return mention.entity.kind is ActorKind.STATE and before in ("in", "im", "nach", "at", "near", "bei")


def _as_kind(entity: Entity, kinds: frozenset[ActorKind]) -> Entity | None:
    """The entity, or the one for which it acts, if its kind fits."""
    if entity.kind in kinds:
        return entity
    side = entity.represents
    return side if side is not None and side.kind in kinds and ActorKind.PERSON not in kinds else None
