"""The suite under faults: on SQLite with the embedded log, and on PostgreSQL with Apache Kafka."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.invariants import outbox
from tests.faults.running import Running, prefix
from tests.unit.register.returns import sample

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


@pytest.fixture
def with_window(running: Running) -> Running:
    assert running.open_window().status_code == 201
    return running


@pytest.fixture
def with_returns(with_window: Running) -> Running:
    """Three accepted returns, one of them amended and signed: six events wait in the outbox."""
    for la_code in ("330", "331", "335"):
        assert with_window.submit(sample(la_code=la_code)).status_code == 201
    amended = with_window.submit(sample(caseload={"cases": 1490, "case_holders_fte": "98.2"}))
    assert with_window.certify(amended.json()).status_code == 200
    assert len(outbox(with_window.register)) == 6
    return with_window


@pytest.fixture
def on_postgres(
    request: pytest.FixtureRequest, new_postgres: NewDatabase, tmp_path: Path
) -> Iterator[Running]:
    """PostgreSQL with the embedded log, for races that only a database of many writers can have."""
    databases = {service: new_postgres(service) for service in ("register", "reporting")}
    made = Running(tmp_path, databases, {"WORKFORCE_COURIER": "sql_log"})
    assert made.open_window().status_code == 201
    yield made
    made.end()
