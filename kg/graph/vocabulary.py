"""The vocabulary: namespaces, the prefixes that every query knows, and how IRIs are made from content.

``ontology/stance.ttl`` defines the classes and properties, ``ontology/stances.ttl`` the stance types.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from urllib.parse import quote

from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD

BASE = "https://w3id.org/stance-graph/"
KG = Namespace(BASE + "ontology#")
OA = Namespace("http://www.w3.org/ns/oa#")
SCHEMA = Namespace("https://schema.org/")
ORG = Namespace("http://www.w3.org/ns/org#")
WIKIDATA = Namespace("http://www.wikidata.org/entity/")

PREFIXES: dict[str, str] = {
    "kg": str(KG),
    "actor": BASE + "actor/",
    "target": BASE + "target/",
    "issue": BASE + "issue/",
    "article": BASE + "article/",
    "stance": BASE + "stance/",
    "review": BASE + "review/",
    "reviewer": BASE + "reviewer/",
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "owl": str(OWL),
    "xsd": str(XSD),
    "skos": str(SKOS),
    "dcterms": str(DCTERMS),
    "prov": str(PROV),
    "oa": str(OA),
    "org": str(ORG),
    "schema": str(SCHEMA),
    "wd": str(WIKIDATA),
}
"""The prefixes that need no declaration in a query, and that exported files declare."""

UNION = URIRef(BASE + "union")
"""The named graph that stands for the default graph on servers that have none of their own."""

SOFTWARE = URIRef(BASE + "software")
"""The agent that reads articles."""

TEXTS = URIRef(BASE + "texts")
"""The named graph of the articles' texts; the default graph leaves it out."""

JOURNAL = URIRef(BASE + "journal")
"""The named graph of a server in which changes stand that are under way, with what undoes them."""

_LONGEST = 120
_LETTERS = (
    "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
)
_LOCAL = re.compile(rf"(?:[{_LETTERS}0-9:%]|\\.)(?:[-.:%{_LETTERS}0-9\u00b7\u0300-\u036f\u203f\u2040]|\\.)*|")
"""What may stand behind a prefix (PN_LOCAL of SPARQL 1.1, without the rare letters that not every parser takes)."""
_TO_ESCAPE = re.compile(r"[~!$&'()*+,;=/?#@]|%(?![0-9A-Fa-f]{2})|^[-.]|\.$")
_ESCAPE = re.compile(r"\\([^\w\s])")


def iri(sort: str, key: str) -> URIRef:
    """The IRI of the actor, target, issue or article that has this key.

    Letters and digits of any script and ``-._+`` stay as they are, everything else is percent-encoded, so that
    different keys never share an IRI. A key that is too long or that a browser would resolve away (``..``)
    is shortened and completed by its hash.

    :param sort: ``actor``, ``target``, ``issue``, ``article`` or ``reviewer``.
    :param key: any text.
    """
    local = _encode(key)
    if len(local) > _LONGEST or not local.strip("."):
        local = _encode(key[:40]).strip(".") + "~" + _digest([key])
    return URIRef(f"{BASE}{sort}/{local}")


def fragment(node: URIRef, name: str) -> URIRef:
    """The IRI of a part of something that has no key of its own, such as an office of a person."""
    return URIRef(f"{node}#{_encode(name)}")


def stance_iri(identity: Sequence[str | int | None]) -> URIRef:
    """The IRI of a stance: a hash of what makes it this stance and no other."""
    return URIRef(f"{BASE}stance/{_digest(identity)}")


def review_iri(identity: Sequence[str | int | None]) -> URIRef:
    """The IRI of a review: a hash of who said what of which stance, and when."""
    return URIRef(f"{BASE}review/{_digest(identity)}")


def expand(text: str) -> str:
    """``actor:RU`` as a full IRI if it begins with a known prefix, else the text itself."""
    prefix, colon, local = text.partition(":")
    return PREFIXES[prefix] + _ESCAPE.sub(r"\1", local) if colon and prefix in PREFIXES else text


def shorten(iri: str) -> str:
    """An IRI with a known prefix as ``actor:RU``, as it may stand in SPARQL and Turtle; any other as it is."""
    # The longest namespace: that of the ontology begins like those of actors and targets.
    prefix, namespace = max(PREFIXES.items(), key=lambda item: len(item[1]) if iri.startswith(item[1]) else 0)
    local = _TO_ESCAPE.sub(r"\\\g<0>", iri[len(namespace) :])
    return f"{prefix}:{local}" if iri.startswith(namespace) and _LOCAL.fullmatch(local) else str(iri)


def _encode(text: str) -> str:
    return "".join(c if c.isalnum() or c in "-._+" else quote(c, safe="", errors="surrogatepass") for c in text)


def _digest(parts: Sequence[str | int | None]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24]
