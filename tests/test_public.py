"""The public face of the package."""

import subprocess
import sys
from pathlib import Path

import kg
import pytest
from kg.draw.packed import unpacked

PUBLIC = {
    *(
        "Actor",
        "ActorKind",
        "Article",
        "Condition",
        "ConditionKind",
        "Decision",
        "Evidence",
        "Explanation",
        "Quote",
        "QuoteKind",
        "Reading",
        "Review",
        "Span",
    ),
    *("Stance", "StanceType", "Target", "Valence"),
    *("DataError", "InputError", "KgError", "LanguageError", "QueryError", "StoreError"),
    *("Store", "draw", "explain", "extract", "network", "notebook", "open", "read"),
}


def test_the_public_names() -> None:
    assert set(kg.__all__) == PUBLIC
    assert set(dir(kg)) >= PUBLIC
    for name in PUBLIC:
        assert getattr(kg, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'stances'"):
        kg.stances  # noqa: B018


def test_importing_it_loads_nothing_else() -> None:
    code = "import sys; before = set(sys.modules); import kg; print(*(set(sys.modules) - before))"
    found = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True,
                           cwd=Path(kg.__file__).parents[1])  # fmt: skip
    assert {name for name in found.stdout.split() if not sys.stdlib_module_names & {name.partition(".")[0]}} == {"kg"}


def test_from_a_text_to_an_answer(tmp_path: Path) -> None:
    reading = kg.extract("Ghana rejects the sanctions. Frankreich ist ein Staat.", lang="en")
    assert ("GH", kg.StanceType.REJECTS) in {(stance.actor.key, stance.type) for stance in reading.stances}
    with kg.open(tmp_path / "store", create=True) as store:
        store.replace(reading)
        assert [str(who) for (who,) in store.query("SELECT ?who { ?who kg:rejects ?what }").rows] == [
            "https://w3id.org/stance-graph/actor/GH"
        ]
        kg.draw.write_html(store.stances(), tmp_path / "graph.html")
    page = (tmp_path / "graph.html").read_text(encoding="utf-8")
    data = unpacked(page.partition('id="data">')[2].partition("</script>")[0])
    assert "Ghana" in [node["label"] for node in data["nodes"]]


def test_the_function_and_the_module_of_one_name_are_the_same() -> None:
    from kg.extract import read

    article = kg.Article("x", "Ghana rejects the sanctions.", lang="en")
    assert kg.extract(article) == read(article)


def test_errors_of_bad_texts() -> None:
    with pytest.raises(kg.InputError, match="empty"):
        kg.extract("  ")
    with pytest.raises(kg.LanguageError, match="unsupported language: fr"):
        kg.extract("Ghana rejects the sanctions.", lang="fr")
