"""Taking a return: judged whole, kept as a new revision, or recognised as the one already held."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from services.register.actions.comparison import changes_between
from services.register.actions.instruction import Expect, Instruction
from services.register.actions.past import month_before, read_past
from services.register.actions.standing import (
    aggregate_id,
    facts_of_revision,
    held_return,
    in_order,
    latest_receipt,
    publish_return,
    revision_of,
    store_facts,
    tag_of,
)
from services.register.actions.windows import check_window
from services.register.checks import Doubt, find_all
from services.register.documents import Document, Submitted
from services.register.models import MonthlyReturn, Revision
from shared.errors import Fault, Refused
from shared.runtime.crash import crash_at
from shared.runtime.outbox import lock_aggregate
from shared.vocabulary.items import Fact, facts_of, sections_reported


@dataclass(frozen=True, slots=True)
class Outcome:
    """`body` for the caller, the ETag's value, and whether anything was changed."""

    body: dict[str, Any]
    tag: str | None
    is_new: bool


def submit_return(session: Session, by: Instruction, submitted: Submitted, expect: Expect) -> Outcome:
    """Accept as a new revision; the same content as the latest is that revision, and no event.

    Raises Conflict `window_closed`, PreconditionFailed, Refused `return_refused` or `warnings_unexplained`.
    """
    la_code, month = submitted.draft.la_code, str(submitted.draft.month)
    aggregate = lock_aggregate(session, "return", aggregate_id(la_code, month))
    held = held_return(session, la_code, month)
    expect(tag_of(held))
    if held is not None and is_held(session, held, submitted):
        return Outcome(latest_receipt(session, held), tag_of(held), False)
    check_window(session, la_code, submitted.draft.month, by.today)
    doubts = judge(session, submitted)
    _refuse_unexplained(doubts, submitted)
    assert submitted.document is not None
    held = _keep(session, by, held, submitted, submitted.document, doubts)
    publish_return(session, aggregate, by, held, "accepted")
    by.audit(session, "submit_return", f"return {la_code}/{month} revision {held.latest_revision}")
    return Outcome(latest_receipt(session, held), tag_of(held), True)


def preview_return(session: Session, by: Instruction, submitted: Submitted, expect: Expect) -> Outcome:
    """What submit_return would say and change, changing nothing; unexplained warnings do not refuse it.

    Raises what submit_return raises, but for `warnings_unexplained`.
    """
    draft = submitted.draft
    held = held_return(session, draft.la_code, str(draft.month))
    expect(tag_of(held))
    unchanged = held is not None and is_held(session, held, submitted)
    if not unchanged:
        check_window(session, draft.la_code, draft.month, by.today, lock=False)
    doubts = judge(session, submitted)
    assert submitted.document is not None
    explained = explanations_in(submitted)
    latest = held.latest_revision if held else 0
    body = {
        "la_code": draft.la_code,
        "month": str(draft.month),
        "dry_run": True,
        "unchanged": unchanged,
        "revision": latest if unchanged else latest + 1,
        "digest": submitted.document.digest,
        "warnings": [{**doubt.as_dict(), "explained": _pair(doubt) in explained} for doubt in doubts],
        "changes": _changes(session, held, submitted, submitted.document),
    }
    return Outcome(body, tag_of(held), False)


def is_held(session: Session, held: MonthlyReturn, submitted: Submitted) -> bool:
    """Whether the content is the latest revision's; after a withdrawal nothing is."""
    if held.withdrawn or submitted.document is None:
        return False
    return revision_of(session, held, held.latest_revision).digest == submitted.document.digest


def judge(session: Session, submitted: Submitted) -> list[Doubt]:
    """The warnings. Raises Refused `return_refused` with every error of form and sense at once."""
    draft, document = submitted.draft, submitted.document
    past = read_past(session, draft.la_code, draft.month, document.workforce_digest if document else None)
    faults, doubts = find_all(draft, past)
    if submitted.faults or faults:
        raise Refused(
            "return_refused",
            "Nothing was stored. Correct what is listed and send the return again.",
            problems=[*submitted.faults, *faults],
            more={"warnings": [doubt.as_dict() for doubt in doubts]},
        )
    return doubts


