"""Applies events of other services to this one's database, each state once, whatever the courier does.

The whole mechanism: per aggregate the last (epoch, sequence) and event id; a newer state replaces, an older
or equal one is skipped and counted, a gap is counted; state and position are one transaction, then the
courier is told. There is no second guard beside it.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exc
from sqlalchemy.orm import Session

from shared.runtime.crash import crash_at
from shared.runtime.db import Clock, Database, utc_now
from shared.runtime.parked import Parked, list_parked, park, settle
from shared.runtime.place import PlacedReader, save_positions
from shared.runtime.received import Received, Unreadable, read_event
from shared.runtime.schema import EventSchema
from shared.runtime.seen import SeenAggregates
from shared.runtime.transport import Delivery, Transport

__all__ = ["Consumer", "Handler", "InBatches", "Parked", "Received", "list_parked", "retry_parked"]

log = logging.getLogger(__name__)

Handler = Callable[[Session, Received], None]
"""Replaces the aggregate's state by the event's; it never commits."""


@dataclass(frozen=True, slots=True)
class InBatches:
    """A handler that replaces many aggregates' states at once: each is another aggregate's, in key order."""

    replace: Callable[[Session, Sequence[Received]], None]


BATCH = 200
PAUSES_SECONDS = (0.05, 0.2)  # between the three tries of an event that fails
LONGEST_PAUSE_SECONDS = 10.0
OUR_SQLITE_TROUBLE = {"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN"}


@dataclass(frozen=True, slots=True)
class Item:
    """One delivery as it will be dealt with: read, or with the reason it must be parked for."""

    topic: str
    payload: bytes
    event: Received | None
    reason: str | None = None


class Consumer:
    """One reader of other services' topics; `name` is its group and keys all it remembers."""

    def __init__(
        self,
        db: Database,
        transport: Transport,
        *,
        name: str,
        topics: Sequence[str],
        handlers: Mapping[str, Handler | InBatches],
        schemas: Mapping[str, Mapping[str, object]],
        region_id: str,
        clock: Clock = utc_now,
        crash: str = "",
    ) -> None:
        self.db = db
        self.name = name
        self.handlers = handlers
        self.clock = clock
        self.crash = crash
        self._schemas = {type_: EventSchema(schema) for type_, schema in schemas.items()}
        self._region_id = region_id
        self._reader = PlacedReader(db, transport, name, topics)

    def run(self, stop: threading.Event) -> None:
        """Consume until `stop` is set; an outage of database or courier is waited out."""
        pause = 0.1
        while not stop.is_set():
            try:
                self.run_once()
                pause = 0.1
            except Exception as error:
                log.warning("%s could not consume: %s", self.name, error)
                stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        self.close()

    def run_once(self, timeout_seconds: float = 0.5) -> int:
        """Deal with one batch of up to 200 deliveries; returns how many, 0 when none came in time.

        Raises CourierDown or a SQLAlchemy error for an outage; nothing is lost, the next call goes on.
        """
        try:
            deliveries = self._reader.poll(BATCH, timeout_seconds)
            if deliveries:
                self._deal_with(deliveries)
        except BaseException:
            self._reader.close()
            raise
        return len(deliveries)

    def retry(self, parked: Parked) -> str | None:
        """Try a parked event again; None when it is settled, else the reason it stays parked."""
        item = self._read(parked.topic, parked.payload)
        try:
            with self.db.transaction() as session:
                reason = item.reason or self._apply(session, [item])[0]
                if reason is None:
                    settle(session, parked.position, self.clock())
        except Exception as error:
            if _is_outage(error):
                raise
            reason = _words(error)
        if reason is not None:
            with self.db.transaction() as session:
                park(session, self.name, parked.topic, parked.payload, reason, self.clock())
        return reason

    def close(self) -> None:
        self._reader.close()

    def _deal_with(self, deliveries: Sequence[Delivery]) -> None:
        items = [self._read(delivery.topic, delivery.value) for delivery in deliveries]
        try:
            self._commit(deliveries, items)
        except Exception as error:
            if _is_outage(error):
                raise
            log.warning("%s redoes a batch one by one: %s", self.name, _words(error))
            for delivery, item in zip(deliveries, items, strict=True):
                self._commit_patiently(delivery, item)

    def _commit_patiently(self, delivery: Delivery, item: Item) -> None:
        """Three tries, then the event is parked and the others go on."""
        for pause in (*PAUSES_SECONDS, None):
            try:
                return self._commit([delivery], [item])
            except Exception as error:
                if _is_outage(error):
                    raise
                reason = _words(error)
                if pause is not None:
                    time.sleep(pause)
        return self._commit([delivery], [Item(item.topic, item.payload, None, reason)])

    def _commit(self, deliveries: Sequence[Delivery], items: Sequence[Item]) -> None:
        with self.db.transaction() as session:
            reasons = self._apply(session, items)
            for item, reason in zip(items, reasons, strict=True):
                if reason is not None:
                    log.error("%s parks an event of %s, which %s", self.name, item.topic, reason)
                    park(session, self.name, item.topic, item.payload, reason, self.clock())
            save_positions(session, self.name, deliveries)
            crash_at("consumer.before_commit", self.crash)
        crash_at("consumer.after_commit", self.crash)
        self._reader.commit(deliveries)

    def _apply(self, session: Session, items: Sequence[Item]) -> list[str | None]:
        """Apply the newest state of each aggregate; for each item the reason to park it, or None."""
        seen = SeenAggregates(session, self.name, _keys(items))
        reasons = [seen.judge(item.event) if item.event is not None else item.reason for item in items]
        for type_, events in _by_type(seen.news()).items():
            handler = self.handlers[type_]
            if isinstance(handler, InBatches):
                handler.replace(session, events)
            else:
                for event in events:
                    handler(session, event)
        seen.save()
        return reasons

    def _read(self, topic: str, payload: bytes) -> Item:
        try:
            event = read_event(payload, self._schemas, self._region_id)
        except Unreadable as refused:
            return Item(topic, payload, None, str(refused))
        # a type that is known but not asked for passes by
        return Item(topic, payload, event if event.type in self.handlers else None)


def retry_parked(consumer: Consumer, positions: Iterable[int] | None = None) -> dict[int, str | None]:
    """Try parked events again, oldest first, all or those named; by position None or why it stays parked."""
    chosen = None if positions is None else set(positions)
    return {
        parked.position: consumer.retry(parked)
        for parked in list_parked(consumer.db, consumer.name)
        if chosen is None or parked.position in chosen
    }


def _keys(items: Sequence[Item]) -> list[tuple[str, str]]:
    return [item.event.aggregate for item in items if item.event is not None]


def _by_type(events: Iterable[Received]) -> dict[str, list[Received]]:
    found: dict[str, list[Received]] = {}
    for event in events:
        found.setdefault(event.type, []).append(event)
    return found


def _words(error: Exception) -> str:
    """What failed, without the statement's values: a reason must not carry content."""
    if isinstance(error, exc.DBAPIError):
        return f"could not be stored: {type(error.orig).__name__}"
    return f"could not be applied: {type(error).__name__}: {error}"


def _is_outage(error: Exception) -> bool:
    """Whether the database is to blame and not the event: then the same event will do later."""
    if isinstance(error, exc.TimeoutError):
        return True
    if not isinstance(error, exc.DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        name = getattr(error.orig, "sqlite_errorname", "")
        return any(name.startswith(trouble) for trouble in OUR_SQLITE_TROUBLE)
    return error.connection_invalidated or isinstance(error, exc.OperationalError | exc.InterfaceError)
