"""``kg draw``: files of every kind from a store, and what is said where there is nothing to draw."""

import os
from pathlib import Path
from typing import Any

import kg as package
import pytest


def test_the_network_is_a_page(kg: Any, store: Path, tmp_path: Path) -> None:
    done = kg("draw", "--store", store, "--colour", "coalition", "--title", "Übersicht", "-o", tmp_path / "graph.html")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "<title>Übersicht</title>" in (tmp_path / "graph.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["timeline", "matrix"])
def test_charts_are_pages_and_pictures(kg: Any, store: Path, tmp_path: Path, kind: str) -> None:
    pytest.importorskip("vl_convert", reason="charts need the packages of stance-graph[charts]")
    for ending, start in {"html": b"<!DOCTYPE html>", "svg": b"<svg", "png": b"\x89PNG"}.items():
        file = tmp_path / f"chart.{ending}"
        done = kg("draw", "--store", store, "--kind", kind, "-o", file)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert file.read_bytes().startswith(start)


def test_filters_choose_what_is_drawn(kg: Any, store: Path, tmp_path: Path) -> None:
    for name, filters in {"all": (), "some": ("--actor", "Ghana")}.items():
        assert kg("draw", "--store", store, *filters, "-o", tmp_path / f"{name}.html").returncode == 0
    assert (tmp_path / "some.html").stat().st_size < (tmp_path / "all.html").stat().st_size


def refused(done: Any, folder: Path) -> str:
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert list(folder.iterdir()) == []
    return str(line)


@pytest.mark.parametrize("kind", ["network", "timeline", "matrix", "coalitions"])
def test_an_empty_store_names_the_command_that_fills_it(kg: Any, tmp_path: Path, kind: str) -> None:
    empty, out = tmp_path / "empty", tmp_path / "out"
    out.mkdir()
    package.open(empty, create=True).close()
    line = refused(kg("draw", "--store", empty, "--kind", kind, "-o", out / "graph.html"), out)
    assert f"kg ingest --store {empty} ARTICLES" in line


def test_filters_that_match_nothing_say_so(kg: Any, store: Path, tmp_path: Path) -> None:
    line = refused(kg("draw", "--store", store, "--actor", "Atlantis", "-o", tmp_path / "graph.html"), tmp_path)
    assert "no stance matches these filters" in line


@pytest.mark.parametrize(
    ("kind", "name", "problem"),
    [
        ("network", "graph.png", ".html only"),
        ("timeline", "chart.pdf", "use .html, .svg or .png"),
        ("network", "missing/graph.html", "cannot be written"),
        ("timeline", "missing/chart.svg", "cannot be written"),
    ],
)
def test_a_file_that_cannot_be_made(kg: Any, store: Path, tmp_path: Path, kind: str, name: str, problem: str) -> None:
    line = refused(kg("draw", "--store", store, "--kind", kind, "-o", tmp_path / name), tmp_path)
    assert name in line
    assert problem in line


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_cannot_be_written(kg: Any, store: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    line = refused(kg("draw", "--store", store, "-o", tmp_path / "graph.html"), tmp_path)
    assert "cannot be written" in line
