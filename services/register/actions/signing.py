"""The second person: certifying a revision, going back to the certified one, withdrawing a return."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from services.register.actions.instruction import Instruction
from services.register.actions.standing import (
    aggregate_id,
    facts_of_revision,
    held_return,
    latest_receipt,
    publish_return,
    revision_of,
    tag_of,
)
from services.register.actions.submission import Outcome, keep_revision, next_revision
from services.register.actions.windows import check_window
from services.register.models import Certification, MonthlyReturn, Revision, Withdrawal
from shared.errors import Conflict, Forbidden, NotFound
from shared.runtime.outbox import lock_aggregate
from shared.vocabulary.calendar import Month


def certify_return(
    session: Session, by: Instruction, la_code: str, month: Month, wanted: Mapping[str, Any]
) -> Outcome:
    """Sign the revision and digest named in `wanted`; signing what is signed already changes nothing.

    Raises Forbidden `person_needed` or `same_person`, NotFound, Conflict `withdrawn`, `not_latest` or
    `digest_differs`.
    """
    by.require_person()
    aggregate = lock_aggregate(session, "return", aggregate_id(la_code, str(month)))
    held = _held(session, la_code, month)
    _require_not_withdrawn(held)
    revision = _latest_named(session, held, wanted["revision"])
    if revision.digest != wanted["digest"]:
        raise Conflict("digest_differs", "The digest is not that of this revision. Read the return again.")
    _require_another_person(by, revision, "certified")
    if held.certified_revision == revision.number:
        return Outcome(latest_receipt(session, held), tag_of(held), False)
    session.add(
        Certification(
            la_code=la_code,
            month=str(month),
            revision=revision.number,
            subject=by.actor.subject,
            certified_at=by.now,
        )
    )
    held.certified_revision = revision.number
    session.flush()
    publish_return(session, aggregate, by, held, "certified")
    by.audit(session, "certify_return", f"return {la_code}/{month} revision {revision.number}")
    return Outcome(latest_receipt(session, held), tag_of(held), True)


def revert_return(session: Session, by: Instruction, la_code: str, month: Month, reason: str) -> Outcome:
    """A new revision with the content last certified, accepted until somebody else signs it.

    Where that is the latest already, nothing changes. Raises Forbidden `person_needed`, NotFound, Conflict
    `withdrawn`, `nothing_certified`, `window_closed` or `content_removed`.
    """
    by.require_person()
    aggregate = lock_aggregate(session, "return", aggregate_id(la_code, str(month)))
    held = _held(session, la_code, month)
    _require_not_withdrawn(held)
    if held.certified_revision is None:
        raise Conflict("nothing_certified", "No revision of this return was certified yet.")
    if held.certified_revision == held.latest_revision:
        return Outcome(latest_receipt(session, held), tag_of(held), False)
    check_window(session, la_code, month, by.today)
    signed = revision_of(session, held, held.certified_revision)
    if revision_of(session, held, held.latest_revision).digest == signed.digest:
        return Outcome(latest_receipt(session, held), tag_of(held), False)
    _keep_again(session, by, held, signed, reason)
    publish_return(session, aggregate, by, held, "reverted")
    by.audit(session, "revert_return", f"return {la_code}/{month} revision {held.latest_revision}")
    return Outcome(latest_receipt(session, held), tag_of(held), True)


def withdraw_return(
    session: Session, by: Instruction, la_code: str, month: Month, wanted: Mapping[str, Any]
) -> Outcome:
    """Take the latest revision back (`wanted` has revision, reason): nothing is accepted or certified then.

    Withdrawing what is withdrawn changes nothing. Raises Forbidden `person_needed` or `same_person`,
    NotFound, Conflict `not_latest`.
    """
    by.require_person()
    aggregate = lock_aggregate(session, "return", aggregate_id(la_code, str(month)))
    held = _held(session, la_code, month)
    revision = _latest_named(session, held, wanted["revision"])
    if held.withdrawn:
        return Outcome(latest_receipt(session, held), tag_of(held), False)
    _require_another_person(by, revision, "withdrawn")
    session.add(
        Withdrawal(
            la_code=la_code,
            month=str(month),
            revision=revision.number,
            reason=wanted["reason"],
            subject=by.actor.subject,
            withdrawn_at=by.now,
        )
    )
    held.withdrawn = True
    held.certified_revision = None
    session.flush()
    publish_return(session, aggregate, by, held, "withdrawn")
    by.audit(session, "withdraw_return", f"return {la_code}/{month} revision {revision.number}")
    return Outcome(latest_receipt(session, held), tag_of(held), True)


def _held(session: Session, la_code: str, month: Month) -> MonthlyReturn:
    held = held_return(session, la_code, str(month))
    if held is None:
        raise NotFound("not_found", f"No return for {month} was accepted yet.")
    return held


def _require_not_withdrawn(held: MonthlyReturn) -> None:
    if held.withdrawn:
        raise Conflict("withdrawn", "The return was withdrawn. Submit it again first.")


def _latest_named(session: Session, held: MonthlyReturn, number: int) -> Revision:
    if number != held.latest_revision:
        raise Conflict(
            "not_latest",
            f"Revision {number} is not the latest; {held.latest_revision} is. Read it before you decide.",
        )
    return revision_of(session, held, number)


def _require_another_person(by: Instruction, revision: Revision, done: str) -> None:
    if revision.subject == by.actor.subject:
        raise Forbidden("same_person", f"A revision is {done} by somebody other than who submitted it.")


def _keep_again(
    session: Session, by: Instruction, held: MonthlyReturn, signed: Revision, reason: str
) -> None:
    if signed.document is None:
        raise Conflict("content_removed", "Retention has removed the content of the certified revision.")
    next_revision(session, by, held, held.la_code, held.month)
    again = Revision(
        la_code=held.la_code,
        month=held.month,
        number=held.latest_revision,
        digest=signed.digest,
        workforce_digest=signed.workforce_digest,
        document=signed.document,
        said=signed.said,
        warnings=signed.warnings,
        origin="reversion",
        reason=reason,
        subject=by.actor.subject,
        accepted_at=by.now,
    )
    keep_revision(session, by, again, facts_of_revision(session, held.la_code, held.month, signed.number))
