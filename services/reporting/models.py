"""Tables of reporting: what the register last told of each month, and the releases made of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.runtime.db import JSON_DOCUMENT, Instant, named_metadata

BIG = BigInteger().with_variant(Integer(), "sqlite")

ACCEPTED, CERTIFIED, BOTH = "accepted", "certified", "both"
PREPARING, PUBLISHED, ABANDONED = "preparing", "published", "abandoned"


class Base(DeclarativeBase):
    metadata = named_metadata()


class MonthState(Base):
    """The last state told of one authority's month.

    `accepted` and `certified` are each {revision, digest, accepted_at, certified_at, sections_reported,
    unreliable, explained} or null; their facts are rows of `fact`.
    """

    __tablename__ = "month_state"

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    la_code: Mapped[str] = mapped_column(String(3), primary_key=True)
    change: Mapped[str] = mapped_column(String(20))
    epoch: Mapped[int]
    sequence: Mapped[int]
    event_id: Mapped[str] = mapped_column(String(36))
    told_at: Mapped[datetime] = mapped_column(Instant)
    accepted: Mapped[dict[str, Any] | None] = mapped_column(JSON_DOCUMENT)
    certified: Mapped[dict[str, Any] | None] = mapped_column(JSON_DOCUMENT)


class Fact(Base):
    """One number: micro-FTE, pence or a count. `standing` is `both` where one revision is both.

    `breakdown` and `code` are empty for a total.
    """

    __tablename__ = "fact"
    __table_args__ = ({"sqlite_with_rowid": False},)

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    la_code: Mapped[str] = mapped_column(String(3), primary_key=True)
    standing: Mapped[str] = mapped_column(String(9), primary_key=True)
    item: Mapped[str] = mapped_column(String(60), primary_key=True)
    breakdown: Mapped[str] = mapped_column(String(20), primary_key=True)
    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    value: Mapped[int] = mapped_column(BIG)


class MonthWindow(Base):
    """When the returns of a month are taken and due; business dates of Europe/London."""

    __tablename__ = "month_window"

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    opens: Mapped[date] = mapped_column(Date)
    due: Mapped[date] = mapped_column(Date)
    closes: Mapped[date] = mapped_column(Date)


class Release(Base):
    """One numbered publication of a quarter. The row comes first, its files after it, `published` last.

    `pins` is a list of {la_code, month, revision, digest, epoch, sequence, event_id}; `because` says which of
    them differ from those of the release it restates.
    """

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("quarter", "number"), Index(None, "state"))

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    quarter: Mapped[str] = mapped_column(String(10))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    published_at: Mapped[datetime] = mapped_column(Instant)
    restates: Mapped[str | None] = mapped_column(String(20))
    audit: Mapped[str] = mapped_column(String(20))
    pins: Mapped[list[dict[str, Any]]] = mapped_column(JSON_DOCUMENT)
    because: Mapped[list[dict[str, Any]]] = mapped_column(JSON_DOCUMENT)


class ReleaseContent(Base):
    """All that one audience may see of a release: canonical JSON text, and the digest of its set of files."""

    __tablename__ = "release_content"

    release_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    audience: Mapped[str] = mapped_column(String(2), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
