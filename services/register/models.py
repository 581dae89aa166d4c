"""Tables of the register. A revision is one document and its facts: a new data item is no migration."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKeyConstraint, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.runtime.db import JSON_DOCUMENT, Instant, named_metadata

BIG = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    metadata = named_metadata()


class Window(Base):
    """When the region takes the returns of a month; business dates of Europe/London, both ends included."""

    __tablename__ = "window"

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    opens: Mapped[date] = mapped_column(Date)
    due: Mapped[date] = mapped_column(Date)
    closes: Mapped[date] = mapped_column(Date)


class Reopening(Base):
    """One authority's closed month, open again until the end of `closes`; never changed, only added to."""

    __tablename__ = "reopening"
    __table_args__ = (Index(None, "la_code", "month"),)

    position: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=True)
    la_code: Mapped[str] = mapped_column(String(3))
    month: Mapped[str] = mapped_column(String(7))
    closes: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    approver: Mapped[str] = mapped_column(String(120))
    subject: Mapped[str] = mapped_column(String(120))
    reopened_at: Mapped[datetime] = mapped_column(Instant)


class MonthlyReturn(Base):
    """Where one authority's month stands: its latest revision, the one last signed, whether withdrawn."""

    __tablename__ = "monthly_return"
    __table_args__ = (Index(None, "month"),)

    la_code: Mapped[str] = mapped_column(String(3), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    latest_revision: Mapped[int]
    certified_revision: Mapped[int | None]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    first_accepted_at: Mapped[datetime] = mapped_column(Instant)


class Revision(Base):
    """An immutable accepted document: canonical JSON text and its SHA-256.

    `workforce_digest` is of the workforce section alone, to notice another month's figures.
    `said` is what an event tells beside the facts: sections_reported, unreliable, explained.
    `document` is emptied when retention removes the rows; digest, receipt and facts stay.
    """

    __tablename__ = "revision"
    __table_args__ = (
        ForeignKeyConstraint(["la_code", "month"], ["monthly_return.la_code", "monthly_return.month"]),
    )

    la_code: Mapped[str] = mapped_column(String(3), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    workforce_digest: Mapped[str | None] = mapped_column(String(64))
    document: Mapped[str | None] = mapped_column(Text)
    said: Mapped[dict[str, Any]] = mapped_column(JSON_DOCUMENT)
    warnings: Mapped[list[dict[str, Any]]] = mapped_column(JSON_DOCUMENT)
    origin: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(String(120))
    accepted_at: Mapped[datetime] = mapped_column(Instant)


class FactRow(Base):
    """One number of one revision; `value` in millionths, whole units or pence, as the item's kind says."""

    __tablename__ = "fact"
    __table_args__ = (
        ForeignKeyConstraint(
            ["la_code", "month", "revision"], ["revision.la_code", "revision.month", "revision.number"]
        ),
    )

    la_code: Mapped[str] = mapped_column(String(3), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(String(60), primary_key=True)
    breakdown: Mapped[str] = mapped_column(String(30), primary_key=True, default="")
    code: Mapped[str] = mapped_column(String(40), primary_key=True, default="")
    value: Mapped[int] = mapped_column(BIG)


class Certification(Base):
    """A second person's signature under one revision and its digest."""

    __tablename__ = "certification"
    __table_args__ = (
        ForeignKeyConstraint(
            ["la_code", "month", "revision"], ["revision.la_code", "revision.month", "revision.number"]
        ),
        UniqueConstraint("la_code", "month", "revision"),
    )

    position: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=True)
    la_code: Mapped[str] = mapped_column(String(3))
    month: Mapped[str] = mapped_column(String(7))
    revision: Mapped[int]
    subject: Mapped[str] = mapped_column(String(120))
    certified_at: Mapped[datetime] = mapped_column(Instant)


class Withdrawal(Base):
    """A revision taken back, by whom and why."""

    __tablename__ = "withdrawal"
    __table_args__ = (
        ForeignKeyConstraint(
            ["la_code", "month", "revision"], ["revision.la_code", "revision.month", "revision.number"]
        ),
        UniqueConstraint("la_code", "month", "revision"),
    )

    position: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=True)
    la_code: Mapped[str] = mapped_column(String(3))
    month: Mapped[str] = mapped_column(String(7))
    revision: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(String(120))
    withdrawn_at: Mapped[datetime] = mapped_column(Instant)
