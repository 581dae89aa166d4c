"""Exceptions as they are seen: whole by their authority, without rates and people by everybody else."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from services.rates.actions.instruction import Instruction, instant_text
from services.rates.models import ExceptionDecision, RateException
from services.rates.rules.exceptions import APPROVED, EXPIRED, cost_band, status_on
from shared.errors import NotFound
from shared.runtime.outbox import append_event
from shared.runtime.tables import Aggregate
from shared.vocabulary.events import EXCEPTION_CHANGED
from shared.vocabulary.identifiers import reference_digest

Filters = Mapping[str, Any]


def list_exceptions(
    session: Session, by: Instruction, filters: Filters, *, limit: int | None = None
) -> list[dict[str, Any]]:
    """The ledger, newest request first; `filters` are those of the API's query.

    Raises NotFound `unknown_exception` where `after` names none.
    """
    rows = select(RateException).order_by(RateException.requested_at.desc(), RateException.id.desc())
    for condition in _conditions(filters, by):
        rows = rows.where(condition)
    if filters.get("after") is not None:
        rows = _from(session, rows, filters["after"])
    if limit is not None:
        rows = rows.limit(limit)
    return [describe_exception(session, row, by) for row in session.scalars(rows)]


def read_exception(session: Session, by: Instruction, id_: str) -> dict[str, Any]:
    """Raises NotFound `unknown_exception`."""
    row = session.get(RateException, id_)
    if row is None:
        raise NotFound("unknown_exception", "There is no such exception that you may see.")
    return describe_exception(session, row, by)


def describe_exception(session: Session, row: RateException, by: Instruction) -> dict[str, Any]:
    """Cost in a band, and no rate, reference or person, outside the owning authority."""
    rows = select(ExceptionDecision).where(ExceptionDecision.exception_id == row.id)
    decisions = list(session.scalars(rows.order_by(ExceptionDecision.decided_at, ExceptionDecision.role)))
    seen = {
        "id": row.id,
        "kind": row.kind,
        "la_code": row.la_code,
        "core_job_type": row.core_job_type,
        "basis": row.basis,
        "start_date": row.start_date.isoformat(),
        "end_date": row.end_date.isoformat(),
        "status": status_on(row.status, row.end_date, by.today),
        "late": row.late,
        "reason": row.reason,
        "renews": row.renews,
        "renewals": row.renewals,
        "cap_version": row.cap_version,
        "cost_over_cap_band": cost_band(row.cost_over_cap_pence),
        "requested_at": instant_text(row.requested_at),
        "decided_at": instant_text(row.decided_at) if row.decided_at else None,
        "approvers": row.approvers,
        "waiting_for": _waiting_for(row, decisions),
        "decisions": [_signature(made) for made in decisions],
    }
    return seen | _owned(row, decisions) if row.la_code == by.actor.tenant else seen


def tell_of_exception(session: Session, by: Instruction, aggregate: Aggregate, row: RateException) -> None:
    """`rates.exception_changed`: the whole state, without a worker, a reference or words."""
    append_event(
        session,
        aggregate,
        type_=EXCEPTION_CHANGED,
        key=row.la_code,
        region_id=by.region.region_id,
        data={
            "kind": row.kind,
            "la_code": row.la_code,
            "core_job_type": row.core_job_type,
            "basis": row.basis,
            "rate_pence": row.rate_pence,
            "status": row.status,
            "valid_from": row.start_date.isoformat(),
            "valid_to": (row.end_date + timedelta(days=1)).isoformat(),
            "reference_digest": reference_digest(row.reference),
            "renewals": row.renewals,
            "late": row.late,
            "requested_at": instant_text(row.requested_at),
            "decided_at": instant_text(row.decided_at) if row.decided_at else None,
        },
        now=by.now,
    )


def _conditions(filters: Filters, by: Instruction) -> list[ColumnElement[bool]]:
    conditions = [
        getattr(RateException, name) == filters[name]
        for name in ("la_code", "kind", "core_job_type", "basis", "late")
        if filters.get(name) is not None
    ]
    if filters.get("on") is not None:
        conditions += [RateException.start_date <= filters["on"], RateException.end_date >= filters["on"]]
    status = filters.get("status")
    if status in (APPROVED, EXPIRED):
        over = RateException.end_date < by.today
        conditions += [RateException.status == APPROVED, over if status == EXPIRED else ~over]
    elif status is not None:
        conditions.append(RateException.status == status)
    return conditions


def _from(session: Session, rows: Select[RateException], after: str) -> Select[RateException]:
    last = session.get(RateException, after)
    if last is None:
        raise NotFound("unknown_exception", "There is no such exception that you may see.")
    same_moment = and_(RateException.requested_at == last.requested_at, RateException.id < last.id)
    return rows.where(or_(RateException.requested_at < last.requested_at, same_moment))


def _signature(made: ExceptionDecision) -> dict[str, Any]:
    return {"role": made.role, "decision": made.decision, "decided_at": instant_text(made.decided_at)}


def _waiting_for(row: RateException, decisions: list[ExceptionDecision]) -> list[str]:
    if row.status != "requested":
        return []
    signed = {made.role for made in decisions}
    return [role for role in row.approvers if role not in signed]


def _owned(row: RateException, decisions: list[ExceptionDecision]) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "rate_pence": row.rate_pence,
        "cap_pence": row.cap_pence,
        "over_by_pence": row.rate_pence - row.cap_pence,
        "hours_per_week": row.hours_per_week,
        "cost_over_cap_pence": row.cost_over_cap_pence,
        "requested_by": row.requested_by,
        "decisions": [
            _signature(made) | {"subject": made.subject, "reason": made.reason} for made in decisions
        ],
    }
