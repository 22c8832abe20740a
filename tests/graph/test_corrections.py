"""What people say of stances: it overrides the machine, in every store, and survives new readings."""

import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kg.draw import write_html
from kg.draw.packed import unpacked
from kg.errors import StoreError
from kg.graph import KG, graph_name, iri, named_query, open_store
from kg.graph.shapes import problems, stored_graphs
from kg.model import Actor, ActorKind, Decision, Evidence, Reading, StanceType
from kg.resources import folder
from rdflib import Graph

HERE = str(Path(__file__).parent)
RUSSIA, TROOPS = iri("actor", "RU"), iri("target", "troops+UA")
POLAND = Actor("PL", "Polen", ActorKind.STATE, "Q36", (("de", "Polen"), ("en", "Poland")))
NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def in_memory(readings):
    """The dispute in memory, for what does not depend on the kind of store."""
    with open_store(":memory:") as store:
        for reading in readings:
            store.replace(reading)
        yield store


def only(store, **conditions):
    (stance,) = store.stances(**conditions)
    return stance


def node_of(store, stance):
    return next(node for node, one in store.named_stances() if one == stance)


def default_graph(store):
    return set(store.query("SELECT ?s ?p ?o { ?s ?p ?o }").rows)


def drawn(store, folder):
    """The data of the drawing of a store, as text."""
    write_html(store.stances(), folder / "graph.html")
    page = (folder / "graph.html").read_text("utf-8")
    return str(unpacked(page.partition('id="data">')[2].partition("</script>")[0]))


def in_article(store, article="spring"):
    return set(store.triples(graph_name(article)))


def test_a_rejected_stance_is_found_no_more_but_stays_in_the_graph_of_its_article(store, in_memory, tmp_path):
    wrong, before = only(store, actor="Kreml", type=StanceType.REJECTS), in_article(store)
    node = node_of(store, wrong)
    review = store.corrections.reject(wrong, by="Anna", at=NOON, note="er zitiert nur")
    assert (review.stance, review.decision, review.reviewer, review.at) == (wrong, Decision.REJECTED, "Anna", NOON)
    assert wrong not in set(store.stances())
    assert store.query("ASK { ?who kg:rejects ?what }").answer is False
    assert store.query(named_query("who-rejects").bind()).rows == []
    assert store.query(f"ASK {{ <{node}> ?p ?o }}").answer is False
    assert store.query(f"ASK {{ ?o ?p <{node}> }}").answer is False
    # Who was named by this stance alone is gone with it; Russia speaks in other articles.
    assert store.query("ASK { actor:vladimir-putin ?p ?o }").answer is False
    assert store.query("ASK { actor:RU kg:threatens ?o }").answer is True
    assert "weder vor noch nach" in drawn(in_memory, tmp_path)
    assert "weder vor noch nach" not in drawn(store, tmp_path)
    assert in_article(store) == before
    found = store.query("""SELECT ?stance ?who ?when ?note { GRAPH ?review {
        ?review a kg:Review ; kg:decision kg:decision-rejected ; prov:invalidated ?stance ; rdfs:comment ?note ;
            prov:endedAtTime ?when ; prov:wasAssociatedWith [ a prov:Person ; rdfs:label ?who ] . } }""")
    assert [tuple(term.toPython() for term in row) for row in found.rows] == [
        (str(node), "Anna", NOON, "er zitiert nur")
    ]


def test_an_accepted_stance_gets_full_confidence_and_says_who_vouches(store):
    unsure = only(store, confidence=0.35, actor="Linksbund")
    node = node_of(store, unsure)
    store.corrections.accept(str(node), by="Bert")
    assert only(store, actor="Linksbund") == replace(unsure, confidence=1.0)
    assert node_of(store, replace(unsure, confidence=1.0)) == node
    who = store.query("SELECT ?who { ?s kg:review/prov:wasAssociatedWith/rdfs:label ?who }")
    assert [str(row[0]) for row in who.rows] == ["Bert"]


