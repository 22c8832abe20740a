"""The gazetteer of a language as matchers: names of actors, adjectives of states, words for offices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from kg.extract.entities import Entity
from kg.knowledge.actors import Actors, OfficeEntry, load_actors
from kg.knowledge.first_names import load_first_names
from kg.model import ActorKind

_NO_GENITIVE_ENDING = ("s", "x", "z", "ß", "S", "X", "Z", "’", "'")
_ADJECTIVE_ENDINGS = ("", "e", "er", "en", "es", "em")


@dataclass(slots=True)
class Gazetteer:
    """Everything the gazetteer knows, ready to be matched against a Doc of one language."""

    lang: str
    actors: Actors
    matcher: PhraseMatcher
    adjectives: dict[str, str]  # lower-case form → state key
    surfaces: dict[str, str]  # surface form → key, for parts of compounds ("US-Präsident")
    offices: dict[str, OfficeEntry] = field(default_factory=dict)
    suffixes: dict[str, OfficeEntry] = field(default_factory=dict)
    phrases: PhraseMatcher | None = None  # offices of several words, by lower-case form
    first_names: Mapping[str, str] = field(default_factory=dict)

    def names(self, doc: Doc) -> list[tuple[int, int, str, str]]:
        """The names in a Doc: (start, end, key, what), longest first where they overlap."""
        spans = [Span(doc, start, end, label=label) for label, start, end in self.matcher(doc)]
        found = []
        for span in filter_spans(spans):
            key, what = span.label_.rsplit("|", 1)
            found.append((span.start, span.end, key, what))
        return found

    def office_phrases(self, doc: Doc) -> dict[int, tuple[int, OfficeEntry]]:
        """The offices of several words in a Doc ("prime minister"): from the first token to (end, entry)."""
        if self.phrases is None:
            return {}
        spans = filter_spans([Span(doc, start, end, label=label) for label, start, end in self.phrases(doc)])
        return {span.start: (span.end, self.offices[span.label_]) for span in spans}

    def feminine(self, name: str) -> bool | None:
        """Whether the first name of a person is a woman's; None if it does not tell."""
        gender = self.first_names.get(name.split()[0].partition("-")[0]) if name.split() else None
        return None if gender is None else gender == "f"

    def office(self, word: str, lemma: str) -> tuple[OfficeEntry, str] | None:
        """The office that a noun names, with the rest of the compound before it ("US-" of "US-Präsident")."""
        for form in (word.lower(), lemma.lower()):
            if form in self.offices:
                return self.offices[form], ""
        form = word.lower()
        for other in (form, lemma.lower()):
            head, hyphen, last = other.rpartition("-")
            if hyphen and last in self.offices:
                return self.offices[last], word[: len(head)]
        for other in (form, lemma.lower()):
            for length in range(min(len(other) - 2, 24), 3, -1):
                entry = self.suffixes.get(other[-length:])
                if entry is not None:
                    return entry, word[: len(other) - length].rstrip("-")
        return None

    def entity(self, key: str) -> Entity:
        """A new entity for a key of the gazetteer, named in this language."""
        state = self.actors.states.get(key)
        if state is not None:
            name = state.names.get(self.lang) or next(iter(state.names.values()))
            return Entity(key, name, ActorKind.STATE, state.wikidata or None, dict(state.names), known=True)
        organisation = self.actors.organisations.get(key)
        if organisation is not None:
            names = organisation.names
            name = names.get(self.lang) or next(iter(names.values()))
            return Entity(key, name, organisation.kind, organisation.wikidata or None, dict(names), known=True)
        person = self.actors.people[key][0]
        name = person.names.get(self.lang) or next(iter(person.names.values()))
        return Entity(key, name, ActorKind.PERSON, person.wikidata or None, dict(person.names), known=True)


def _surfaces(surface: str, lang: str, what: str) -> list[str]:
    """The forms in which a name stands in a text."""
    forms = [surface]
    if lang == "de" and what != "demonym" and not surface.endswith(_NO_GENITIVE_ENDING):
        forms.append(surface + "s")
    return forms


@cache
def load_gazetteer(nlp: Language) -> Gazetteer:
    """The gazetteer for a pipeline's language, built once."""
    lang = str(nlp.lang)
    actors = load_actors()
    matcher = PhraseMatcher(nlp.vocab)
    adjectives: dict[str, str] = {}
    surfaces: dict[str, str] = {}
    patterns: dict[str, list[str]] = {}
    for surface, key, what in actors.names(lang):
        if what == "adjective":
            endings = _ADJECTIVE_ENDINGS if lang == "de" else ("",)
            adjectives.update({(surface + ending).lower(): key for ending in endings})
            continue
        surfaces.setdefault(surface, key)
        patterns.setdefault(f"{key}|{what}", []).extend(_surfaces(surface, lang, what))
    for label, forms in patterns.items():
        matcher.add(label, [nlp.make_doc(form) for form in forms])
    gazetteer = Gazetteer(lang, actors, matcher, adjectives, surfaces)
    gazetteer.phrases = PhraseMatcher(nlp.vocab, attr="LOWER")
    gazetteer.first_names = load_first_names()
    for entry in actors.offices:
        if entry.lang != lang:
            continue
        for form in (entry.term, *entry.forms):
            if form.startswith("-"):
                gazetteer.suffixes[form[1:].lower()] = entry
            else:
                gazetteer.offices[form.lower()] = entry
                if " " in form or (lang == "en" and "-" in form):
                    gazetteer.phrases.add(form.lower(), [nlp.make_doc(form)])
    return gazetteer
