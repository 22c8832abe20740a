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

SOFTWARE = URIRef(BASE + "software")
"""The agent that reads articles."""

TEXTS = URIRef(BASE + "texts")
"""The named graph of the articles' texts; the default graph leaves it out."""

_LONGEST = 120
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
    if not iri.startswith(namespace):
        return iri
    return f"{prefix}:{_TO_ESCAPE.sub(lambda match: chr(92) + match[0], iri[len(namespace) :])}"


def _encode(text: str) -> str:
    return "".join(c if c.isalnum() or c in "-._+" else quote(c, safe="", errors="surrogatepass") for c in text)


def _digest(parts: Sequence[str | int | None]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24]
