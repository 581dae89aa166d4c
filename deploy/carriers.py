"""The parts of a service that carry events: its relay, and its consumer when it has one."""

import os
import signal
import socket
import threading
from collections.abc import Callable, Sequence
from types import FrameType

from deploy.installed import has_module, service_module
from deploy.upkeep import Upkeep, keeps_up
from shared.runtime.config import BadSettings, Settings
from shared.runtime.consumer import Consumer
from shared.runtime.db import Database
from shared.runtime.relay import Relay
from shared.runtime.transport import Transport, open_transport
from shared.vocabulary.events import EVENTS
from shared.vocabulary.region import load_region

JOIN_SECONDS = 5.0
Work = Callable[[threading.Event], None]


def holder() -> str:
    """Names this process in the relay's lease."""
    return f"{socket.gethostname()}/{os.getpid()}"


def build_relay(settings: Settings, db: Database, transport: Transport) -> Relay:
    """The relay of a service's outbox; BadSettings when the service is not installed."""
    service_module(settings.service, "models")
    return Relay(db, transport, holder(), crash=settings.crash_point)


def publishes(service: str) -> bool:
    """Whether any event is the service's own, so that its outbox needs a relay."""
    return any(type_.startswith(f"{service}.") for type_ in EVENTS)


def consumes(service: str) -> bool:
    """Whether the service is installed and reads events of others."""
    return has_module(service, "consumers")


def build_consumer(settings: Settings, db: Database, transport: Transport) -> Consumer:
    """The consumer named after its service; BadSettings when the service has none."""
    if not has_module(settings.service, "models"):
        service_module(settings.service, "models")
    if not consumes(settings.service):
        raise BadSettings(f"the service {settings.service} consumes no events")
    part = service_module(settings.service, "consumers")
    region = load_region(settings.region_file)
    return Consumer(
        db,
        transport,
        name=settings.service,
        topics=part.TOPICS,
        handlers=part.handlers(region),
        schemas={type_: event.schema for type_, event in EVENTS.items()},
        region_id=region.region_id,
        crash=settings.crash_point,
    )


class Carriers:
    """Relays, consumers and upkeep of several services as threads of one process."""

    def __init__(self, settings: Sequence[Settings]) -> None:
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._databases: list[Database] = []
        self._transport = open_transport(settings[0])
        for of_service in settings:
            db = Database(of_service.database_url)
            self._databases.append(db)
            name = of_service.service
            if publishes(name):
                self._add(f"relay-{name}", build_relay(of_service, db, self._transport).run)
            if consumes(name):
                self._add(f"consumer-{name}", build_consumer(of_service, db, self._transport).run)
            if keeps_up(name):
                self._add(f"upkeep-{name}", Upkeep(of_service, db).run)

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End the threads, after the batch each is in, and close what they used."""
        self._stop.set()
        for thread in self._threads:
            thread.join(JOIN_SECONDS)
        self._transport.close()
        for db in self._databases:
            db.close()

    def _add(self, name: str, work: Work) -> None:
        self._threads.append(threading.Thread(target=work, args=(self._stop,), name=name, daemon=True))


def run_until_signalled(work: Work) -> None:
    """Run in this thread until SIGTERM or SIGINT, then let the batch under way finish."""
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    work(stop)
