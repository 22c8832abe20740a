import shutil
from pathlib import Path

import pytest
from kg import resources
from kg.knowledge import check


def changed(folder: Path, old: str, new: str) -> tuple[Path, list[str]]:
    """A copy of the project's tables with one change in its English grammar, and the mistakes found there."""
    data = shutil.copytree(
        resources.folder("data"), folder / "data", ignore=shutil.ignore_patterns("pipelines", "articles")
    )
    grammar = data / "grammar" / "en.toml"
    text = grammar.read_text(encoding="utf-8")
    assert old in text
    grammar.write_text(text.replace(old, new, 1), encoding="utf-8")
    return grammar, check(data)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("negators = [", "negators = ", "mend the TOML"),
        ("negators = [", "negator = [", "the class 'negators' is missing"),
        ('"must" = { type = "demands"', '"must" = { type = "orders"', "'orders' is not a valid StanceType"),
        ('"must" = { type = "demands", negated = "rejects" }', '"must" = "demands"', "a class is no list or table"),
    ],
)
def test_check_finds_a_mistake_in_a_grammar_and_names_the_file(tmp_path, old, new, says):
    grammar, problems = changed(tmp_path, old, new)
    assert len(problems) == 1
    assert problems[0].startswith(f"{grammar}: ")
    assert says in problems[0]
    assert "\n" not in problems[0]


def test_check_names_the_line_of_a_grammar_in_another_encoding(tmp_path):
    grammar, _ = changed(tmp_path, "negators", "negators")
    grammar.write_bytes("# one\n# Verben für\n".encode("latin-1"))
    assert check(tmp_path / "data") == [f"{grammar}:2: not UTF-8; save the file as UTF-8"]
