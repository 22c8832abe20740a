"""The names of nodes in a drawing: each one's own, and no longer than there is room for."""

from collections.abc import Mapping

from kg.network.names import namesakes

_JOINERS = "\u200c\u200d"  # parts of Persian words and of emoji


def clean(text: str) -> str:
    """The text in one line, without what pictures cannot hold and without marks that turn the direction of reading."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable() or char in _JOINERS)


def shortened(names: Mapping[str, str], length: int) -> dict[str, str]:
    """The names in at most so many characters (a few more where a number must tell two apart), no two of them alike."""
    short = {node: _cut(clean(name), length) for node, name in names.items()}
    for nodes in namesakes(short):
        for number, node in enumerate(nodes[1:], start=2):
            short[node] = f"{short[node]} ({number})"
    return short


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of about so many characters."""
    import textwrap

    return textwrap.wrap(text, width, break_long_words=True) or [""]


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
