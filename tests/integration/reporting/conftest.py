"""A reporting service on a fresh database and an empty archive."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.reporting.told import Reporting, start


@pytest.fixture
def reporting(new_database: Callable[[str], str], tmp_path: Path) -> Iterator[Reporting]:
    """On SQLite, and on PostgreSQL where a server is given."""
    found = start(new_database("reporting"), tmp_path)
    yield found
    found.db.close()
