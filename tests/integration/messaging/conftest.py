"""One toy suite a test, on SQLite and, where a server is given, on PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.runtime.db import Database
from tests.integration.messaging.toy import Base, FlakySqlLog, Suite


@pytest.fixture
def suite(new_database: Callable[[str], str], tmp_path: Path) -> Iterator[Suite]:
    register, reporting = Database(new_database("runtime")), Database(new_database("runtime"))
    Base.metadata.create_all(reporting.engine)
    courier = FlakySqlLog(f"sqlite:///{tmp_path / 'log.sqlite'}")
    made = Suite(register, reporting, courier)
    yield made
    made.consumer.close()
    for part in (courier, register, reporting):
        part.close()
