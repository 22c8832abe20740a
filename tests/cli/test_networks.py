"""kg network, kg coalitions, kg shifts: who stands with whom, and who changed position."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from debate import FRANCE, POLAND, RUSSIA, SOME_TRUCE, SPAIN, TROOPS, TRUCE, stance
from kg.graph import open_store
from kg.model import Article, Reading, Target

EARLY, LATE = date(2021, 3, 1), date(2023, 3, 1)
COMMITTEE = Target("committee", "Ausschuss " * 50)

STANCES = [
    *(stance(who, "supports", TROOPS, on=EARLY, article="early") for who in (FRANCE, POLAND)),
    stance(RUSSIA, "rejects", TROOPS, on=EARLY, article="early", text="Moscow rejects troops."),
    stance(RUSSIA, "rejects", COMMITTEE, on=EARLY, article="early"),
    stance(FRANCE, "supports", COMMITTEE, on=EARLY, article="early"),
    *(stance(who, "demands", TRUCE, on=LATE, article="late") for who in (RUSSIA, SPAIN)),
    stance(RUSSIA, "agrees", TROOPS, on=LATE, article="late", text="Moscow agrees to troops.", start=20),
    stance(SPAIN, "defers", TROOPS, on=LATE, article="late", start=40),
]


@pytest.fixture(scope="module")
def debate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two articles."""
    place = tmp_path_factory.mktemp("debate") / "store"
    with open_store(place, create=True) as store:
        for name, day in (("early", EARLY), ("late", LATE)):
            told = tuple(stance for stance in STANCES if stance.article == name)
            store.replace(Reading(Article(name, "…", date=day, lang="de"), told))
    return place


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def ties(file: Path) -> dict[tuple[str, str], float]:
    return {
        (row["source"].removeprefix("actor:"), row["target"].removeprefix("actor:")): float(row["weight"])
        for row in rows(file.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ((), {("FR", "PL"): 1, ("FR", "RU"): 1, ("PL", "RU"): 1, ("ES", "RU"): 1}),
        (("--kind", "conflict"), {("FR", "RU"): 2, ("PL", "RU"): 1}),
        (("--kind", "subtract", "--min-weight", "1"), {("FR", "RU"): -1, ("FR", "PL"): 1, ("ES", "RU"): 1}),
        (("--kind", "congruence", "--to", "2022-01-01"), {("FR", "PL"): 1}),
        (("--kind", "conflict", "--actor", "Russland", "--actor", "Polen"), {("PL", "RU"): 1}),
        (("--issue", "ceasefire"), {("ES", "RU"): 1}),
        (("--target", "Waffenruhe", "--stance", "demands"), {("ES", "RU"): 1}),
        # France took sides on 2 targets, Poland on 1, Russia on 4 (troops twice), Spain on 1.
        (("--normalize", "average", "--to", "2022-01-01"), {("FR", "PL"): 1 / 1.5}),
    ],
)
def test_ties_by_kind_and_filter(kg: Any, debate: Path, tmp_path: Path, arguments: Any, found: Any) -> None:
    done = kg("network", "--store", debate, *arguments, "-o", tmp_path / "net.csv")
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")
    assert ties(tmp_path / "net.csv") == pytest.approx(found)


def test_the_table_names_the_targets_and_cuts_long_ones(kg: Any, debate: Path) -> None:
    shown = kg("network", "--store", debate, "--kind", "conflict", "--lang", "de", env={"COLUMNS": "200"}).stdout
    assert "Truppen (Ukraine)" in shown
    assert "Russland" in shown
    assert "Ausschuss Ausschuss" in shown
    assert "…" in shown
    assert len(shown.splitlines()) < 20


def test_a_table_shows_the_strongest_ties_and_says_how_many_it_leaves_out(kg: Any, debate: Path) -> None:
    done = kg("network", "--store", debate, "--kind", "conflict", "--max-ties", "1", "--lang", "de")
    assert "Frankreich" in done.stdout  # in conflict with Russia on two targets
    assert "Polen" not in done.stdout
    assert done.stderr == "1 weaker ties are not shown; -o FILE writes all, --max-ties shows more\n"


def test_affiliations_are_signed(kg: Any, debate: Path) -> None:
    shown = kg("network", "--store", debate, "--kind", "affiliation", "--issue", "troops").stdout
    positions = {tuple(line.split())[:1] + tuple(line.split())[3:5] for line in shown.splitlines()[3:] if line.strip()}
    assert positions == {
        ("Frankreich", "favour", "1"),
        ("Polen", "favour", "1"),
        ("Russia", "ambivalent", "0"),
        ("Spanien", "open", "0"),
    }


