"""The whole outbox once more, for a courier that was wiped or a reading side that is built anew."""

import time
from collections.abc import Callable

from sqlalchemy import func, select, update

from shared.runtime.db import Database
from shared.runtime.relay import IDLE_SECONDS, Relay, unsent
from shared.runtime.tables import OutboxEvent
from shared.runtime.transport import CourierDown, Transport

Progress = Callable[[int, int], None]
"""Called with how many events are sent and how many there are."""

PATIENCE_SECONDS = 30.0


def replay(db: Database, transport: Transport, progress: Progress | None = None) -> int:
    """Send every event of the outbox again, in order; returns how many.

    Consumers that know them skip them. All rows become unsent first, so a relay that runs beside this, or
    starts after this was killed, finishes the work. Raises CourierDown after 30 s without any progress.
    """
    with db.transaction() as session:
        session.execute(update(OutboxEvent).values(sent_at=None))
        total = session.scalar(select(func.count()).select_from(OutboxEvent)) or 0
    relay = Relay(db, transport, "replay")
    moved, before = time.monotonic(), total
    while left := unsent(db)[0]:
        if left < before:
            moved, before = time.monotonic(), left
            if progress is not None:
                progress(total - left, total)
        elif time.monotonic() - moved > PATIENCE_SECONDS:
            raise CourierDown(f"{left} of {total} events are not sent yet; a running relay will go on")
        if not relay.run_once():
            time.sleep(IDLE_SECONDS)
    if progress is not None:
        progress(total, total)
    return total
