"""The stances that a store finds."""

from collections.abc import Callable, Iterator

from kg.model import Stance


class Found(Iterator[Stance]):
    """Stances, read from the store one after the other as they are asked for. A notebook shows them as a table."""

    def __init__(self, read: Callable[[], Iterator[Stance]]) -> None:
        """:param read: begins to read them; a notebook that shows them reads them anew."""
        self._read = read
        self._left = read()

    def __next__(self) -> Stance:
        return next(self._left)

    def _repr_html_(self) -> str:
        from kg.notebook import stance_table  # only a notebook asks for it

        return stance_table(self._read())
