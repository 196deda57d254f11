import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lms.embedded import database
from lms.embedded.place import Place
from tests.cluster import wait_until


@pytest.fixture
def place() -> Iterator[Place]:
    """An empty place of its own; its path is too long for a socket and has a space."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    place = Place(folder / "dữ liệu" / ("x" * 120))
    place.prepare()
    yield place
    wait_until(lambda: not database.has_keeper(place))
    shutil.rmtree(place.runtime)
    shutil.rmtree(folder)
