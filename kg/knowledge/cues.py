"""The lexicon: words and phrases that carry a stance or introduce reported speech, from ``data/cues/``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg import resources
from kg.knowledge.tables import known, read_table, report
from kg.model import StanceType

_CUE_COLUMNS = ("cue", "pos", "type", "actor", "target", "negated", "weight", "example")
_SPEECH_COLUMNS = ("cue", "pos", "manner")

_POS = ("verb", "noun", "adj", "phrase", "adv")
_SPEECH_POS = ("verb", "noun", "phrase")
_TYPES = tuple(StanceType)
_ACTOR_SLOTS = frozenset({"subj", "obj", "iobj", "gen", "speaker"})
_TARGET_SLOTS = frozenset({"obj", "iobj", "subj", "clause", "inf", "gen", "head", "quote"})
_PREPOSITION = re.compile(r"prep:\w+( \w+)*")

# What data/README.md says of empty cells.
_DEFAULT_ACTOR = {"verb": "subj", "phrase": "subj", "noun": "gen", "adj": "speaker", "adv": "speaker"}
_NEGATED: dict[StanceType, StanceType | None] = {
    StanceType.SUPPORTS: StanceType.REJECTS,
    StanceType.AGREES: StanceType.REJECTS,
    StanceType.COMMITS: StanceType.REJECTS,
    StanceType.DEMANDS: StanceType.REJECTS,
    StanceType.PROPOSES: StanceType.REJECTS,
    StanceType.REJECTS: StanceType.DEFERS,
    StanceType.CRITICISES: None,
    StanceType.THREATENS: None,
    StanceType.WARNS: None,
    StanceType.DENIES: None,
    StanceType.DEFERS: None,
    StanceType.QUESTIONS: StanceType.SUPPORTS,
}


@dataclass(frozen=True, slots=True)
class CueEntry:
    """A word or phrase that carries a stance, in one reading; ``data/README.md`` explains the slots.

    ``actor`` and ``target`` are slots in order of preference. ``negated`` is the type under negation (the default
    of its type filled in), None: no stance. ``weight`` runs from 0 to 1. ``file`` and ``line`` say where it stands.
    """

    cue: str
    pos: str
    type: StanceType
    actor: tuple[str, ...]
    target: tuple[str, ...]
    negated: StanceType | None
    weight: float
    example: str
    file: Path
    line: int


@dataclass(frozen=True, slots=True)
class SpeechEntry:
    """A word that introduces reported speech; ``manner`` is free ("say", "stress"), empty where none is given."""

    cue: str
    pos: str
    manner: str
    file: Path
    line: int


def load_cues(lang: str, folder: Path | None = None) -> Sequence[CueEntry]:
    """The stance cues of a language, in the order of ``data/cues/<lang>.csv``; read once per folder.

    :raises DataError: the table is missing or holds a mistake.
    """
    return _load_cues(lang, folder or resources.folder("data"))


def load_speech(lang: str, folder: Path | None = None) -> Sequence[SpeechEntry]:
    """The speech cues of a language, in the order of ``data/cues/speech.<lang>.csv``; read once per folder.

    :raises DataError: the table is missing or holds a mistake.
    """
    return _load_speech(lang, folder or resources.folder("data"))


@lru_cache(maxsize=8)
def _load_cues(lang: str, folder: Path) -> tuple[CueEntry, ...]:
    return tuple(read_cues(lang, folder))


@lru_cache(maxsize=8)
def _load_speech(lang: str, folder: Path) -> tuple[SpeechEntry, ...]:
    return tuple(read_speech(lang, folder))


def read_cues(lang: str, folder: Path, problems: list[str] | None = None) -> list[CueEntry]:
    """Read ``folder/cues/<lang>.csv``.

    :param problems: if given, mistakes are added to it and the rows concerned left out; else the first is raised.
    :raises DataError: the table holds a mistake and ``problems`` is None.
    """
    table = read_table(
        folder / "cues" / f"{lang}.csv",
        _CUE_COLUMNS,
        required=("cue", "pos", "type", "target", "weight"),
        key=("cue", "pos", "type", "target"),
        problems=problems,
    )
    entries: list[CueEntry] = []
    for row in table:
        actor = row.values("actor")
        target = row.values("target")
        weight = _weight(row["weight"])
        bad = (
            known(row, "pos", [row["pos"]], _POS, "part of speech")
            or known(row, "type", [row["type"]], _TYPES, "stance type")
            or known(row, "actor", _plain(actor), _ACTOR_SLOTS, "actor slot")
            or known(row, "target", _plain(target), _TARGET_SLOTS, "target slot")
            or known(row, "negated", row.values("negated")[:1], (*_TYPES, "none"), "stance type or 'none'")
        )
        if not bad and weight is None:
            bad = row.error(f"column weight: {row['weight']!r} is no number from 0 to 1; write for example 0.7")
        if bad or weight is None:
            report(bad or row.error("column weight is empty"), problems)
            continue
        type_ = StanceType(row["type"])
        entries.append(
            CueEntry(
                row["cue"],
                row["pos"],
                type_,
                actor or (_DEFAULT_ACTOR[row["pos"]],),
                target,
                _negated(type_, row["negated"]),
                weight,
                row["example"],
                row.file,
                row.line,
            )
        )
    return entries


def read_speech(lang: str, folder: Path, problems: list[str] | None = None) -> list[SpeechEntry]:
    """Read ``folder/cues/speech.<lang>.csv``.

    :param problems: if given, mistakes are added to it and the rows concerned left out; else the first is raised.
    :raises DataError: the table holds a mistake and ``problems`` is None.
    """
    table = read_table(
        folder / "cues" / f"speech.{lang}.csv",
        _SPEECH_COLUMNS,
        required=("cue", "pos"),
        key=("cue", "pos"),
        problems=problems,
    )
    entries: list[SpeechEntry] = []
    for row in table:
        bad = known(row, "pos", [row["pos"]], _SPEECH_POS, "part of speech of a speech cue")
        if bad:
            report(bad, problems)
        else:
            entries.append(SpeechEntry(row["cue"], row["pos"], row["manner"], row.file, row.line))
    return entries


def _plain(slots: tuple[str, ...]) -> list[str]:
    return [slot for slot in slots if not _PREPOSITION.fullmatch(slot)]


def _negated(type_: StanceType, cell: str) -> StanceType | None:
    if not cell:
        return _NEGATED[type_]
    return None if cell == "none" else StanceType(cell)


def _weight(cell: str) -> float | None:
    try:
        weight = float(cell)
    except ValueError:
        return None
    return weight if 0 <= weight <= 1 else None
