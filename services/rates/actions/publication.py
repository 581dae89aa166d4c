"""Publish a version: it takes its days, the one before gives them up, everybody is told."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.rates.actions.editions import move_marker, read_inputs, read_periods
from services.rates.actions.feed import PUBLISHED, append_change
from services.rates.actions.instruction import Instruction
from services.rates.actions.protocols import describe, inputs_at_start, lock_timeline, row_of
from services.rates.models import ProtocolPeriod
from services.rates.pay import StatutoryInputs
from services.rates.rules.announcement import protocol_state
from services.rates.rules.dating import Period, placed
from services.rates.rules.protocol import Version, version_of
from services.rates.rules.validation import publication_faults
from shared.errors import Refused
from shared.runtime.outbox import append_event, lock_aggregate
from shared.vocabulary.events import PROTOCOL_PUBLISHED


def publish_protocol(session: Session, by: Instruction, version: str) -> tuple[dict[str, Any], bool]:
    """(the published version, whether it was published now). Publishing it again changes nothing.

    Writes its period, ends or shortens the one before, tells of both by `rates.protocol_published`, and adds
    to the change feed. Checks asked before stay as they were answered. Raises NotFound `unknown_version`,
    Refused `not_publishable` with every fault.
    """
    lock_timeline(session)
    row = row_of(session, version)
    if row.published_at is not None:
        return describe(row, read_periods(session)), False
    draft, periods, inputs = version_of(row.document), read_periods(session), read_inputs(session)
    faults = publication_faults(draft, periods, inputs_at_start(draft, inputs))
    if faults:
        raise Refused("not_publishable", "The version cannot be published as it is.", faults)
    after, before = placed(draft, periods)
    _move_periods(session, before, after)
    row.published_at = by.now
    session.flush()
    touched = sorted({version, *(period.version for period in before)})
    tell_of_versions(session, by, touched, after, inputs)
    append_change(session, PUBLISHED, version, _news(draft, after), by.now)
    move_marker(session)
    by.audit(session, "publish_protocol", version)
    return describe(row, after), True


def tell_of_versions(
    session: Session,
    by: Instruction,
    versions: Iterable[str],
    periods: list[Period],
    inputs: list[StatutoryInputs],
) -> None:
    """One event a version with its whole state; `versions` in order of name, for the locks."""
    held = {period.version: period for period in periods}
    for name in versions:
        aggregate = lock_aggregate(session, "protocol", name)
        document = row_of(session, name).document
        version = version_of(document)
        append_event(
            session,
            aggregate,
            type_=PROTOCOL_PUBLISHED,
            key=version.region_code,
            region_id=by.region.region_id,
            data=protocol_state(version, document, held.get(name), inputs),
            now=by.now,
        )


def _move_periods(session: Session, before: list[Period], after: list[Period]) -> None:
    """First the days that were given up, then those that are taken: PostgreSQL checks each statement."""
    for period in before:
        session.execute(delete(ProtocolPeriod).where(ProtocolPeriod.version == period.version))
    known = {period.version for period in read_periods(session)}
    for period in after:
        if period.version not in known:
            row = ProtocolPeriod(
                version=period.version,
                region_code=period.region_code,
                valid_from=period.valid_from,
                valid_to=period.valid_to,
            )
            session.add(row)
    session.flush()


def _news(version: Version, periods: list[Period]) -> dict[str, Any]:
    period = next(period for period in periods if period.version == version.version)
    return {
        "version": version.version,
        "title": version.title,
        "valid_from": period.valid_from.isoformat(),
        "valid_to": period.valid_to.isoformat() if period.valid_to else None,
        "corrects": version.corrects,
        "correction_reason": version.correction_reason,
    }
