"""Readings that hypothesis invents."""

from dataclasses import replace

from hypothesis import strategies as st
from kg.model import Actor, ActorKind, Article, Condition, ConditionKind, Evidence, Reading, Stance, StanceType, Target

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
labels = st.dictionaries(st.sampled_from(["de", "en", "fr"]), words, max_size=3).map(lambda d: tuple(sorted(d.items())))
actors = st.builds(
    Actor,
    key=words,
    name=words,
    kind=st.sampled_from(ActorKind),
    wikidata=st.none() | st.integers(1, 10**8).map("Q{}".format),
    labels=labels,
)
targets = st.builds(
    Target,
    key=words,
    text=words,
    issue=st.none() | words,
    entities=st.sets(words, max_size=3).map(lambda keys: tuple(sorted(keys))),
    labels=labels,
)


@st.composite
def readings(draw) -> Reading:
    """Within one article a key means one thing, and evidence is a stretch of the text."""
    about = draw(
        st.builds(
            Article,
            id=words,
            text=words,
            title=st.none() | words,
            date=st.none() | st.dates(),
            url=st.none() | words,
            lang=st.none() | st.sampled_from(["de", "en", "zh-Hant", "?"]),
            source=st.none() | words,
        )
    )
    cast = draw(st.lists(actors, min_size=1, max_size=4, unique_by=lambda a: a.key))
    named = st.builds(lambda actor, name: replace(actor, name=name), st.sampled_from(cast), words)
    topics = draw(st.lists(targets, min_size=1, max_size=3, unique_by=lambda t: t.key))
    phrased = st.builds(lambda target, text: replace(target, text=text), st.sampled_from(topics), words)
    place = st.tuples(*[st.integers(0, len(about.text))] * 2).map(sorted)
    evidence = place.map(lambda p: Evidence(p[0], p[1], about.text[p[0] : p[1]]))
    taken = st.builds(
        Stance,
        article=st.just(about.id),
        actor=named,
        represents=named,
        type=st.sampled_from(StanceType),
        target=phrased,
        evidence=evidence,
        condition=st.none() | st.builds(Condition, words, st.sampled_from(ConditionKind)),
        speaker=st.none() | named,
        cue=words,
        confidence=st.integers(0, 10_000).map(lambda n: n / 10_000),
        stated_on=st.none() | st.dates(),
        valid_until=st.none() | st.dates(),
    )
    return Reading(about, tuple(draw(st.lists(taken, max_size=5))))
