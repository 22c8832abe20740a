"""Whom descriptions mean: "der Kremlchef", "the organisation", "the court"."""

from kg.extract.cast import Cast
from kg.extract.entities import Entity, Mention, slug
from kg.extract.offices import STATE_LEVELS, feminine
from kg.model import ActorKind

_BODIES = {ActorKind.ORGANISATION, ActorKind.PARTY, ActorKind.GROUP}
_OF_HOME = "government"  # "the government" is that of the article's state, whatever governments it names
_REACH = 400  # tokens that a description of a body looks back


def link_homeless(cast: Cast) -> None:
    """ "Die Regierung", "der Außenminister": of the state that the article is about."""
    home = cast.home()
    if home is None and cast.doc.lang_ == "de":
        home = cast.known("DE")
    for mention in cast.mentions:
        entity = mention.entity
        if mention.how != "office" or entity.known or entity.represents is not None or home is None:
            continue
        found = cast.gazetteer.office(cast.doc[mention.head].text, cast.doc[mention.head].lemma_)
        general = entity.plural and found is not None and cast.doc[mention.head].lower_ != found[0].term.lower()
        body = found is not None and found[0].kind == "body"
        if found is not None and found[0].level in STATE_LEVELS and not (general and body):
            entity.represents = home


def link_members(cast: Cast) -> None:
    """ "The judges", "die Abgeordneten": of the court or parliament that was named before."""
    for mention in cast.mentions:
        entity = mention.entity
        if mention.how != "office" or mention.name is not None or entity.known or entity.kind is not ActorKind.PERSON:
            continue
        head = cast.doc[mention.head]
        found = cast.gazetteer.office(head.text, head.lemma_)
        nouns = cast.grammar.bodies.get(found[0].level, ()) if found is not None and entity.represents is None else ()
        if not nouns or not any(t.lower_ in cast.grammar.definite for t in cast.doc[mention.start - 1 : mention.head]):
            continue
        for earlier in cast.before(mention.start, reach=_REACH):
            body = earlier.entity
            last = earlier.entity.name.partition(" (")[0].partition(" of ")[0].casefold().split()[-1:]
            named = earlier.how != "adjective" and body.kind is ActorKind.ORGANISATION and not body.plural
            if named and last and any(last[0].removesuffix("s").endswith(noun) for noun in nouns):
                entity.represents = body
                break


def unify_offices(cast: Cast) -> None:
    """Give the offices and bodies without a name one entity for each thing, with a key in no language.

    "Die Bundesregierung" and "the German government" are one node: what it is, and whose.
    """
    home = cast.home()
    by_key: dict[str, Entity] = {}
    for mention in cast.mentions:
        entity = mention.entity
        if mention.how != "office" or mention.name is not None or entity.known or not entity.concept:
            continue
        side = entity.represents or home
        entity.key = slug(f"{entity.concept} {side.key if side is not None else ''}")
        mention.entity = by_key.setdefault(entity.key, entity)
        if len(entity.name) > len(mention.entity.name):
            mention.entity.name = entity.name


def link_bare_offices(cast: Cast) -> None:
    """ "Der Kremlchef" means the president named before, "the organisation" the one named before."""
    meant: dict[Entity, Entity] = {}
    for mention in cast.mentions:
        entity = mention.entity
        if mention.how != "office" or entity.known or entity.plural or mention.name is not None:
            continue
        head = cast.doc[mention.head]
        if not any(t.lower_ in cast.grammar.definite for t in cast.doc[max(0, mention.start - 2) : mention.head]):
            continue
        if entity.kind is not ActorKind.PERSON and entity.concept == _OF_HOME:
            continue
        if entity.kind is not ActorKind.PERSON:
            found = of_kind(cast, head.lemma_.lower(), mention.start) if entity.represents is None else None
        else:
            found = described(cast, term_of(mention, cast), entity.represents, mention.start, feminine(head))
            if found is None and entity.represents is not None:
                found = _speaks_for(cast, entity.represents, mention.start)
        if found is not None:
            meant[entity] = mention.entity = found
    _link_sides(cast, meant)


