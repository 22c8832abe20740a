"""kg remove."""

import shutil
from pathlib import Path
from typing import Any

from kg.graph import open_store


def ids(store: Path) -> list[str]:
    with open_store(store, read_only=True) as graph:
        return [article.id for article in graph.articles()]


def test_articles_are_removed_by_id_or_iri(kg: Any, store: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(store, tmp_path / "copy")
    done = kg("remove", "--store", copy, "gha", "mali", "article:chile")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"Error: gha: no such article in {copy}; did you mean ghana?",
        f"Error: mali: no such article in {copy}; 'kg articles list' shows them",
    ]
    assert ids(copy) == ["ghana"]
    done = kg("remove", "--store", copy, "https://w3id.org/stance-graph/article/ghana")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    with open_store(copy) as graph:
        assert graph.query("SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }").rows == []


def test_what_people_reviewed_is_not_removed_by_mistake(kg: Any, store: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(store, tmp_path / "copy")
    with open_store(copy) as graph:
        graph.corrections.reject(next(graph.stances(article="ghana")), by="Anna")
    done = kg("remove", "--store", copy, "ghana", "chile")
    assert done.returncode == 1
    assert "ghana: people reviewed it (1 times); save what they said by 'kg review --reviewed" in done.stderr
    assert ids(copy) == ["ghana"]
    assert kg("remove", "--store", copy, "--reviewed", "ghana").returncode == 0
    assert ids(copy) == []
