"""Where a consumer stands: kept in its own database beside the effects, checked against the courier."""

import logging
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.runtime.db import Database
from shared.runtime.outbox import insert_for
from shared.runtime.received import event_id_of
from shared.runtime.tables import ReaderPosition
from shared.runtime.transport import Delivery, Place, Reader, Transport

log = logging.getLogger(__name__)


class PlacedReader:
    """Starts each partition at the last record this database knows, and checks that it is still that one.

    Where the courier has another record there, or none (it was wiped or replaced), it starts at the earliest.
    """

    def __init__(self, db: Database, transport: Transport, consumer: str, topics: Sequence[str]) -> None:
        self._db = db
        self._transport = transport
        self._consumer = consumer
        self._topics = topics
        self._reader: Reader | None = None
        self._expected: dict[Place, tuple[int, str]] = {}

    def poll(self, max_records: int, timeout_seconds: float) -> list[Delivery]:
        """Deliveries that come after what is stored; connects when it is not connected."""
        if self._reader is None:
            self._reader = self._transport.reader(self._consumer, self._topics)
            self._place(self._reader)
        while deliveries := self._reader.poll(max_records, timeout_seconds):
            moved = self._place(self._reader)
            news = self._after_the_known([found for found in deliveries if found.place not in moved])
            if news:
                return news
        self._place(self._reader)
        return []

    def commit(self, deliveries: Sequence[Delivery]) -> None:
        if self._reader is not None:
            self._reader.commit({found.place: found.offset + 1 for found in deliveries})

    def close(self) -> None:
        """Leave the group; the next poll joins again and starts from the stored positions."""
        reader, self._reader = self._reader, None
        self._expected = {}
        if reader is not None:
            reader.close()

    def _place(self, reader: Reader) -> frozenset[Place]:
        moved = reader.newly_assigned()
        if moved:
            stored = self._stored()
            kept = {place: known for place, known in self._expected.items() if place not in moved}
            self._expected = kept | {place: stored[place] for place in moved if place in stored}
            reader.seek({place: stored[place][0] if place in stored else 0 for place in moved})
        return moved

    def _stored(self) -> dict[Place, tuple[int, str]]:
        with self._db.snapshot() as session:
            rows = session.execute(select(ReaderPosition).where(ReaderPosition.consumer == self._consumer))
            return {
                (row.topic, row.partition): (row.next_offset - 1, row.last_event_id) for row in rows.scalars()
            }

    def _after_the_known(self, deliveries: Iterable[Delivery]) -> list[Delivery]:
        """Drop each partition's known record; where another is there, read the partition from the start."""
        kept: list[Delivery] = []
        restart: set[Place] = set()
        for found in deliveries:
            expected = self._expected.pop(found.place, None)
            if found.place in restart:
                continue
            if expected is None:
                kept.append(found)
            elif expected != (found.offset, event_id_of(found.value)):
                restart.add(found.place)
        if restart and self._reader is not None:
            log.warning(
                "the courier no longer has what %s read last; reading %s again", self._consumer, restart
            )
            self._reader.seek(dict.fromkeys(restart, 0))
        return kept


def save_positions(session: Session, consumer: str, deliveries: Iterable[Delivery]) -> None:
    """Note the last delivery of each partition, with its event id, in the transaction of its effects."""
    last: Mapping[Place, Delivery] = {found.place: found for found in deliveries}
    for place in sorted(last):
        values = {
            "consumer": consumer,
            "topic": place[0],
            "partition": place[1],
            "next_offset": last[place].offset + 1,
            "last_event_id": event_id_of(last[place].value),
        }
        session.execute(
            insert_for(session, ReaderPosition)
            .values(values)
            .on_conflict_do_update(index_elements=["consumer", "topic", "partition"], set_=values)
        )
