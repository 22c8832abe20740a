"""The gazetteer: states, organisations, people and offices, read from ``data/actors/``.

Names are compared as they are written: short names such as "IS", "WHO" or "Union" mean an actor only in this
spelling, so whoever matches them must not fold case.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from kg import resources
from kg.knowledge.tables import Row, known, read_table, report
from kg.model import ActorKind

LANGUAGES = ("de", "en")
"""The languages in which the tables of ``data/`` hold names."""

LEVELS = ("state", "party", "organisation", "parliament", "court", "military", "movement")
OFFICE_KINDS = ("office", "body", "spokesperson")

UNVERIFIED = "unverified"
"""What stands for a source where there is none."""

_STATE_COLUMNS = (
    *("key", "wikidata", "name_de", "name_en", "aliases_de", "aliases_en", "adjective_de", "adjective_en"),
    *("demonyms_de", "demonyms_en", "metonyms_de", "metonyms_en"),
)
_ORGANISATION_COLUMNS = (
    *("key", "kind", "wikidata", "represents", "state", "name_de", "name_en", "aliases_de", "aliases_en"),
    *("metonyms_de", "metonyms_en"),
)
_PERSON_COLUMNS = (
    *("key", "wikidata", "name_de", "name_en", "aliases_de", "aliases_en", "represents", "office_de", "office_en"),
    *("from", "to", "source"),
)
_OFFICE_COLUMNS = ("lang", "term", "forms", "represents", "level", "kind", "concept")

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_STATE_KEY = re.compile(r"[A-Z]{2}")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_Surfaces = dict[tuple[str, str, str], Row]  # by sort of name, language and surface: the first row that has it

_ORGANISATION_KINDS = (ActorKind.ORGANISATION, ActorKind.PARTY, ActorKind.GROUP)


@dataclass(frozen=True, slots=True)
class StateEntry:
    """A state or territory. The mappings go from language to value; ``wikidata`` is None where unverified.

    ``adjectives`` are base forms (``russisch``), ``demonyms`` all forms for its people, ``metonyms`` the capital
    and seats that stand for its government.
    """

    key: str
    wikidata: str | None
    names: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]]
    adjectives: Mapping[str, tuple[str, ...]]
    demonyms: Mapping[str, tuple[str, ...]]
    metonyms: Mapping[str, tuple[str, ...]]

    @property
    def kind(self) -> ActorKind:
        """Always ``state``."""
        return ActorKind.STATE


@dataclass(frozen=True, slots=True)
class OrganisationEntry:
    """An organisation, party or group. ``represents`` is the state that it acts for, ``state`` its home, or None."""

    key: str
    kind: ActorKind
    wikidata: str | None
    represents: str | None
    state: str | None
    names: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]]
    metonyms: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person in one office for one span of time.

    ``represents`` is the key of a state or organisation. ``since`` and ``until`` bound the span, both inclusive;
    None: unknown, or still in office. ``bounds`` are the two as the table has them, a day or only a year.
    ``source`` names what confirms the facts, or is :data:`UNVERIFIED`: then the row has neither office nor dates, and
    only lets readers of articles know the name and for whom the person is taken to speak.
    """

    key: str
    wikidata: str | None
    names: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]]
    represents: str
    office: Mapping[str, str]
    since: date | None
    until: date | None
    source: str
    bounds: tuple[str, str] = ("", "")

    @property
    def kind(self) -> ActorKind:
        """Always ``person``."""
        return ActorKind.PERSON

    def covers(self, day: date) -> bool:
        """Whether the person may have held the office on that day; an unknown bound excludes nothing."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class OfficeEntry:
    """A word for an office or a body. A ``term`` that begins with ``-`` is the last part of a compound.

    ``represents`` is the state it always belongs to, or None; ``level`` is one of :data:`LEVELS`, ``kind`` one of
    :data:`OFFICE_KINDS`. ``concept`` is a slug of what it is, the same in all languages; empty: only this term.
    """

    lang: str
    term: str
    forms: tuple[str, ...]
    represents: str | None
    level: str
    kind: str
    concept: str


@dataclass(frozen=True)
class Actors:
    """All known actors by key. ``people`` holds the offices of each person, the earliest first."""

    states: Mapping[str, StateEntry]
    organisations: Mapping[str, OrganisationEntry]
    people: Mapping[str, tuple[PersonEntry, ...]]
    offices: tuple[OfficeEntry, ...]

    def names(self, lang: str) -> Iterator[tuple[str, str, str]]:
        """Every way to name an actor in a language, as (surface, key, what).

        ``what`` is "name", "alias", "adjective", "demonym" or "metonym". Adjectives are base forms; all other
        surfaces stand as they appear in a text, in the nominative.
        """
        for state in self.states.values():
            yield from _named(state.key, state.names, state.aliases, lang)
            for what, values in (
                ("adjective", state.adjectives),
                ("demonym", state.demonyms),
                ("metonym", state.metonyms),
            ):
                for surface in values.get(lang, ()):
                    yield surface, state.key, what
        for organisation in self.organisations.values():
            yield from _named(organisation.key, organisation.names, organisation.aliases, lang)
            for surface in organisation.metonyms.get(lang, ()):
                yield surface, organisation.key, "metonym"
        for key, entries in self.people.items():
            yield from _named(key, entries[0].names, entries[0].aliases, lang)

    def office_on(self, person: str, day: date | None) -> PersonEntry:
        """The office of a person on a day; without a day, or outside all spans, the nearest one (the latest on a tie).

        :raises KeyError: no such person.
        """
        entries = self.people[person]
        if day is None:
            return entries[-1]
        return min(reversed(entries), key=lambda entry: _distance(entry, day))

    def kind(self, key: str) -> ActorKind:
        """What sort of actor a key stands for; ``unknown`` if it is in no table."""
        for table in (self.states, self.organisations):
            if key in table:
                return table[key].kind
        return ActorKind.PERSON if key in self.people else ActorKind.UNKNOWN


def load_actors(folder: Path | None = None) -> Actors:
    """The actors of ``data/actors/``, or of ``folder/actors/``; read once per folder.

    :raises DataError: a table holds a mistake.
    """
    return _load(folder or resources.folder("data"))


@lru_cache(maxsize=4)
def _load(folder: Path) -> Actors:
    return read_actors(folder)


def read_actors(folder: Path, problems: list[str] | None = None) -> Actors:
    """Read ``folder/actors/*.csv``.

    :param problems: if given, mistakes are added to it and the rows concerned left out; else the first is raised.
    :raises DataError: a table holds a mistake and ``problems`` is None.
    """
    actors = folder / "actors"
    surfaces: _Surfaces = {}
    states = _states(actors / "states.csv", surfaces, problems)
    organisations = _organisations(actors / "organisations.csv", states, surfaces, problems)
    people = _people(actors / "people.csv", states.keys() | organisations.keys(), surfaces, problems)
    offices = _offices(actors / "offices.csv", states, problems)
    return Actors(states, organisations, people, offices)


def _states(path: Path, surfaces: _Surfaces, problems: list[str] | None) -> dict[str, StateEntry]:
    table = read_table(path, _STATE_COLUMNS, required=("key", "name_de", "name_en"), key=("key",), problems=problems)
    states: dict[str, StateEntry] = {}
    for row in table:
        _pattern(row, "key", _STATE_KEY, "ISO 3166-1 alpha-2 code", problems)
        _pattern(row, "wikidata", _WIKIDATA, "Wikidata identifier", problems)
        states[row["key"]] = StateEntry(
            row["key"],
            row["wikidata"] or None,
            _names(row, "name"),
            _values(row, "aliases"),
            _values(row, "adjective"),
            _values(row, "demonyms"),
            _values(row, "metonyms"),
        )
        for columns in (("name", "aliases", "metonyms"), ("adjective",), ("demonyms",)):
            _unambiguous(row, columns, surfaces, problems)
    return states


def _organisations(
    path: Path, states: Collection[str], surfaces: _Surfaces, problems: list[str] | None
) -> dict[str, OrganisationEntry]:
    table = read_table(
        path, _ORGANISATION_COLUMNS, required=("key", "kind", "name_de", "name_en"), key=("key",), problems=problems
    )
    organisations: dict[str, OrganisationEntry] = {}
    for row in table:
        _pattern(row, "key", _SLUG, "slug (a-z, 0-9, single hyphens)", problems)
        _pattern(row, "wikidata", _WIKIDATA, "Wikidata identifier", problems)
        bad = (
            known(row, "kind", [row["kind"]], _ORGANISATION_KINDS, "kind of organisation")
            or known(row, "represents", row.values("represents")[:1], states, "key of states.csv")
            or known(row, "state", row.values("state")[:1], states, "key of states.csv")
        )
        if bad:
            report(bad, problems)
            continue
        organisations[row["key"]] = OrganisationEntry(
            row["key"],
            ActorKind(row["kind"]),
            row["wikidata"] or None,
            row["represents"] or None,
            row["state"] or None,
            _names(row, "name"),
            _values(row, "aliases"),
            _values(row, "metonyms"),
        )
        _unambiguous(row, ("name", "aliases", "metonyms"), surfaces, problems)
    return organisations


def _people(
    path: Path, principals: Collection[str], surfaces: _Surfaces, problems: list[str] | None
) -> dict[str, tuple[PersonEntry, ...]]:
    table = read_table(
        path,
        _PERSON_COLUMNS,
        required=("key", "name_de", "name_en", "represents", "source"),
        key=("key", "represents", "office_en", "from"),
        problems=problems,
    )
    people: dict[str, list[PersonEntry]] = {}
    for row in table:
        _pattern(row, "key", _SLUG, "slug (a-z, 0-9, single hyphens)", problems)
        _pattern(row, "wikidata", _WIKIDATA, "Wikidata identifier", problems)
        bad = known(row, "represents", [row["represents"]], principals, "key of states.csv or organisations.csv")
        since, until = _day(row, "from", problems), _day(row, "to", problems)
        if not bad and since and until and until < since:
            bad = row.error(f"column to: {row['to']} is before {row['from']}; exchange them")
        claimed = [column for column in ("office_de", "office_en", "from", "to") if row[column]]
        if not bad and row["source"] == UNVERIFIED and claimed:
            bad = row.error(
                f"column {claimed[0]}: an unverified row states no office; name the source, or leave it empty"
            )
        if bad:
            report(bad, problems)
            continue
        entry = PersonEntry(
            row["key"],
            row["wikidata"] or None,
            _names(row, "name"),
            _values(row, "aliases"),
            row["represents"],
            _names(row, "office"),
            since,
            until,
            row["source"],
            (row["from"], row["to"]),
        )
        first = people.setdefault(entry.key, [entry])[0]
        if first is not entry:
            people[entry.key].append(entry)
            if (first.wikidata, first.names, first.aliases) != (entry.wikidata, entry.names, entry.aliases):
                report(row.error(f"{entry.key!r} has another identifier, name or alias further up; use one"), problems)
        _unambiguous(row, ("name", "aliases"), surfaces, problems)
    return {key: tuple(sorted(entries, key=lambda e: e.since or date.min)) for key, entries in people.items()}


def _offices(path: Path, states: Collection[str], problems: list[str] | None) -> tuple[OfficeEntry, ...]:
    table = read_table(
        path,
        _OFFICE_COLUMNS,
        required=("lang", "term", "level", "kind"),
        key=("lang", "term"),
        problems=problems,
    )
    offices: list[OfficeEntry] = []
    for row in table:
        _pattern(row, "concept", _SLUG, "slug (a-z, 0-9, single hyphens)", problems)
        bad = (
            known(row, "lang", [row["lang"]], LANGUAGES, "language of the tables")
            or known(row, "represents", row.values("represents")[:1], states, "key of states.csv")
            or known(row, "level", [row["level"]], LEVELS, "level")
            or known(row, "kind", [row["kind"]], OFFICE_KINDS, "kind of office")
        )
        if bad:
            report(bad, problems)
        else:
            entry = OfficeEntry(
                row["lang"],
                row["term"],
                row.values("forms"),
                row["represents"] or None,
                row["level"],
                row["kind"],
                row["concept"],
            )
            offices.append(entry)
    return tuple(offices)


def _named(
    key: str, names: Mapping[str, str], aliases: Mapping[str, tuple[str, ...]], lang: str
) -> Iterator[tuple[str, str, str]]:
    if lang in names:
        yield names[lang], key, "name"
    for alias in aliases.get(lang, ()):
        yield alias, key, "alias"


def _names(row: Row, column: str) -> dict[str, str]:
    return {lang: row[f"{column}_{lang}"] for lang in LANGUAGES if row[f"{column}_{lang}"]}


def _values(row: Row, column: str) -> dict[str, tuple[str, ...]]:
    return {lang: row.values(f"{column}_{lang}") for lang in LANGUAGES}


def _pattern(row: Row, column: str, pattern: re.Pattern[str], what: str, problems: list[str] | None) -> None:
    if row[column] and not pattern.fullmatch(row[column]):
        report(row.error(f"column {column}: {row[column]!r} is no {what}; correct it"), problems)


def _day(row: Row, column: str, problems: list[str] | None) -> date | None:
    """A cell as a day; a bare year means its first day in the column ``from``, its last day in ``to``."""
    cell = row[column]
    if not cell:
        return None
    try:
        if re.fullmatch(r"\d{4}", cell):
            return date(int(cell), 1, 1) if column == "from" else date(int(cell), 12, 31)
        return date.fromisoformat(cell)
    except ValueError:
        report(row.error(f"column {column}: {cell!r} is no date; write 2005-11-22 or 2005"), problems)
        return None


def _distance(entry: PersonEntry, day: date) -> int:
    if entry.since and day < entry.since:
        return (entry.since - day).days
    if entry.until and day > entry.until:
        return (day - entry.until).days
    return 0


def _unambiguous(row: Row, columns: tuple[str, ...], surfaces: _Surfaces, problems: list[str] | None) -> None:
    """Report a surface that names two actors in the same way: no reader could tell which is meant."""
    for lang in LANGUAGES:
        for column in columns:
            for surface in row.values(f"{column}_{lang}"):
                first = surfaces.setdefault((columns[0], lang, surface), row)
                if first["key"] != row["key"]:
                    where = f"{first['key']!r} in {first.file.name}:{first.line}"
                    message = f"column {column}_{lang}: {surface!r} already names {where}; remove one"
                    report(row.error(message), problems)
