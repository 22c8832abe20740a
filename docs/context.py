"""Writes ontology/context.jsonld, the JSON-LD context of exported files, from the ontology: ``make docs``.

Every property is a plain key: what names a node holds that node's address, what holds a word of the vocabulary (a type
of stance, a valence) that word, and what holds text in a language the text by language.
"""

import json
from pathlib import Path

from kg.graph import PREFIXES
from kg.graph.vocabulary import BASE
from kg.resources import folder
from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD

FILE = Path(__file__).parents[1] / "ontology" / "context.jsonld"
KG = PREFIXES["kg"]
CONCEPTS = [URIRef(KG + name) for name in ("StanceType", "Valence", "ConditionKind", "Decision")]
TEXT = {"@container": "@language"}
NODE = {"@type": "@id"}
ELSEWHERE: dict[str, object] = {
    **{"Concept": "skos:Concept", "NewsArticle": "schema:NewsArticle"},
    **{"Activity": "prov:Activity", "Agent": "prov:Agent", "SoftwareAgent": "prov:SoftwareAgent"},
    **{"SpecificResource": "oa:SpecificResource", "TextQuoteSelector": "oa:TextQuoteSelector"},
    "TextPositionSelector": "oa:TextPositionSelector",
    "identifier": "dcterms:identifier",
    "title": {"@id": "dcterms:title", **TEXT},
    "date": {"@id": "dcterms:date", "@type": "xsd:date"},
    "language": "dcterms:language",
    "source": "dcterms:source",
    "url": "schema:url",
    "text": {"@id": "schema:text", **TEXT},
    "startDate": "schema:startDate",
    "endDate": "schema:endDate",
    "label": {"@id": "rdfs:label", "@container": ["@language", "@set"]},
    "prefLabel": {"@id": "skos:prefLabel", **TEXT},
    "broader": {"@id": "skos:broader", **NODE},
    "sameAs": {"@id": "owl:sameAs", **NODE},
    "member": {"@id": "org:member", **NODE},
    "organization": {"@id": "org:organization", **NODE},
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", **NODE},
    "wasGeneratedBy": {"@id": "prov:wasGeneratedBy", **NODE},
    "wasAssociatedWith": {"@id": "prov:wasAssociatedWith", **NODE},
    "used": {"@id": "prov:used", **NODE},
    "hasSource": {"@id": "oa:hasSource", **NODE},
    "hasSelector": {"@id": "oa:hasSelector", **NODE},
    "exact": {"@id": "oa:exact", **TEXT},
    "start": "oa:start",
    "end": "oa:end",
}


def context() -> str:
    """The whole file."""
    ontology = Graph().parse(folder("ontology") / "stance.ttl").parse(folder("ontology") / "stances.ttl")
    terms: dict[str, object] = {"@version": 1.1, "@base": BASE, "@vocab": KG, "id": "@id", "type": "@type"}
    terms |= {prefix: namespace for prefix, namespace in PREFIXES.items() if not namespace.startswith(BASE)}
    terms["kg"] = KG
    terms |= ELSEWHERE
    for kind, default in ((OWL.ObjectProperty, NODE), (OWL.DatatypeProperty, TEXT)):
        for property_ in sorted(ontology.subjects(RDF.type, kind)):
            if not property_.startswith(KG):
                continue
            range_ = ontology.value(property_, RDFS.range)
            how = {"@type": "@vocab"} if range_ in CONCEPTS else default
            if range_ is not None and range_.startswith(str(XSD)):
                how = {} if range_ == XSD.string else {"@type": f"xsd:{range_.removeprefix(str(XSD))}"}
            terms[property_.removeprefix(KG)] = {"@id": f"kg:{property_.removeprefix(KG)}", **how}
    return json.dumps({"@context": terms}, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(context(), encoding="utf-8")
