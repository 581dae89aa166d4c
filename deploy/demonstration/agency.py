"""Agency assignments of one authority: those live on a month's last day add up to the published FTE."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from deploy.demonstration.chance import Chance
from deploy.demonstration.figures import MONTHS, Figures
from deploy.demonstration.references import reference
from deploy.demonstration.splits import ONE, TENTH, people_needed, split_among_people
from shared.vocabulary.calendar import Month
from shared.vocabulary.quantities import micro_text

JOB_TYPES = {"SW": 62, "SSW": 20, "AP": 7, "TM": 7, "IRO": 4}
BASES = {"umbrella": 70, "paye": 12, "paye_inclusive": 6, "limited": 12}
OTHER_REASONS = {"workload": 50, "sickness": 20, "parental_leave": 18, "project": 7, "other": 5}
SUPPLY_MODELS = {"individual": 93, "project_team": 5, "packaged": 2}
UMBRELLA_RATE_PENCE = {"SW": 3450, "SSW": 3750, "AP": 4000, "TM": 4350, "IRO": 4050}
RATE_PERCENT = {"umbrella": 100, "paye": 78, "paye_inclusive": 86, "limited": 97}
CHARGE_PERCENT = {"umbrella": 109, "paye": 131, "paye_inclusive": 124, "limited": 108}
"""Paid for each pound of the rate: on-costs where the rate is pay alone, and the agency's fee."""
FULL_TIME_HOURS_HUNDREDTHS = 16033
PEOPLE_PER_THOUSAND_FTE = 1030


@dataclass(frozen=True)
class Assignment:
    """One worker's engagement; `fte` in millionths, on the last day it was live."""

    local_id: str
    core_job_type: str
    basis: str
    rate_pence: int
    start: date
    reason: str
    supply_model: str
    fte: int = 0
    end: date | None = None


def assignments_by_month(figures: Figures) -> dict[Month, list[Assignment]]:
    """All assignments of each month: those live on its last day, and those that ended within it."""
    pools = [_pool(figures, covers) for covers in (True, False)]
    return {month: [row for pool in pools for row in pool[month]] for month in MONTHS}


def agency_fte(figures: Figures, month: Month) -> tuple[int, int]:
    """Agency FTE live on the last day and the part of it that covers vacancies, in millionths."""
    agency = figures.stock("agency_fte", month)
    cover = min(figures.stock("agency_cover_fte", month), figures.stock("vacancy_fte", month), agency)
    return agency, cover


def assignment_row(la_code: str, assignment: Assignment, month: Month) -> dict[str, Any]:
    """The row of the return: hours worked in the month and what they cost, net of VAT."""
    hours = _hours_hundredths(assignment, month)
    percent = CHARGE_PERCENT[assignment.basis]
    return {
        "assignment_ref": reference("a", la_code, assignment.local_id),
        "core_job_type": assignment.core_job_type,
        "basis": assignment.basis,
        "rate_pence": assignment.rate_pence,
        "hours": micro_text(hours * 10_000, 2),
        "cost_pence": (assignment.rate_pence * hours * percent + 5000) // 10_000,
        "fte": micro_text(assignment.fte),
        "start_date": assignment.start.isoformat(),
        "end_date": assignment.end.isoformat() if assignment.end else None,
        "reason": assignment.reason,
        "supply_model": assignment.supply_model,
        "exception_reference": None,
    }


def _hours_hundredths(assignment: Assignment, month: Month) -> int:
    first = max(assignment.start, month.first_day)
    last = assignment.end or month.last_day
    days = (last - first).days + 1
    hours = FULL_TIME_HOURS_HUNDREDTHS * assignment.fte * days // (ONE * month.last_day.day)
    return max(hours // 25 * 25, 25)


def _pool(figures: Figures, covers: bool) -> dict[Month, list[Assignment]]:
    """Assignments that cover vacancies, or all others, carried from month to month."""
    live: list[Assignment] = []
    rows: dict[Month, list[Assignment]] = {}
    for month in MONTHS:
        agency, cover = agency_fte(figures, month)
        total = cover if covers else agency - cover
        chance = Chance(figures.la_code, "assignments", covers, month)
        heads = people_needed(total, PEOPLE_PER_THOUSAND_FTE)
        live, ended = _end_some(live, heads, month, chance)
        new = _new_assignments(covers, heads - len(live), month, chance)
        live = _share_fte(total, [*live, *new])
        rows[month] = [*live, *ended]
    return rows


def _end_some(
    live: list[Assignment], heads: int, month: Month, chance: Chance
) -> tuple[list[Assignment], list[Assignment]]:
    leaving = max(0, len(live) - heads)
    churn = chance.below(1 + heads // 5) if heads else 0
    ending = {row.local_id for row in chance.shuffled(live)[: leaving + churn]}
    ended = [
        replace(row, end=month.first_day.replace(day=chance.between(3, month.last_day.day - 1)))
        for row in live
        if row.local_id in ending
    ]
    return [row for row in live if row.local_id not in ending], ended


def _new_assignments(covers: bool, count: int, month: Month, chance: Chance) -> Iterator[Assignment]:
    for number in range(count):
        started = month if month > MONTHS[0] else month.plus(-chance.below(10))
        job_type = chance.pick(JOB_TYPES)
        basis = chance.pick(BASES)
        rate = UMBRELLA_RATE_PENCE[job_type] * RATE_PERCENT[basis] // 100
        yield Assignment(
            local_id=f"{'cover' if covers else 'other'}-{month}-{number}",
            core_job_type=job_type,
            basis=basis,
            rate_pence=(rate * chance.between(90, 106) // 100) // 25 * 25,
            start=started.first_day.replace(day=chance.between(1, 24)),
            reason="vacancy_cover" if covers else chance.pick(OTHER_REASONS),
            supply_model=chance.pick(SUPPLY_MODELS),
        )


def _share_fte(total: int, live: list[Assignment]) -> list[Assignment]:
    if not live:
        return []
    reductions = [TENTH * (1 + int(row.start.toordinal()) % 5) for row in live]
    return [
        replace(row, fte=fte) for row, fte in zip(live, split_among_people(total, reductions), strict=True)
    ]
