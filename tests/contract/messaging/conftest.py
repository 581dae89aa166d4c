"""Both couriers, each empty: topics are new for every test."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.runtime.transport import KafkaTransport, SqlLog, Transport


@pytest.fixture
def topic() -> str:
    return f"register.return-{uuid.uuid4().hex[:8]}"


@pytest.fixture(params=["sql_log", pytest.param("kafka", marks=pytest.mark.kafka)])
def courier_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sql_log":
        return f"sqlite:///{tmp_path / 'log.sqlite'}"
    return os.environ["KAFKA_TEST_BOOTSTRAP"]


@pytest.fixture
def courier(courier_address: str) -> Iterator[Transport]:
    transport: Transport
    if courier_address.startswith("sqlite"):
        transport = SqlLog(courier_address)
    else:
        transport = KafkaTransport(courier_address, session_timeout_milliseconds=6_000)
    yield transport
    transport.close()
