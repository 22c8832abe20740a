"""A command loads what it needs and no more."""

import subprocess
import sys
from pathlib import Path

import pytest


def loaded(*arguments: object) -> set[str]:
    """The top-level packages and modules of kg that a call of kg imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "kg", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=True,
    )
    names = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    return {name if name.startswith("kg") else name.partition(".")[0] for name in names}


def test_help_loads_click_alone() -> None:
    heavy = {"kg.model", "kg.graph", "kg.read", "kg.extract", "spacy", "rdflib", "pyoxigraph", "rich", "numpy"}
    assert "click" in loaded("--help")
    assert loaded("--help") & heavy == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "who-rejects"),
        ("query", "--format", "csv", "SELECT ?who ?what { ?who kg:rejects ?what }"),
        ("stances", "--actor", "Ghana"),
        ("articles", "list"),
        ("network", "--kind", "affiliation"),
        ("shifts",),
    ],
)
def test_questions_do_not_load_the_parser(store: Path, arguments: tuple[str, ...]) -> None:
    modules = loaded(*arguments, "--store", store)
    assert "pyoxigraph" in modules
    assert modules & {"spacy", "thinc", "trafilatura", "kg.extract", "kg.language"} == set()
