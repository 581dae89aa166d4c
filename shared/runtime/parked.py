"""Events that could not be applied: kept whole with the reason, listed, and settled by a retry."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from shared.runtime.db import Database
from shared.runtime.outbox import insert_for
from shared.runtime.received import event_id_of
from shared.runtime.tables import ParkedEvent

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Parked:
    """One event that waits for a person; `position` names it in `workforce parked retry`."""

    position: int
    consumer: str
    topic: str
    event_id: str
    reason: str
    parked_at: datetime
    payload: bytes


def park(session: Session, consumer: str, topic: str, payload: bytes, reason: str, now: datetime) -> None:
    """Keep the event; one that is parked already keeps its row and gets the new reason."""
    row = {
        "consumer": consumer,
        "topic": topic,
        "event_id": event_id_of(payload),
        "reason": _storable(reason),
        "payload_digest": hashlib.sha256(payload).hexdigest(),
        "payload": payload,
        "parked_at": now,
        "retried_at": None,
    }
    session.execute(
        insert_for(session, ParkedEvent)
        .values(row)
        .on_conflict_do_update(
            index_elements=["consumer", "topic", "payload_digest"],
            set_={"reason": row["reason"], "retried_at": None},
        )
    )


def list_parked(db: Database, consumer: str) -> list[Parked]:
    """What waits, oldest first."""
    with db.snapshot() as session:
        rows = session.execute(
            select(ParkedEvent)
            .where(ParkedEvent.consumer == consumer, ParkedEvent.retried_at.is_(None))
            .order_by(ParkedEvent.position)
        ).scalars()
        return [Parked(**{name: getattr(row, name) for name in Parked.__dataclass_fields__}) for row in rows]


def count_parked(session: Session, consumer: str) -> dict[str, int]:
    """How many wait, by topic; topics without any are absent."""
    waiting = select(ParkedEvent.topic, func.count()).where(
        ParkedEvent.consumer == consumer, ParkedEvent.retried_at.is_(None)
    )
    return {topic: count for topic, count in session.execute(waiting.group_by(ParkedEvent.topic))}


def settle(session: Session, position: int, now: datetime) -> None:
    """The event has been applied, or is older than what has."""
    session.execute(update(ParkedEvent).where(ParkedEvent.position == position).values(retried_at=now))


def _storable(reason: str) -> str:
    # PostgreSQL keeps no NUL in text
    return reason.replace("\x00", " ")[:LONGEST_REASON]
