"""The suite's processes on one pair of databases and a courier, and ways to kill them."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import flask
import requests
from sqlalchemy import select, text
from sqlalchemy.engine import make_url

from deploy.accounts import mint_token, write_key_set
from deploy.carriers import build_consumer, build_relay
from services.register.app import create_app
from shared.runtime.config import Settings
from shared.runtime.consumer import Consumer
from shared.runtime.db import Database
from shared.runtime.migrations import upgrade
from shared.runtime.relay import unsent
from shared.runtime.tables import Aggregate, AggregateSeen
from shared.runtime.transport import Record, Transport, open_transport
from tests.unit.register.returns import sample

JSON = dict[str, Any]
WORKFORCE = (sys.executable, "-m", "deploy.commands")
GUNICORN = (sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py")
APP = "services.register.app:create_app()"
MONTH = "2026-12"
KILLED_BY_CRASH_POINT = 137
WIDE = {"opens": "2020-01-01", "due": "2099-12-01", "closes": "2099-12-31"}


@dataclass(frozen=True)
class Answer:
    status_code: int
    content: bytes

    def json(self) -> JSON:
        found: JSON = json.loads(self.content)
        return found


@dataclass
class Acknowledged:
    """A 2xx that some client got for a submission; it must be true for ever."""

    la_code: str
    month: str
    revision: int
    digest: str


@dataclass
class Running:
    """`databases` are URLs by service. Nothing runs until a test starts it."""

    folder: Path
    databases: Mapping[str, str]
    courier: Mapping[str, str]
    port: int = 0
    acknowledged: list[Acknowledged] = field(default_factory=list)
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.env = {
            **os.environ,
            **self.courier,
            "WORKFORCE_DATA": str(self.folder),
            "WORKFORCE_ENVIRONMENT": "test",
            "WORKFORCE_JWKS": str(self.folder / "jwks.json"),
            "WORKFORCE_RATE_LIMITS": "off",
            "WORKFORCE_KAFKA_SESSION_TIMEOUT_MS": "6000",
            **{f"WORKFORCE_{name.upper()}_DATABASE_URL": url for name, url in self.databases.items()},
        }
        write_key_set(self.settings("register"), self.folder / "jwks.json")
        self.register = Database(self.databases["register"])
        self.reporting = Database(self.databases["reporting"])
        self.transport: Transport = open_transport(self.settings("register"))
        self.http = requests.Session()

    def settings(self, service: str) -> Settings:
        return Settings.from_env(service, self.env)

    # ---- processes

    def start(self, *command: str, crash_point: str = "") -> "subprocess.Popen[bytes]":
        """A process of its own group; it dies at the crash point where one is named."""
        with (self.folder / "processes.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                env={**self.env, "WORKFORCE_CRASH_POINT": crash_point},
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def start_api(self, crash_point: str = "", workers: int = 1) -> "subprocess.Popen[bytes]":
        """The register under gunicorn, ready to answer."""
        self.port = free_port()
        address = f"127.0.0.1:{self.port}"
        process = self.start(*GUNICORN, "-b", address, "-w", str(workers), APP, crash_point=crash_point)
        self.until(lambda: self._ready(process), 60)
        return process

    def kill_worker(self, api: "subprocess.Popen[bytes]", chance: random.Random) -> None:
        """kill -9 of one of the server's workers; the server starts another."""
        workers = Path(f"/proc/{api.pid}/task/{api.pid}/children").read_text().split()
        if workers:
            os.kill(int(chance.choice(workers)), signal.SIGKILL)

    def kill_all(self) -> None:
        """After this the register answers in the test's own process, from the same database."""
        for process in self.processes:
            self.kill(process)
        self.port = 0

    def run(self, *command: str, crash_point: str = "") -> int:
        """Run one `workforce` command to its end; its exit code."""
        return self.start(*WORKFORCE, *command, crash_point=crash_point).wait(60)

    def kill(self, process: "subprocess.Popen[bytes]") -> None:
        """kill -9 of the process and all it has started."""
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)

    def end(self) -> None:
        self.kill_all()
        self.http.close()
        if "app" in self.__dict__:
            self.app.extensions["workforce"].db.close()
        self.transport.close()
        self.register.close()
        self.reporting.close()

    # ---- what people do

    def ask(
        self, method: str, path: str, body: Any, role: str, la_code: str | None, **headers: str
    ) -> Answer | None:
        """Of the server when one runs, else of the same app in this process; None where no answer came."""
        token = mint_token(self.settings("register"), role, la_code=la_code)
        sent = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **headers}
        content = json.dumps(body).encode()
        if not self.port:
            here = self.app.test_client().open(path, method=method, data=content, headers=sent)
            return Answer(here.status_code, here.data)
        url = f"http://127.0.0.1:{self.port}{path}"
        try:
            there = requests.request(method, url, data=content, headers=sent, timeout=60)
        except requests.RequestException:
            return None
        return Answer(there.status_code, there.content)

    @cached_property
    def app(self) -> flask.Flask:
        return create_app(self.settings("register"))

    def open_window(self, month: str = MONTH) -> Answer | None:
        return self.ask("PUT", f"/register/v1/windows/{month}", WIDE, "regional_admin", None)

    def submit(self, body: JSON | None = None) -> Answer | None:
        body = body or sample()
        path = f"/register/v1/returns/{body['la_code']}/{body['month']}"
        answer = self.ask("PUT", path, body, "hr_submitter", body["la_code"])
        if answer is not None and answer.status_code in (200, 201):
            told = answer.json()
            known = Acknowledged(told["la_code"], told["month"], told["revision"], told["digest"])
            self.acknowledged.append(known)
        return answer

    def certify(self, told: JSON, key: str = "") -> Answer | None:
        path = f"/register/v1/returns/{told['la_code']}/{told['month']}/certification"
        body = {"revision": told["revision"], "digest": told["digest"]}
        headers = {"Idempotency-Key": key} if key else {}
        return self.ask("POST", path, body, "hr_certifier", told["la_code"], **headers)

    def publish(self, events: Sequence[JSON]) -> None:
        """Put events on the wire behind the relay's back."""
        records = [
            Record(
                f"register.{event['aggregatetype']}",
                event["partitionkey"],
                json.dumps(event).encode(),
                event["id"],
            )
            for event in events
        ]
        assert all(self.transport.publish(records))

    # ---- recovery

    def lose_reporting(self) -> None:
        """Reporting's database is gone; an empty, migrated one takes its place."""
        url = self.databases["reporting"]
        if url.startswith("sqlite"):
            self.reporting.close()
            Path(str(make_url(url).database)).unlink()
        else:
            with self.reporting.transaction() as session:
                session.execute(text("DROP SCHEMA public CASCADE"))
                session.execute(text("CREATE SCHEMA public"))
            self.reporting.close()
        upgrade("reporting", url)
        self.reporting = Database(url)

    def lose_courier(self) -> None:
        """The courier is replaced by an empty one."""
        self.transport.close()
        if self.env["WORKFORCE_COURIER"] == "kafka":
            self.env["WORKFORCE_KAFKA_PREFIX"] = prefix()
        else:
            self.env["WORKFORCE_LOG_URL"] = f"sqlite:///{self.folder / prefix()}sqlite"
        self.transport = open_transport(self.settings("register"))

    def catch_up(self, seconds: float = 60) -> None:
        """Relay and consume until the reporting database has seen every aggregate's last event."""
        relay = build_relay(self.settings("register"), self.register, self.transport)
        consumer = self.consumer()

        def work() -> bool:
            relay.run_once()
            consumer.run_once(timeout_seconds=0.2)
            return unsent(self.register)[0] == 0 and self.behind() == set()

        try:
            self.until(work, seconds)
            while consumer.run_once(timeout_seconds=0.5):
                continue  # what was delivered more than once
        finally:
            consumer.close()

    def consumer(self) -> Consumer:
        return build_consumer(self.settings("reporting"), self.reporting, self.transport)

    def behind(self) -> set[tuple[str, str]]:
        """Aggregates whose last event reporting has not seen."""
        with self.register.snapshot() as session:
            rows = session.execute(select(Aggregate)).scalars()
            last = {(f"register.{row.type}", row.id): (row.epoch, row.sequence) for row in rows}
        with self.reporting.snapshot() as session:
            rows_seen = session.execute(select(AggregateSeen)).scalars()
            seen = {(row.type, row.id): (row.epoch, row.sequence) for row in rows_seen}
        return {key for key, number in last.items() if seen.get(key, (-1, 0)) < number}

    def until(self, question: Callable[[], Any], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not question():
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {seconds} s; the processes said:\n{self.log()[-3000:]}")
            time.sleep(0.05)

    def log(self) -> str:
        path = self.folder / "processes.log"
        return path.read_text(errors="replace") if path.exists() else "nothing"

    def _ready(self, process: "subprocess.Popen[bytes]") -> bool:
        assert process.poll() is None, f"the server ended:\n{self.log()[-3000:]}"
        try:
            return self.http.get(f"http://127.0.0.1:{self.port}/register/health/ready", timeout=2).ok
        except requests.RequestException:
            return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def prefix() -> str:
    """Topics and groups of one test on a broker that many share."""
    return f"faults-{uuid.uuid4().hex[:10]}."
