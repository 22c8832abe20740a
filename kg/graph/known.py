"""The terms that a query can ask for: those of the ontology and of the vocabularies beside it, actors and issues."""

from difflib import get_close_matches
from functools import cache

import pyoxigraph
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, DefinedNamespace

from kg.graph.vocabulary import KG
from kg.model import ActorKind
from kg.resources import folder

_ALIKE = 0.75

_DEFINED: dict[str, type[DefinedNamespace]] = {
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "prov": PROV,
}


@cache
def known_terms(prefix: str) -> frozenset[str] | None:
    """The local names that a vocabulary defines; None where they are not known, or not fixed (actors, articles)."""
    if prefix == "kg":
        files = (folder("ontology") / "stance.ttl", folder("ontology") / "stances.ttl")
        subjects = (quad.subject for file in files for quad in pyoxigraph.parse(path=str(file)))
        iris = (subject.value for subject in subjects if isinstance(subject, pyoxigraph.NamedNode))
        return frozenset(iri.removeprefix(KG) for iri in iris if iri.startswith(KG))
    if prefix in _DEFINED:
        space = _DEFINED[prefix]
        return frozenset(str(term).removeprefix(str(space)) for term in dir(space))
    return None


def meant(prefix: str, name: str) -> str | None:
    """The key that someone means who writes the name of an actor or issue (in any language) where a key must stand.

    None if the prefix is another, the name is a key already, or nothing bears it.
    """
    wanted = name.replace("_", " ").casefold()
    if prefix == "actor":
        from kg.knowledge.actors import LANGUAGES, load_actors

        actors = load_actors()
        if name in actors.states or name in actors.organisations or name in actors.people:
            return None
        found = (
            key
            for lang in LANGUAGES
            for surface, key, what in actors.names(lang)
            if what in ("name", "alias") and wanted in (surface.casefold(), key.casefold())
        )
    elif prefix == "issue":
        from kg.knowledge.issues import load_issues

        issues = load_issues()
        if name in issues:
            return None
        found = (key for key, entry in issues.items() if wanted in map(str.casefold, (key, *entry.labels.values())))
    else:
        return None
    return next(found, None)


def alike(name: str) -> str | None:
    """The name of a known actor that is most like this one, which no table has; None if it is known, or like none."""
    from kg.knowledge.actors import LANGUAGES, load_actors

    actors = load_actors()
    names: dict[str, str] = {}
    for lang in LANGUAGES:
        for surface, _, what in actors.names(lang):
            if what in ("name", "alias", "metonym"):
                names.setdefault(surface.casefold(), surface)
    if name.casefold() in names or actors.kind(name) is not ActorKind.UNKNOWN:
        return None
    near = get_close_matches(name.casefold(), names, n=1, cutoff=_ALIKE)
    return names[near[0]] if near else None
