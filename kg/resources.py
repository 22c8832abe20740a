"""Where the files that belong to the package lie: ``data/`` and ``ontology/``.

In a source tree (and an editable installation) they stand beside ``kg/``; in a wheel they are inside it.
"""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def folder(name: str) -> Path:
    """The folder ``data`` or ``ontology``.

    :raises FileNotFoundError: the installation is incomplete.
    """
    for parent in (_PACKAGE, _PACKAGE.parent):
        if (parent / name).is_dir():
            return parent / name
    raise FileNotFoundError(f"{name}/ is missing beside {_PACKAGE}: install the package again")
