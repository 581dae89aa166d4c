"""When each version is in force: half-open periods `[valid_from, valid_to)` without gap or overlap.

A version published without an end lasts until the next one begins. The timeline only ever grows at its two
ends; a correction replaces the version it corrects from its own first day on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.rates.rules.protocol import Version
from shared.errors import Fault


@dataclass(frozen=True, slots=True)
class Period:
    """A published version is in force in `region_code` from `valid_from` up to, not including, `valid_to`."""

    version: str
    region_code: str
    valid_from: date
    valid_to: date | None

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def in_force(periods: Iterable[Period], region_codes: Sequence[str], day: date) -> Period | None:
    """The period that holds `day`; where several codes are given the first that has one decides."""
    held = {period.region_code: period for period in periods if period.holds(day)}
    return next((held[code] for code in region_codes if code in held), None)


def overlaps(one: Period, other: Period) -> bool:
    """Whether two periods share a day."""
    starts_before_end = other.valid_to is None or one.valid_from < other.valid_to
    return starts_before_end and (one.valid_to is None or other.valid_from < one.valid_to)


def placement_faults(version: Version, periods: Sequence[Period]) -> list[Fault]:
    """Why a version cannot enter the timeline.

    Codes: `ends_before_it_begins`, `leaves_a_gap`, `overlaps`, `corrects_unknown`, `correction_outside`,
    `correction_end_differs`, `already_published`.
    """
    if any(period.version == version.version for period in periods):
        return [
            _fault("already_published", "/version", "This version is published.", "Draft another version.")
        ]
    if version.valid_to is not None and version.valid_to <= version.valid_from:
        return [
            _fault(
                "ends_before_it_begins",
                "/valid_to",
                "The version would end on or before the day it begins.",
                "valid_to is the first day after the version; give a later day, or leave it out.",
            )
        ]
    own = sorted(
        (period for period in periods if period.region_code == version.region_code),
        key=lambda period: period.valid_from,
    )
    if version.corrects is not None:
        return _correction_faults(version, own)
    return _succession_faults(version, own) if own else []


def placed(version: Version, periods: Sequence[Period]) -> tuple[list[Period], list[Period]]:
    """(periods as they are after publication, periods that changed or went) for a version without faults.

    A corrected version that keeps no day is no longer in the first list.
    """
    before = next((period for period in periods if _ended_by(period, version)), None)
    end = before.valid_to if before is not None and version.corrects is not None else version.valid_to
    new = Period(version.version, version.region_code, version.valid_from, end)
    if before is None:
        return [*periods, new], []
    cut = replace(before, valid_to=version.valid_from)
    kept = [period for period in periods if period is not before]
    shortened = [cut] if cut.valid_from < version.valid_from else []
    return [*kept, *shortened, new], [before]


def _ended_by(period: Period, version: Version) -> bool:
    if version.corrects is not None:
        return period.version == version.corrects
    return (
        period.region_code == version.region_code
        and period.valid_to is None
        and period.valid_from < version.valid_from
    )


def _succession_faults(version: Version, own: list[Period]) -> list[Fault]:
    first, last = own[0], own[-1]
    if version.valid_from < first.valid_from:
        return _backfill_faults(version, first)
    if last.valid_to is None:
        return [] if version.valid_from > last.valid_from else [_overlap(own, version)]
    if version.valid_from < last.valid_to:
        return [_overlap(own, version)]
    if version.valid_from > last.valid_to:
        return [
            _fault(
                "leaves_a_gap",
                "/valid_from",
                f"No version would be in force from {last.valid_to} to the day before {version.valid_from}.",
                f"Begin on {last.valid_to}, the day version {last.version} ends.",
            )
        ]
    return []


def _backfill_faults(version: Version, first: Period) -> list[Fault]:
    if version.valid_to == first.valid_from:
        return []
    late = version.valid_to is None or version.valid_to > first.valid_from
    return [
        _fault(
            "overlaps" if late else "leaves_a_gap",
            "/valid_to",
            f"The earliest version, {first.version}, begins on {first.valid_from}.",
            f"An earlier version must end on that day: valid_to {first.valid_from}.",
        )
    ]


def _correction_faults(version: Version, own: list[Period]) -> list[Fault]:
    corrected = next((period for period in own if period.version == version.corrects), None)
    if corrected is None:
        message = "No published version of that name is in force on any day."
        return [_fault("corrects_unknown", "/corrects", message, "Name the version that is wrong.")]
    if not corrected.holds(version.valid_from):
        message = f"Version {corrected.version} is not in force on {version.valid_from}."
        fix = "A correction begins on a day on which the version it corrects is in force."
        return [_fault("correction_outside", "/valid_from", message, fix)]
    if version.valid_to not in (None, corrected.valid_to):
        message = "A correction ends when the version it corrects ends."
        return [_fault("correction_end_differs", "/valid_to", message, "Leave valid_to out.")]
    return []


def _overlap(own: Sequence[Period], version: Version) -> Fault:
    other = next((p.version for p in reversed(own) if p.holds(version.valid_from)), own[-1].version)
    return _fault(
        "overlaps",
        "/valid_from",
        f"Version {other} is already in force on {version.valid_from} and has an end or a successor.",
        "Begin later, or publish it as a correction of that version.",
    )


def _fault(code: str, where: str, message: str, fix: str) -> Fault:
    return Fault(code, where, message, fix)
