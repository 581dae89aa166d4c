"""A POST that is sent again with the same key gets the first answer again, byte for byte."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from shared.errors import Refused
from shared.runtime.outbox import insert_for
from shared.runtime.tables import IdempotencyRow

KEPT_DAYS = 7


@dataclass(frozen=True, slots=True)
class Ask:
    """Who asks, where, with which key; `digest` is the SHA-256 of path, query, content type and body."""

    subject: str
    route: str
    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer as it went out."""

    status: int
    headers: dict[str, str]
    body: bytes


def claim(session: Session, ask: Ask, now: datetime) -> Sent | None:
    """The first answer, or None when this request is the first and its answer is to be kept.

    While another request holds the key, this waits: for its row on PostgreSQL, for the write lock on SQLite.
    Raises Refused `idempotency_key_reused` when the key came with something else before.
    """
    forget_old_answers(session, ask.subject, now)
    row = insert_for(session, IdempotencyRow).values(
        subject=ask.subject, route=ask.route, key=ask.key, body_digest=ask.digest, created_at=now
    )
    made = session.execute(row.on_conflict_do_nothing().returning(IdempotencyRow.key))
    if made.scalar_one_or_none() is not None:
        return None
    kept = session.execute(select(IdempotencyRow).where(*_same(ask))).scalar_one()
    if kept.body_digest != ask.digest:
        raise Refused("idempotency_key_reused", "This Idempotency-Key was sent with another request before.")
    assert kept.status is not None
    assert kept.headers is not None
    assert kept.body is not None
    return Sent(kept.status, kept.headers, kept.body)


def keep(session: Session, ask: Ask, sent: Sent) -> None:
    """Store the answer in the transaction that made it true."""
    session.execute(
        update(IdempotencyRow)
        .where(*_same(ask))
        .values(status=sent.status, headers=sent.headers, body=sent.body)
        .execution_options(synchronize_session=False)
    )


def forget_old_answers(session: Session, subject: str, now: datetime) -> None:
    """Delete what this subject was answered more than 7 days ago."""
    old = delete(IdempotencyRow).where(
        IdempotencyRow.subject == subject, IdempotencyRow.created_at < now - timedelta(days=KEPT_DAYS)
    )
    session.execute(old.execution_options(synchronize_session=False))


def _same(ask: Ask) -> tuple[Any, ...]:
    return (
        IdempotencyRow.subject == ask.subject,
        IdempotencyRow.route == ask.route,
        IdempotencyRow.key == ask.key,
    )
