"""kg draw, kg export, kg check-data: files out of a store, and the tables that go in."""

import csv
import shutil
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from kg import resources
from kg.draw.packed import unpacked
from pyoxigraph import NamedNode, RdfFormat, parse

REJECTS = NamedNode("https://w3id.org/stance-graph/ontology#rejects")


def test_draw_writes_one_page_with_what_was_chosen(kg: Any, store: Path, tmp_path: Path) -> None:
    done = kg("draw", "--store", store, "--issue", "sanctions", "--title", "Who wants them?", "-o", tmp_path / "g.html")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    page = (tmp_path / "g.html").read_text(encoding="utf-8")
    assert "Who wants them?" in page
    drawn = str(unpacked(page.partition('id="data">')[2].partition("</script>")[0]))
    assert "Ghana" in drawn
    assert "Boliv" not in drawn


@pytest.mark.parametrize(
    ("ending", "form"),
    [
        ("ttl", RdfFormat.TURTLE),
        ("nt", RdfFormat.N_TRIPLES),
        ("rdf", RdfFormat.RDF_XML),
        ("trig", RdfFormat.TRIG),
        ("nq", RdfFormat.N_QUADS),
        ("jsonld", RdfFormat.JSON_LD),
    ],
)
def test_export_as_rdf(kg: Any, store: Path, tmp_path: Path, ending: str, form: RdfFormat) -> None:
    file = tmp_path / f"graph.{ending}"
    assert kg("export", "--store", store, "-o", file).returncode == 0
    quads = list(parse(path=file, format=form))
    rejecting = {quad.subject.value for quad in quads if quad.predicate == REJECTS}
    assert {name.rpartition("/")[2] for name in rejecting} >= {"GH", "BO"}
    assert len({quad.graph_name for quad in quads}) == (1 if ending in ("ttl", "nt", "rdf") else 2)


def test_export_as_table_and_network(kg: Any, store: Path, tmp_path: Path) -> None:
    for name in ("t.csv", "n.graphml", "n.gexf"):
        assert kg("export", "--store", store, "-o", tmp_path / name).stderr == ""
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        assert {row["article"] for row in csv.DictReader(file)} == {"ghana", "chile"}
    graphml, gexf = nx.read_graphml(tmp_path / "n.graphml"), nx.read_gexf(tmp_path / "n.gexf")
    assert {"actor:GH", "actor:BO", "actor:FR"} <= set(graphml) == set(gexf)
    assert graphml.number_of_edges() > 0


def test_export_for_neo4j(kg: Any, store: Path, tmp_path: Path) -> None:
    done = kg("export", "--store", store, "--neo4j", "-o", tmp_path / "neo4j")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("import it by: neo4j-admin database import full neo4j --nodes=")
    with (tmp_path / "neo4j" / "positions.csv").open(encoding="utf-8", newline="") as file:
        assert {(row[":START_ID"], row[":TYPE"]) for row in csv.DictReader(file)} >= {("actor/GH", "REJECTS")}


def test_check_data(kg: Any, tmp_path: Path) -> None:
    done = kg("check-data")
    assert (done.returncode, done.stdout) == (0, "no mistakes\n"), done.stderr
    copy = shutil.copytree(
        resources.folder("data"), tmp_path / "data", ignore=shutil.ignore_patterns("pipelines", "articles")
    )
    table = copy / "cues" / "de.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    header = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    lines.insert(header + 1, "singen,verb,sings,subj,obj,,0.5,Chile singt.")
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = kg("check-data", copy)
    assert done.returncode == 1
    assert f"de.csv:{header + 2}: " in done.stderr
