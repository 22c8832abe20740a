"""The closed word classes of a language: ``data/grammar/{lang}.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import DataError
from kg.model import ConditionKind, StanceType
from kg.resources import folder


@dataclass(frozen=True, slots=True)
class Modal:
    """The stance that a modal verb carries: its type, and the type when it is negated (None: no stance)."""

    type: StanceType | None
    negated: StanceType | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words that attribute a sentence to a speaker without a verb of saying ("laut", "according to")."""

    prepositions: frozenset[str]
    postpositions: frozenset[str]
    adverbs: frozenset[str]
    nouns: frozenset[str]
    noun_prepositions: frozenset[str]
    agents: frozenset[str]
    subordinators: frozenset[str]
    media: frozenset[str]
    object_speaks: frozenset[str]
    resuming: frozenset[str]
    anonymous: frozenset[str]
    containers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """All closed classes of one language. Word sets hold lower-case forms."""

    lang: str
    negators: frozenset[str]
    negative_determiners: frozenset[str]
    negation_cancellers: frozenset[str]
    first_person: frozenset[str]
    impersonal: frozenset[str]
    reflexives: frozenset[str]
    masculine: frozenset[str]
    feminine: frozenset[str]
    neuter: frozenset[str]
    plural: frozenset[str]
    possessives: frozenset[str]
    relatives: frozenset[str]
    definite: frozenset[str]
    joining: frozenset[str]
    both: frozenset[str]
    two: frozenset[str]
    sides: frozenset[str]
    several: frozenset[str]
    documents: frozenset[str]
    owning: frozenset[str]
    origins: frozenset[str]
    on_day: frozenset[str]
    past_auxiliaries: frozenset[str]
    titles: frozenset[str]
    evaluating: frozenset[str]
    evaluating_links: frozenset[str]
    modals: dict[str, Modal]
    anaphora: dict[str, frozenset[str]]
    bodies: dict[str, frozenset[str]]
    compound_prefixes: dict[str, str]
    regions: dict[str, frozenset[str]]
    examples: frozenset[str]
    conjunctive_one: frozenset[str]
    conjunctive_two: frozenset[str]
    attribution: Attribution
    condition_clauses: dict[tuple[str, ...], ConditionKind]
    condition_phrases: dict[tuple[str, ...], ConditionKind]
    condition_adjectives: frozenset[str]
    copulas: frozenset[str]
    opening: frozenset[str]
    closing: frozenset[str]


def _type(value: str) -> StanceType | None:
    return None if value == "none" else StanceType(value)


def _markers(table: dict[str, str]) -> dict[tuple[str, ...], ConditionKind]:
    return {tuple(words.split()): ConditionKind(kind) for words, kind in table.items()}


def read_grammar(path: Path) -> Grammar:
    """One grammar file.

    :raises DataError: the file is missing or no TOML, or a class is missing, has another shape or holds an unknown
        value.
    """
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DataError(f"{path}:1: the file is missing; restore it") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise DataError(f"{path}:{line}: not UTF-8; save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: {error}; mend the TOML") from error
    sets = ["negators", "negative_determiners", "negation_cancellers", "first_person", "impersonal", "reflexives"]
    sets += ["masculine", "feminine", "neuter", "plural", "possessives", "relatives", "definite", "titles"]
    sets += ["on_day", "past_auxiliaries"]
    sets += ["joining", "both", "two", "sides", "several", "examples"]
    sets += ["documents", "owning", "origins", "evaluating", "evaluating_links"]
    try:
        attribution = raw["attribution"]
        return Grammar(
            lang=path.stem,
            **{name: frozenset(raw[name]) for name in sets},
            modals={verb: Modal(_type(m["type"]), _type(m["negated"])) for verb, m in raw["modals"].items()},
            compound_prefixes=dict(raw["compound_prefixes"]),
            regions={word: frozenset(before) for word, before in raw["regions"].items()},
            anaphora={kind: frozenset(nouns) for kind, nouns in raw["anaphora"].items()},
            bodies={level: frozenset(nouns) for level, nouns in raw["bodies"].items()},
            conjunctive_one=frozenset(raw["conjunctive"]["one"]),
            conjunctive_two=frozenset(raw["conjunctive"]["two"]),
            attribution=Attribution(
                prepositions=frozenset(attribution["prepositions"]),
                postpositions=frozenset(attribution["postpositions"]),
                adverbs=frozenset(attribution["adverbs"]),
                nouns=frozenset(attribution["nouns"]),
                noun_prepositions=frozenset(attribution["noun_prepositions"]),
                agents=frozenset(attribution["agents"]),
                subordinators=frozenset(attribution["reported_subordinators"]),
                media=frozenset(attribution["media"]),
                object_speaks=frozenset(attribution["object_speaks"]),
                resuming=frozenset(attribution["resuming"]),
                anonymous=frozenset(attribution["anonymous"]),
                containers=frozenset(attribution["containers"]),
            ),
            condition_clauses=_markers(raw["conditions"]["clause"]),
            condition_phrases=_markers(raw["conditions"]["phrase"]),
            condition_adjectives=frozenset(raw["conditions"]["events"]["adjectives"]),
            copulas=frozenset(raw["copulas"]["lemmas"]),
            opening=frozenset(raw["punctuation"]["opening"]),
            closing=frozenset(raw["punctuation"]["closing"]),
        )
    except KeyError as error:
        raise DataError(f"{path}: the class {error} is missing; see data/README.md") from error
    except ValueError as error:
        raise DataError(f"{path}: {error}; see data/README.md for the values allowed") from error
    except (AttributeError, TypeError) as error:
        raise DataError(f"{path}: a class is no list or table as it should be ({error}); see data/README.md") from error


@cache
def load_grammar(lang: str) -> Grammar:
    """The grammar of a language, loaded once."""
    return read_grammar(folder("data") / "grammar" / f"{lang}.toml")
