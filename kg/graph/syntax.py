"""Says in one line what is wrong with a SPARQL text, and where."""

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches

import pyoxigraph

from kg.graph.known import known_terms, meant
from kg.graph.vocabulary import PREFIXES

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_SENTENCE = re.compile(r"[A-Z]\w+ \w+ [\w ]+")
_UPDATE = re.compile(
    r"(\s*(#.*\n|(PREFIX|BASE)\b[^>]*>))*\s*(INSERT|DELETE|DROP|CLEAR|LOAD|CREATE|ADD|MOVE|COPY|WITH)\b", re.IGNORECASE
)

_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r"|\bPREFIX\s+(?P<declared>[\w.-]*):\s*<(?P<namespace>[^<>\s]*)>"
    r"|<(?P<iri>[^<>\s]*)>|\#[^\n]*|[?$]\w+"
    r"|(?<![\w:])(?P<prefix>[A-Za-z][\w-]*(?:\.[\w-]+)*):(?P<local>(?:[\w:%-]|\\[^\w\s]|\.(?=[\w:%\\-]))*)",
    re.DOTALL | re.IGNORECASE,
)

_SPECIAL = re.compile(r"(?:[+~@][\w%.-]+)+")


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
    if mistake := _mistaken_name(sparql):
        return f"malformed SPARQL at {mistake}"
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


def doubtful(sparql: str) -> Iterator[str]:
    """What a well-formed query asks for although no graph can hold it, as one line each with the place.

    Terms of the vocabularies in use that these do not define (mistyped ones), with the nearest that they do; actors
    and issues named by a name instead of their key (``actor:Germany``), with the key.
    """
    seen: set[str] = set()
    for place, prefix, local in _names(sparql):
        name = f"{prefix}:{local}"
        terms = known_terms(prefix)
        if name in seen or not local or (prefix == "rdf" and re.fullmatch(r"_\d+", local)):
            continue
        seen.add(name)
        if terms is None:
            if key := meant(prefix, local):
                yield f"{place}: {name} is a name, not a key; did you mean {prefix}:{key}?"
        elif local not in terms:
            yield f"{place}: there is no {name}{_nearest(local, terms, f'; did you mean {prefix}:', '?')}"


def _mistaken_name(sparql: str) -> str | None:
    """Place and remedy of the first name that no query may hold: the parser often stumbles only behind it."""
    declared = {match["declared"] for match in _TOKEN.finditer(sparql) if match["namespace"] is not None}
    for match in _TOKEN.finditer(sparql):
        prefix, place = match["prefix"], _place(sparql, match.start())
        if prefix is None:
            continue
        if prefix in ("http", "https") and prefix not in declared:
            return f"{place}: an address stands in angle brackets: <{prefix}://…>"
        if prefix not in PREFIXES and prefix not in declared:
            nearest = _nearest(prefix, PREFIXES, "; did you mean ", ":?", cutoff=0.7)
            known = " ".join(sorted(PREFIXES))
            return f"{place}: unknown prefix {prefix}:{nearest} (known are {known}; others need PREFIX {prefix}: <…>)"
        if special := _SPECIAL.match(sparql, match.end()):
            whole = re.sub(r"[+~@]", r"\\\g<0>", special[0])
            return f"{place}: in a name, + and the like stand behind a backslash: {match[0]}{whole}"
    return None


def _names(sparql: str) -> Iterator[tuple[str, str, str]]:
    """Place, prefix and local name of the IRIs in a query that begin with a known namespace."""
    declared = dict(PREFIXES)
    known = {namespace: prefix for prefix, namespace in PREFIXES.items()}
    for match in _TOKEN.finditer(sparql):
        iri = match["iri"]
        if match["namespace"] is not None:
            declared[match["declared"]] = match["namespace"]
        elif match["prefix"] in declared:
            iri = declared[match["prefix"]] + re.sub(r"\\(.)", r"\1", match["local"])
        namespace = max((namespace for namespace in known if iri and iri.startswith(namespace)), key=len, default=None)
        if iri and namespace:
            yield _place(sparql, match.start()), known[namespace], iri.removeprefix(namespace)


def _place(text: str, at: int) -> str:
    return f"line {text.count(chr(10), 0, at) + 1}, column {at - text.rfind(chr(10), 0, at)}"


def _nearest(word: str, words: Collection[str], before: str, after: str, cutoff: float = 0.6) -> str:
    folded = {other.casefold(): other for other in sorted(words)}
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=cutoff)
    return f"{before}{folded[close[0]]}{after}" if close else ""