def test_a_corrected_stance_stands_in_the_place_of_the_machines(store, readings):
    wrong, before = only(store, type=StanceType.DEFERS), in_article(store)
    node = node_of(store, wrong)
    review = store.corrections.correct(wrong, by="Anna", actor=POLAND, type=StanceType.SUPPORTS)
    assert review.corrected.represents == POLAND  # a state speaks for itself
    right = replace(wrong, actor=POLAND, represents=POLAND, type=StanceType.SUPPORTS, confidence=1.0)
    assert only(store, actor="Poland") == right
    assert list(store.stances(type=StanceType.DEFERS)) == []
    assert store.query("SELECT ?t { actor:PL kg:supports ?t }").rows == [(TROOPS,)]
    assert store.query("ASK { actor:DE kg:defers ?t }").answer is False
    found = store.query(f"""SELECT ?was ?who {{ ?s kg:actor actor:PL ; kg:valence kg:favour ; prov:wasRevisionOf ?was ;
        prov:wasGeneratedBy [ a kg:Review ; kg:decision kg:decision-corrected ; prov:wasAssociatedWith/rdfs:label ?who ]
        FILTER(?was = <{node}>) }}""")
    assert [str(who) for _, who in found.rows] == ["Anna"]
    assert in_article(store) == before
    assert store.counts()["stances"] == 12


def test_a_plain_triple_stays_while_another_article_says_it(store, readings):
    again = Reading(
        replace(readings[0].article, id="again"),
        tuple(replace(stance, article="again") for stance in readings[0].stances),
    )
    store.replace(again)
    for article, left in (("spring", True), ("again", False)):
        store.corrections.reject(only(store, article=article, type=StanceType.REJECTS), by="Anna")
        assert store.query("ASK { actor:RU kg:rejects ?what }").answer is left
        assert default_graph(store) == {quad[:3] for quad in store.quads()}
    assert store.remove("again")
    assert store.query("ASK { actor:RU kg:rejects ?what }").answer is False


def test_what_people_said_survives_a_new_reading_of_the_same(store, readings):
    corrections = store.corrections
    corrections.reject(only(store, type=StanceType.REJECTS), by="Anna")
    corrections.correct(only(store, type=StanceType.DEFERS), by="Anna", type=StanceType.AGREES)
    corrections.accept(only(store, type=StanceType.COMMITS, article="spring"), by="Anna")
    before = store.dump("nq"), default_graph(store)
    for reading in readings:
        store.replace(reading)
    assert (store.dump("nq"), default_graph(store)) == before


def test_a_persons_word_counts_when_the_machine_later_says_something_else(store, readings):
    spring = readings[0]
    rejects, defers, commits, demands = spring.stances
    store.corrections.reject(rejects, by="Anna")
    store.corrections.accept(defers, by="Anna")
    store.corrections.correct(commits, by="Anna", type=StanceType.PROPOSES)
    machine = (
        # The rejected claim in other words is still rejected; but another claim in that sentence is new.
        replace(rejects, target=replace(rejects.target, text="Truppen in der Ukraine")),
        replace(rejects, type=StanceType.THREATENS),
        # The accepted one stays, whatever type the machine now prefers.
        replace(defers, type=StanceType.QUESTIONS, condition=None),
        # What a person made of it stays, even if the machine finds nothing there; other stances come and go.
        replace(demands, type=StanceType.PROPOSES),
    )
    store.replace(Reading(spring.article, machine))
    found = {(stance.actor.key, stance.type.value, stance.confidence) for stance in store.stances(article="spring")}
    assert found == {
        ("vladimir-putin", "threatens", 0.9),
        ("DE", "defers", 1.0),
        ("FR", "proposes", 1.0),
        ("UA", "proposes", 0.95),
    }
    # And when the machine comes to the same as the person, it is one stance.
    store.replace(Reading(spring.article, (replace(commits, type=StanceType.PROPOSES), *machine)))
    assert [stance.confidence for stance in store.stances(article="spring", actor="Frankreich")] == [1.0]


def test_better_labels_and_conditions_come_through_to_a_corrected_stance(in_memory, readings):
    store, spring = in_memory, readings[0]
    defers = spring.stances[1]
    store.corrections.correct(defers, by="Anna", type=StanceType.AGREES)
    germany = replace(defers.actor, labels=(("de", "Deutschland"), ("en", "Federal Republic")))
    store.replace(Reading(spring.article, (replace(defers, actor=germany, represents=germany, cue="neu"),)))
    right = only(store, article="spring", actor="Deutschland")
    assert (right.type, right.cue, right.actor) == (StanceType.AGREES, "neu", germany)
    conforms(store)


def test_new_keys_of_actors_and_targets_reach_what_people_said(store, readings):
    autumn = readings[2]
    _, criticises, supports = autumn.stances
    store.corrections.correct(criticises, by="Anna", type=StanceType.QUESTIONS)
    store.corrections.reject(supports, by="Anna")
    known = replace(criticises.actor, key="linksbund-partei", labels=(("de", "Linksbund"), ("en", "Left League")))
    pipeline = replace(criticises.target, key="pipeline+baltic", labels=(("de", "Gasleitung"), ("en", "pipeline")))
    machine = (
        replace(criticises, actor=known, represents=known, target=pipeline),
        replace(supports, target=pipeline),
    )
    store.replace(Reading(autumn.article, machine))
    assert list(store.stances(article="autumn")) == [
        replace(machine[0], type=StanceType.QUESTIONS, confidence=1.0),
    ]


