"""What the readers of articles know: actors, issues, cues and grammar, in files edited without touching code."""

from pathlib import Path

from kg import resources
from kg.errors import DataError
from kg.knowledge.actors import LANGUAGES, read_actors
from kg.knowledge.concepts import read_matters, read_places
from kg.knowledge.cues import read_cues, read_speech
from kg.knowledge.first_names import read_first_names
from kg.knowledge.grammar import read_grammar
from kg.knowledge.issues import read_issues
from kg.knowledge.lemmas import read_lemmas
from kg.knowledge.reasons import read_reasons
from kg.knowledge.tables import report

__all__ = ["check"]


def check(folder: Path | None = None) -> list[str]:
    """All mistakes in the files of ``data/``, or of another folder of that shape, as ``file:line: message``.

    A mistake in a grammar has no line of its own unless the parser names it: ``file: message``.
    """
    folder = folder or resources.folder("data")
    problems: list[str] = []
    actors = read_actors(folder, problems)
    read_first_names(folder, problems)
    read_lemmas(folder, problems)
    read_reasons(folder, problems)
    read_issues(folder, problems, {*actors.states, *actors.organisations, *actors.people})
    read_matters(folder, problems)
    read_places(folder, problems, actors.states)
    for lang in LANGUAGES:
        read_cues(lang, folder, problems)
        read_speech(lang, folder, problems)
        try:
            read_grammar(folder / "grammar" / f"{lang}.toml")
        except DataError as error:
            report(error, problems)
    return problems
