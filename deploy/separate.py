"""The suite as separate processes without containers: what docker-compose.yml starts, on given servers."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from deploy.carriers import consumes, publishes, run_until_signalled
from deploy.client import CallFailed, Client
from deploy.preparation import prepare_database
from deploy.serving import require_free_port
from deploy.upkeep import keeps_up
from shared.runtime.config import BadSettings, Settings

HOST: Final = "127.0.0.1"
SERVICES: Final = ("rates", "register", "reporting")
GUNICORN: Final = Path(__file__).with_name("gunicorn.conf.py")
READY_SECONDS: Final = 60
END_SECONDS: Final = 15
PAUSE_SECONDS: Final = 0.2


@dataclass
class Separation:
    """`postgres` is a database whose user may create others; the ports are `port` to `port` + 3."""

    postgres: str
    kafka: str
    port: int
    data: Path
    env: Mapping[str, str]
    workers: int = 2
    prefix: str = "workforce"
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def urls(self) -> dict[str, str]:
        return {service: f"http://{HOST}:{self.port + 1 + n}" for n, service in enumerate(SERVICES)}

    def variables(self) -> dict[str, str]:
        """The environment of every process, and of whoever wants to call them as a demonstration account."""
        databases = {
            f"WORKFORCE_{service.upper()}_DATABASE_URL": self._database(service).render_as_string(False)
            for service in SERVICES
        }
        issuer = f"http://{HOST}:{self.port}/identity"
        own = {"WORKFORCE_DATA": str(self.data.resolve()), "WORKFORCE_COURIER": "kafka"}
        if self.prefix != "workforce":
            own["WORKFORCE_KAFKA_PREFIX"] = f"{self.prefix}."
        return {**databases, **own, "WORKFORCE_KAFKA_BOOTSTRAP": self.kafka, "WORKFORCE_ISSUER": issuer}

    def prepare(self) -> None:
        """Free ports, databases made and migrated. Raises BadSettings or a SQLAlchemy error."""
        for port in range(self.port, self.port + 4):
            require_free_port(HOST, port)
        (self.data / "logs").mkdir(parents=True, exist_ok=True)
        engine = create_engine(self.postgres, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            there = set(connection.execute(text("SELECT datname FROM pg_database")).scalars())
            for service in SERVICES:
                if self._database(service).database not in there:
                    connection.execute(text(f'CREATE DATABASE "{self._database(service).database}"'))
        engine.dispose()
        for service in SERVICES:
            prepare_database(Settings.from_env(service, {**self.env, **self.variables()}))

    def start(self) -> None:
        for name in self.commands():
            self._start(name)

    def await_ready(self) -> None:
        """Raises BadSettings naming the service that is not ready, and its log."""
        deadline = time.monotonic() + READY_SECONDS
        for service in SERVICES:
            client = Client(self.urls)
            while not _is_ready(client, service):
                if time.monotonic() > deadline:
                    raise BadSettings(
                        f"{service} is not ready after {READY_SECONDS} s; see {self.log(service)}"
                    )
                time.sleep(PAUSE_SECONDS)
            client.close()

    def supervise(self, stop: threading.Event) -> None:
        """Start again what ends, as a container's restart policy would, until stopped."""
        while not stop.wait(PAUSE_SECONDS):
            for name, process in list(self.running.items()):
                if process.poll() is not None:
                    print(f"{name} ended with {process.returncode}; starting it again", flush=True)
                    stop.wait(1.0)
                    self._start(name)

    def end(self) -> None:
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + END_SECONDS
        for process in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def commands(self) -> dict[str, list[str]]:
        """The command of each process by name."""
        workforce = [sys.executable, "-m", "deploy.commands"]
        found = {"identity": [*workforce, "identity", "--port", str(self.port)]}
        for service, url in self.urls.items():
            bind = url.removeprefix("http://")
            app = f"services.{service}.app:create_app()"
            found[service] = [sys.executable, "-m", "gunicorn", "-c", str(GUNICORN), "-b", bind, app]
            if publishes(service):
                found[f"relay-{service}"] = [*workforce, "relay", "--service", service]
            if consumes(service):
                found[f"consumer-{service}"] = [*workforce, "consume", "--service", service]
            if keeps_up(service):
                found[f"upkeep-{service}"] = [*workforce, "upkeep", "--service", service]
        return found

    def log(self, name: str) -> Path:
        return self.data / "logs" / f"{name}.log"

    def _start(self, name: str) -> None:
        metrics = str(self.data.resolve() / "metrics" / name)
        env = {**self.env, **self.variables(), "WEB_CONCURRENCY": str(self.workers)}
        with self.log(name).open("ab") as log:
            self.running[name] = subprocess.Popen(
                self.commands()[name],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**env, "PROMETHEUS_MULTIPROC_DIR": metrics} if name in SERVICES else env,
                start_new_session=True,
            )

    def _database(self, service: str) -> URL:
        return make_url(self.postgres).set(database=f"{self.prefix}_{service}")


def run_separate(separation: Separation) -> None:
    """Serve until stopped; whatever happens, no process is left."""
    separation.prepare()
    try:
        separation.start()
        separation.await_ready()
        _tell(separation)
        run_until_signalled(separation.supervise)
    finally:
        separation.end()


def _tell(separation: Separation) -> None:
    for name, process in separation.running.items():
        print(f"  {name}: process {process.pid}, log {separation.log(name)}")
    for name, value in separation.variables().items():
        print(f"export {name}={value}")
    urls = " ".join(f"--url {service}={url}" for service, url in separation.urls.items())
    print(f"Ready. Load the demonstration with: workforce demo {urls}", flush=True)


def _is_ready(client: Client, service: str) -> bool:
    try:
        return client.get(f"/{service}/health/ready").accepted
    except CallFailed:
        return False