@pytest.mark.parametrize(("ending", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_files_for_network_programs(kg: Any, debate: Path, tmp_path: Path, ending: str, read: Any) -> None:
    assert kg("network", "--store", debate, "--centralities", "-o", tmp_path / f"n.{ending}").stderr == ""
    graph = read(tmp_path / f"n.{ending}")
    assert graph.edges["actor:FR", "actor:PL"]["weight"] == 1
    assert graph.nodes["actor:RU"]["label_de"] == "Russland"
    assert graph.nodes["actor:RU"]["degree"] == 3


@pytest.mark.parametrize("kind", ["congruence", "conflict", "subtract", "affiliation"])
def test_a_page_of_every_kind(kg: Any, debate: Path, tmp_path: Path, kind: str) -> None:
    done = kg("network", "--store", debate, "--kind", kind, "--min-weight", "1", "-o", tmp_path / "n.html")
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")
    assert "vis-network" in (tmp_path / "n.html").read_text(encoding="utf-8")


def test_a_page_for_each_window(kg: Any, debate: Path, tmp_path: Path) -> None:
    assert kg("network", "--window", "1y", "--store", debate, "-o", tmp_path / "n.html").returncode == 0
    assert [file.name for file in sorted(tmp_path.iterdir())] == ["n.2021-12-31.html", "n.2023-12-31.html"]


def test_a_network_for_each_window(kg: Any, debate: Path, tmp_path: Path) -> None:
    windows = ("--window", "1y", "--store", debate, "-o")
    assert kg("network", *windows, tmp_path / "net.graphml").returncode == 0
    early, late = tmp_path / "net.2021-12-31.graphml", tmp_path / "net.2023-12-31.graphml"
    assert sorted(tmp_path.iterdir()) == [early, late]
    assert set(nx.read_graphml(early).edges()) == {("actor:FR", "actor:PL")}
    assert set(nx.read_graphml(late).edges()) == {("actor:ES", "actor:RU")}
    assert kg("network", "--cumulative", *windows, tmp_path / "net.csv").returncode == 0
    found = rows((tmp_path / "net.csv").read_text(encoding="utf-8"))
    assert [row["last_day"] for row in found] == ["2021-12-31"] + ["2022-12-31"] + ["2023-12-31"] * 4
    shown = kg("network", *windows[:4]).stdout
    assert "2021-01-01 – 2021-12-31" in " ".join(shown.split())


def test_coalitions_as_a_table_and_as_rows(kg: Any, debate: Path) -> None:
    early = ("--to", "2022-01-01", "--store", debate)
    shown = kg("coalitions", *early).stdout
    assert "troops (Ukraine) (2 for)" in " ".join(shown.split())
    assert "modularity 0.00, E-I index -1.00; in no coalition: Russia" in shown
    (group,) = map(json.loads, kg("coalitions", "--format", "jsonl", *early).stdout.splitlines())
    assert group["actor_keys"] == "FR | PL"
    assert group["holds"] == "troops (Ukraine)"


def test_polarisation_over_time(kg: Any, debate: Path) -> None:
    done = kg("coalitions", "--store", debate, "--window", "1y", "--format", "csv")
    assert [(row["first"], row["actors"], row["ties"], row["coalitions"]) for row in rows(done.stdout)] == [
        ("2021-01-01", "3", "1", "1"),
        ("2023-01-01", "2", "1", "1"),
    ]


def test_shifts_with_both_sentences(kg: Any, debate: Path) -> None:
    (shift,) = rows(kg("shifts", "--store", debate, "--format", "csv").stdout)
    assert (shift["actor_key"], shift["target_key"], shift["reversal"]) == ("RU", "troops+UA", "True")
    assert (shift["before_date"], shift["before_sentence"]) == ("2021-03-01", "Moscow rejects troops.")
    assert (shift["after_date"], shift["after_sentence"]) == ("2023-03-01", "Moscow agrees to troops.")
    shown = kg("shifts", "--store", debate).stdout
    assert shown.index("Moscow rejects troops.") < shown.index("Moscow agrees to troops.")
    assert kg("shifts", "--store", debate, "--actor", "Spanien").stderr == "nobody changed position in these stances\n"


def test_a_table_of_many_shifts_shows_the_latest_and_says_how_many_it_leaves_out(kg: Any, tmp_path: Path) -> None:
    kinds = ["supports", "rejects"] * 30
    with open_store(tmp_path / "store", create=True) as store:
        for day, kind in enumerate(kinds, start=1):
            on = date.fromordinal(738_000 + day)
            said = stance(RUSSIA, kind, TROOPS, on=on, article=str(day), text=f"Moscow {kind} it on day {day}.")
            store.replace(Reading(Article(str(day), "…", date=on, lang="de"), (said,)))
    done = kg("shifts", "--store", tmp_path / "store", "--max-shifts", "20", env={"COLUMNS": "200"})
    assert done.stderr == "39 earlier changes are not shown; --max-shifts shows more, --format csv all\n"
    assert "on day 60." in done.stdout
    assert "on day 39." not in done.stdout
    assert len(rows(kg("shifts", "--store", tmp_path / "store", "--format", "csv").stdout)) == 59


@pytest.fixture(scope="module")
def truces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two articles, each on a ceasefire of its own that neither names more closely."""
    place = tmp_path_factory.mktemp("truces") / "store"
    with open_store(place, create=True) as store:
        for name, day, actors in (("gaza", EARLY, (FRANCE, POLAND)), ("sudan", LATE, (RUSSIA, SPAIN))):
            told = [stance(who, "demands", SOME_TRUCE, on=day, article=name) for who in actors]
            against = stance(POLAND, "rejects", SOME_TRUCE, on=LATE, article="sudan", start=30)
            told += [against] if name == "sudan" else []
            store.replace(Reading(Article(name, "…", date=day, lang="de"), tuple(told)))
    return place


def test_an_issue_without_a_country_is_joined_only_when_asked(kg: Any, truces: Path, tmp_path: Path) -> None:
    def found(*arguments: str) -> dict[tuple[str, str], float]:
        assert kg("network", "--store", truces, *arguments, "-o", tmp_path / "n.csv").stderr == ""
        return ties(tmp_path / "n.csv")

    assert found() == {("FR", "PL"): 1, ("ES", "RU"): 1}
    assert len(found("--join-issues")) == 6
    apart, joined = (kg("shifts", "--store", truces, *more) for more in ((), ("--join-issues",)))
    assert apart.stderr == (
        "nobody changed position in these stances\n"
        "'Waffenruhe': named without a country or place, so another thing in each article; "
        "--join-issues makes each one thing\n"
    )
    assert (joined.stderr, joined.stdout.count("Polen")) == ("", 1)


def test_targets_of_one_name_are_told_apart_in_tables(kg: Any, truces: Path) -> None:
    for arguments in (("network",), ("coalitions",), ("network", "--kind", "affiliation")):
        shown = " ".join(kg(*arguments, "--store", truces).stdout.split())
        assert "Waffenruhe, 2021" in shown
        assert "Waffenruhe, 2023" in shown


@pytest.mark.parametrize("command", ["network", "coalitions", "shifts"])
def test_an_empty_store_says_how_to_fill_it(kg: Any, tmp_path: Path, command: str) -> None:
    with open_store(tmp_path / "store", create=True):
        pass
    done = kg(command, "--store", "store", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: store: holds no stances yet; fill it with 'kg ingest --store store ARTICLES'\n"


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (("network", "--actor", "Russland"), 1, "Russia alone takes sides here"),
        (("coalitions", "--actor", "Russland"), 1, "no two actors agree"),
        (("network", "--stance", "defers"), 1, "nobody takes a side here"),
        (("shifts", "--actor", "Atlantis"), 1, "no stance meets all filters"),
        (("network", "-o", "net.docx"), 1, "net.docx: unknown file ending for a network; use .graphml"),
        (("network", "-o", "none/net.gexf"), 1, "none/net.gexf: cannot be written"),
        (("network", "-o", "none/net.html"), 1, "none/net.html: cannot be written"),
        (("network", "--kind", "affiliation", "--normalize", "jaccard"), 1, "choose no, activity, prominence"),
        (("network", "--kind", "affiliation", "--min-weight", "9"), 1, "lower --min-weight"),
        (("network", "--window", "3x"), 2, "is no length of time"),
        (("network", "--cumulative"), 2, "give --window LENGTH too"),
        (("coalitions", "--step", "1m"), 2, "give --window LENGTH too"),
    ],
)
def test_what_cannot_be_done_is_said(
    kg: Any, debate: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, problem: str
) -> None:
    done = kg(*arguments, "--store", debate, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert problem in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_actors_without_a_common_target_are_said(kg: Any, debate: Path) -> None:
    done = kg("network", "--store", debate, "--kind", "conflict", "--issue", "ceasefire")
    assert (done.returncode, done.stderr) == (0, "none of 2 actors has a tie of this kind and weight\n")
