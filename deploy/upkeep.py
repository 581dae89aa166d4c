"""What rates does outside requests: tell subscribers, announce coming versions, forget old checks."""

import logging
import threading
from datetime import date
from types import ModuleType

from deploy.installed import has_module, service_module
from shared.runtime.config import Settings
from shared.runtime.db import Clock, Database, utc_now
from shared.vocabulary.calendar import london_date

log = logging.getLogger(__name__)

PAUSE_SECONDS = 2.0


def keeps_up(service: str) -> bool:
    """Whether the service has such work."""
    return has_module(service, "deliveries")


class Upkeep:
    """One worker; a second one at once does no harm, since a parcel is held by whoever takes it."""

    def __init__(self, settings: Settings, db: Database, clock: Clock = utc_now) -> None:
        self._db = db
        self._clock = clock
        self._secret = settings.secret.encode()
        webhooks = service_module(settings.service, "webhooks")
        self._send = webhooks.send_to(loopback=settings.environment != "production")
        self._deliveries = service_module(settings.service, "deliveries")
        self._checks: ModuleType = service_module(settings.service, "actions.checks")
        self._forgot_on: date | None = None

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; an outage of the database is waited out."""
        while not stop.is_set():
            try:
                self.run_once()
            except Exception as error:
                log.warning("upkeep could not work: %s", type(error).__name__)
            stop.wait(PAUSE_SECONDS)

    def run_once(self) -> int:
        """How many changes reached a subscriber; checks are forgotten once a day."""
        today = london_date(self._clock())
        if self._forgot_on != today:
            with self._db.transaction() as session:
                self._checks.forget_old_checks(session, today)
            self._forgot_on = today
        arrived: int = self._deliveries.deliver_webhooks(self._db, self._send, self._clock, self._secret)
        return arrived
