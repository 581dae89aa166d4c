"""The suite as users have it: one process tree on SQLite, or processes on PostgreSQL and Kafka."""

import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import create_engine, text

from deploy.accounts import mint_token
from shared.runtime.config import Settings

SERVICES = ("rates", "register", "reporting")
WORKFORCE = (sys.executable, "-m", "deploy.commands")
READY_SECONDS = 90


@dataclass
class Suite:
    """A running suite; `as_` names an account: "hr_submitter.335", "regional_admin"; None is anyone."""

    urls: Mapping[str, str]
    data: Path
    process: "subprocess.Popen[bytes]"
    env: Mapping[str, str]
    issuer: str
    session: requests.Session = field(default_factory=requests.Session)

    def call(self, method: str, path: str, as_: str | None = None, **words: Any) -> requests.Response:
        headers = dict(words.pop("headers", {}))
        if as_ is not None:
            headers["Authorization"] = f"Bearer {self.token(as_)}"
        base = self.urls[path.split("/")[1]]
        return self.session.request(method, f"{base}{path}", headers=headers, timeout=60, **words)

    def get(self, path: str, as_: str | None = None, **words: Any) -> requests.Response:
        return self.call("GET", path, as_, **words)

    def done(self, method: str, path: str, as_: str | None, body: Any, *, status: int) -> dict[str, Any]:
        """The answer of a call that must succeed with `status`."""
        answer = self.call(method, path, as_, json=body)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text[:3000]}"
        found: dict[str, Any] = answer.json()
        return found

    def token(self, account: str) -> str:
        role, _, tenant = account.partition(".")
        settings = Settings("rates", "sqlite://", issuer=self.issuer)
        return mint_token(settings, role, la_code=tenant or None)

    def until(self, question: Callable[[], Any], seconds: float = 30) -> Any:
        """The first true answer; fails when none comes in time."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := question():
                return found
            time.sleep(0.1)
        raise AssertionError(f"no answer within {seconds} s; the log says:\n{self.log()[-3000:]}")

    def log(self) -> str:
        return "\n".join(path.read_text(errors="replace") for path in self.data.rglob("*.log"))


def free_ports(count: int) -> int:
    """The first of `count` free ports in a row."""
    for _ in range(50):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            first = int(probe.getsockname()[1])
        if first + count < 65_000 and all(_is_free(first + number) for number in range(count)):
            return first
    raise AssertionError("no free ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def start_embedded(data: Path, *arguments: str, port: int | None = None) -> Suite:
    port = port or free_ports(1)
    url = f"http://127.0.0.1:{port}"
    command = [*WORKFORCE, "run", "--port", str(port), "--data", str(data), *arguments]
    env = {**os.environ, "WORKFORCE_RATE_LIMITS": "off"}
    return _start(command, dict.fromkeys(SERVICES, url), data, env, f"{url}/identity")


def start_separate(data: Path) -> Suite:
    port = free_ports(4)
    name = f"e2e_{uuid.uuid4().hex[:8]}"
    servers = [
        "--postgres",
        os.environ["WORKFORCE_TEST_POSTGRES"],
        "--kafka",
        os.environ["KAFKA_TEST_BOOTSTRAP"],
    ]
    command = [*WORKFORCE, "separate", *servers, "--port", str(port), "--data", str(data), "--name", name]
    urls = {service: f"http://127.0.0.1:{port + 1 + number}" for number, service in enumerate(SERVICES)}
    env = {**os.environ, "WORKFORCE_RATE_LIMITS": "off", "WORKFORCE_KAFKA_SESSION_TIMEOUT_MS": "6000"}
    return _start(command, urls, data, {**env, "SUITE_NAME": name}, f"http://127.0.0.1:{port}/identity")


def _start(
    command: list[str], urls: Mapping[str, str], data: Path, env: Mapping[str, str], issuer: str
) -> Suite:
    data.mkdir(parents=True, exist_ok=True)
    with (data / "started.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=dict(env), start_new_session=True)
    suite = Suite(urls, data, process, env, issuer)
    try:
        for service in SERVICES:
            suite.until(lambda service=service: _ready(suite, service), READY_SECONDS)
    except BaseException:
        stop(suite)
        raise
    return suite


def _ready(suite: Suite, service: str) -> bool:
    assert suite.process.poll() is None, f"the suite ended:\n{suite.log()[-3000:]}"
    try:
        return suite.get(f"/{service}/health/ready").status_code == 200
    except requests.ConnectionError:
        return False


def stop(suite: Suite) -> None:
    suite.session.close()
    suite.process.terminate()
    suite.process.wait(30)


def drop_databases(suite: Suite) -> None:
    engine = create_engine(os.environ["WORKFORCE_TEST_POSTGRES"], isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for service in SERVICES:
            name = f"{suite.env['SUITE_NAME']}_{service}"
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    engine.dispose()


LOAD_SECONDS = 400


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    """`workforce run` on an empty folder, until it says that the demonstration is loaded."""
    suite = start_embedded(tmp_path_factory.mktemp("demonstration"))
    suite.until(lambda: "The demonstration is loaded" in suite.log(), LOAD_SECONDS)
    yield suite
    stop(suite)


@pytest.fixture(
    params=["embedded", pytest.param("separate", marks=[pytest.mark.postgres, pytest.mark.kafka])]
)
def suite(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Suite]:
    """An empty suite in both modes."""
    if request.param == "embedded":
        started = start_embedded(tmp_path, "--no-demo")
        yield started
        stop(started)
    else:
        started = start_separate(tmp_path)
        yield started
        stop(started)
        drop_databases(started)