def _link_sides(cast: Cast, meant: dict[Entity, Entity]) -> None:
    """ "The country's foreign minister": of the country that the description means, alone or within the office."""
    alone = {m.entity for m in cast.mentions}
    for mention in cast.mentions:
        side = mention.entity.represents
        if side is None:
            continue
        found = meant.get(side)
        if side.concept and side not in alone and side.represents is None and side.kind is not ActorKind.PERSON:
            found = of_kind(cast, side.name.split()[-1].lower(), mention.start)
        if found is not None and found is not mention.entity:
            mention.entity.represents = found


def term_of(mention: Mention, cast: Cast) -> str:
    """The office of a mention as it is noted in the holder's ``offices``."""
    own = mention.entity.offices
    head = cast.doc[mention.head].lemma_.lower()
    return next((term for term in sorted(own, key=len, reverse=True) if term.endswith(head)), head)


def of_kind(cast: Cast, noun: str, before: int) -> Entity | None:
    """The last actor that a description such as "das Land", "the court", "the organisation" can mean.

    A word that the name of a body ends in, or that introduced it, wins over the kind that the word names.
    """
    earlier = [m for m in cast.before(before, reach=_REACH) if m.how not in ("adjective", "demonym")]
    earlier = [m for m in earlier if not m.entity.plural]
    for mention in earlier:
        for entity in (mention.entity, mention.entity.represents):  # "a spokeswoman for the court … the court"
            if entity is None or entity.kind not in _BODIES or entity.name.casefold() == noun:
                continue
            if _ends(entity.name.casefold(), noun) or (noun in entity.offices and entity.name[0].isupper()):
                return entity
    for name, nouns in cast.grammar.anaphora.items():
        if noun not in nouns:
            continue
        kinds = _KINDS.get(name, _BODIES)
        for mention in earlier:
            if mention.entity.kind in kinds and mention.how in ("name", "alias") and mention.entity.known:
                return mention.entity
    return None


_KINDS = {
    "state": {ActorKind.STATE},
    "party": {ActorKind.PARTY},
    "organisation": {ActorKind.ORGANISATION, ActorKind.GROUP},
}


def _ends(name: str, noun: str) -> bool:
    """Whether a noun is the head of a name: its last word or last part, or the word before "of"."""
    words = name.partition(" (")[0].partition(" of ")[0].split()
    return bool(words) and len(noun) > 3 and words[-1].endswith(noun) and name != noun


def described(
    cast: Cast, term: str, represents: Entity | None, before: int, woman: bool | None = None
) -> Entity | None:
    """The person whom a bare office ("der Kremlchef", "the minister") means: who holds it, the last named first.

    The same office wins over one that only ends alike ("Präsident", "Parlamentspräsident").
    """
    best: tuple[int, Entity] | None = None
    for mention in cast.before(before, reach=100_000):
        entity = mention.entity
        if entity.kind is not ActorKind.PERSON or not entity.offices or entity.plural:
            continue
        if represents is not None and entity.represents is not represents:
            continue
        if woman is not None and entity.feminine is not None and woman is not entity.feminine:
            continue
        score = max(_alike(term, office, entity) for office in entity.offices)
        if score and (best is None or score > best[0]):
            best = (score, entity)
    return best[1] if best is not None else None


def _alike(term: str, office: str, holder: Entity) -> int:
    """How well an office fits another word for it: 0 not, 1 ends alike, 2 and its side is in the word, 3 the same."""
    if _genderless(term) == _genderless(office):
        return 3
    longer, shorter = sorted((_genderless(term), _genderless(office)), key=len, reverse=True)
    if not longer.endswith(shorter):
        return 0
    side = holder.represents.name.casefold() if holder.represents is not None else ""
    rest = longer[: -len(shorter)].strip("- ")
    return 2 if len(rest) > 2 and (rest in side or rest.rstrip("s") in side) else 1


def _genderless(office: str) -> str:
    return office.removesuffix("in") if len(office) > 5 else office


def _speaks_for(cast: Cast, side: Entity, before: int) -> Entity | None:
    for mention in cast.before(before, reach=_REACH):
        if mention.entity.kind is ActorKind.PERSON and mention.entity.represents is side and mention.how == "office":
            return mention.entity if mention.entity.name.count(" ") and mention.entity.name[0].isupper() else None
    return None
