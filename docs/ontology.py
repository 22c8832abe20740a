"""Renders the ontology as docs/ontology.en.html and docs/ontology.de.html by pyLODE: ``make docs``.

pyLODE shows one language and no mappings. So each page gets the texts of its language alone, and the mappings and codes
as notes.
"""

import json
import logging
import re
import sys
from pathlib import Path

from kg.graph.vocabulary import KG
from kg.resources import folder
from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.compare import to_canonical_graph
from rdflib.namespace import OWL, RDF, RDFS, SDO, SKOS, NamespaceManager
from rdflib.term import Node

DOCS = Path(__file__).resolve().parent
LANGUAGES = ("en", "de")
OTHER_FILE = URIRef("https://w3id.org/stance-graph/stances")
CONCEPTS = (KG.StanceType, KG.Valence, KG.ConditionKind, KG.Decision)
_JSON = re.compile(r'(?<=<script id="schema.org" type="application/ld\+json">\n).*?(?=\n\s*</script>)', re.DOTALL)
NOTES = {
    SKOS.closeMatch: {"en": "Close to", "de": "Entspricht etwa"},
    SKOS.relatedMatch: {"en": "Related to", "de": "Verwandt mit"},
    KG.ploverCode: {"en": "PLOVER event type", "de": "PLOVER-Ereignistyp"},
    KG.cameoCode: {"en": "CAMEO code", "de": "CAMEO-Kode"},
    KG.valence: {"en": "Valence", "de": "Richtung"},
}


def page(lang: str) -> str:
    """The ontology in one language, as HTML.

    :raises ImportError: pyLODE is not installed.
    """
    from pylode import OntPub

    logging.disable(logging.INFO)
    return _sorted_json(str(OntPub(_in_one_language(lang), sort_subjects=True).make_html())) + "\n"


def _in_one_language(lang: str) -> Graph:
    parsed = Graph().parse(folder("ontology") / "stance.ttl").parse(folder("ontology") / "stances.ttl")
    whole = to_canonical_graph(parsed)  # blank nodes with the same names in every run
    graph = Graph()
    for prefix, namespace in parsed.namespaces():
        graph.bind(prefix, namespace, replace=True)
    for subject, predicate, obj in whole:
        elsewhere = predicate == RDF.type and isinstance(subject, URIRef) and not subject.startswith(str(KG)[:-1])
        if subject == OTHER_FILE or (elsewhere and obj in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)):
            continue
        if not isinstance(obj, Literal) or obj.language in (None, lang):
            graph.add((subject, predicate, obj))
    for property_, union in set(graph.subject_objects(RDFS.domain)):
        if members := graph.value(union, OWL.unionOf):
            # pyLODE writes the classes of a union in the order of a hash.
            graph.remove((property_, RDFS.domain, union))
            for class_ in Collection(graph, members):
                graph.add((property_, SDO.domainIncludes, class_))
    for property_, words in NOTES.items():
        for subject in set(whole.subjects(property_)):
            values = sorted(
                str(o) if isinstance(o, Literal) else o.n3(graph.namespace_manager)
                for o in whole.objects(subject, property_)
            )
            graph.add((subject, SKOS.note, Literal(f"{words[lang]}: {', '.join(values)}")))
    for scheme in set(whole.subjects(RDF.type, SKOS.ConceptScheme)):
        graph.remove((scheme, None, None))
        graph.remove((None, SKOS.inScheme, scheme))
    for class_ in CONCEPTS:
        for concept in sorted(whole.subjects(RDF.type, class_)):
            graph.add((class_, SKOS.note, Literal(_told(whole, concept, lang, graph.namespace_manager))))
    return graph


def _told(graph: Graph, concept: Node, lang: str, names: NamespaceManager) -> str:
    """A concept in one line: pyLODE has no section for individuals."""
    label, comment = (
        next(str(o) for o in graph.objects(concept, property_) if isinstance(o, Literal) and o.language == lang)
        for property_ in (RDFS.label, RDFS.comment)
    )
    return f"{concept.n3(names)} ({label}): {comment}"


def _sorted_json(html: str) -> str:
    """The page with its JSON-LD, which pyLODE writes in the order of a hash, sorted."""
    return _JSON.sub(lambda m: json.dumps(sorted(json.loads(m[0]), key=str), ensure_ascii=False, indent=2), html)


def main() -> None:
    """Write both files; say so if pyLODE is not there."""
    try:
        for lang in LANGUAGES:
            (DOCS / f"ontology.{lang}.html").write_text(page(lang), encoding="utf-8")
    except ImportError:
        print("docs/ontology.*.html are left as they are: they need pip install 'stance-graph[docs]'", file=sys.stderr)


if __name__ == "__main__":
    main()
