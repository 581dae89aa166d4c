"""A tax year's statutory inputs: add them, correct them, read those of a date."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.rates.actions.editions import move_marker, read_inputs, read_periods
from services.rates.actions.feed import INPUTS, append_change
from services.rates.actions.instruction import Instruction
from services.rates.actions.protocols import lock_timeline, row_of
from services.rates.actions.publication import tell_of_versions
from services.rates.models import StatutoryYear
from services.rates.pay import StatutoryInputs
from services.rates.rules.announcement import dated_caps
from services.rates.rules.dating import Period
from services.rates.rules.protocol import version_of
from shared.errors import Conflict, Fault, NotFound, Refused


def add_statutory_inputs(
    session: Session, by: Instruction, document: Mapping[str, Any]
) -> tuple[dict[str, Any], bool]:
    """(the inputs, whether they are new). They count from `valid_from` to the end of their tax year.

    The same again changes nothing; other figures for the same day need a `correction_reason`. Versions whose
    derived caps change are told of again. Raises Conflict `inputs_exist`, Refused `content_refused` where the
    day is outside the tax year.
    """
    _check_day(document)
    lock_timeline(session)
    valid_from = date.fromisoformat(document["valid_from"])
    last = _last_revision(session, valid_from)
    if last is not None and _figures(last.document) == _figures(document):
        return last.document, False
    if last is not None and not document["correction_reason"]:
        raise Conflict("inputs_exist", "There are other figures for that day; a correction says why.")
    before = read_inputs(session)
    revision = last.revision + 1 if last else 1
    row = StatutoryYear(valid_from=valid_from, revision=revision, document=dict(document), added_at=by.now)
    session.add(row)
    session.flush()
    _tell(session, by, before, read_inputs(session))
    news = {name: document[name] for name in ("tax_year", "valid_from", "correction_reason")}
    append_change(session, INPUTS, f"{valid_from}/{revision}", news, by.now)
    move_marker(session)
    by.audit(session, "add_statutory_inputs", f"{valid_from}/{revision}")
    return row.document, True


def list_statutory_inputs(session: Session) -> list[dict[str, Any]]:
    """The last revision of each day, in order."""
    rows = session.scalars(select(StatutoryYear).order_by(StatutoryYear.valid_from, StatutoryYear.revision))
    return list({row.valid_from: row.document for row in rows}.values())


def statutory_inputs_on(session: Session, day: date) -> dict[str, Any]:
    """Those that count on a day. Raises NotFound `no_statutory_inputs`."""
    found = [
        document
        for document in list_statutory_inputs(session)
        if document["valid_from"]
        <= day.isoformat()
        < StatutoryInputs.from_document(document).year_end.isoformat()
    ]
    if not found:
        raise NotFound("no_statutory_inputs", "No statutory inputs are loaded for that day.")
    return found[-1]


def _check_day(document: Mapping[str, Any]) -> None:
    inputs = StatutoryInputs.from_document(document)
    if date(inputs.year_end.year - 1, 4, 6) <= inputs.valid_from < inputs.year_end:
        return
    fix = f"Give a day from 6 April {inputs.year_end.year - 1} to 5 April {inputs.year_end.year}."
    fault = Fault("outside_tax_year", "/valid_from", "The day is not in the tax year.", fix)
    raise Refused("content_refused", "Correct what is listed and send it again.", [fault])


def _figures(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "correction_reason"}


def _last_revision(session: Session, valid_from: date) -> StatutoryYear | None:
    rows = select(StatutoryYear).where(StatutoryYear.valid_from == valid_from)
    return session.scalars(rows.order_by(StatutoryYear.revision.desc()).limit(1)).first()


def _tell(
    session: Session, by: Instruction, before: list[StatutoryInputs], after: list[StatutoryInputs]
) -> None:
    periods = read_periods(session)
    changed = [
        period.version
        for period in periods
        if _caps(session, period, before) != _caps(session, period, after)
    ]
    tell_of_versions(session, by, sorted(changed), periods, after)


def _caps(session: Session, period: Period, inputs: list[StatutoryInputs]) -> object:
    return dated_caps(version_of(row_of(session, period.version).document), period, inputs)
