"""The notebook runs from top to bottom and shows what its text promises."""

import asyncio
import html
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from kg.draw.packed import unpacked

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def executed(request):
    nbclient = pytest.importorskip("nbclient", reason="the notebook test needs stance-graph[notebook]")
    nbformat = pytest.importorskip("nbformat", reason="the notebook test needs stance-graph[notebook]")
    notebook = nbformat.read(request.param, as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(FOLDER)}})
    with ThreadPoolExecutor(1) as thread:  # The browser's tests may have left an event loop running in this one.
        thread.submit(lambda: asyncio.run(client.async_execute())).result()
    return notebook


def outputs(notebook, sort):
    return [
        data["data"][sort]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for data in cell.outputs
        if sort in data.get("data", {})
    ]


def test_tables_of_stances_queries_and_agreement_have_rows(executed):
    tables = [text for text in outputs(executed, "text/html") if "<table" in text and "iframe" not in text]
    assert len(tables) >= 6
    for table in tables:
        assert table.count("<tr") > 1, table


def test_the_drawing_is_inline_and_holds_the_stances(executed):
    (drawing,) = [text for text in outputs(executed, "text/html") if "<iframe" in text]
    data = re.search(r'id="data">(.*?)</script>', html.unescape(drawing))
    assert data
    assert len(unpacked(data[1])["about"]["evidence"]["rows"]) > 10


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_committed_without_outputs(path):
    assert '"output_type"' not in path.read_text(encoding="utf-8")
    assert '"execution_count": null' in path.read_text(encoding="utf-8")
