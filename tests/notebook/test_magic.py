"""``%load_ext kg`` and ``%%sparql`` in a real kernel."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import kg
import pytest
from debate import FRANCE, RUSSIA, TROOPS, TRUCE, stance
from kg.model import Article, Reading

nbclient = pytest.importorskip("nbclient", reason="the notebook test needs stance-graph[notebook]")
nbformat = pytest.importorskip("nbformat", reason="the notebook test needs stance-graph[notebook]")

WHO = "SELECT ?name { ?who kg:rejects ?what . ?s kg:actor ?who ; kg:actorName ?name }"


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    """What cells show: their text, or the message of their error."""
    folder = tmp_path_factory.mktemp("notebook")
    with kg.open(folder / "kg-store", create=True) as store:
        store.replace(Reading(Article("a", "…"), (stance(RUSSIA, "rejects", TROOPS),)))
    with kg.open(folder / "other", create=True) as store:
        store.replace(Reading(Article("a", "…"), (stance(FRANCE, "rejects", TRUCE),)))
    cells = {
        "load": "%load_ext kg",
        "default": f"%%sparql\n{WHO}",
        "folder": f"%%sparql other\n{WHO}",
        "open": "import kg\nstore = kg.open('other', read_only=True)\nmine = kg.open('kg-store', read_only=True)",
        "variable": f"%%sparql\n{WHO}",
        "named": f"%%sparql mine -o answer\n{WHO}",
        "kept": "type(answer).__name__, answer['name'].tolist()",
        "malformed": "%%sparql\nSELECT ?who { ?who kg:rejects",
        "missing": f"%%sparql nowhere\n{WHO}",
        "misused": f"%%sparql a b c\n{WHO}",
        "ask": "%%sparql\nASK { ?s ?p ?o }",
    }
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells.values()])
    client = nbclient.NotebookClient(
        notebook, timeout=300, allow_errors=True, resources={"metadata": {"path": str(folder)}}
    )
    with ThreadPoolExecutor(1) as thread:  # The browser's tests may have left an event loop running in this one.
        thread.submit(lambda: asyncio.run(client.async_execute())).result()
    return {name: _shown(cell) for name, cell in zip(cells, notebook.cells, strict=True)}


def _shown(cell):
    for output in cell.outputs:
        if output.output_type == "error":
            return f"{output.ename}: {output.evalue}"
        if "data" in output:
            return output["data"]["text/plain"]
    return "".join(output.get("text", "") for output in cell.outputs)


def test_an_answer_is_a_data_frame(outputs):
    assert outputs["load"] == ""
    assert outputs["default"].split() == ["name", "0", "Moskau"]
    assert "True" in outputs["ask"]


def test_the_store_is_a_folder_or_a_variable(outputs):
    assert "Frankreich" in outputs["folder"]
    assert "Frankreich" in outputs["variable"]
    assert outputs["named"] == ""
    assert outputs["kept"] == "('DataFrame', ['Moskau'])"


def test_mistakes_are_one_line(outputs):
    assert "line 1, column" in outputs["malformed"]
    assert "no store yet" in outputs["missing"]
    assert "write %%sparql [STORE] [-o NAME]" in outputs["misused"]
    for name in ("malformed", "missing", "misused"):
        assert outputs[name].startswith("UsageError: ")
        assert len(outputs[name].splitlines()) == 1