def test_a_sentence_that_moves_takes_the_correction_along(store, readings):
    spring = readings[0]
    store.corrections.correct(spring.stances[1], by="Anna", type=StanceType.AGREES)
    longer = "Vorspann. " + spring.article.text
    moved = tuple(
        replace(s, evidence=Evidence(s.evidence.start + 10, s.evidence.end + 10, s.evidence.text))
        for s in spring.stances
    )
    store.replace(Reading(replace(spring.article, text=longer), moved))
    right = only(store, article="spring", actor="Deutschland")
    assert right.type is StanceType.AGREES
    assert longer[right.evidence.start : right.evidence.end] == right.evidence.text
    # Where the article no longer says it, nobody holds the stance; the review waits for the sentence to return.
    store.replace(Reading(replace(spring.article, text="Alles anders."), ()))
    assert list(store.stances(article="spring")) == []
    store.replace(spring)
    assert only(store, article="spring", actor="Deutschland").type is StanceType.AGREES


def test_the_latest_review_counts_and_none_is_lost(store):
    wrong = only(store, type=StanceType.DEFERS)
    node, corrections = node_of(store, wrong), store.corrections
    corrections.correct(wrong, by="Anna", at=NOON, type=StanceType.AGREES)
    # A correction of a correction adds to it.
    corrections.correct(only(store, type=StanceType.AGREES, article="spring"), by="Bert", actor=POLAND,
                        at=NOON.astimezone(timezone(timedelta(hours=2))) + timedelta(minutes=1))  # fmt: skip
    assert (only(store, actor="Polen").type, only(store, actor="Polen").actor) == (StanceType.AGREES, POLAND)
    corrections.reject(only(store, actor="Polen"), by="Cleo")
    assert list(store.stances(actor="Polen")) == []
    corrections.withdraw(str(node), by="Cleo")
    assert only(store, type=StanceType.DEFERS) == wrong
    said = [(review.reviewer, review.decision.value, review.stance) for review in corrections.reviews()]
    assert said == [
        ("Anna", "corrected", wrong),
        ("Bert", "corrected", wrong),
        ("Cleo", "rejected", wrong),
        ("Cleo", "withdrawn", wrong),
    ]
    assert corrections.counting() == {}
    assert corrections.reviews("autumn") == []


def test_a_correction_that_changes_nothing_is_an_acceptance(store):
    stance = only(store, type=StanceType.DEFERS)
    review = store.corrections.correct(stance, by="Anna", type=StanceType.DEFERS)
    assert (review.decision, review.corrected) == (Decision.ACCEPTED, None)


def test_removing_an_article_removes_what_was_said_of_it(store, readings):
    for reading in readings:
        for number, stance in enumerate(reading.stances):
            if number % 2:
                store.corrections.reject(stance, by="Anna")
            else:
                store.corrections.correct(stance, by="Anna", actor=POLAND)
    for reading in readings:
        assert store.remove(reading.article.id)
        assert default_graph(store) == {quad[:3] for quad in store.quads()}
    assert store.quads(everything=True) == []
    assert default_graph(store) == set()


def test_what_cannot_be_reviewed(store):
    stance = only(store, type=StanceType.DEFERS)
    before = store.dump("nq")
    with pytest.raises(StoreError, match=r"stance:nothing: there is no such stance .*'kg stances' shows them"):
        store.corrections.accept("stance:nothing", by="Anna")
    with pytest.raises(StoreError, match="no such stance"):
        store.corrections.accept("> } DROP ALL", by="Anna")
    with pytest.raises(StoreError, match="spring: holds no such stance"):
        store.corrections.accept(replace(stance, confidence=0.1), by="Anna")
    with pytest.raises(StoreError, match=r"no such article .*did you mean spring"):
        store.corrections.accept(replace(stance, article="sprnig"), by="Anna")
    with pytest.raises(StoreError, match="needs the name of a person"):
        store.corrections.accept(stance, by=" ")
    with pytest.raises(StoreError, match="nobody has reviewed this stance"):
        store.corrections.withdraw(stance, by="Anna")
    assert store.dump("nq") == before


