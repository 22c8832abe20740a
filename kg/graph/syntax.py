"""Says in one line what is wrong with a SPARQL text, and where."""

import re

import pyoxigraph

from kg.graph.vocabulary import PREFIXES

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_SENTENCE = re.compile(r"(?!Prefix not found)[A-Z]\w+ \w+ [\w ]+")
_UPDATE = re.compile(
    r"(\s*(#.*\n|(PREFIX|BASE)\b[^>]*>))*\s*(INSERT|DELETE|DROP|CLEAR|LOAD|CREATE|ADD|MOVE|COPY|WITH)\b", re.IGNORECASE
)


def explained(error: SyntaxError, sparql: str) -> str:
    """The message of Oxigraph's parser as one line with line, column, and the text at that place."""
    if _UPDATE.match(sparql):
        return "malformed SPARQL: this is an update, but a query only reads (SELECT, ASK, CONSTRUCT, DESCRIBE)"
    match = _PLACE.match(str(error))
    if not match:
        return f"malformed SPARQL: {' '.join(str(error).split())}"
    line, column = int(match[1]), int(match[2])
    lines = sparql.splitlines()
    text = lines[line - 1] if line <= len(lines) else ""
    place = f"malformed SPARQL at line {line}, column {column}"
    if "Prefix not found" in match[3] and (unknown := _unknown_prefix(text[:column], sparql)):
        return f"{place}: unknown prefix {unknown}: (known are {' '.join(sorted(PREFIXES))})"
    while 1 < column <= len(text) and text[column - 2 : column].isalnum():
        column -= 1
    rest = text[column - 1 :].strip()
    near = f"near “{rest[:40]}”" if rest else "the query ends too early"
    if not rest and line < len(lines):
        near = f"after “{text.strip()[-40:]}”"
    sentence = _SENTENCE.search(re.sub(r"\[.*?\]", "", match[3], flags=re.DOTALL))
    reason = f"; {sentence[0][0].lower()}{sentence[0][1:].strip()}" if sentence else ""
    return f"malformed SPARQL at line {line}, column {column}: {near}{reason}"


def check(sparql: str) -> str | None:
    """What is wrong with a query's syntax, or ``None`` if nothing is."""
    try:
        pyoxigraph.Store().query(sparql, prefixes=PREFIXES)
    except SyntaxError as error:
        return explained(error, sparql)
    except (OSError, RuntimeError, ValueError):
        return None
    return None


def _unknown_prefix(before: str, sparql: str) -> str | None:
    """The last prefix before a place that is neither known nor declared."""
    declared = {name.lower() for name in re.findall(r"PREFIX\s+([\w.-]*):", sparql, re.IGNORECASE)}
    used = [name for name in re.findall(r"(?<![\w<:/?$])([A-Za-z][\w.-]*):", before) if name not in PREFIXES]
    return next((name for name in reversed(used) if name.lower() not in declared), None)
