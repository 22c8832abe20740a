"""Actors, targets and stances of a small debate, and any stances that hypothesis makes of them."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st
from kg.model import Actor, ActorKind, Evidence, Stance, StanceType, Target

RUSSIA = Actor("RU", "Moskau", ActorKind.STATE, "Q159", (("de", "Russland"), ("en", "Russia")))
FRANCE = Actor("FR", "Frankreich", ActorKind.STATE)
POLAND = Actor("PL", "Polen", ActorKind.STATE)
SPAIN = Actor("ES", "Spanien", ActorKind.STATE)
PUTIN = Actor("vladimir-putin", "Wladimir Putin", ActorKind.PERSON)
TROOPS = Target("troops+UA", "Truppen", "troops", ("UA",), (("de", "Truppen (Ukraine)"), ("en", "troops (Ukraine)")))
TRUCE = Target("ceasefire+UA", "Waffenruhe", "ceasefire", ("UA",))
SOME_TRUCE = Target("ceasefire", "Waffenruhe", "ceasefire")
GRAIN = Target("getreideabkommen", "das Getreideabkommen")


def stance(
    holder, kind, target, *, by=None, article="a", start=0, text="Ein Satz.", on=None, confidence=0.5, condition=None
):
    evidence = Evidence(start, start + len(text), text)
    kind = StanceType(kind)
    return Stance(article, by or holder, holder, kind, target, evidence, condition, None, "", confidence, on)


any_stance = st.builds(
    stance,
    st.sampled_from([RUSSIA, FRANCE, POLAND, SPAIN]),
    st.sampled_from(StanceType),
    st.sampled_from([TROOPS, TRUCE, GRAIN]),
    by=st.sampled_from([None, PUTIN]),
    article=st.sampled_from("abc"),
    on=st.none() | st.dates(date(2022, 1, 1), date(2023, 6, 30)),
    confidence=st.sampled_from([0.4, 0.9]),
)
some_truce = any_stance.map(lambda told: replace(told, target=SOME_TRUCE))
any_stances = st.lists(any_stance, max_size=25)
