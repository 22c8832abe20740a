"""RDF terms as text that is safe inside a SPARQL query or update, whatever it contains."""

import re
from collections.abc import Iterable

from rdflib import BNode, Literal, URIRef
from rdflib.namespace import RDF
from rdflib.term import Node

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSAFE = re.compile(r'[\x00-\x1f"\\\x7f]')
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LANGUAGE_TAG = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_LAST_ZEROS = re.compile(r"(\.\d*?)0+(?=Z|[+-]|$)")
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def text(value: str, lang: str | None = None) -> Literal:
    """A literal with a language tag where ``lang`` is a well-formed one.

    Lone surrogates, which no RDF file can hold, become U+FFFD.
    """
    value = _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)
    return Literal(value, lang=lang.lower()) if lang and _LANGUAGE_TAG.fullmatch(lang) else Literal(value)


def quoted(value: str) -> str:
    """A string as a SPARQL literal, quotation marks included."""
    value = _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)
    return '"' + _UNSAFE.sub(lambda m: _ESCAPES.get(m[0]) or f"\\u{ord(m[0]):04X}", value) + '"'


def canonical_time(value: str) -> str:
    """An ``xsd:dateTime`` without zeros at the end of its fraction, as its canonical form wants it.

    Stores write times in forms of their own; compared as literals, only the canonical ones are the same.
    """
    return _LAST_ZEROS.sub(lambda m: m[1].removesuffix("."), value)


def is_iri(value: str) -> bool:
    """Whether a text can stand as an absolute IRI."""
    return "://" in value and not _NOT_IN_IRI.search(value)


def written(term: Node) -> str:
    """A term in N-Triples syntax, which SPARQL shares.

    :raises ValueError: the IRI holds a character that no IRI may hold.
    """
    if isinstance(term, URIRef):
        if _NOT_IN_IRI.search(term):
            raise ValueError(f"{term!r} is no IRI")
        return f"<{term}>"
    if isinstance(term, BNode):
        return f"_:{term}"
    if not isinstance(term, Literal):
        raise ValueError(f"{term!r} is neither IRI, blank node nor literal")
    if term.language:
        return f"{quoted(term)}@{term.language}"
    if term.datatype:
        return f"{quoted(term)}^^{written(term.datatype)}"
    return quoted(term)


def reading_order(subject: Node, predicate: Node, obj: Node) -> tuple[str, bool, str, str]:
    """A key that sorts triples as people read them: by subject, what it is first."""
    return str(subject), predicate != RDF.type, str(predicate), written(obj)


def line(triple: tuple[Node, Node, Node]) -> str:
    """A triple in N-Triples syntax."""
    return f"{written(triple[0])} {written(triple[1])} {written(triple[2])} ."


def lines(triples: Iterable[tuple[Node, Node, Node]]) -> str:
    """Triples in N-Triples syntax, one a line."""
    return "".join(f"{line(triple)}\n" for triple in triples)
