"""Stored checks that a correction would answer otherwise. They stay as they are; people need to know."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.rates.actions.checks import exhibit_of
from services.rates.actions.editions import read_editions, read_periods
from services.rates.actions.instruction import Instruction
from services.rates.actions.protocols import row_of
from services.rates.models import RateCheck
from services.rates.rules.answers import answer
from services.rates.rules.dating import placed
from services.rates.rules.editions import Editions
from services.rates.rules.protocol import version_of
from services.rates.rules.questions import question_of
from shared.errors import Conflict


def list_affected_checks(
    session: Session, by: Instruction, version: str, *, after: str = "", limit: int = 500
) -> list[dict[str, Any]]:
    """`[{reference, la_code, core_job_type, start_date, verdict_before, verdict_after, cap_…_pence}]`.

    For a correction, drafted or published: every stored check of the version it corrects whose verdict or cap
    would be another, in order of reference, from the one after `after`. Raises NotFound `unknown_version`,
    Conflict `not_a_correction`.
    """
    document = row_of(session, version)
    draft = version_of(document.document)
    if draft.corrects is None:
        raise Conflict("not_a_correction", "Only a correction changes what was answered before.")
    editions = _with(session, by, version)
    rows = (
        select(RateCheck)
        .where(RateCheck.version == draft.corrects, RateCheck.start_date >= draft.valid_from)
        .where(RateCheck.reference > after)
        .order_by(RateCheck.reference)
    )
    checks = session.scalars(rows).yield_per(500)
    found = (change for check in checks for change in _changed(session, by, check, editions))
    return list(islice(found, limit))


def _with(session: Session, by: Instruction, version: str) -> Editions:
    """The editions as they are, or would be, once the version is published."""
    editions = read_editions(session, by.region)
    if version in editions.versions:
        return editions
    draft = version_of(row_of(session, version).document)
    periods, _ = placed(draft, read_periods(session))
    versions = {**editions.versions, version: draft}
    return Editions(0, by.region, versions, periods, editions.inputs, editions.job_maps)


def _changed(
    session: Session, by: Instruction, check: RateCheck, editions: Editions
) -> Iterator[dict[str, Any]]:
    before, question = json.loads(check.answer), question_of(json.loads(check.question))
    after = answer(question, editions, exhibit_of(session, question, by.today))
    caps = [(told["cap"] or {}).get("rate_pence") for told in (before, after)]
    if before["verdict"] == after["verdict"] and caps[0] == caps[1]:
        return
    yield {
        "reference": check.reference,
        "la_code": question.la_code,
        "core_job_type": before["core_job_type"],
        "start_date": question.start_date,
        "verdict_before": before["verdict"],
        "verdict_after": after["verdict"],
        "cap_before_pence": caps[0],
        "cap_after_pence": caps[1],
    }
