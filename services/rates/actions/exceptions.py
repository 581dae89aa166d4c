"""Ask for permission to go over a cap, sign or refuse it, withdraw it."""

import hashlib
import hmac
import uuid
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.rates.actions.instruction import Instruction
from services.rates.actions.ledger import describe_exception, tell_of_exception
from services.rates.models import ExceptionDecision, RateException
from services.rates.rules.caps import EffectiveCap
from services.rates.rules.editions import Editions, InForce
from services.rates.rules.exceptions import (
    APPROVED,
    REQUESTED,
    WITHDRAWN,
    cost_over_cap,
    is_late,
    outcome,
    renewal_fault,
    request_faults,
)
from services.rates.rules.references import references
from shared.errors import Conflict, Fault, Forbidden, NotFound, Refused
from shared.runtime.outbox import lock_aggregate
from shared.runtime.tables import Aggregate
from shared.vocabulary.calendar import london_date

Document = Mapping[str, Any]


def request_exception(
    session: Session, by: Instruction, editions: Editions, document: Document
) -> dict[str, Any]:
    """The request with its cost over the cap to the last day, for the approvers to see before they sign.

    Raises NotFound `unknown_exception` for another authority or an unknown `renews`, Refused
    `content_refused` with `no_version_on_date`, `no_cap`, `not_over_cap`, `ends_before_it_begins`,
    `approval_too_long`, `cannot_renew`.
    """
    if document["la_code"] not in (None, by.actor.tenant):
        raise unknown_exception()
    start, end = date.fromisoformat(document["start_date"]), date.fromisoformat(document["end_date"])
    in_force, cap = _cap_of(document, editions, start)
    longest = in_force.version.settings.longest_approval_days
    faults = request_faults(document["rate_pence"], cap.rate_pence, start, end, longest)
    renewed = _renewed(session, by, document["renews"])
    if renewed is not None:
        faults += renewal_fault(renewed.status, renewed.core_job_type, document["core_job_type"])
    _refuse(faults)
    row = _requested(by, document, in_force, cap)
    row.renewals = renewed.renewals + 1 if renewed else 0
    row.reference = _free_reference(session, by.secret, row.id)
    session.add(row)
    session.flush()
    tell_of_exception(session, by, lock_aggregate(session, "exception", row.id), row)
    by.audit(session, "request_exception", row.id)
    return describe_exception(session, row, by)


def decide_exception(session: Session, by: Instruction, id_: str, document: Document) -> dict[str, Any]:
    """One signature: approve or refuse. All approvers approve it; one refusal refuses it.

    A last approval on or after the first day is accepted and kept as late; nothing is dated back. Raises
    NotFound `unknown_exception`, Forbidden `person_needed`, `not_an_approver`, Conflict `not_open`,
    `own_request`, `already_signed`, `role_signed`, Refused `content_refused` for a refusal without reason.
    """
    aggregate, row = _locked(session, by, id_)
    _check_signer(session, by, row)
    if document["decision"] == "refuse" and not document["reason"]:
        message = "A refusal says why."
        _refuse([Fault("reason_missing", "/reason", message, "Write the reason.")])
    session.add(
        ExceptionDecision(
            exception_id=row.id,
            role=by.actor.role,
            subject=by.actor.subject,
            decision=document["decision"],
            reason=document["reason"],
            decided_at=by.now,
        )
    )
    session.flush()
    decisions = decisions_of(session, row.id)
    row.status = outcome(((made.role, made.decision) for made in decisions), row.approvers)
    if row.status != REQUESTED:
        row.decided_at = by.now
        row.late = row.status == APPROVED and any(
            is_late(london_date(made.decided_at), row.start_date) for made in decisions
        )
    tell_of_exception(session, by, aggregate, row)
    by.audit(session, f"{document['decision']}_exception", row.id)
    return describe_exception(session, row, by)


def withdraw_exception(session: Session, by: Instruction, id_: str) -> dict[str, Any]:
    """Raises NotFound `unknown_exception`, Conflict `not_open` once it was refused or withdrawn."""
    aggregate, row = _locked(session, by, id_)
    if row.status not in (REQUESTED, APPROVED):
        raise Conflict("not_open", "It has been refused or withdrawn already.")
    row.status, row.decided_at = WITHDRAWN, by.now
    tell_of_exception(session, by, aggregate, row)
    by.audit(session, "withdraw_exception", row.id)
    return describe_exception(session, row, by)


