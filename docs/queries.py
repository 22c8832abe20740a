"""Asks the queries of docs/queries.md anew and writes their answers below them: ``make docs``."""

import re
import sys
import tempfile
from pathlib import Path

from kg.extract import read
from kg.graph import QueryResult, Store, open_store, shorten
from kg.read import articles
from rdflib import URIRef
from rdflib.term import Node

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docs" / "queries.md"
QUERY = re.compile(r"(```sparql\n(?P<query>.*?)\n```\n)(?P<answer>.*?)(?=\n#|\Z)", re.DOTALL)


def answered(text: str, store: Store) -> str:
    """The page with the answers of a store below its queries."""
    return QUERY.sub(lambda match: f"{match[1]}\n{_answer(store.query(match['query']))}", text)


def _answer(result: QueryResult) -> str:
    if result.answer is not None:
        return f"Answer: {'yes' if result.answer else 'no'}\n"
    if result.kind == "CONSTRUCT":
        triples = [line for line in result.serialize("turtle").splitlines() if line and not line.startswith("@prefix")]
        return "\n".join(["```turtle", *triples, "```"]) + "\n"
    lines = [result.variables, ["---"] * len(result.variables), *([_cell(term) for term in row] for row in result.rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(term: Node | None) -> str:
    if isinstance(term, URIRef):
        return f"`{shorten(term)}`"
    return "" if term is None else " ".join(str(term).split()).replace("|", "\\|")


def main() -> None:
    """Write the file, with the sample articles as they are read now."""
    with tempfile.TemporaryDirectory() as scratch, open_store(Path(scratch) / "store", create=True) as store:
        for article in articles([ROOT / "data" / "articles"]):
            store.replace(read(article))
        FILE.write_text(answered(FILE.read_text(encoding="utf-8"), store), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
