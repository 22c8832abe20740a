"""Options that several commands share."""

from collections.abc import Callable
from functools import reduce
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

DAY = click.DateTime(formats=["%Y-%m-%d"])


class StanceName(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions of click
    """One of the twelve stance types; they are loaded when they are needed, for ``kg --help`` to be quick."""

    name = "stance"

    @property
    def choices(self) -> tuple[str, ...]:
        """The types by name."""
        from kg.model import StanceType

        return tuple(StanceType)

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """All types, for the help."""
        return f"[{'|'.join(self.choices)}]"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        """The :class:`kg.model.StanceType` of a name."""
        from kg.model import StanceType

        if value not in self.choices:
            self.fail(f"'{value}' is no stance type; choose one of {', '.join(self.choices)}", param, ctx)
        return StanceType(str(value))


def example(*lines: str) -> str:
    """The epilog that shows examples; each line is one command."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _all(*decorators: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def decorate(command: Command) -> Command:
        return reduce(lambda inner, decorator: decorator(inner), reversed(decorators), command)

    return decorate


def output_options(*formats: str) -> Callable[[Command], Command]:
    """``--format`` with these formats, the first being the default, and ``-o``."""
    return _all(
        click.option(
            "--format",
            "format_",
            type=click.Choice(formats),
            default=formats[0],
            show_default=True,
            help="The form of the output.",
        ),
        click.option(
            "-o",
            "--output",
            type=click.Path(dir_okay=False),
            metavar="FILE",
            help="Write to this file instead of standard output.",
        ),
    )


def store_option(command: Command) -> Command:
    """``--store``, also from the environment."""
    return click.option(
        "--store",
        envvar="KG_STORE",
        default="kg-store",
        show_default=True,
        show_envvar=True,
        metavar="PATH-OR-URL",
        help="The store: a folder, or the address of a SPARQL endpoint (login from KG_STORE_USER, KG_STORE_PASSWORD).",
    )(command)


def jobs_option(command: Command) -> Command:
    """``-j``: how many processes read."""
    return click.option(
        "-j",
        "--jobs",
        type=click.IntRange(1),
        metavar="N",
        default=1,
        show_default=True,
        help="How many processes read.",
    )(command)


def input_options(command: Command) -> Command:
    """The articles to read, and how."""
    return _all(
        click.argument("inputs", nargs=-1, required=True, metavar="ARTICLES..."),
        click.option("--lang", metavar="LANG", help="The language of all articles (de, en) instead of detecting it."),
        click.option(
            "--encoding", metavar="NAME", help="The encoding of text files that are not UTF-8, such as cp1252."
        ),
        click.option(
            "--follow", is_flag=True, help="Fetch the page behind each entry of a feed, not only what the feed says."
        ),
    )(command)


def stance_filters(command: Command) -> Command:
    """Which stances of a store: by actor, type, target, time and confidence."""
    return _all(
        click.option(
            "--actor", metavar="NAME", help="Who holds the stance or is represented; in any language, or a key."
        ),
        click.option("--stance", type=StanceName(), help="The type of the stance."),
        click.option("--target", metavar="WORDS", help="Words in what the stance is about."),
        click.option("--issue", metavar="NAME", help="The issue that the stance is about, such as 'sanctions'."),
        click.option("--article", metavar="ID", help="Only this article."),
        click.option("--from", "since", type=DAY, metavar="DATE", help="The first day, as 2025-09-05."),
        click.option("--to", "until", type=DAY, metavar="DATE", help="The last day."),
        click.option(
            "--min-confidence", type=click.FloatRange(0, 1), metavar="NUMBER", help="The least confidence, 0 to 1."
        ),
    )(command)


def debate_options(command: Command) -> Command:
    """Which stances of a store make a network, and how its actors are named. One of several values must be met."""
    return _all(
        click.option(
            "--actor",
            "actors",
            multiple=True,
            metavar="NAME",
            help="Only this actor, or who is represented; in any language, or a key. Can be repeated.",
        ),
        click.option(
            "--target",
            "targets",
            multiple=True,
            metavar="WORDS",
            help="Only targets with these words. Can be repeated.",
        ),
        click.option(
            "--issue",
            "issues",
            multiple=True,
            metavar="NAME",
            help="Only this issue, such as 'sanctions'. Can be repeated.",
        ),
        click.option("--stance", "types", multiple=True, type=StanceName(), help="Only this type. Can be repeated."),
        click.option("--from", "since", type=DAY, metavar="DATE", help="The first day, as 2025-09-05."),
        click.option("--to", "until", type=DAY, metavar="DATE", help="The last day."),
        click.option(
            "--min-confidence",
            "confidence",
            type=click.FloatRange(0, 1),
            metavar="NUMBER",
            help="The least confidence, 0 to 1.",
        ),
        click.option(
            "--by",
            type=click.Choice(["represents", "actor"]),
            default="represents",
            show_default=True,
            help="Actors are states and organisations, or the persons who speak for them.",
        ),
        label_option,
        store_option,
    )(command)


def join_issues_option(command: Command) -> Command:
    """``--join-issues``: whether a mere issue is one thing."""
    return click.option(
        "--join-issues",
        is_flag=True,
        help="An issue that is named alone ('a ceasefire', without a country) is the same thing in all articles, "
        "as where all are about one conflict; else it is another one in each article.",
    )(command)


def label_option(command: Command) -> Command:
    """``--lang`` for the names of actors and targets."""
    return click.option(
        "--lang",
        type=click.Choice(["de", "en"]),
        default="en",
        show_default=True,
        help="The language of names, where they are known in it.",
    )(command)
