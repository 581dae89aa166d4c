"""Where a return stands, in words for its authority and as the event for the other services."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from services.register.actions.instruction import Instruction, instant_text
from services.register.models import Certification, FactRow, MonthlyReturn, Revision
from shared.runtime.outbox import append_event
from shared.runtime.tables import Aggregate
from shared.vocabulary.events import RETURN_CHANGED
from shared.vocabulary.items import Fact


def aggregate_id(la_code: str, month: str) -> str:
    return f"{la_code}/{month}"


def held_return(session: Session, la_code: str, month: str) -> MonthlyReturn | None:
    return session.get(MonthlyReturn, (la_code, month))


def revision_of(session: Session, held: MonthlyReturn, number: int) -> Revision:
    """One that is known to exist."""
    return session.get_one(Revision, (held.la_code, held.month, number))


def status_of(held: MonthlyReturn) -> str:
    """Of the latest revision: accepted, certified or withdrawn."""
    if held.withdrawn:
        return "withdrawn"
    return "certified" if held.certified_revision == held.latest_revision else "accepted"


def tag_of(held: MonthlyReturn | None) -> str | None:
    """What the ETag is made of: revision and status."""
    return f"{held.latest_revision}-{status_of(held)}" if held else None


def receipt(revision: Revision, status: str, certified_at: datetime | None) -> dict[str, Any]:
    """What the authority is told of a revision that was accepted."""
    return {
        "la_code": revision.la_code,
        "month": revision.month,
        "revision": revision.number,
        "status": status,
        "digest": revision.digest,
        "accepted_at": instant_text(revision.accepted_at),
        "certified_at": instant_text(certified_at) if certified_at else None,
        "origin": revision.origin,
        "warnings": revision.warnings,
    }


def latest_receipt(session: Session, held: MonthlyReturn) -> dict[str, Any]:
    """The receipt of the latest revision, and which revision counts for the region."""
    revision = revision_of(session, held, held.latest_revision)
    body = receipt(revision, status_of(held), certified_at(session, revision))
    return {**body, "certified_revision": held.certified_revision}


def certified_at(session: Session, revision: Revision) -> datetime | None:
    return session.scalar(
        select(Certification.certified_at).where(
            Certification.la_code == revision.la_code,
            Certification.month == revision.month,
            Certification.revision == revision.number,
        )
    )


def store_facts(session: Session, revision: Revision, facts: Iterable[Fact]) -> None:
    rows = [
        {
            "la_code": revision.la_code,
            "month": revision.month,
            "revision": revision.number,
            "item": fact.item,
            "breakdown": fact.breakdown or "",
            "code": fact.code or "",
            "value": fact.value,
        }
        for fact in facts
    ]
    if rows:
        session.execute(insert(FactRow), rows)


def facts_of_revision(session: Session, la_code: str, month: str, revision: int) -> list[Fact]:
    """In the order of item, breakdown and code."""
    rows = session.execute(
        select(FactRow.item, FactRow.value, FactRow.breakdown, FactRow.code).where(
            FactRow.la_code == la_code, FactRow.month == month, FactRow.revision == revision
        )
    )
    facts = [Fact(item, value, breakdown or None, code or None) for item, value, breakdown, code in rows]
    return in_order(facts)


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: (fact.item, fact.breakdown or "", fact.code or ""))


def publish_return(
    session: Session, aggregate: Aggregate, by: Instruction, held: MonthlyReturn, change: str
) -> None:
    """Put the month's whole state into the outbox: facts only, no row, no reference, no words."""
    accepted = None if held.withdrawn else _state(session, held, held.latest_revision)
    certified = accepted
    if held.certified_revision is None:
        certified = None
    elif held.certified_revision != held.latest_revision:
        certified = _state(session, held, held.certified_revision)
    append_event(
        session,
        aggregate,
        type_=RETURN_CHANGED,
        key=held.la_code,
        region_id=by.region.region_id,
        data={
            "la_code": held.la_code,
            "month": held.month,
            "change": change,
            "withdrawn": held.withdrawn,
            "accepted": accepted,
            "certified": certified,
        },
        now=by.now,
    )


def _state(session: Session, held: MonthlyReturn, number: int) -> dict[str, Any]:
    revision = revision_of(session, held, number)
    signed_at = certified_at(session, revision)
    facts: Sequence[Fact] = facts_of_revision(session, held.la_code, held.month, number)
    return {
        "revision": number,
        "digest": revision.digest,
        "accepted_at": instant_text(revision.accepted_at),
        "certified_at": instant_text(signed_at) if signed_at else None,
        "facts": [fact.as_dict() for fact in facts],
        **revision.said,
    }
