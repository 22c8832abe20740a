"""Tables of reviews for a spreadsheet."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kg.errors import InputError
from kg.graph import open_store
from kg.model import Actor, ActorKind, Article, Condition, ConditionKind, Decision, Evidence, Reading, Stance, Target
from kg.model import StanceType as T
from kg.review import waiting
from kg.review.table import COLUMNS, read, write

CHILE = Actor("CL", "Chile", ActorKind.STATE, "Q298", (("de", "Chile"), ("en", "Chile")))
PERU = Actor("PE", "Peru", ActorKind.STATE, "Q419", (("de", "Peru"), ("en", "Peru")))
BORIC = Actor("gabriel-boric", "Gabriel Boric", ActorKind.PERSON, None, ())
TALKS = Target("talks", "the talks", None, (), (("en", "the talks"),))
WORDS = "=Chile rejects the talks. “Boric” warns of\nthe talks; Peru, too, supports them."


def reading():
    def stance(actor, represents, type_, start, end, confidence):
        return Stance("a1", actor, represents, type_, TALKS, Evidence(start, end, WORDS[start:end]),
                      confidence=confidence, stated_on=date(2024, 5, 3), cue="x")  # fmt: skip

    return Reading(
        Article("a1", WORDS, date=date(2024, 5, 3), lang="en"),
        (
            replace(stance(CHILE, CHILE, T.REJECTS, 0, 25, 0.2), condition=Condition("=1+1", ConditionKind.IF)),
            stance(BORIC, CHILE, T.WARNS, 26, 53, 0.3),
            stance(PERU, PERU, T.SUPPORTS, 54, len(WORDS), 0.4),
        ),
    )


@pytest.fixture
def store():
    with open_store(":memory:") as memory:
        memory.replace(reading())
        yield memory


@pytest.fixture
def table(tmp_path, store):
    """The unreviewed stances as a table; a function that changes cells of a row and imports it."""
    path = tmp_path / "review.csv"

    def fill(*changes: dict[str, str], by="Anna", delimiter=","):
        write(waiting(store), store, path) if not path.exists() else None
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
        for row, change in zip(rows, changes, strict=False):
            row.update(change)
        text = io.StringIO(newline="")
        out = csv.DictWriter(text, rows[0], delimiter=delimiter)
        out.writeheader()
        out.writerows(rows)
        path.write_text(text.getvalue(), "utf-8", newline="")
        errors: list[Exception] = []
        outcome = read(path, store, by=by, on_error=errors.append)
        return (outcome.taken, outcome.unchanged, outcome.refused), [str(e).removeprefix(f"{path}:") for e in errors]

    return fill


def held(store):
    return {(s.actor.name, s.represents.key, s.type.value, s.target.text) for s in store.stances()}


def test_the_table_is_understood_by_people_and_spreadsheets(store, tmp_path):
    assert write(waiting(store), store, tmp_path / "review.csv") == 3
    content = (tmp_path / "review.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfstance,article,date,sentence,actor,type,target,condition,")
    first, second, _ = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert tuple(first) == COLUMNS
    assert (first["sentence"], first["condition"]) == ("'=Chile rejects the talks.", "'=1+1")  # no formula
    assert (first["confidence"], first["decision"], first["reviewer"]) == ("0.20", "", "")
    assert (second["actor"], second["sentence"]) == ("Gabriel Boric (Chile)", "“Boric” warns of the talks;")
    assert second["stance"].startswith("stance:")
    with pytest.raises(InputError, match=r"unknown file ending .*; use \.csv or \.tsv"):
        write(waiting(store), store, tmp_path / "review.xlsx")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_decisions_are_taken_over(store, table, delimiter):
    changes = (
        {"decision": "Rejected", "note": "he only quotes"},
        {"correct_type": "criticises", "correct_actor": "Peru"},
        {"decision": "accept"},
    )
    assert table(*changes, delimiter=delimiter) == ((3, 0, 0), [])
    assert held(store) == {("Peru", "PE", "criticises", "the talks"), ("Peru", "PE", "supports", "the talks")}
    said = [(r.decision, r.reviewer, r.note) for r in store.corrections.reviews()]
    assert sorted(said) == [
        (Decision.ACCEPTED, "Anna", ""),
        (Decision.CORRECTED, "Anna", ""),
        (Decision.REJECTED, "Anna", "he only quotes"),
    ]


def test_a_row_with_a_mistake_names_line_and_remedy_and_the_others_count(store, table):
    outcome, errors = table({"decision": "acept"}, {"correct_type": "warn"}, {"decision": "reject"})
    assert outcome == (1, 0, 2)
    assert errors == [
        "2: column decision: 'acept' is no decision; did you mean accept?",
        "3: column correct_type: 'warn' is no stance type; did you mean warns?",
    ]
    assert len(held(store)) == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"decision": "maybe"}, "write accept, correct, reject, withdraw, or leave it empty"),
        ({"decision": "correct"}, "fill in correct_actor, correct_type or correct_target"),
        ({"note": "hm"}, "a note alone changes nothing"),
        ({"decision": "reject", "correct_type": "warns"}, "correct_type is filled, but the decision is reject"),
        ({"decision": "accept", "type": "warns"}, "put 'rejects' back there and write what is right into correct_type"),
        ({"decision": "accept", "stance": "stance:x"}, "there is no such stance"),
        ({"decision": "accept", "stance": ""}, "column stance is empty"),
        ({"decision": "accept", "reviewed_at": "gestern"}, "'gestern' is no time; empty it, or write it like"),
        ({"decision": "withdraw"}, "there is nothing to withdraw"),
    ],
)
def test_what_cannot_be_taken(store, table, change, message):
    before = store.dump("nq")
    outcome, errors = table(change)
    assert outcome == (0, 2, 1)
    assert errors[0].startswith("2: ") and message in errors[0]
    assert store.dump("nq") == before


def test_importing_again_and_changing_ones_mind(store, table):
    assert table({"decision": "reject"})[0] == (1, 2, 0)
    assert table({"decision": "reject"})[0] == (0, 3, 0)
    assert table({"decision": "accept"})[0] == (1, 2, 0)  # one's own decision
    outcome, errors = table({"decision": "reject"}, by="Bert")
    assert outcome == (0, 2, 1)
    assert errors[0].startswith("2: Anna has reviewed this stance since the table was written; export it again")
    assert table({"decision": "withdraw"})[0] == (1, 2, 0)
    assert {stance.confidence for stance in store.stances()} == {0.2, 0.3, 0.4}


def test_decisions_move_to_another_store_with_who_and_when(store, table, tmp_path):
    table({"decision": "reject"}, {"correct_actor": "Peru", "note": "Peru!"}, {"decision": "accept"})
    path = tmp_path / "decisions.tsv"
    assert write(waiting(store, reviewed=True), store, path) == 3
    with open_store(":memory:") as other:
        other.replace(reading())
        assert read(path, other, by="Cleo", on_error=pytest.fail).taken == 3
        assert other.corrections.reviews() == store.corrections.reviews()
        assert other.dump("nq") == store.dump("nq")


def test_files_that_are_no_tables(store, tmp_path):
    path = tmp_path / "x.csv"

    def error(content: bytes):
        path.write_bytes(content)
        with pytest.raises(InputError) as caught:
            read(path, store, by="Anna", on_error=pytest.fail)
        return str(caught.value).removeprefix(str(path))

    assert error(b"") == ":1: column stance is missing; take the table that 'kg review --export' writes"
    assert error(b"stance,decision\nx,accept\n").startswith(":1: column correct_actor is missing")
    assert error("Größe".encode("cp1252")) == ": not UTF-8; save the table as 'CSV UTF-8'"
    with pytest.raises(InputError, match=r"cannot be read .No such file"):
        read(Path("missing.csv"), store, by="Anna", on_error=pytest.fail)


def test_a_stray_quotation_mark_costs_one_row_only(store, tmp_path):
    path = tmp_path / "review.csv"
    write(waiting(store), store, path)
    head, first, second, third = path.read_text("utf-8-sig").splitlines()
    fields = dict(zip(COLUMNS, next(csv.reader([third])), strict=True)) | {"decision": "accept"}
    line = io.StringIO()
    csv.writer(line).writerow(fields.values())
    path.write_text("\n".join([head, '"stance:x"y,a', first, line.getvalue()]), "utf-8")
    errors: list[Exception] = []
    outcome = read(path, store, by="Anna", on_error=errors.append)
    assert (outcome.taken, outcome.unchanged, outcome.refused) == (1, 1, 1)
    assert str(errors[0]).startswith(f"{path}:2: ") and "correct the quotation marks" in str(errors[0])
    assert second


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
names = text.filter(lambda words: words.strip())


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sentences=st.lists(st.tuples(names, text, st.sampled_from(T)), min_size=1, max_size=4),
    decisions=st.lists(st.tuples(st.sampled_from("arcs"), names, text, names, st.sampled_from(T)), max_size=4),
    ending=st.sampled_from(["csv", "tsv"]),
)
def test_a_round_trip_without_edits_changes_nothing(tmp_path, sentences, decisions, ending):
    path = tmp_path / f"round.{ending}"
    stances, words = [], ""
    for name, phrase, type_ in sentences:
        start = len(words)
        words += f"{name} {phrase}. "
        actor = Actor(f"k{len(stances)}", name)
        stances.append(Stance("a1", actor, actor, type_, Target(f"t{start}", phrase),
                              Evidence(start, len(words) - 1, words[start:-1]), confidence=0.3))  # fmt: skip
    with open_store(":memory:") as store:
        store.replace(Reading(Article("a1", words, lang="de"), tuple(stances)))
        for stance, (letter, name, note, target, type_) in zip(stances, decisions, strict=False):
            if letter == "a":
                store.corrections.accept(stance, by=name, note=note)
            elif letter == "r":
                store.corrections.reject(stance, by=name, note=note, at=datetime(2026, 1, 2, tzinfo=UTC))
            elif letter == "c":
                store.corrections.correct(stance, by=name, type=type_, note=note,
                                          actor=Actor("n", name), target=Target("n", target))  # fmt: skip
        before = store.dump("nq")
        for reviewed in (False, True):
            number = write(waiting(store, reviewed=reviewed), store, path)
            outcome = read(path, store, by="Bert", on_error=pytest.fail)
            assert (outcome.taken, outcome.unchanged) == (0, number)
        assert store.dump("nq") == before
