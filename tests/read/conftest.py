"""What tests of reading share."""

from collections.abc import Iterator

import pytest
from sites import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on loopback."""
    with serving() as running:
        yield running
