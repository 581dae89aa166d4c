"""The whole suite in one process tree: three services, issuer, relays and consumers, on SQLite and SqlLog."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from deploy.accounts import write_key_set
from deploy.carriers import Carriers
from deploy.front import Suite, create_front
from deploy.installed import service_module
from deploy.issuer import create_issuer
from deploy.preparation import prepare_database
from deploy.serving import Server, require_free_port
from shared.runtime.config import BadSettings, Settings
from shared.vocabulary.region import Region, load_region

HOST: Final = "127.0.0.1"
SERVICES: Final = ("rates", "register", "reporting")
OWN: Final = (
    "COURIER",
    "LOG_URL",
    "ISSUER",
    "JWKS",
    "ARCHIVE",
    *(f"{s.upper()}_DATABASE_URL" for s in SERVICES),
)
"""Variables of separate processes that one process tree decides for itself."""
LOADER_SECONDS: Final = 3.0


@dataclass(frozen=True)
class Embedding:
    """Where the embedded suite keeps its data and listens."""

    data: Path
    port: int
    demonstration: bool
    env: Mapping[str, str]

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def log(self) -> Path:
        return self.data / "suite.log"

    def settings(self, service: str) -> Settings:
        kept = {k: v for k, v in self.env.items() if k.removeprefix("WORKFORCE_") not in OWN}
        own = {
            "WORKFORCE_DATA": str(self.data.resolve()),
            "WORKFORCE_ISSUER": f"{self.url}/identity",
            "WORKFORCE_JWKS": str(self.data.resolve() / "issuer_keys.json"),
        }
        return Settings.from_env(service, {**kept, **own})


def run_embedded(embedding: Embedding) -> None:
    """Migrate, then serve until stopped. Raises BadSettings for a busy port or another region's data."""
    settings = {service: embedding.settings(service) for service in SERVICES}
    if settings["rates"].environment == "production":
        raise BadSettings(
            "workforce run is a demonstration; production runs the services apart (docs/operations.md)"
        )
    require_free_port(HOST, embedding.port)
    print(f"Preparing the databases in {embedding.data} ...", flush=True)
    for of_service in settings.values():
        prepare_database(of_service)
    write_key_set(settings["rates"], Path(settings["rates"].jwks))
    process = SuiteProcess(embedding, settings)
    Server(
        process.load,
        {
            "bind": f"{HOST}:{embedding.port}",
            "post_fork": process.forked,
            "post_worker_init": process.serving,
            "worker_exit": process.ending,
        },
    ).run()


class SuiteProcess:
    """What happens in the serving process, from its fork to its end."""

    def __init__(self, embedding: Embedding, settings: Mapping[str, Settings]) -> None:
        self._embedding = embedding
        self._settings = settings
        self._carriers: Carriers | None = None
        self._loader: subprocess.Popen[bytes] | None = None

    def load(self) -> Suite:
        issuer = create_issuer(self._settings["rates"])
        apps = {name: service_module(name, "app").create_app(of) for name, of in self._settings.items()}
        return Suite({**apps, "identity": issuer}, create_front(self._region()))

    def forked(self, _server: Any, _worker: Any) -> None:
        # request lines would bury the progress of the demonstration
        log = os.open(self._embedding.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
        os.dup2(log, 2)
        os.close(log)

    def serving(self, _worker: Any) -> None:
        # Ctrl-C reaches every process of the terminal; the first one tells this one in its own time
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._carriers = Carriers(list(self._settings.values()))
        self._carriers.start()
        print(f"The suite is at {self._embedding.url}/ (Ctrl-C stops it; log: {self._embedding.log})")
        if self._embedding.demonstration and self._region().demonstration:
            print("Loading the demonstration region (synthetic data) ...")
            self._loader = self._start_loader()
            threading.Thread(target=self._loader.wait, daemon=True).start()
        sys.stdout.flush()

    def ending(self, _server: Any, _worker: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGQUIT):
            signal.signal(number, signal.SIG_IGN)
        if self._loader is not None:
            self._loader.terminate()
            self._loader.wait(LOADER_SECONDS)
        if self._carriers is not None:
            self._carriers.stop()

    def _start_loader(self) -> subprocess.Popen[bytes]:
        """A process of its own: a caller like any other, which takes no time from this one."""
        command = [sys.executable, "-m", "deploy.commands", "demo"]
        where = ["--url", self._embedding.url, "--data", str(self._embedding.data)]
        return subprocess.Popen([*command, *where], stderr=sys.stdout, env=dict(self._embedding.env))

    def _region(self) -> Region:
        return load_region(self._settings["rates"].region_file)
