"""Each notebook runs from top to bottom in a kernel and shows what its text promises."""

import asyncio
import html
import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest
from kg.draw.packed import unpacked

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


@cache
def executed(name):
    """The notebook with the outputs of its cells; an error in a cell fails."""
    nbclient = pytest.importorskip("nbclient", reason="the notebook test needs stance-graph[notebook]")
    nbformat = pytest.importorskip("nbformat", reason="the notebook test needs stance-graph[notebook]")
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(FOLDER)}})
    with ThreadPoolExecutor(1) as thread:  # The browser's tests may have left an event loop running in this one.
        thread.submit(lambda: asyncio.run(client.async_execute())).result()
    return notebook


def outputs(name, sort):
    return [
        data["data"][sort]
        for cell in executed(name).cells
        if cell.cell_type == "code"
        for data in cell.outputs
        if sort in data.get("data", {})
    ]


def messages(name):
    return "".join(data.get("text", "") for cell in executed(name).cells for data in cell.get("outputs", ()))


@pytest.mark.parametrize("name", [path.stem for path in NOTEBOOKS])
def test_tables_have_rows(name):
    tables = [text for text in outputs(name, "text/html") if "<table" in text and "iframe" not in text]
    assert len(tables) >= 2
    for table in tables:
        assert table.count("<tr") > 1, table


@pytest.mark.parametrize("name", ["conflict", "articles"])
def test_an_article_is_shown_with_its_stances(name):
    assert any(text.count("<mark") > 2 for text in outputs(name, "text/html"))


def test_a_drawing_is_inline_and_holds_the_stances():
    (drawing,) = [text for text in outputs("conflict", "text/html") if "<iframe" in text]
    data = re.search(r'id="data">(.*?)</script>', html.unescape(drawing))
    assert data
    assert len(unpacked(data[1])["about"]["evidence"]["rows"]) > 10


def test_coalitions_have_members_and_reasons():
    (table,) = [text for text in outputs("coalitions", "text/html") if "held together by" in text]
    assert "Germany" in table
    assert "modularity 0." in table
    assert any("<iframe" in text for text in outputs("coalitions", "text/html"))


def test_an_article_that_cannot_be_read_is_said():
    assert "empty.txt: empty" in messages("articles")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_committed_without_outputs(path):
    assert '"output_type"' not in path.read_text(encoding="utf-8")
    assert '"execution_count": null' in path.read_text(encoding="utf-8")
