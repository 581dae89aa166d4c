"""Carries the outbox to the courier; a row counts as sent only when the courier answered for it."""

import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from shared.runtime.crash import crash_at
from shared.runtime.db import Clock, Database, utc_now
from shared.runtime.outbox import insert_for, topic_of
from shared.runtime.tables import Lease, OutboxEvent
from shared.runtime.transport import Record, Transport

log = logging.getLogger(__name__)

BATCH = 200
IDLE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 10.0
LEASE = timedelta(seconds=5)  # short, so that a killed relay's successor need not wait long
LEASE_NAME = "relay"
LOCK = 0x72656C61  # one number for "somebody relays this database"


@dataclass(frozen=True, slots=True)
class Unsent:
    """One row of the outbox that waits."""

    position: int
    aggregate: tuple[str, str]
    record: Record


class Relay:
    """One of these is active a database at a time; a second one finds nothing to do.

    `holder` names this process in the lease. Two at once would send rows twice, which consumers skip.
    """

    def __init__(
        self,
        db: Database,
        transport: Transport,
        holder: str,
        clock: Clock = utc_now,
        *,
        crash: str = "",
    ) -> None:
        self.db = db
        self.transport = transport
        self.holder = holder
        self.clock = clock
        self.crash = crash

    def run(self, stop: threading.Event) -> None:
        """Relay until `stop` is set; an outage of database or courier is waited out."""
        pause = IDLE_SECONDS
        while not stop.is_set():
            try:
                sent = self.run_once()
                stuck = sent == 0 and unsent(self.db)[0] > 0
            except Exception as error:
                log.warning("the relay could not work: %s", error)
                sent, stuck = 0, True
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS) if stuck else IDLE_SECONDS
            if not sent:
                stop.wait(pause)

    def run_once(self) -> int:
        """Send up to 200 waiting rows in the order they were written; returns how many were taken."""
        if not self._anything_waits():
            return 0
        return self._relay_on_sqlite() if self.db.is_sqlite else self._relay_on_postgres()

    def _anything_waits(self) -> bool:
        with self.db.snapshot() as session:
            waiting = select(OutboxEvent.position).where(OutboxEvent.sent_at.is_(None)).limit(1)
            return session.execute(waiting).first() is not None

    def _relay_on_postgres(self) -> int:
        with self.db.transaction() as session:
            if not session.scalar(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": LOCK}):
                return 0
            sent = self._send(_waiting(session))
            self._mark(session, sent)
            return len(sent)

    def _relay_on_sqlite(self) -> int:
        # the one writer SQLite allows must not wait for the courier, so a lease stands in for the lock
        with self.db.transaction() as session:
            if not self._hold_lease(session):
                return 0
            rows = _waiting(session)
        sent = self._send(rows)
        with self.db.transaction() as session:
            self._mark(session, sent)
        return len(sent)

    def _hold_lease(self, session: Session) -> bool:
        now = self.clock()
        lease = session.get(Lease, LEASE_NAME)
        if lease is not None and lease.holder != self.holder and lease.until > now:
            return False
        values = {"name": LEASE_NAME, "holder": self.holder, "until": now + LEASE}
        session.execute(
            insert_for(session, Lease)
            .values(values)
            .on_conflict_do_update(index_elements=["name"], set_=values)
        )
        return True

    def _send(self, rows: Sequence[Unsent]) -> list[int]:
        """Positions the courier answered for; after a refusal nothing later of that aggregate is sent."""
        sent: list[int] = []
        refused: set[tuple[str, str]] = set()
        for wave in _waves(rows):
            open_rows = [row for row in wave if row.aggregate not in refused]
            crash_at("relay.before_send", self.crash)
            answers = self.transport.publish([row.record for row in open_rows]) if open_rows else []
            crash_at("relay.after_send", self.crash)
            for row, answered in zip(open_rows, answers, strict=True):
                if answered:
                    sent.append(row.position)
                else:
                    refused.add(row.aggregate)
            if open_rows and not any(answers):
                break
        return sent

    def _mark(self, session: Session, positions: Sequence[int]) -> None:
        rows = update(OutboxEvent).where(OutboxEvent.position.in_(positions)).values(sent_at=self.clock())
        if positions:
            session.execute(rows.execution_options(synchronize_session=False))


def _waiting(session: Session) -> list[Unsent]:
    # "unsent", never "after the last": on PostgreSQL a lower position can be committed later
    columns = ("position", "id", "aggregatetype", "aggregateid", "type", "key", "payload")
    waiting = select(*(getattr(OutboxEvent, name) for name in columns)).where(OutboxEvent.sent_at.is_(None))
    rows = session.execute(waiting.order_by(OutboxEvent.position).limit(BATCH))
    return [
        Unsent(position, (kind, id_), Record(topic_of(type_, kind), key, payload.encode(), event_id))
        for position, event_id, kind, id_, type_, key, payload in rows
    ]


def _waves(rows: Sequence[Unsent]) -> Iterator[list[Unsent]]:
    """The rows in groups of one an aggregate, so that its answer is known before its next is sent."""
    left = list(rows)
    while left:
        wave: dict[tuple[str, str], Unsent] = {}
        later = []
        for row in left:
            if row.aggregate in wave:
                later.append(row)
            else:
                wave[row.aggregate] = row
        yield list(wave.values())
        left = later


def unsent(db: Database) -> tuple[int, float]:
    """How many rows wait for the courier, and the age in seconds of the oldest; (0, 0.0) when none does."""
    with db.snapshot() as session:
        count, oldest = session.execute(
            select(func.count(), func.min(OutboxEvent.occurred_at)).where(OutboxEvent.sent_at.is_(None))
        ).one()
    age = (utc_now() - oldest).total_seconds() if oldest is not None else 0.0
    return count, max(age, 0.0)
