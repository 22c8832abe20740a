"""SPARQL text as tokens: enough to see keywords where a keyword stands, and not in IRIs, strings or comments."""

import re
from collections.abc import Iterable, Iterator

from kg.errors import QueryError

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
             | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<language>@[a-zA-Z][\w-]*)
  | (?P<name>(?:\w[\w.-]*)?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*)
  | (?P<word>\w+)
  | (?P<space>\s+)
  | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_FETCHES = {"SERVICE", "LOAD"}


def refuse_fetching(sparql: str) -> None:
    """Refuse a query or update that makes the store fetch from other addresses.

    :raises QueryError: it says ``SERVICE`` or ``LOAD``, also if written with escapes.
    """
    plain = _ESCAPE.sub(lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)), sparql)
    for sort, text in _tokens(plain):
        if sort == "word" and text.upper() in _FETCHES:
            raise QueryError(
                f"{text.upper()} lets whoever wrote this query make the store call other addresses, so it is refused; "
                "if you trust it, allow it with --allow-remote (in Python: allow_remote=True)"
            )


def form(sparql: str) -> str:
    """``SELECT``, ``ASK``, ``CONSTRUCT``, ``DESCRIBE``, or the first word of an update; empty if there is none."""
    words = (text.upper() for sort, text in _tokens(sparql) if sort == "word")
    return next((word for word in words if word not in ("PREFIX", "BASE")), "")


def for_virtuoso(sparql: str, hidden: Iterable[str]) -> str:
    """A query or update as Virtuoso (7.2) needs it where a default graph is named, of the same meaning.

    - ``GRAPH <g> { … }``, which it takes for empty then, becomes ``VALUES ?kg_graph_1 { <g> } GRAPH ?kg_graph_1 { … }``
    - ``GRAPH ?g { … }`` gets a filter that keeps out the graphs that the server has for itself.
    - ``DELETE WHERE { … }``, whose condition could not be changed without the triples, becomes its long form.

    In an update only conditions are changed, not the triples that are inserted or deleted.

    :param hidden: the IRIs of these graphs.
    """
    kept_out = ", ".join(f"<{graph}>" for graph in hidden)
    tokens = list(_tokens(sparql))
    result = [text for _, text in tokens]
    seen = [place for place, (sort, _) in enumerate(tokens) if sort not in ("space", "comment")]
    matching, number, before = form(sparql) in _QUERIES, 0, ""
    for place, name, brace in zip(seen, seen[1:] + seen[:1], seen[2:] + seen[:2], strict=True):
        word = tokens[place][1].upper() if tokens[place][0] == "word" else ""
        if word == "WHERE":
            if before == "DELETE":
                result[place] = f"{_block(tokens[name:])} WHERE"
            matching = True
        elif word in ("INSERT", "DELETE"):
            matching = False
        elif word == "GRAPH" and matching and tokens[brace][1] == "{":
            sort, graph = tokens[name]
            if sort == "variable":
                result[place] = f"FILTER({graph} NOT IN ({kept_out})) GRAPH"
            else:
                number += 1
                result[place] = f"VALUES ?{GRAPH_VARIABLE}{number} {{ {graph} }} GRAPH"
                result[name] = f"?{GRAPH_VARIABLE}{number} "
        before = word
    return "".join(result)


def _block(tokens: list[tuple[str, str]]) -> str:
    """What stands between the brace that comes first and the one that closes it, both included."""
    depth, text = 0, ""
    for _, token in tokens:
        text += token
        depth += {"{": 1, "}": -1}.get(token, 0)
        if token == "}" and depth == 0:
            break
    return text


GRAPH_VARIABLE = "kg_graph_"
"""How the variables of :func:`for_virtuoso` begin."""

_QUERIES = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def _tokens(sparql: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(sparql):
        yield match.lastgroup or "", match[0]
