"""Writes docs/cli.md, the reference of the command line, from the help of its commands: ``make docs``."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
from kg.cli import examples, main

FILE = Path(__file__).with_suffix(".md")


def reference() -> str:
    """The whole page, in Markdown."""
    lines = [
        "# The command line",
        "",
        "Made from the help of the commands by `make docs`. Errors go to standard error, one line each. The exit code",
        "is 0, 1 if something could not be done, 2 if the command was called wrongly.",
    ]
    for path, command in commands(main, "kg"):
        lines += ["", f"## {path}", "", *_described(path, command)]
    return "\n".join(lines) + "\n"


def commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    """All commands below a group, with what one types to call them."""
    context = click.Context(group, info_name=path)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")


def _described(path: str, command: click.Command) -> Iterator[str]:
    yield "\n\n".join(" ".join(paragraph.split()) for paragraph in (command.help or "").split("\n\n"))
    yield ""
    yield "```"
    yield from examples(command)
    yield "```"
    options = [param for param in command.params if isinstance(param, click.Option)]
    if options:
        yield ""
        yield "| option | what |"
        yield "|---|---|"
    for option in options:
        yield f"| `{_written(option)}` | {_cell(option)} |"


def _written(option: click.Option) -> str:
    names = ", ".join(option.opts)
    if option.is_flag:
        return names
    if choices := getattr(option.type, "choices", None):
        return f"{names} {'/'.join(map(str, choices))}"
    return f"{names} {option.metavar}"


def _cell(option: click.Option) -> str:
    text = option.help or ""
    if option.required:
        text += " Required."
    elif option.show_default:
        text += f" Default: `{option.default}`"
        text += f", or what `{option.envvar}` says." if option.envvar else "."
    return re.sub(r"\|", r"\\|", text)


if __name__ == "__main__":
    FILE.write_text(reference(), encoding="utf-8")
