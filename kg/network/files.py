"""Networks as files for Gephi, visone, Cytoscape, igraph and spreadsheets."""

import csv
import io
import os
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from kg import output
from kg.errors import KgError
from kg.model import Stance


def _write_gexf(graph: "nx.Graph[str]", file: io.BytesIO) -> None:
    """As ``nx.write_gexf``, without what the schema of GEXF does not know, and without the day of writing."""
    writer = GEXFWriter()
    writer.add_graph(graph)
    for name in ("xmlns:xsi", "xsi:schemaLocation"):
        writer.xml.attrib.pop(name, None)
    writer.xml.find("graph").attrib.pop("name", None)
    writer.xml.find("meta").attrib.pop("lastmodifieddate", None)
    writer.write(file)


_WRITERS = {".graphml": nx.write_graphml_xml, ".gexf": _write_gexf}

ENDINGS = (*_WRITERS, ".csv")
"""The endings of files that :func:`write` knows."""


def write(graph: "nx.Graph[str]", path: str | os.PathLike[str]) -> None:
    """Save a graph as GraphML (``.graphml``), GEXF (``.gexf``) or list of ties (``.csv``), by the file ending.

    Attributes become text or numbers: dates ISO 8601, several values joined by `` | ``, stances as their sentences;
    empty values are left out, and so are characters that XML cannot hold. In CSV a row is a tie, with the columns
    ``source``, ``target``, ``source_label``, ``target_label`` and its attributes; actors without a tie are not in it.

    :raises KgError: another file ending, or the file cannot be written.
    """
    ending = Path(path).suffix.lower()
    if ending == ".csv":
        output.replace(path, table(ties(graph)).encode("utf-8", "replace"))
        return
    if ending not in _WRITERS:
        raise KgError(f"{path}: unknown file ending for a network; use {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}")
    flat = graph.__class__()
    flat.add_nodes_from((_xml(node), _flat(data)) for node, data in graph.nodes(data=True))
    if graph.is_multigraph():
        flat.add_edges_from(
            (_xml(u), _xml(v), _xml(key), _flat(d)) for u, v, key, d in graph.edges(keys=True, data=True)
        )
    else:
        flat.add_edges_from((_xml(u), _xml(v), _flat(data)) for u, v, data in graph.edges(data=True))
    buffer = io.BytesIO()
    _WRITERS[ending](flat, buffer)
    output.replace(path, buffer.getvalue())


def ties(graph: "nx.Graph[str]", label: str = "label") -> list[dict[str, str | int | float]]:
    """The ties of a network as rows, the strongest first.

    :param label: which name of the nodes to give: "label", "label_de" or "label_en".
    :returns: one dict a tie with ``source``, ``target``, ``source_label``, ``target_label`` and its attributes, as
        text and numbers.
    """
    rows = [
        {
            "source": one,
            "target": other,
            "source_label": graph.nodes[one].get(label, one),
            "target_label": graph.nodes[other].get(label, other),
            **{name: "" if value is None else _value(value) for name, value in data.items()},
        }
        for one, other, data in graph.edges(data=True)
    ]
    strength = "weight" if not graph.is_multigraph() else "count"
    return sorted(rows, key=lambda row: (-abs(float(row.get(strength, 0))), row["source"], row["target"]))


def table(rows: Iterable[Mapping[str, str | int | float]]) -> str:
    """Rows as CSV with a header; the columns are those of the first row. Empty if there are none."""
    rows = list(rows)
    buffer = io.StringIO()
    if rows:
        writer = csv.DictWriter(buffer, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return buffer.getvalue()


def _flat(attributes: Mapping[str, Any]) -> dict[str, str | int | float | bool]:
    return {name: _value(value) for name, value in attributes.items() if value is not None and value != ()}


def _value(value: Any) -> str | int | float | bool:
    if isinstance(value, Enum):
        return _xml(value.value)
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Stance):
        return _xml(value.evidence.text)
    if isinstance(value, tuple | list | set | frozenset):
        return " | ".join(dict.fromkeys(str(_value(item)) for item in value))
    return _xml(value)


def _xml(value: object) -> str:
    """The text without what XML 1.0 forbids: control characters, lone surrogates, U+FFFE and U+FFFF."""
    return "".join(
        char
        for char in str(value)
        if char in "\t\n\r" or " " <= char < "\ud800" or "\ue000" <= char < "\ufffe" or char >= "\U00010000"
    )
