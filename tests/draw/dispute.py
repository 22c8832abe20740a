"""The dispute that the drawing is tested on: actors, targets and how a stance of them is made."""

from datetime import date

from kg.model import Actor, ActorKind, Evidence, Stance, Target


def actor(key: str, de: str, en: str, kind: ActorKind = ActorKind.STATE) -> Actor:
    return Actor(key, de, kind, labels=(("de", de), ("en", en)))


RUSSIA = actor("RU", "Russland", "Russia")
UKRAINE = actor("UA", "Ukraine", "Ukraine")
GERMANY = actor("DE", "Deutschland", "Germany")
FRANCE = actor("FR", "Frankreich", "France")
HUNGARY = actor("HU", "Ungarn", "Hungary")
POLAND = actor("PL", "Polen", "Poland")
NATO = actor("nato", "NATO", "NATO", ActorKind.ORGANISATION)
EU = actor("eu", "Europäische Union", "European Union", ActorKind.ORGANISATION)
PARTY = actor("linke", "Die Linke", "The Left", ActorKind.PARTY)
REBELS = Actor("freie-miliz", "Freie Miliz", ActorKind.GROUP)
PUTIN = actor("vladimir-putin", "Wladimir Putin", "Vladimir Putin", ActorKind.PERSON)
PESKOV = actor("dmitry-peskov", "Dmitri Peskow", "Dmitry Peskov", ActorKind.PERSON)
MERZ = actor("friedrich-merz", "Friedrich Merz", "Friedrich Merz", ActorKind.PERSON)

TROOPS = ("troops+nato+UA", "Truppen aus NATO-Staaten in der Ukraine", "NATO troops in Ukraine")
CEASEFIRE = ("ceasefire+UA", "Waffenruhe in der Ukraine", "Ceasefire in Ukraine")
SANCTIONS = ("sanctions+RU", "Sanktionen gegen Russland", "Sanctions against Russia")
MEMBERSHIP = ("accession+eu+UA", "EU-Beitritt der Ukraine", "EU membership of Ukraine")
GUARANTEES = ("guarantees+UA", "Sicherheitsgarantien", "Security guarantees")


def target(concept: tuple[str, str, str], text: str) -> Target:
    key, de, en = concept
    return Target(key, text, issue=key.split("+")[0], labels=(("de", de), ("en", en)))


def stance(holder, kind, what, sentence, *, by=None, speaker=None, condition=None, article="a1", day=5, confidence=0.9):
    text, _, _ = sentence.partition("|")
    what = what if isinstance(what, Target) else Target(what.key, what.name, entities=(what.key,), labels=what.labels)
    return Stance(
        article=article,
        actor=by or holder,
        represents=holder,
        type=kind,
        target=what,
        evidence=Evidence(0, len(text), text),
        condition=condition,
        speaker=speaker,
        confidence=confidence,
        stated_on=date(2025, 9, day) if day else None,
    )
