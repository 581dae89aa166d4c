"""The suite under faults: on SQLite with the embedded log, and on PostgreSQL with Apache Kafka."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.running import Running, prefix

NewDatabase = Callable[[str], str]
BOTH = ["embedded", pytest.param("separate", marks=[pytest.mark.postgres, pytest.mark.kafka])]


def _start(request: pytest.FixtureRequest, kind: str, folder: Path) -> Running:
    made: NewDatabase = request.getfixturevalue("new_sqlite" if kind == "embedded" else "new_postgres")
    databases = {service: made(service) for service in ("register", "reporting")}
    if kind == "embedded":
        return Running(folder, databases, {"WORKFORCE_COURIER": "sql_log"})
    kafka = {
        "WORKFORCE_COURIER": "kafka",
        "WORKFORCE_KAFKA_BOOTSTRAP": os.environ["KAFKA_TEST_BOOTSTRAP"],
        "WORKFORCE_KAFKA_PREFIX": prefix(),
    }
    return Running(folder, databases, kafka)


@pytest.fixture(params=BOTH)
def running(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Running]:
    """Both modes, nothing started; whatever a test starts is killed after it."""
    made = _start(request, request.param, tmp_path)
    yield made
    made.end()
