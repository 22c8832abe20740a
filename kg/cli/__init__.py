"""The command line: ``kg``. Each command parses its arguments, calls the rest of the package and prints.

Importing this module imports click and nothing heavier; a command imports what it needs when it runs.
"""

from importlib import import_module

import click

from kg.errors import KgError

_COMMANDS = {
    "extract": "reading",
    "quotes": "reading",
    "explain": "explain",
    "ingest": "ingest",
    "articles": "articles",
    "remove": "remove",
    "refresh": "refresh",
    "review": "review",
    "query": "query",
    "stances": "stances",
    "network": "networks",
    "coalitions": "coalitions",
    "shifts": "shifts",
    "history": "history",
    "draw": "drawing",
    "export": "export",
    "dump": "transfer",
    "load": "transfer",
    "validate": "validate",
    "check-data": "check",
}
"""Which module of this package holds a command."""


class _Commands(click.Group):
    """The commands, imported when they are asked for; errors of the package become one line and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"kg.cli.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            for name in self.list_commands(ctx):
                command = self.get_command(ctx, name)
                assert command is not None
                formatter.write_text(f"{name}: {command.get_short_help_str(200)}")
                formatter.indent()
                formatter.write_text(examples(command)[0])
                formatter.dedent()

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KgError as error:
            raise click.ClickException(" ".join(str(error).split())) from error


def examples(command: click.Command) -> list[str]:
    """The example lines of a command's help."""
    return [line.strip() for line in (command.epilog or "").splitlines() if line.strip().startswith(("kg ", "cat "))]


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="stance-graph", prog_name="kg")
def main() -> None:
    """Who takes which position on what, in the news: from articles to a graph of stances.

    'kg COMMAND --help' tells more about a command.
    """
