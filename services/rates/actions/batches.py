"""Many questions at once: a verdict a row, stored as checks only where that is asked for."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.rates.actions.checks import (
    Check,
    ask_protocol,
    check_row,
    exhibit_of,
    insert_new,
    keep_check,
    with_reference,
)
from services.rates.models import RateCheck
from services.rates.rules.answers import Exhibit, Judgement, judge
from services.rates.rules.editions import Editions
from services.rates.rules.questions import Question
from services.rates.rules.references import references
from services.rates.rules.workings import shown_cap
from shared.errors import Fault

Row = Question | Sequence[Fault]
A_SLICE: Final = 500
REFUSED_ROW: Final = "refused"


def ask_batch(
    session: Session, rows: Sequence[Row], editions: Editions, *, today: date, secret: bytes, keep: bool
) -> list[dict[str, Any]]:
    """One verdict a row, in order, or its `problems`; `row` counts from 1. `keep` stores each as a check.

    A row that could not be read changes nothing for the others. Without `keep` nothing is stored, and a row
    has no reference: who wants to quote it asks it alone, or asks again with `keep`.
    """
    exhibits = Exhibits(session, today)
    answers: list[dict[str, Any]] = []
    checks: list[tuple[int, Check]] = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Question):
            answers.append({"row": number, "problems": [fault.as_dict() for fault in row]})
            continue
        exhibit = exhibits.of(row)
        answers.append({"row": number, **verdict_row(row, judge(row, editions, exhibit))})
        if keep:
            checks.append((number, ask_protocol(row, editions, exhibit, secret)))
    kept = keep_checks(session, [check for _, check in checks], today)
    for number, check in checks:
        answers[number - 1]["reference"] = kept[check.digest]
    return answers


class Exhibits:
    """The exceptions that a batch names, each looked up once."""

    def __init__(self, session: Session, today: date) -> None:
        self._session, self._today = session, today
        self._known: dict[str | None, Exhibit | None] = {None: None}

    def of(self, question: Question) -> Exhibit | None:
        named = question.exception_reference
        if named not in self._known:
            self._known[named] = exhibit_of(self._session, question, self._today)
        return self._known[named]


def count_verdicts(answers: Iterable[dict[str, Any]]) -> dict[str, int]:
    """How many rows got which verdict; rows that could not be read are `refused`."""
    return dict(Counter(row.get("verdict", REFUSED_ROW) for row in answers))


def keep_checks(session: Session, checks: Iterable[Check], today: date) -> dict[bytes, str]:
    """The reference of each digest; what was asked before is not written again."""
    wanted = {check.digest: (next(references(check.digest)), check) for check in checks}
    stored = _stored(session, [reference for reference, _ in wanted.values()])
    kept: dict[bytes, str] = {}
    new: dict[str, dict[str, Any]] = {}
    taken: list[Check] = []
    for digest, (reference, check) in wanted.items():
        if reference in new or stored.get(reference, digest) != digest:
            taken.append(check)
        else:
            kept[digest] = reference
            if reference not in stored:
                new[reference] = check_row(check, reference, with_reference(reference, check.told), today)
    if new:
        session.execute(insert_new(session), list(new.values()))
    for check in taken:
        kept[check.digest] = reference_in(keep_check(session, check, today))
    return kept


def reference_in(answer: bytes) -> str:
    """The reference that a stored answer begins with."""
    return answer[14 : answer.index(b'"', 14)].decode()


def _stored(session: Session, wanted: list[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for start in range(0, len(wanted), A_SLICE):
        some = RateCheck.reference.in_(wanted[start : start + A_SLICE])
        found |= {
            reference: bytes(digest)
            for reference, digest in session.execute(
                select(RateCheck.reference, RateCheck.digest).where(some)
            )
        }
    return found


def verdict_row(question: Question, judged: Judgement) -> dict[str, Any]:
    """What a row of a batch is told: the check without workings and rules."""
    cap, in_force = judged.cap, judged.in_force
    return {
        "verdict": judged.verdict,
        "la_code": question.la_code,
        "core_job_type": judged.core_job_type,
        "basis": question.basis,
        "rate_pence": question.rate_pence,
        "start_date": question.start_date,
        "cap": shown_cap(cap, in_force)[0] if cap and in_force else None,
        "over_by_pence": judged.over_by_pence,
        "reasons": judged.reasons,
    }
