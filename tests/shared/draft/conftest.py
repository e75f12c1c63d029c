"""The sample photos, looked at once a run."""

import numpy as np
import pytest

from shared.draft import Subject, analyse
from shared.draft.pixels import Bytes
from shared.draft.sheet import read_photo
from shared.resources import resource_path


def photo(name: str) -> Bytes:
    return read_photo(resource_path("samples", name))


@pytest.fixture(scope="session")
def astronaut() -> Subject:
    """A person."""
    return analyse(photo("astronaut.jpg"))


@pytest.fixture(scope="session")
def two(astronaut: Subject) -> Subject:
    """Two people beside each other."""
    half = astronaut.photo[:, 90:345]
    return analyse(np.hstack([half, half]))


@pytest.fixture(scope="session")
def cat() -> Subject:
    """A pet, so close that the frame cuts it off."""
    return analyse(photo("chelsea.jpg"))


@pytest.fixture(scope="session")
def cup() -> Subject:
    """A thing."""
    return analyse(photo("coffee.jpg"))
