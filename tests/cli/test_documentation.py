"""Every command says what it does, shows how, and stands in docs/cli.md."""

import re
import runpy
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
from kg.cli import examples, main

ROOT = Path(__file__).parents[2]
DOCS: dict[str, Any] = runpy.run_path(str(ROOT / "docs" / "cli.py"))
COMMANDS: dict[str, click.Command] = dict(DOCS["commands"](main, "kg"))


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_and_its_options_are_described(path: str) -> None:
    command = COMMANDS[path]
    assert (command.help or "").strip()
    assert any(line.split("| ")[-1].startswith(path) for line in examples(command))
    undescribed = [param.name for param in command.params if isinstance(param, click.Option) and not param.help]
    assert undescribed == []


@pytest.mark.parametrize("path", COMMANDS)
def test_examples_are_accepted(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-data").mkdir()
    for line in examples(COMMANDS[path]):
        words = shlex.split(line.split("| ")[-1])
        known = max((known for known in COMMANDS if words[: len(known.split())] == known.split()), key=len)
        COMMANDS[known].make_context(known, words[len(known.split()) :])


def test_the_commands_of_the_readme_are_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").symlink_to(ROOT / "data")
    for made in ("review.csv", "backup.nq.gz"):
        (tmp_path / made).touch()
    blocks = re.findall(r"^```(?:console)?\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    lines = [line for block in blocks for line in block.replace("\n> ", " ").splitlines()]
    parts = [part for line in lines for part in re.split(r" (?:&&|\|) ", line.removeprefix("$ "))]
    commands = [shlex.split(part) for part in parts if part.startswith("kg ")]
    for words in commands:
        known = max((known for known in COMMANDS if words[: len(known.split())] == known.split()), key=len)
        COMMANDS[known].make_context(known, words[len(known.split()) :])
    assert {words[1] for words in commands} >= {"extract", "explain", "ingest", "stances", "draw", "review"}


def test_the_reference_is_current() -> None:
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == DOCS["reference"](), "run make docs"


def test_help_shows_every_command_with_an_example(kg: Any) -> None:
    shown = " ".join(kg("--help").stdout.split())
    for path, command in COMMANDS.items():
        if path.count(" ") == 1:
            assert examples(command)[0] in shown
