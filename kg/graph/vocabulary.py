"""The vocabulary: namespaces, the prefixes that every query knows, and how IRIs are made from content.

``ontology/stance.ttl`` defines the classes and properties, ``ontology/stances.ttl`` the stance types.
"""

import hashlib
import json
from collections.abc import Sequence
from urllib.parse import quote

from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD

BASE = "https://w3id.org/stance-graph/"
KG = Namespace(BASE + "ontology#")
OA = Namespace("http://www.w3.org/ns/oa#")
SCHEMA = Namespace("https://schema.org/")
WIKIDATA = Namespace("http://www.wikidata.org/entity/")

PREFIXES: dict[str, str] = {
    "kg": str(KG),
    "actor": BASE + "actor/",
    "target": BASE + "target/",
    "issue": BASE + "issue/",
    "article": BASE + "article/",
    "stance": BASE + "stance/",
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "owl": str(OWL),
    "xsd": str(XSD),
    "skos": str(SKOS),
    "dcterms": str(DCTERMS),
    "prov": str(PROV),
    "oa": str(OA),
    "schema": str(SCHEMA),
    "wd": str(WIKIDATA),
}
"""The prefixes that need no declaration in a query, and that exported files declare."""

SOFTWARE = URIRef(BASE + "software")
"""The agent that reads articles."""

_LONGEST = 120


def iri(sort: str, key: str) -> URIRef:
    """The IRI of the actor, target, issue or article that has this key.

    Letters and digits of any script and ``-._+`` stay as they are, everything else is percent-encoded, so that
    different keys never share an IRI. A key that is too long or that a browser would resolve away (``..``)
    is shortened and completed by its hash.

    :param sort: ``actor``, ``target``, ``issue`` or ``article``.
    :param key: any text.
    """
    local = _encode(key)
    if len(local) > _LONGEST or not local.strip("."):
        local = _encode(key[:40]).strip(".") + "~" + _digest([key])
    return URIRef(f"{BASE}{sort}/{local}")


def stance_iri(identity: Sequence[str | int | None]) -> URIRef:
    """The IRI of a stance: a hash of what makes it this stance and no other."""
    return URIRef(f"{BASE}stance/{_digest(identity)}")


def expand(text: str) -> str:
    """``actor:RU`` as a full IRI if it begins with a known prefix, else the text itself."""
    prefix, colon, local = text.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else text


def _encode(text: str) -> str:
    return "".join(c if c.isalnum() or c in "-._+" else quote(c, safe="", errors="surrogatepass") for c in text)


def _digest(parts: Sequence[str | int | None]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24]
