"""Tables of the protocol service. A version, a check and a decision never change once they are there."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.runtime.db import JSON_DOCUMENT, Instant, named_metadata

BIG = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    metadata = named_metadata()


class ProtocolVersion(Base):
    """`document` is the version as it was drafted; a draft can be replaced, a published one cannot."""

    __tablename__ = "protocol_version"

    version: Mapped[str] = mapped_column(String(40), primary_key=True)
    region_code: Mapped[str] = mapped_column(String(9))
    valid_from: Mapped[date] = mapped_column(Date)
    corrects: Mapped[str | None] = mapped_column(String(40))
    document: Mapped[dict[str, Any]] = mapped_column(JSON_DOCUMENT)
    drafted_at: Mapped[datetime] = mapped_column(Instant)
    published_at: Mapped[datetime | None] = mapped_column(Instant)


class ProtocolPeriod(Base):
    """The days a published version is in force, `[valid_from, valid_to)`; no row, no day left.

    PostgreSQL refuses two periods of one region that share a day (exclusion constraint in the migration).
    """

    __tablename__ = "protocol_period"
    __table_args__ = (UniqueConstraint("region_code", "valid_from"),)

    version: Mapped[str] = mapped_column(ForeignKey("protocol_version.version"), primary_key=True)
    region_code: Mapped[str] = mapped_column(String(9))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class StatutoryYear(Base):
    """Statutory inputs from a day on; the highest revision of a day counts."""

    __tablename__ = "statutory_year"

    valid_from: Mapped[date] = mapped_column(Date, primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON_DOCUMENT)
    added_at: Mapped[datetime] = mapped_column(Instant)


class JobMap(Base):
    """One authority's whole map; the highest revision counts."""

    __tablename__ = "job_map"

    la_code: Mapped[str] = mapped_column(String(3), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON_DOCUMENT)
    added_at: Mapped[datetime] = mapped_column(Instant)


class Marker(Base):
    """One row. Its number goes up with every change that could alter an answer."""

    __tablename__ = "marker"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]


class RateCheck(Base):
    """A question and the bytes of its answer. `digest` tells two checks with the same reference apart.

    `kept_from` is the first of the month it was first asked in: only for forgetting it 24 months later.
    """

    __tablename__ = "rate_check"
    __table_args__ = (
        Index("ix_rate_check_version_start", "version", "start_date"),
        Index("ix_rate_check_kept_from", "kept_from"),
    )

    reference: Mapped[str] = mapped_column(String(21), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    version: Mapped[str | None] = mapped_column(String(40))
    start_date: Mapped[date] = mapped_column(Date)
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[bytes] = mapped_column(LargeBinary)
    kept_from: Mapped[date] = mapped_column(Date)


class RateException(Base):
    """Permission to go over a cap. `start_date` and `end_date` both count; checks name `reference`."""

    __tablename__ = "rate_exception"
    __table_args__ = (Index("ix_rate_exception_la_code_status", "la_code", "status"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    reference: Mapped[str] = mapped_column(String(21), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    la_code: Mapped[str] = mapped_column(String(3))
    core_job_type: Mapped[str] = mapped_column(String(3))
    basis: Mapped[str] = mapped_column(String(20))
    rate_pence: Mapped[int]
    cap_pence: Mapped[int]
    cap_version: Mapped[str] = mapped_column(String(40))
    hours_per_week: Mapped[str] = mapped_column(String(10))
    start_date: Mapped[date] = mapped_column(Date)
    end_date: Mapped[date] = mapped_column(Date)
    cost_over_cap_pence: Mapped[int] = mapped_column(BIG)
    reason: Mapped[str] = mapped_column(String(500))
    approvers: Mapped[list[str]] = mapped_column(JSON_DOCUMENT)
    renews: Mapped[str | None] = mapped_column(ForeignKey("rate_exception.id"))
    renewals: Mapped[int]
    status: Mapped[str] = mapped_column(String(20))
    late: Mapped[bool]
    requested_by: Mapped[str] = mapped_column(String(120))
    requested_at: Mapped[datetime] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)


class ExceptionDecision(Base):
    """One signature: a role signs once, a person signs once."""

    __tablename__ = "exception_decision"
    __table_args__ = (UniqueConstraint("exception_id", "subject"),)

    exception_id: Mapped[str] = mapped_column(ForeignKey("rate_exception.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(40), primary_key=True)
    subject: Mapped[str] = mapped_column(String(120))
    decision: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(500))
    decided_at: Mapped[datetime] = mapped_column(Instant)


class Change(Base):
    """One entry of the open change feed; numbers follow one another in the order of commits."""

    __tablename__ = "change"
    __table_args__ = (UniqueConstraint("kind", "subject"),)

    number: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    document: Mapped[dict[str, Any]] = mapped_column(JSON_DOCUMENT)


class Subscription(Base):
    """Where changes are sent. `delivered_up_to` is the number of the last change sent or given up."""

    __tablename__ = "subscription"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    subject: Mapped[str] = mapped_column(String(120), index=True)
    role: Mapped[str] = mapped_column(String(40))
    url: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    delivered_up_to: Mapped[int] = mapped_column(BIG)
    attempts: Mapped[int]
    next_attempt_at: Mapped[datetime] = mapped_column(Instant)


class Delivery(Base):
    """The log: one row an attempt. `outcome` is delivered, retry or given_up."""

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_subscription", "subscription_id", "position"),)

    position: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=True)
    subscription_id: Mapped[str] = mapped_column(ForeignKey("subscription.id"))
    change_number: Mapped[int] = mapped_column(BIG)
    attempt: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant)
    status: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(String(20))
    detail: Mapped[str] = mapped_column(String(120))
