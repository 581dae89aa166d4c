"""A toy register and a toy reporting service: one aggregate kind, one table of states, one of effects."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from shared.runtime.consumer import Consumer, Received
from shared.runtime.db import Database, named_metadata
from shared.runtime.outbox import append_event, lock_aggregate, topic_of
from shared.runtime.relay import Relay
from shared.runtime.tables import OutboxEvent
from shared.runtime.transport import Record, SqlLog

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
REGION = "west-midlands-demonstration"
TYPE = "register.return_changed"
TOPIC = topic_of(TYPE, "return")
POISON = 666
SCHEMA: dict[str, Any] = {
    "$id": f"urn:workforce:event:{TYPE}:1",
    "type": "object",
    "required": ["value"],
    "properties": {"value": {"type": "integer", "minimum": 0}},
}


class Base(DeclarativeBase):
    metadata = named_metadata()


class State(Base):
    __tablename__ = "toy_state"
    id: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


class Effect(Base):
    __tablename__ = "toy_effect"
    position: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[str]


def replace_state(session: Session, event: Received) -> None:
    """The toy handler: keeps the state, and one effect row each time it is called."""
    if event.data["value"] == POISON:
        raise ArithmeticError("this value cannot be stored")
    session.merge(State(id=event.aggregate_id, value=event.data["value"]))
    session.add(Effect(event_id=event.id))


@dataclass
class FlakySqlLog(SqlLog):
    """The real log, except that it does not answer for the named events."""

    url: str
    refused: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__(self.url)

    def publish(self, records: Sequence[Record]) -> list[bool]:
        taken = [record for record in records if record.event_id not in self.refused]
        super().publish(taken)
        return [record.event_id not in self.refused for record in records]


@dataclass
class Suite:
    """One producing and one consuming database with the courier between them."""

    register: Database
    reporting: Database
    courier: FlakySqlLog
    relay: Relay = field(init=False)
    consumer: Consumer = field(init=False)

    def __post_init__(self) -> None:
        self.relay = Relay(self.register, self.courier, "test", lambda: NOW)
        self.consumer = self.new_consumer()

    def change(self, id_: str, value: int, la_code: str = "335") -> str:
        with self.register.transaction() as session:
            return change(session, id_, value, la_code)

    def publish(self, *documents: bytes) -> None:
        records = [Record(TOPIC, "335", document, uuid.uuid4().hex) for document in documents]
        assert all(self.courier.publish(records))

    def relay_all(self) -> int:
        total = 0
        while sent := self.relay.run_once():
            total += sent
        return total

    def consume_all(self) -> int:
        total = 0
        while done := self.consumer.run_once(timeout_seconds=0.05):
            total += done
        return total

    def states(self) -> dict[str, int]:
        with self.reporting.snapshot() as session:
            return {row.id: row.value for row in session.execute(select(State)).scalars()}

    def effects(self) -> list[str]:
        with self.reporting.snapshot() as session:
            return list(session.execute(select(Effect.event_id).order_by(Effect.position)).scalars())

    def documents(self) -> list[bytes]:
        with self.register.snapshot() as session:
            rows = session.execute(select(OutboxEvent.payload).order_by(OutboxEvent.position)).scalars()
            return [payload.encode() for payload in rows]

    def new_consumer(self, **more: Any) -> Consumer:
        settings: dict[str, Any] = {
            "name": "reporting",
            "topics": [TOPIC],
            "handlers": {TYPE: replace_state},
            "schemas": {TYPE: SCHEMA},
            "region_id": REGION,
            "clock": lambda: NOW,
        }
        return Consumer(self.reporting, self.courier, **(settings | more))


def change(session: Session, id_: str, value: int, la_code: str = "335") -> str:
    """What a command does: lock the aggregate, append its whole new state."""
    aggregate = lock_aggregate(session, "return", id_)
    data = {"value": value}
    return append_event(session, aggregate, type_=TYPE, key=la_code, region_id=REGION, data=data, now=NOW)


def altered(document: bytes, **envelope: Any) -> bytes:
    """The event with other envelope fields; None removes one."""
    changed = json.loads(document) | envelope
    return json.dumps({name: value for name, value in changed.items() if value is not None}).encode()
