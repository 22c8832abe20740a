"""The cell magic ``%%sparql``; ``%load_ext kg`` makes it known."""

import argparse
import os
import shlex
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, NoReturn

from IPython.core.error import UsageError

from kg.errors import KgError
from kg.graph import Store, open_store
from kg.notebook.tables import frame

if TYPE_CHECKING:
    import pandas


def register(ipython: Any) -> None:
    """Make ``%%sparql`` known to a shell of IPython."""

    def sparql(line: str, cell: str) -> "pandas.DataFrame | None":
        """Answer a SPARQL query as a pandas data frame: %%sparql [STORE] [-o NAME].

        STORE is a variable that holds a store, a folder, or the address of an endpoint. Without it, the variable
        `store` is taken, the folder that KG_STORE names, or kg-store, in this order. With -o the answer is kept in the
        variable NAME and not shown. The prefixes kg:, skos:, schema: and others are known.
        """
        return _answer(line, cell, ipython.user_ns)

    ipython.register_magic_function(sparql, magic_kind="cell", magic_name="sparql")


def _answer(line: str, cell: str, known: dict[str, Any]) -> "pandas.DataFrame | None":
    parser = _Parser(prog="%%sparql", add_help=False)
    parser.add_argument("store", nargs="?", metavar="STORE")
    parser.add_argument("-o", "--output", metavar="NAME")
    try:
        given = parser.parse_args(shlex.split(line))
        default = "store" if isinstance(known.get("store"), Store) else os.environ.get("KG_STORE", "kg-store")
        name = given.store or default
        with ExitStack() as closing:
            store = known.get(name)
            if not isinstance(store, Store):
                store = closing.enter_context(open_store(name, read_only=True))
            answer = frame(store.query(cell.rstrip()))
    except (KgError, ValueError) as error:
        raise UsageError(str(error)) from None  # one line instead of a traceback
    if given.output is None:
        return answer
    known[given.output] = answer
    return None


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise ValueError(f"{message}; write %%sparql [STORE] [-o NAME]")
