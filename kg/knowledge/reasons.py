"""The words in which the reasons for a stance are told, from ``data/reasons.csv``."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from kg import resources
from kg.knowledge.tables import known, read_table, report

_COLUMNS = ("kind", "key", "text")
KINDS = ("holder", "beside", "frame", "form", "source", "unused", "feature")

Reasons = Mapping[tuple[str, str], str]
"""Texts by kind and key; ``{}`` in a text stands for a value."""


@lru_cache(maxsize=4)
def load_reasons(folder: Path | None = None) -> Reasons:
    """The texts of ``data/reasons.csv``, or of another folder; read once per folder.

    :raises DataError: the table holds a mistake.
    """
    return read_reasons(folder or resources.folder("data"))


def read_reasons(folder: Path, problems: list[str] | None = None) -> dict[tuple[str, str], str]:
    """Read ``folder/reasons.csv``.

    :param problems: if given, mistakes are added to it; else the first is raised.
    :raises DataError: the table holds a mistake and ``problems`` is None.
    """
    found: dict[tuple[str, str], str] = {}
    for row in read_table(folder / "reasons.csv", _COLUMNS, required=_COLUMNS, key=("kind", "key"), problems=problems):
        bad = known(row, "kind", [row["kind"]], KINDS, "kind of reason")
        if bad:
            report(bad, problems)
        else:
            found[row["kind"], row["key"]] = row["text"]
    return found


def holder_reason(how: str, reasons: Reasons) -> str:
    """How a holder was found, in words: ``evaluates-subject-pronoun`` is a place with what stands beside it."""
    first, last = how.partition("-")[0], how.rpartition("-")[2]
    place, notes = how, []
    if ("beside", first) in reasons and place != first:
        place, notes = place.removeprefix(f"{first}-"), [reasons["beside", first]]
    while ("holder", place) not in reasons and ("beside", last) in reasons and "-" in place:
        place, notes = place.removesuffix(f"-{last}"), [*notes, reasons["beside", last]]
        last = place.rpartition("-")[2]
    return ", ".join([reasons.get(("holder", place), place), *notes])


def frame_reason(frame: str, reasons: Reasons) -> str:
    """Where a target stands, in words: ``prep:auf``, ``conj:obj`` (in an enumeration), ``or:inf``, ``other-inf``."""
    if frame.startswith("other-"):
        return reasons.get(("frame", "other"), "{}").format(frame_reason(frame.removeprefix("other-"), reasons))
    kind, colon, value = frame.partition(":")
    text = reasons.get(("frame", kind), frame)
    if kind in ("conj", "or"):
        value = frame_reason(value, reasons) if value else "…"
    return text.format(value or "…") if "{}" in text and (colon or kind == "prep") else text


def feature_reason(name: str, reasons: Reasons) -> str:
    """What a feature of the judge looks at, in words: ``verb&how=subject``, ``cue=ablehnen/rejects``."""
    before, colon, word = name.partition(":")
    if colon and "=" not in before and "&" not in before:
        text = reasons.get(("feature", "any" if before == "any" else "word"), name)
        return text.format(word if before == "any" else f"{before}: {word}")
    return "; ".join(_part(part, reasons) for part in name.split("&"))


def _part(part: str, reasons: Reasons) -> str:
    key, _, value = part.partition("=")
    if not value:
        return reasons.get(("source", key)) or reasons.get(("feature", key), key)
    if key in ("how", "first"):
        value = holder_reason(value, reasons)
    elif key == "target-voice":
        value = reasons.get(("form", value), value)
    elif key == "frame":
        value = frame_reason(value, reasons)
    else:
        value = reasons.get((key, value), value)
    return reasons.get(("feature", key), f"{key}={{}}").format(value)
