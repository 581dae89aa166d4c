"""Read and compare versions of the protocol."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.rates.actions.editions import read_inputs, read_periods
from services.rates.actions.instruction import instant_text
from services.rates.models import ProtocolVersion
from services.rates.pay import StatutoryInputs
from services.rates.rules.comparison import compare_versions
from services.rates.rules.dating import Period, in_force
from services.rates.rules.editions import inputs_in_force
from services.rates.rules.protocol import Version, version_of
from shared.errors import NotFound
from shared.runtime.outbox import lock_aggregate


def list_protocols(session: Session, *, drafts: bool) -> list[dict[str, Any]]:
    """Every published version in order of its first day; drafts too for those who may see them."""
    rows = select(ProtocolVersion).order_by(ProtocolVersion.valid_from, ProtocolVersion.version)
    if not drafts:
        rows = rows.where(ProtocolVersion.published_at.is_not(None))
    periods = read_periods(session)
    return [describe(row, periods) for row in session.scalars(rows)]


def read_protocol(session: Session, version: str, *, drafts: bool) -> dict[str, Any]:
    """Raises NotFound `unknown_version`, also for a draft that the caller may not see."""
    row = row_of(session, version)
    if row.published_at is None and not drafts:
        raise unknown_version()
    return describe(row, read_periods(session))


def compare_protocol(
    session: Session, version: str, *, drafts: bool, compared_with: str | None = None
) -> dict[str, Any]:
    """What differs from another version: by default the one it corrects, or the one in force the day before.

    Raises NotFound `unknown_version`.
    """
    read_protocol(session, version, drafts=drafts)
    after = version_of(row_of(session, version).document)
    name = compared_with or after.corrects or _version_before(session, after)
    if name is not None:
        read_protocol(session, name, drafts=drafts)
    before = version_of(row_of(session, name).document) if name else None
    return compare_versions(before, after, inputs_at_start(after, read_inputs(session)))


def lock_timeline(session: Session) -> None:
    """One change of versions, periods or statutory inputs at a time."""
    lock_aggregate(session, "timeline", "protocol")


def describe(row: ProtocolVersion, periods: Iterable[Period]) -> dict[str, Any]:
    """A version as the API shows it: its document, status, and the days on which it is in force.

    `in_force` is null for a draft, and for a version that a correction left no day.
    """
    period = next((period for period in periods if period.version == row.version), None)
    return {
        **row.document,
        "status": "published" if row.published_at else "draft",
        "published_at": instant_text(row.published_at) if row.published_at else None,
        "in_force": {
            "valid_from": period.valid_from.isoformat(),
            "valid_to": period.valid_to.isoformat() if period.valid_to else None,
        }
        if period
        else None,
    }


def row_of(session: Session, version: str) -> ProtocolVersion:
    row = session.get(ProtocolVersion, version)
    if row is None:
        raise unknown_version()
    return row


def unknown_version() -> NotFound:
    return NotFound("unknown_version", "There is no version of that name that you may see.")


def inputs_at_start(version: Version, inputs: list[StatutoryInputs]) -> StatutoryInputs | None:
    return inputs_in_force(inputs, version.valid_from)


def _version_before(session: Session, version: Version) -> str | None:
    earlier = [period for period in read_periods(session) if period.valid_from < version.valid_from]
    day = max((period.valid_from for period in earlier), default=None)
    period = in_force(earlier, (version.region_code,), day) if day else None
    return period.version if period else None
