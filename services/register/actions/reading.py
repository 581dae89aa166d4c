"""Reading one's own returns."""

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.register.actions.standing import held_return, latest_receipt, receipt, revision_of, tag_of
from services.register.actions.submission import Outcome
from services.register.models import Certification, MonthlyReturn, Revision, Withdrawal
from shared.errors import NotFound
from shared.vocabulary.calendar import Month


def read_return(session: Session, la_code: str, month: Month) -> Outcome:
    """The latest revision with its content (`document`, null once retention removed it). Raises NotFound."""
    held = _held(session, la_code, month)
    revision = revision_of(session, held, held.latest_revision)
    return Outcome({**latest_receipt(session, held), **_content(revision)}, tag_of(held), False)


def read_revision(session: Session, la_code: str, month: Month, number: int) -> dict[str, Any]:
    """One revision with its content. Raises NotFound."""
    held = _held(session, la_code, month)
    revision = session.get(Revision, (held.la_code, held.month, number))
    if revision is None:
        raise NotFound("not_found", f"There is no revision {number} of this return.")
    return {**_receipts(session, held, [revision])[0], **_content(revision)}


def list_revisions(session: Session, la_code: str, month: Month) -> list[dict[str, Any]]:
    """Receipts, the latest first, without content. Raises NotFound."""
    held = _held(session, la_code, month)
    revisions = session.scalars(
        select(Revision)
        .where(Revision.la_code == held.la_code, Revision.month == held.month)
        .order_by(Revision.number.desc())
    )
    return _receipts(session, held, list(revisions))


def _held(session: Session, la_code: str, month: Month) -> MonthlyReturn:
    held = held_return(session, la_code, str(month))
    if held is None:
        raise NotFound("not_found", f"No return for {month} was accepted yet.")
    return held


def _content(revision: Revision) -> dict[str, Any]:
    return {"document": json.loads(revision.document) if revision.document else None}


def _receipts(session: Session, held: MonthlyReturn, revisions: list[Revision]) -> list[dict[str, Any]]:
    """A revision's own status: what was done to it, whatever came after."""
    signed = {
        row.revision: row.certified_at
        for row in session.scalars(
            select(Certification).where(
                Certification.la_code == held.la_code, Certification.month == held.month
            )
        )
    }
    withdrawn = set(
        session.scalars(
            select(Withdrawal.revision).where(
                Withdrawal.la_code == held.la_code, Withdrawal.month == held.month
            )
        )
    )
    return [
        receipt(revision, _status(revision.number, withdrawn, signed), signed.get(revision.number))
        for revision in revisions
    ]


def _status(number: int, withdrawn: set[int], signed: dict[int, Any]) -> str:
    if number in withdrawn:
        return "withdrawn"
    return "certified" if number in signed else "accepted"
