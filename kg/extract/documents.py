"""Who speaks through a document: "the resolution demands", "In dem Bericht heißt es", "an ai report"."""

from functools import cache

from kg.extract.cast import Cast
from kg.extract.entities import Entity
from kg.extract.offices import acts_for
from kg.extract.words import Word
from kg.model import ActorKind

_BODIES = (ActorKind.ORGANISATION, ActorKind.PARTY, ActorKind.GROUP, ActorKind.STATE)
_PHRASE = 12  # tokens of a document's noun phrase
_SENTENCES = 3  # how far back who issued a document may be named


def link_documents(cast: Cast) -> None:
    """Note for each document of a text who issued it: its owner, else who did so where it was last named."""
    known: dict[str, Entity] = {}
    for token in cast.doc:
        if token.pos_ not in ("NOUN", "PROPN") or not is_document(token, cast) or token.i in cast.at:
            continue
        noun = token.lemma_.lower()
        definite = any(t.lower_ in cast.grammar.definite for t in cast.doc[max(0, token.i - 3) : token.i])
        issuer = _owner(token, cast)
        if issuer is None and definite:
            issuer = known.get(noun) or next((e for n, e in known.items() if n.endswith(noun) and len(noun) > 4), None)
        issuer = issuer or _subject_around(token, cast)
        if issuer is not None:
            cast.issuers[token.i] = issuer
            known[noun] = issuer


def is_document(noun: Word, cast: Cast) -> bool:
    """Whether a noun names a document, alone or as the last part of a compound."""
    forms = (noun.lower_, noun.lemma_.lower())
    words = cast.grammar.documents
    if any(f in words for f in forms):
        return True
    if cast.doc.lang_ != "de":
        return False
    return any(f[2:].endswith(_heads(words)) for f in forms)


@cache
def _heads(words: frozenset[str]) -> tuple[str, ...]:
    """The words that are long enough to be told as the last part of a compound."""
    return tuple(w for w in words if len(w) > 4)


def _owner(noun: Word, cast: Cast) -> Entity | None:
    doc = cast.doc
    prefix, hyphen, _ = noun.text.rpartition("-")
    if hyphen:
        key = cast.gazetteer.surfaces.get(prefix) or cast.gazetteer.adjectives.get(prefix.lower())
        if key:
            return cast.known(key)
        for mention in cast.before(noun.i, reach=100_000):
            if doc[mention.start : mention.end].text.casefold() == prefix.casefold():
                return _highest(mention.entity)
    for i in range(noun.i - 1, max(noun.sentence[0], noun.i - 5) - 1, -1):
        held = cast.at.get(i)
        if held is not None:
            close = (
                held.how == "adjective" or doc[held.end - 1].text.endswith("s") or doc[held.end].lower_ in ("'s", "’s")
            )
            return _highest(held.entity) if close or doc.lang_ == "en" else None
        if doc[i].lower_ in cast.grammar.possessives:
            return cast.antecedent(doc[i])
        if doc[i].pos_ not in ("ADJ", "NOUN", "NUM", "PROPN", "PART", "ADV"):
            break
    linked = False
    for i in range(noun.i + 1, min(noun.sentence[1], noun.i + _PHRASE)):
        held = cast.at.get(i)
        if held is not None and held.how not in ("adjective", "demonym"):
            return _highest(held.entity) if linked or doc[held.start].text.endswith("s") else None
        key = cast.gazetteer.surfaces.get(doc[i].text.rpartition("-")[0]) if "-" in doc[i].text else None
        if key is not None and linked and held is None:
            return _highest(cast.known(key))
        if doc[i].lower_ in cast.grammar.owning:
            linked = True
        elif doc[i].pos_ not in ("ADJ", "NOUN", "PROPN", "NUM") and held is None:
            return None
    return None


def _highest(entity: Entity) -> Entity:
    """The organisation behind an office or a part of it; a person stays who they are."""
    return entity if entity.kind is ActorKind.PERSON else acts_for(entity)


def _subject_around(noun: Word, cast: Cast) -> Entity | None:
    """The body or person that is the subject of the noun's sentence, or was of one shortly before."""
    start = noun.sentence[0]
    for _ in range(_SENTENCES):
        if start <= 0:
            break
        start = cast.doc[start - 1].sentence[0]
    for mention in cast.before(noun.i, reach=noun.i - start):
        if mention.how in ("adjective", "demonym") or mention.start < start:
            continue
        named = mention.entity.kind in _BODIES or mention.entity.kind is ActorKind.PERSON
        if named and cast.doc[mention.head].dep_ in ("nsubj", "nsubj:pass"):
            return _highest(mention.entity)
    return None
