"""Bad input costs one line on standard error and exit code 1, and nothing else of the run."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from kg.graph import open_store

FRENCH = "La Côte d'Ivoire a rejeté lundi la proposition de ses voisins, a déclaré le ministre des Affaires étrangères."
BAD = {
    "empty.txt": (b"", "empty"),
    "photo.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
    "latin.txt": ("Präsident Müller lehnt die größere Lösung für Österreich ab.".encode("cp1252"), "--encoding cp125"),
    "page.html": (b"<html><body><script>x()</script></body></html>", "HTML without an article text"),
    "broken.jsonl": (b'{"text": "Peru\n', "broken.jsonl:1: broken JSON"),
    "french.txt": (FRENCH.encode(), "unsupported language: fr"),
    "missing.txt": (None, "no such file"),
}


def one_line(done: "subprocess.CompletedProcess[str]") -> str:
    """The error message of a failed run."""
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("Error: ")
    return line


@pytest.mark.parametrize("name", BAD)
def test_one_bad_input(kg: Any, tmp_path: Path, name: str) -> None:
    content, problem = BAD[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert problem in one_line(kg("extract", "--format", "jsonl", tmp_path / name))


def test_bad_inputs_among_good_ones(kg: Any, inputs: Path, tmp_path: Path) -> None:
    for name, (content, _) in BAD.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
    names = [tmp_path / name for name in BAD]
    store = tmp_path / "store"
    done = kg("ingest", "--store", store, inputs / "ghana.txt", *names, inputs / "chile.txt")
    assert done.returncode == 1
    *errors, summary = done.stderr.splitlines()
    assert [line.split(": ")[1].rpartition("/")[2].removesuffix(":1") for line in errors] == list(BAD)
    assert "articles 2" in summary
    assert f"not read: {len(BAD)}" in summary
    with open_store(store, read_only=True) as graph:
        assert {article.id for article in graph.articles()} == {"ghana", "chile"}


@pytest.mark.parametrize(
    ("sparql", "place"),
    [("SELECT ?who { ?who kg:rejects }", "line 1, column"), ("SELECT *\n{\n ?a nix:b ?c }", "line 3"), ("", "line 1")],
)
def test_malformed_sparql_shows_the_place(kg: Any, store: Path, sparql: str, place: str) -> None:
    assert place in one_line(kg("query", "--store", store, sparql))


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("query", "who-sings"), "no query named who-sings: choose"),
        (("query", "who-rejects", "-p", "colour=red"), "has no parameter colour"),
        (("query", "stances-between"), "needs the parameter"),
        (("query", "--actor", "Ghana", "ASK {}"), "are for named queries"),
        (("query", "-f", "none.rq"), "none.rq: cannot be read"),
        (("query", "--format", "turtle", "ASK {}"), "choose"),
        (
            ("export", "-o", "graph.docx"),
            ".parquet, .graphml, .gexf",
        ),
        (("export", "-o", "none/graph.trig"), "none/graph.trig"),
        (("draw", "-o", "none/graph.html"), "none/graph.html"),
    ],
)
def test_bad_questions(kg: Any, store: Path, tmp_path: Path, arguments: tuple[str, ...], problem: str) -> None:
    assert problem in one_line(kg(*arguments, "--store", store, cwd=tmp_path))


@pytest.mark.parametrize(
    "command",
    [("query", "ASK {}"), ("stances",), ("articles", "list"), ("export", "-o", "g.trig"), ("draw", "-o", "g")],
)
def test_a_store_that_is_missing_or_none(kg: Any, tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "letter.txt").write_text("Dear reader")
    (tmp_path / "file").write_text("no store")
    assert "no store yet" in one_line(kg(*command, "--store", "missing", cwd=tmp_path))
    assert "is no store" in one_line(kg(*command, "--store", "folder", cwd=tmp_path))
    assert "is a file" in one_line(kg(*command, "--store", "file", cwd=tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


def test_a_store_in_use_is_said_and_still_answers(kg: Any, inputs: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    with held(store):
        assert "in use by another process" in one_line(kg("ingest", "--store", store, inputs))
        assert kg("query", "--store", store, "ASK { ?s ?p ?o }").stdout == "no\n"


@contextmanager
def held(store: Path) -> Iterator[None]:
    """Another process that has the store open for writing."""
    code = f"import kg\nwith kg.open({str(store)!r}, create=True):\n    print('open', flush=True)\n    input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"open\n"
        yield
        process.communicate(b"\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("extract",),
        ("sing",),
        ("draw",),
        ("query",),
        ("query", "-f", "a.rq", "ASK {}"),
        ("query", "-p", "actor", "who-rejects"),
        ("stances", "--stance", "loves"),
        ("stances", "--from", "soon"),
    ],
)
def test_wrong_use_is_explained(kg: Any, arguments: tuple[str, ...]) -> None:
    done = kg(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("Usage: ")
