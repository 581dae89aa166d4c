"""The open change feed: what changed, in the order in which it was committed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.rates.actions.instruction import instant_text
from services.rates.models import Change
from shared.runtime.outbox import lock_aggregate

PUBLISHED, INPUTS, COMING = "protocol_published", "statutory_inputs_added", "protocol_coming"


def append_change(
    session: Session, kind: str, subject: str, document: Mapping[str, Any], now: datetime
) -> None:
    """One more entry. The lock makes numbers follow the order of commits, so that no reader skips one.

    `subject` names the thing that changed, once for each kind.
    """
    counter = lock_aggregate(session, "feed", "changes")
    counter.sequence += 1
    session.add(Change(number=counter.sequence, at=now, kind=kind, subject=subject, document=dict(document)))
    session.flush()


def read_changes(session: Session, after: int, limit: int) -> list[dict[str, Any]]:
    """Entries with a number above `after`: `{number, at, kind, …}`."""
    rows = select(Change).where(Change.number > after).order_by(Change.number).limit(limit)
    return [change_document(row) for row in session.scalars(rows)]


def change_document(row: Change) -> dict[str, Any]:
    return {"number": row.number, "at": instant_text(row.at), "kind": row.kind, **row.document}