def test_articles_come_back_with_their_texts(store, readings):
    assert {article.id: article.text for article in store.articles(text=True)} == {
        reading.article.id: reading.article.text for reading in readings
    }
    assert store.article("spring") == readings[0].article
    # Neither the default graph nor an exported file holds them.
    assert store.query("ASK { ?a schema:articleBody ?text }").answer is False
    assert not any(p.endswith("articleBody") for _, p, _, _ in store.quads())
    store.replace(readings[0], keep_text=False)
    assert store.article("spring").text == ""


def conforms(store):
    """Every named graph has the promised shape: what was read, what was said, and what holds."""
    for graph in stored_graphs(store):
        assert problems(graph) == []


def test_what_is_written_has_the_promised_shape(in_memory):
    store, ontology = (
        in_memory,
        Graph().parse(folder("ontology") / "stance.ttl").parse(folder("ontology") / "stances.ttl"),
    )
    store.corrections.reject(only(store, type=StanceType.REJECTS), by="Anna", note="nein")
    store.corrections.correct(only(store, type=StanceType.DEFERS), by="Anna", actor=POLAND, type=StanceType.AGREES)
    store.corrections.accept(only(store, type=StanceType.THREATENS), by="Bert")
    conforms(store)
    used = {term for quad in store.quads(everything=True) for term in quad if str(term).startswith(KG)}
    assert used <= set(ontology.subjects())


STEPS = st.tuples(
    st.sampled_from(["accept", "reject", "correct", "withdraw", "replace", "remove"]),
    st.integers(0, 11),
    st.sampled_from(StanceType),
)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=12))
def test_the_default_graph_is_what_holds_after_any_changes(readings, steps):
    stances = [stance for reading in readings for stance in reading.stances]
    with open_store(":memory:") as store, open_store(":memory:") as untouched:
        for reading in readings:
            store.replace(reading)
            untouched.replace(reading)
        reviewed = set()
        for step, number, type_ in steps:
            about = next(reading for reading in readings if stances[number] in reading.stances)
            if step == "replace":
                store.replace(about)
            elif step == "remove":
                store.remove(about.article.id)
                store.replace(about)
                reviewed -= set(about.stances)
            elif step == "correct":
                store.corrections.correct(stances[number], by="Anna", type=type_)
                reviewed.add(stances[number])
            elif step != "withdraw":
                getattr(store.corrections, step)(stances[number], by="Anna")
                reviewed.add(stances[number])
            elif stances[number] in reviewed:
                store.corrections.withdraw(stances[number], by="Anna")
                reviewed.discard(stances[number])
            assert default_graph(store) == {quad[:3] for quad in store.quads()}
        for stance in reviewed:
            store.corrections.withdraw(stance, by="Anna")
        assert set(store.stances()) == set(stances)
        plain = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(?p != kg:combines) }"
        assert set(store.query(plain).rows) == default_graph(untouched)


REVIEW_FOREVER = """
    from itertools import count
    from conftest import written
    from kg.graph import open_store
    from kg.model import StanceType
    readings = written()
    with open_store(sys.argv[1], create=True) as store:
        for reading in readings:
            store.replace(reading)
        print("open", flush=True)
        types = list(StanceType)
        for number in count():
            reading = readings[number % len(readings)]
            stance = reading.stances[number % len(reading.stances)]
            if number % 3:
                store.corrections.correct(stance, by="Anna", type=types[number % len(types)])
            else:
                store.corrections.reject(stance, by="Anna")
            if number % 7 == 0:
                store.replace(reading)
            if number % 11 == 0:
                store.remove(reading.article.id)
                store.replace(reading)
"""


@pytest.mark.parametrize("delay", [0.0, 0.3, 1.0, 2.5])
def test_a_killed_reviewer_leaves_whole_decisions_only(tmp_path, readings, delay):
    code = f"import sys; sys.path.insert(0, {HERE!r})\n" + textwrap.dedent(REVIEW_FOREVER)
    writer = subprocess.Popen([sys.executable, "-c", code, tmp_path / "store"], stdout=subprocess.PIPE, text=True)
    assert writer.stdout.readline() == "open\n"
    time.sleep(delay)
    writer.kill()
    writer.communicate()
    with open_store(tmp_path / "store") as store:
        assert default_graph(store) == {quad[:3] for quad in store.quads()}
        # Each review is whole, and what is withdrawn leaves what the machine had read.
        counting = store.corrections.counting()
        for node in counting:
            store.corrections.withdraw(node, by="Bert")
        stored = {article.id for article in store.articles()}
        assert set(store.stances()) == {s for r in readings if r.article.id in stored for s in r.stances}
        assert len(stored) >= 3