def explanations_in(submitted: Submitted) -> set[tuple[str, str]]:
    """(warning, item) of every explanation in the return."""
    return {(row["warning"], row["item"]) for row in submitted.draft.rows("explanations")}


def _refuse_unexplained(doubts: Sequence[Doubt], submitted: Submitted) -> None:
    explained = explanations_in(submitted)
    open_doubts = [doubt for doubt in doubts if _pair(doubt) not in explained]
    if not open_doubts:
        return
    fix = 'Correct it, or add {"warning": "%s", "item": "%s", "text": "why it is right"} to explanations.'
    raise Refused(
        "warnings_unexplained",
        "Nothing was stored. Some figures look wrong: correct them, or explain why they are right.",
        problems=[Fault(doubt.code, doubt.where, doubt.message, fix % _pair(doubt)) for doubt in open_doubts],
        more={"warnings": [doubt.as_dict() for doubt in doubts]},
    )


def _keep(
    session: Session,
    by: Instruction,
    held: MonthlyReturn | None,
    submitted: Submitted,
    document: Document,
    doubts: Sequence[Doubt],
) -> MonthlyReturn:
    draft = submitted.draft
    held = next_revision(session, by, held, draft.la_code, str(draft.month))
    revision = Revision(
        la_code=held.la_code,
        month=held.month,
        number=held.latest_revision,
        digest=document.digest,
        workforce_digest=document.workforce_digest,
        document=document.text,
        said=_said(document, doubts),
        warnings=[doubt.as_dict() for doubt in doubts],
        origin="submission",
        subject=by.actor.subject,
        accepted_at=by.now,
    )
    keep_revision(session, by, revision, facts_of(document.content, draft.month))
    return held


def next_revision(
    session: Session, by: Instruction, held: MonthlyReturn | None, la_code: str, month: str
) -> MonthlyReturn:
    """The return, moved on to its next revision number."""
    if held is None:
        held = MonthlyReturn(la_code=la_code, month=month, latest_revision=0, first_accepted_at=by.now)
        session.add(held)
    held.latest_revision += 1
    held.withdrawn = False
    session.flush()
    return held


def keep_revision(session: Session, by: Instruction, revision: Revision, facts: Sequence[Fact]) -> None:
    session.add(revision)
    session.flush()
    crash_at("api.between_rows", by.crash_point)
    store_facts(session, revision, facts)


def _said(document: Document, doubts: Sequence[Doubt]) -> dict[str, Any]:
    explained = {_pair(doubt): doubt.explain_as for doubt in doubts}
    return {
        "sections_reported": sections_reported(document.content),
        "unreliable": [row["topic"] for row in document.content["unreliable"]],
        "explained": list(explained.values()),
    }


def _pair(doubt: Doubt) -> tuple[str, str]:
    return doubt.code, doubt.item


def _changes(
    session: Session, held: MonthlyReturn | None, submitted: Submitted, document: Document
) -> dict[str, Any]:
    """Against the revision it would replace and against last month's latest; None where there is none."""
    after = in_order(facts_of(document.content, submitted.draft.month))
    before = month_before(session, submitted.draft.la_code, submitted.draft.month)
    return {
        name: {
            "month": other.month,
            "revision": other.latest_revision,
            "items": _between(session, other, after),
        }
        if other and not other.withdrawn
        else None
        for name, other in (("replaced_revision", held), ("last_month", before))
    }


def _between(session: Session, other: MonthlyReturn, after: Sequence[Fact]) -> list[dict[str, Any]]:
    facts = facts_of_revision(session, other.la_code, other.month, other.latest_revision)
    return changes_between(facts, after)
