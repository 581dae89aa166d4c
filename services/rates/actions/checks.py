"""Ask the protocol one question; read an answer again."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from sqlalchemy import CursorResult, Insert, Table, delete, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from services.rates.models import RateCheck, RateException
from services.rates.rules.answers import Exhibit, answer
from services.rates.rules.editions import Editions
from services.rates.rules.exceptions import Permission
from services.rates.rules.questions import Question, canonical
from services.rates.rules.references import check_digest, references
from services.rates.rules.told import answer_text
from shared.errors import NotFound
from shared.vocabulary.calendar import Month

KEPT_MONTHS = 24
TABLE = cast(Table, RateCheck.__table__)
INSERTS: Final[dict[str, Insert]] = {
    "sqlite": sqlite_insert(TABLE).on_conflict_do_nothing(),
    "postgresql": postgres_insert(TABLE).on_conflict_do_nothing(),
}


@dataclass(frozen=True, slots=True)
class Check:
    """A question answered, not yet stored; `told` is `answered` as JSON, without its reference."""

    question: Question
    answered: dict[str, Any]
    asked: str
    told: str
    digest: bytes
    version: str | None


def ask_protocol(question: Question, editions: Editions, exhibit: Exhibit | None, secret: bytes) -> Check:
    """The answer says nothing of who asked or when: it is the same for everybody while the protocol, and the
    exception that the question names, stay as they are.
    """
    answered = answer(question, editions, exhibit)
    asked, told = canonical(question), answer_text(answered)
    cap = answered["cap"]
    digest = check_digest(secret, asked, told)
    return Check(question, answered, asked, told, digest, cap["version"] if cap else None)


def keep_check(session: Session, check: Check, today: date) -> bytes:
    """The check as bytes of JSON, stored unless it was stored before; then these are the same bytes."""
    for reference in references(check.digest):
        body = with_reference(reference, check.told)
        result = session.execute(insert_new(session), check_row(check, reference, body, today))
        assert isinstance(result, CursorResult)
        if result.rowcount == 1 or is_kept(session, reference, check.digest):
            return body
    raise AssertionError("references of every length were taken")


def check_row(check: Check, reference: str, body: bytes, today: date) -> dict[str, Any]:
    return {
        "reference": reference,
        "digest": check.digest,
        "version": check.version,
        "start_date": check.question.starts,
        "question": check.asked,
        "answer": body,
        "kept_from": today.replace(day=1),
    }


def insert_new(session: Session) -> Insert:
    """An INSERT of a check that does nothing where its reference is taken; made once, as it is used most."""
    return INSERTS[session.get_bind().dialect.name]


def exhibit_of(session: Session, question: Question, today: date) -> Exhibit | None:
    """The exception that the question names, as it stands on that business date."""
    if question.exception_reference is None:
        return None
    named = select(RateException).where(RateException.reference == question.exception_reference)
    row = session.scalars(named).first()
    return Exhibit(permission_of(row) if row else None, today)


def permission_of(row: RateException) -> Permission:
    return Permission(
        row.id,
        row.kind,
        row.la_code,
        row.core_job_type,
        row.basis,
        row.rate_pence,
        row.start_date,
        row.end_date,
        row.status,
    )


def read_check(session: Session, reference: str) -> bytes:
    """The stored answer. Raises NotFound `unknown_check`."""
    body = session.execute(select(RateCheck.answer).where(RateCheck.reference == reference)).scalar()
    if body is None:
        raise NotFound("unknown_check", "There is no check with that reference.")
    return bytes(body)


def forget_old_checks(session: Session, today: date) -> int:
    """Delete what was first asked more than 24 months ago; returns how many."""
    oldest = Month.of(today).plus(-KEPT_MONTHS).first_day
    gone = session.execute(delete(RateCheck).where(RateCheck.kept_from < oldest))
    assert isinstance(gone, CursorResult)
    return gone.rowcount


def with_reference(reference: str, told: str) -> bytes:
    """The answer with its reference first, without writing the rest again."""
    return f'{{"reference":"{reference}",{told[1:]}'.encode()


def is_kept(session: Session, reference: str, digest: bytes) -> bool:
    """Whether what is stored under a reference, which must be taken, is this very check."""
    stored = session.execute(select(RateCheck.digest).where(RateCheck.reference == reference)).scalar_one()
    return bytes(stored) == digest
