"""Named queries: the files of ``data/queries/``, one query each.

A file is plain SPARQL that begins with comments::

    # who rejects what                                       the description
    # param: actor — name (in any language), key or IRI      an optional parameter, a name
    # param: since: date — first day (YYYY-MM-DD)            of another sort: date, number, text
    # param: issue (required) — label or key of the issue    one that must be given
    # param: lang: text = en — language of the labels        one with a default

``$actor`` stands for the value. A name becomes a list of quoted strings for ``IN ($actor)``: what the user wrote in
lower case, the IRI if it is one, and the keys of those who bear this name in the gazetteer (or, where the parameter
is called ``issue``, in the thesaurus); so aliases that no article uses are understood. ``$issue_class`` is then
``kg:Issue``, and ``skos:Concept``, which targets are, too, for a name that the thesaurus does not know. The other sorts
become one literal. A line that ends in ``# if actor`` counts only if ``actor`` is given, one that ends in
``# unless actor`` only if it is not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from kg.errors import DataError, QueryError
from kg.graph.terms import quoted
from kg.graph.vocabulary import expand
from kg.resources import folder

_PARAM = re.compile(
    r"# param: (?P<name>\w+)(?:: (?P<sort>\w+))?"
    r"(?: (?P<required>\(required\))| = (?P<default>\S+))? — (?P<description>.+)"
)
_CONDITION = re.compile(r"^(?P<line>.*?)\s+# (?P<when>if|unless) (?P<name>\w+)$")
_VARIABLE = re.compile(r"\$(\w+)")
_SORTS = ("name", "text", "date", "number")


class Text(str):
    """SPARQL text that is safe to stand in a query."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query. ``sort`` is ``name``, ``text``, ``date`` or ``number``."""

    name: str
    description: str
    sort: str = "name"
    required: bool = False
    default: str | None = None


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of ``data/queries/``: its name, one line of description, its parameters and its SPARQL text."""

    name: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str

    def bind(self, **values: str | date | float | None) -> str:
        """The SPARQL text with these values for its parameters; ``None`` is as good as not given.

        :raises QueryError: a parameter is unknown, missing, or no date or number where it should be.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        given = {name: value for name, value in values.items() if value is not None}
        for name in given:
            if name not in known:
                has = f"it has {', '.join(known)}" if known else "it has none"
                raise QueryError(f"{self.name} has no parameter {name}: {has}")
        bound: dict[str, Text] = {}
        for parameter in self.parameters:
            value = given.get(parameter.name, parameter.default)
            if value is not None:
                if parameter.name == "issue":
                    bound |= issue_values(str(value))
                else:
                    bound[parameter.name] = _bound(self.name, parameter, value)
            elif parameter.required:
                raise QueryError(f"{self.name} needs the parameter {parameter.name}: {parameter.description}")
        return bind_text(self.text, bound)


def named_queries() -> list[NamedQuery]:
    """All named queries by name.

    :raises DataError: a file does not have the form that the module's documentation gives.
    """
    return [_load(path) for path in sorted((folder("data") / "queries").glob("*.rq"))]


def named_query(name: str) -> NamedQuery:
    """The named query of this name.

    :raises QueryError: there is none; the message lists those that exist.
    """
    path = folder("data") / "queries" / f"{name}.rq"
    if not re.fullmatch(r"[\w-]+", name) or not path.is_file():
        names = ", ".join(sorted(path.stem for path in path.parent.glob("*.rq")))
        raise QueryError(f"there is no query named {name}: choose {names}")
    return _load(path)


def bind_text(text: str, values: Mapping[str, Text]) -> str:
    """Put values for ``$name`` into a query, and drop the lines whose ``# if name`` or ``# unless name`` fails."""
    lines = []
    for line in text.splitlines():
        if condition := _CONDITION.match(line):
            if (condition["name"] in values) != (condition["when"] == "if"):
                continue
            line = condition["line"]
        if not line.lstrip().startswith("#"):
            line = _VARIABLE.sub(lambda m: values.get(m[1], m[0]), line)
        lines.append(line)
    return "\n".join(lines) + "\n"


def actor_names(value: str) -> Text:
    """The strings, in lower case, that may stand for an actor, and its IRI, as a list of SPARQL literals."""
    from kg.knowledge.actors import LANGUAGES, load_actors

    wanted = value.strip().lower()
    keys = [
        key
        for lang in LANGUAGES
        for surface, key, what in load_actors().names(lang)
        if surface.lower() == wanted and what in ("name", "alias", "metonym")
    ]
    return _literals(wanted, expand(value.strip()), *keys)


def issue_values(value: str) -> dict[str, Text]:
    """What stands for the name of an issue in a query.

    ``issue``: the strings, in lower case, that may stand for it or one below it, and its IRI, as a list of SPARQL
    literals; ``issue_class``: where to look for them, which is not among the many targets if the thesaurus knows them.
    """
    wanted, keys = value.strip(), _issues(value)
    return {
        "issue": _literals(wanted, expand(wanted), *sorted(keys)),
        "issue_class": Text("kg:Issue" if keys else "skos:Concept"),
    }


def _issues(value: str) -> set[str]:
    """The keys of the issues with this key, label or term, and of those below them."""
    from kg.knowledge.issues import load_issues

    wanted, issues = value.strip().lower(), load_issues()
    found = {
        key
        for key, entry in issues.items()
        if wanted in (key, *map(str.lower, entry.labels.values()))
        or any(wanted == term.lower() for terms in entry.terms.values() for term in terms)
    }
    while below := {key for key, entry in issues.items() if entry.broader in found} - found:
        found |= below
    return found


def _literals(*texts: str) -> Text:
    folded = (text if "://" in text else text.lower() for text in texts)
    return Text(", ".join(quoted(text) for text in dict.fromkeys(folded)))


def quoted_date(value: date) -> Text:
    """A day as SPARQL literal."""
    return Text(f'"{value.isoformat()}"^^xsd:date')


def _bound(query: str, parameter: Parameter, value: str | date | float) -> Text:
    try:
        if parameter.sort == "date":
            return quoted_date(value if isinstance(value, date) else date.fromisoformat(str(value)))
        if parameter.sort == "number":
            return Text(format(float(value), "f")) if not isinstance(value, date) else Text(float(str(value)))
    except ValueError:
        sort = "a date such as 2025-09-05" if parameter.sort == "date" else "a number"
        raise QueryError(f"{query}: {parameter.name} must be {sort}, not {value}") from None
    if parameter.sort == "name":
        return actor_names(str(value))
    return Text(quoted(expand(str(value))))


@cache
def _load(path: Path) -> NamedQuery:
    text = path.read_text(encoding="utf-8")
    first, *rest = text.splitlines() or [""]
    if not first.startswith("# "):
        raise DataError(f"{path}:1: must be a comment that says what the query finds")
    parameters = []
    for number, line in enumerate(rest, start=2):
        if not line.startswith("#"):
            break
        match = _PARAM.fullmatch(line)
        if not match or (match["sort"] or "name") not in _SORTS:
            raise DataError(f"{path}:{number}: must be `# param: name — description`, not {line!r}")
        parameters.append(
            Parameter(
                match["name"], match["description"], match["sort"] or "name", bool(match["required"]), match["default"]
            )
        )
    return NamedQuery(path.stem, first.removeprefix("# "), tuple(parameters), text)
