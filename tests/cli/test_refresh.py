"""kg refresh: a store follows a change of the lexicon, whatever interrupts it, and keeps what people said."""

import csv
import io
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import kg as package
import pytest
from kg.graph import graph_name, open_store
from kg.model import StanceType

ROOT = Path(package.__file__).parents[1]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a program whose lexicon takes "reject" for a criticism."""
    other = tmp_path_factory.mktemp("changed")
    shutil.copytree(ROOT / "kg", other / "kg", ignore=shutil.ignore_patterns("__pycache__"))
    (other / "ontology").symlink_to(ROOT / "ontology")
    (other / "data").mkdir()
    for entry in (ROOT / "data").iterdir():
        if entry.name != "cues":
            (other / "data" / entry.name).symlink_to(entry)
    shutil.copytree(ROOT / "data" / "cues", other / "data" / "cues")
    lexicon = other / "data" / "cues" / "en.csv"
    text = lexicon.read_text("utf-8")
    assert "\nreject,verb,rejects," in text
    lexicon.write_text(text.replace("\nreject,verb,rejects,", "\nreject,verb,criticises,"), "utf-8")
    return {"PYTHONPATH": str(other)}


def readings(store: Path) -> dict[str, frozenset[tuple[str, str]]]:
    """Article id to (actor, type) of what its own graph says, as the machine read it."""
    with open_store(store, read_only=True) as graph:
        assert set(graph.query("SELECT ?s ?p ?o { ?s ?p ?o }").rows) == {quad[:3] for quad in graph.quads()}
        found = {}
        for article in graph.articles():
            rows = graph.query(
                f"SELECT ?who ?type {{ GRAPH <{graph_name(article.id)}> {{ ?s kg:actor ?who ; kg:stanceType ?type }} }}"
            ).rows
            found[article.id] = frozenset((str(who), str(type_)) for who, type_ in rows)
        return found


def test_refreshing_without_a_change_changes_nothing(kg: Any, store: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(store, tmp_path / "copy")
    done = kg("refresh", "--store", copy)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith(f"{copy}: articles read again 2, changed 0; stances added 0, removed 0, kept ")
    with open_store(copy, read_only=True) as new, open_store(store, read_only=True) as old:
        assert new.dump("nq") == old.dump("nq")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_mistake_in_a_table_is_said_once_and_changes_nothing(
    kg: Any, store: Path, changed: dict[str, str], tmp_path: Path, jobs: str
) -> None:
    broken = shutil.copytree(changed["PYTHONPATH"], tmp_path / "broken", symlinks=True)
    with (broken / "data" / "cues" / "en.csv").open("a", encoding="utf-8") as lexicon:
        lexicon.write("reject,nonsense,rejects\n")
    copy = shutil.copytree(store, tmp_path / "copy")
    done = kg("refresh", "--store", copy, "--jobs", jobs, env={"PYTHONPATH": str(broken)}, cwd=tmp_path)
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.count("\n") == 1 and "en.csv:" in done.stderr
    with open_store(copy, read_only=True) as new, open_store(store, read_only=True) as old:
        assert new.dump("nq") == old.dump("nq")


def test_a_new_lexicon_reaches_the_store_and_people_keep_the_last_word(
    kg: Any, store: Path, changed: dict[str, str], tmp_path: Path
) -> None:
    copy = shutil.copytree(store, tmp_path / "copy")
    dry = kg("refresh", "--dry-run", "--store", copy, "--format", "csv", env=changed, cwd=tmp_path)
    rows = list(csv.DictReader(io.StringIO(dry.stdout)))
    assert [(row["change"], row["actor_key"], row["stance"]) for row in rows] == [
        ("removed", "GH", "rejects"),  # in the title
        ("removed", "GH", "rejects"),
        ("added", "GH", "criticises"),
        ("added", "GH", "criticises"),
    ]
    assert "would change 1; stances added 2, removed 2" in dry.stderr
    with open_store(copy) as graph:
        kept = {node for node, stance in graph.named_stances() if stance.type is not StanceType.REJECTS}
        for rejects in list(graph.stances(actor="Ghana", type=StanceType.REJECTS)):
            graph.corrections.accept(rejects, by="Anna")
        before = graph.dump("nq")
    done = kg("refresh", "--store", copy, env=changed, cwd=tmp_path)
    # The machine now says something else of these sentences, but Anna has said that they are rejections.
    assert "changed 0; stances added 0, removed 0" in done.stderr
    with open_store(copy, read_only=True) as graph:
        assert graph.dump("nq") != before
        assert [stance.confidence for stance in graph.stances(actor="Ghana", type=StanceType.REJECTS)] == [1.0, 1.0]
        assert list(graph.stances(actor="Ghana", type=StanceType.CRITICISES)) == []
        assert {node for node, _ in graph.named_stances()} >= kept
    assert kg("refresh", "-q", "--store", copy).stdout == ""
    with open_store(copy, read_only=True) as graph:
        assert graph.dump("nq") == before


def test_an_article_whose_text_is_not_kept_stays_as_it_is(kg: Any, inputs: Path, tmp_path: Path) -> None:
    assert kg("ingest", "--no-text", "--store", tmp_path / "store", inputs / "ghana.txt").returncode == 0
    assert kg("ingest", "--store", tmp_path / "store", inputs / "chile.txt").returncode == 0
    before = readings(tmp_path / "store")
    done = kg("refresh", "--store", tmp_path / "store")
    assert done.returncode == 1
    first, last = done.stderr.splitlines()
    assert first == "Error: ghana: its text is not in the store; read the article again by 'kg ingest'"
    assert "articles read again 1, changed 0" in last and "not read: 1, see above" in last
    assert readings(tmp_path / "store") == before


@pytest.fixture(scope="module")
def many(kg: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of sixty articles, half of them reviewed; not to be changed."""
    folder = tmp_path_factory.mktemp("many")
    (folder / "corpus").mkdir()
    for number in range(60):
        (folder / "corpus" / f"a{number:02}.txt").write_text(
            f"---\nid: a{number:02}\nlang: en\n---\n\nGhana rejects sanctions {number}. Chile demands a ceasefire.\n"
        )
    assert kg("ingest", "--store", folder / "store", folder / "corpus").returncode == 0
    with open_store(folder / "store") as graph:
        for stance in list(graph.stances(type=StanceType.DEMANDS))[::2]:
            graph.corrections.reject(stance, by="Anna")
    return folder / "store"


