"""Which events are news: the newest (epoch, sequence) of each aggregate a consumer has applied."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from shared.runtime.outbox import insert_for
from shared.runtime.received import Number, Received
from shared.runtime.tables import AggregateSeen

Key = tuple[str, str]
NEVER: Number = (-1, 0)
COLUMNS = ("type", "id", "epoch", "sequence", "event_id", "applied", "skipped", "gaps")
UPDATE = update(AggregateSeen).where(
    AggregateSeen.consumer == bindparam("of_consumer"),
    AggregateSeen.type == bindparam("of_type"),
    AggregateSeen.id == bindparam("of_id"),
)


@dataclass(slots=True)
class Seen:
    """One aggregate's row while a batch is being judged."""

    number: Number
    event_id: str
    applied: int
    skipped: int
    gaps: int
    newest: Received | None = None

    def judge(self, event: Received) -> str | None:
        """Take a newer event, count an older or equal one; the reason where it must be parked."""
        if event.number > self.number:
            self.gaps += self._is_gap(event)
            self.applied += 1
            self.number, self.event_id, self.newest = event.number, event.id, event
        elif event.number == self.number and event.id != self.event_id:
            return f"has the number {event.epoch}/{event.sequence} of another event of its aggregate"
        else:
            self.skipped += 1
        return None

    def _is_gap(self, event: Received) -> bool:
        epoch, sequence = self.number
        return event.sequence > (sequence + 1 if event.epoch == epoch else 1)


class SeenAggregates:
    """The rows of a batch's aggregates, locked in key order until the transaction ends."""

    def __init__(self, session: Session, consumer: str, keys: Iterable[Key]) -> None:
        self._session = session
        self._consumer = consumer
        wanted = sorted(set(keys))
        self._rows = self._lock(wanted) if wanted else {}

    def judge(self, event: Received) -> str | None:
        """See Seen.judge; events of one aggregate are judged in the order given."""
        return self._rows[event.aggregate].judge(event)

    def news(self) -> list[Received]:
        """The newest state of each aggregate that has a newer one, in key order."""
        return [row.newest for row in self._rows.values() if row.newest is not None]

    def save(self) -> None:
        """Write numbers and counts of the batch, in one statement."""
        changed = [
            {
                "of_consumer": self._consumer,
                "of_type": type_,
                "of_id": id_,
                "epoch": row.number[0],
                "sequence": row.number[1],
                "event_id": row.event_id,
                "applied": row.applied,
                "skipped": row.skipped,
                "gaps": row.gaps,
            }
            for (type_, id_), row in self._rows.items()
        ]
        if changed:
            self._session.connection().execute(UPDATE, changed)

    def _lock(self, keys: list[Key]) -> dict[Key, Seen]:
        never = {"consumer": self._consumer, "epoch": NEVER[0], "sequence": NEVER[1], "event_id": ""}
        zero = {"applied": 0, "skipped": 0, "gaps": 0}
        new = [{**never, **zero, "type": type_, "id": id_} for type_, id_ in keys]
        insert = insert_for(self._session, AggregateSeen).on_conflict_do_nothing()
        self._session.connection().execute(insert, new)
        columns = (getattr(AggregateSeen, name) for name in COLUMNS)
        rows = self._session.execute(
            select(*columns)
            .where(AggregateSeen.consumer == self._consumer)
            .where(AggregateSeen.type.in_({type_ for type_, _ in keys}))
            .where(AggregateSeen.id.in_({id_ for _, id_ in keys}))
            .order_by(AggregateSeen.type, AggregateSeen.id)
            .with_for_update()
        )
        found = {(row.type, row.id): row for row in rows}
        return {key: _seen(found[key]) for key in keys}


def _seen(row: Any) -> Seen:
    return Seen((row.epoch, row.sequence), row.event_id, row.applied, row.skipped, row.gaps)
