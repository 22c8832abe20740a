"""kg ingest: what is stored, and what stays stored when a run is broken off."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from kg.errors import StoreError
from kg.graph import graph_name, open_store


def contents(store: Path) -> dict[str, set[str]]:
    """Article id to its triples as text."""
    with open_store(store, read_only=True) as graph:
        found: dict[str, set[str]] = {article.id: set() for article in graph.articles()}
        names = {str(graph_name(article)): article for article in found}
        for subject, predicate, object_, name in graph.quads():
            found[names[str(name)]].add(f"{subject.n3()} {predicate.n3()} {object_.n3()}")
        return found


def test_ingesting_again_changes_nothing(kg: Any, inputs: Path, tmp_path: Path) -> None:
    first = kg("ingest", "--store", tmp_path / "store", inputs)
    before = contents(tmp_path / "store")
    again = kg("ingest", "--store", tmp_path / "store", inputs, inputs / "ghana.txt")
    assert (first.returncode, again.returncode) == (0, 0)
    assert "articles 2" in first.stderr
    assert set(before) == {"ghana", "chile"}
    assert contents(tmp_path / "store") == before


def test_several_processes_store_the_same(kg: Any, inputs: Path, store: Path, tmp_path: Path) -> None:
    done = kg("ingest", "-j", 2, "--store", tmp_path / "store", inputs)
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "store") == contents(store)


def test_the_store_is_a_folder_of_the_working_directory_unless_named(kg: Any, inputs: Path, tmp_path: Path) -> None:
    text = (inputs / "chile.txt").read_text(encoding="utf-8")
    assert kg("ingest", "-q", "-", input=text, cwd=tmp_path).stderr == ""
    assert set(contents(tmp_path / "kg-store")) == {"chile"}
    assert kg("ingest", "-", input=text, cwd=tmp_path, env={"KG_STORE": "other"}).returncode == 0
    assert set(contents(tmp_path / "other")) == {"chile"}


def test_a_changed_article_replaces_the_older_one(kg: Any, tmp_path: Path) -> None:
    for text in ("Peru rejects the plan.", "Peru demands a ceasefire."):
        record = json.dumps({"id": "peru", "text": text, "lang": "en"})
        assert kg("ingest", "--store", tmp_path / "store", "-", input=record).returncode == 0
    with open_store(tmp_path / "store", read_only=True) as graph:
        assert [stance.type for stance in graph.stances()] == ["demands"]


@pytest.mark.parametrize(("jobs", "stored"), [(1, 1), (1, 25), (2, 5)])
def test_a_killed_run_leaves_whole_articles(tmp_path: Path, jobs: int, stored: int) -> None:
    text = "Peru rejects the plan {}. Chile demands a ceasefire. Bolivia warns of a war. Mali supports talks with Togo."
    corpus, store = tmp_path / "corpus.jsonl", tmp_path / "store"
    corpus.write_text("".join(json.dumps({"id": f"a{n}", "text": text.format(n)}) + "\n" for n in range(5000)))
    command = [sys.executable, "-m", "kg", "ingest", "-j", str(jobs), "--store", str(store), str(corpus)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
    try:
        deadline = time.monotonic() + 120
        while count(store) < stored:
            assert process.poll() is None, process.stderr and process.stderr.read()
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.stderr
        process.stderr.close()
    left = contents(store)
    assert stored <= len(left) < 5000
    # Which triples an article has does not depend on the others: the first and the last one are alike but for names.
    sizes = {len(triples) for triples in left.values()}
    assert len(sizes) == 1
    with open_store(store) as graph:  # It can be written again, too.
        assert graph.remove("a0")
    assert len(contents(store)) == len(left) - 1
    assert workers_have_ended(process.pid)


def count(store: Path) -> int:
    try:
        with open_store(store, read_only=True) as graph:
            return graph.counts()["articles"]
    except StoreError:
        return 0


def workers_have_ended(session: int) -> bool:
    """Whether no process of the killed run's session is left; waits up to ten seconds."""
    for _ in range(100):
        try:
            os.killpg(session, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_a_feed_becomes_articles_that_are_replaced_when_it_is_read_again(kg: Any, tmp_path: Path) -> None:
    entry = "<item><title>{0}</title><guid>https://example.org/{0}</guid><description>{1}</description></item>"
    togo = entry.format("togo", "Togo rejected the plan of its neighbours on Monday.")
    ghana = entry.format("ghana", "Ghana welcomed the plan of its neighbours on Monday.")
    feed = tmp_path / "news.rss"
    for items in (togo, togo + ghana, togo.replace("rejected", "welcomed") + ghana):
        feed.write_text(f"<rss version='2.0'><channel><title>Wire</title>{items}</channel></rss>")
        kg("ingest", "--store", tmp_path / "store", feed)
    rows = json.loads(kg("stances", "--store", tmp_path / "store", "--format", "json").stdout)
    assert {(row["actor"], row["stance"]) for row in rows} == {("Togo", "supports"), ("Ghana", "supports")}
