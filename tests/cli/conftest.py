"""The command line as its users run it: a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]

ARTICLES = Path(__file__).parents[2] / "data" / "articles"

GHANA = """\
---
id: ghana
date: 2024-05-03
---
Ghana rejects sanctions

Ghana rejects sanctions against Mali. President Nana Akufo-Addo warned of a war on Friday.
France demands sanctions against Mali unless the army withdraws from the capital.
"""
CHILE = """\
---
id: chile
date: 2024-06-10
---
Chile fordert Verhandlungen

Chile fordert Verhandlungen mit Bolivien. Bolivien lehnt die Verhandlungen mit Chile ab. Peru unterstützt Verhandlungen.
"""


@pytest.fixture(scope="session")
def kg() -> Run:
    """Runs ``kg`` with these arguments; ``input`` is its standard input, ``cwd`` the working directory."""

    def run(*arguments: object, **options: object) -> "subprocess.CompletedProcess[str]":
        environment = {name: value for name, value in os.environ.items() if name not in ("KG_STORE", "COLUMNS")}
        environment |= {"PYTHONIOENCODING": "utf-8"} | options.pop("env", {})  # type: ignore[operator]
        if "input" not in options:
            options["stdin"] = subprocess.DEVNULL
        return subprocess.run(
            [sys.executable, "-m", "kg", *map(str, arguments)],
            capture_output=True,
            encoding="utf-8",
            env=environment,
            timeout=300,
            check=False,
            **options,  # type: ignore[call-overload]
        )

    return run


@pytest.fixture(scope="session")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two articles, one English, one German."""
    folder = tmp_path_factory.mktemp("articles")
    (folder / "ghana.txt").write_text(GHANA, encoding="utf-8")
    (folder / "chile.txt").write_text(CHILE, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def store(kg: Run, inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds both articles; not to be changed."""
    place = tmp_path_factory.mktemp("stores") / "store"
    done = kg("ingest", "--store", place, inputs)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    return place
