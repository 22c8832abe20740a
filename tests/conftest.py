"""What tests of several rooms share."""

from pathlib import Path

import pytest
from kg.extract import read
from kg.graph import open_store
from kg.read import articles

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the sample articles of the project; not to be changed."""
    place = tmp_path_factory.mktemp("samples") / "store"
    with open_store(place, create=True) as store:
        for article in articles([ROOT / "data" / "articles"]):
            store.replace(read(article))
    return place