@pytest.mark.parametrize(("jobs", "wait"), [(1, 12), (2, 5)])
def test_a_killed_refresh_leaves_each_article_old_or_new(
    kg: Any, many: Path, changed: dict[str, str], tmp_path: Path, jobs: int, wait: int
) -> None:
    """``wait`` is how many articles are new when the process is killed."""
    store = Path(shutil.copytree(many, tmp_path / "store"))
    old = readings(store)
    command = [sys.executable, "-m", "kg", "refresh", "-j", str(jobs), "--store", str(store)]
    environment = {**os.environ, **changed}
    process = subprocess.Popen(command, env=environment, cwd=tmp_path, stdin=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + 240
    try:
        while sum(now != old[article] for article, now in readings(store).items()) < wait:
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    left = readings(store)
    criticises = {article: {(who, type_.replace("rejects", "criticises")) for who, type_ in was}
                  for article, was in old.items()}  # fmt: skip
    new = [article for article, now in left.items() if now == criticises[article] != old[article]]
    assert len(new) >= wait
    assert all(left[article] == old[article] for article in old if article not in new)
    with open_store(store, read_only=True) as graph:
        assert len(graph.corrections.reviews()) == 30
        assert len(list(graph.stances(type=StanceType.DEMANDS))) == 30
    # The next run does the rest.
    assert kg("refresh", "-q", "--store", store, env=changed, cwd=tmp_path).returncode == 0
    assert readings(store) == criticises
