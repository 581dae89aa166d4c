"""Tables every service's database has, whatever the service does."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.runtime.db import JSON_DOCUMENT, Instant, named_metadata

UNSENT = text("sent_at IS NULL")
BIG = BigInteger().with_variant(Integer(), "sqlite")


class RuntimeBase(DeclarativeBase):
    metadata = named_metadata()


class Aggregate(RuntimeBase):
    """The row a command locks first; carries the (epoch, sequence) of the aggregate's last event."""

    __tablename__ = "aggregate"

    type: Mapped[str] = mapped_column(String(40), primary_key=True)
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    epoch: Mapped[int] = mapped_column(default=0)
    sequence: Mapped[int] = mapped_column(default=0)


class OutboxEvent(RuntimeBase):
    """Column names are those Debezium's outbox router expects, so that it can take the relay's place."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("aggregatetype", "aggregateid", "epoch", "sequence"),
        Index("ix_outbox_unsent", "position", sqlite_where=UNSENT, postgresql_where=UNSENT),
    )

    position: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    aggregatetype: Mapped[str] = mapped_column(String(40))
    aggregateid: Mapped[str] = mapped_column(String(80))
    type: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(40))
    epoch: Mapped[int]
    sequence: Mapped[int]
    occurred_at: Mapped[datetime] = mapped_column(Instant)
    payload: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)


class IdempotencyRow(RuntimeBase):
    """The first answer to a POST, by who asked, where and with which key; kept for 7 days."""

    __tablename__ = "idempotency"

    subject: Mapped[str] = mapped_column(String(120), primary_key=True)
    route: Mapped[str] = mapped_column(String(160), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    body_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any] | None] = mapped_column(JSON_DOCUMENT)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(Instant)


class AuditEntry(RuntimeBase):
    """One row an accepted command: who did what to what, when; never the content."""

    __tablename__ = "audit"

    position: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Instant)
    subject: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(60))
    target: Mapped[str] = mapped_column(String(120))
    request_id: Mapped[str] = mapped_column(String(64))


class ReaderPosition(RuntimeBase):
    """How far a consumer has come on one partition, and the event it stood on."""

    __tablename__ = "reader_position"

    consumer: Mapped[str] = mapped_column(String(40), primary_key=True)
    topic: Mapped[str] = mapped_column(String(80), primary_key=True)
    partition: Mapped[int] = mapped_column(primary_key=True)
    next_offset: Mapped[int] = mapped_column(BIG)
    last_event_id: Mapped[str] = mapped_column(String(36))


class AggregateSeen(RuntimeBase):
    """The newest state of an aggregate that a consumer has applied, and what it skipped on the way.

    `type` is "<service>.<aggregatetype>", the topic. `applied` counts newer states, `skipped` the others.
    """

    __tablename__ = "aggregate_seen"

    consumer: Mapped[str] = mapped_column(String(40), primary_key=True)
    type: Mapped[str] = mapped_column(String(80), primary_key=True)
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    epoch: Mapped[int]
    sequence: Mapped[int]
    event_id: Mapped[str] = mapped_column(String(36))
    applied: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    gaps: Mapped[int] = mapped_column(default=0)


class ParkedEvent(RuntimeBase):
    """An event that could not be applied, whole, with the reason; delivered again it is still one row.

    `retried_at` is when a retry settled it; until then it counts as parked.
    """

    __tablename__ = "parked_event"
    __table_args__ = (UniqueConstraint("consumer", "topic", "payload_digest"),)

    position: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=True)
    consumer: Mapped[str] = mapped_column(String(40))
    topic: Mapped[str] = mapped_column(String(80))
    event_id: Mapped[str] = mapped_column(String(36))
    reason: Mapped[str] = mapped_column(Text)
    payload_digest: Mapped[str] = mapped_column(String(64))
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    parked_at: Mapped[datetime] = mapped_column(Instant)
    retried_at: Mapped[datetime | None] = mapped_column(Instant)


class Lease(RuntimeBase):
    """Who does the one-at-a-time work (the relay) on SQLite, and until when."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    until: Mapped[datetime] = mapped_column(Instant)


class DatabaseIdentity(RuntimeBase):
    """The region this database belongs to; another region's file is refused at start.

    `epoch` is the one new aggregates begin with: raised when an older backup is restored.
    """

    __tablename__ = "database_identity"

    service: Mapped[str] = mapped_column(String(40), primary_key=True)
    region_id: Mapped[str] = mapped_column(String(80))
    epoch: Mapped[int] = mapped_column(default=0)