def _locked(session: Session, by: Instruction, id_: str) -> tuple[Aggregate, RateException]:
    """Looked for before it is locked, so that only what exists gets a lock; read anew under it."""
    own_exception(session, by, id_)
    aggregate = lock_aggregate(session, "exception", id_)
    return aggregate, own_exception(session, by, id_)


def own_exception(session: Session, by: Instruction, id_: str) -> RateException:
    """Raises NotFound `unknown_exception`, also for another authority's."""
    row = session.get(RateException, id_, populate_existing=True)
    if row is None or row.la_code != by.actor.tenant:
        raise unknown_exception()
    return row


def unknown_exception() -> NotFound:
    return NotFound("unknown_exception", "There is no such exception that you may see.")


def decisions_of(session: Session, id_: str) -> list[ExceptionDecision]:
    """In the order in which they were made."""
    rows = select(ExceptionDecision).where(ExceptionDecision.exception_id == id_)
    return list(session.scalars(rows.order_by(ExceptionDecision.decided_at, ExceptionDecision.role)))


def _requested(by: Instruction, document: Document, in_force: InForce, cap: EffectiveCap) -> RateException:
    start, end = date.fromisoformat(document["start_date"]), date.fromisoformat(document["end_date"])
    over, hours = document["rate_pence"] - cap.rate_pence, document["hours_per_week"]
    same = ("kind", "core_job_type", "basis", "rate_pence", "hours_per_week", "reason", "renews")
    return RateException(
        **{name: document[name] for name in same},
        id=str(uuid.uuid4()),
        la_code=by.actor.tenant,
        cap_pence=cap.rate_pence,
        cap_version=in_force.version.version,
        start_date=start,
        end_date=end,
        cost_over_cap_pence=cost_over_cap(over, Fraction(hours), start, end),
        approvers=list(in_force.version.settings.exception_approvers),
        status=REQUESTED,
        late=False,
        requested_by=by.actor.subject,
        requested_at=by.now,
        decided_at=None,
    )


def _check_signer(session: Session, by: Instruction, row: RateException) -> None:
    if by.actor.machine:
        raise Forbidden("person_needed", "Only a person who signed in may sign, not a program.")
    if by.actor.role not in row.approvers:
        raise Forbidden("not_an_approver", "The protocol does not name your role as an approver.")
    if row.status != REQUESTED:
        raise Conflict("not_open", "It is no longer waiting for approval.")
    if row.requested_by == by.actor.subject:
        raise Conflict("own_request", "Who asked for an exception cannot approve it.")
    made = decisions_of(session, row.id)
    if any(decision.subject == by.actor.subject for decision in made):
        raise Conflict("already_signed", "You have signed; the other approval is another person's.")
    if any(decision.role == by.actor.role for decision in made):
        raise Conflict(
            "role_signed", "Somebody in your role has signed; the other approval is another role's."
        )


def _cap_of(document: Document, editions: Editions, start: date) -> tuple[InForce, EffectiveCap]:
    in_force = editions.on(start)
    if in_force is None:
        message = "No version of the protocol is in force on the first day."
        raise _refusal([Fault("no_version_on_date", "/start_date", message, "Give another day.")])
    years = document["experience_years"]
    caps = in_force.table.get((document["core_job_type"], document["basis"]), ())
    for cap in caps:
        if cap.band is None or (years is not None and cap.band.holds(Fraction(years))):
            return in_force, cap
    message = "The version in force has no cap for that job type, basis and experience."
    raise _refusal(
        [Fault("no_cap", "/core_job_type", message, "Check job type, basis and experience_years.")]
    )


def _renewed(session: Session, by: Instruction, id_: str | None) -> RateException | None:
    return own_exception(session, by, id_) if id_ is not None else None


def _free_reference(session: Session, secret: bytes, id_: str) -> str:
    digest = hmac.digest(secret, f"workforce exception\x00{id_}".encode(), hashlib.sha256)
    for reference in references(digest):
        taken = select(RateException.id).where(RateException.reference == reference)
        if session.execute(taken).first() is None:
            return reference
    raise AssertionError("references of every length were taken")


def _refusal(faults: list[Fault]) -> Refused:
    return Refused("content_refused", "Correct what is listed and send it again.", faults)


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise _refusal(faults)
