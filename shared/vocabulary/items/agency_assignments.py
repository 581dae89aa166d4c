"""Agency workers: who was on assignment in the month, at what rate and cost."""

from collections.abc import Iterator, Sequence

from shared.vocabulary.calendar import Month
from shared.vocabulary.codes import ASSIGNMENT_REASONS, BASES, CORE_JOB_TYPES, SUPPLY_MODELS
from shared.vocabulary.items.form import Amount, FactItem, Item, Row, Section, sums_by
from shared.vocabulary.quantities import micro


def is_live(row: Row, month: Month) -> bool:
    """On assignment on the last day of the month; an assignment's end date is its last day."""
    last = month.last_day.isoformat()
    return row["start_date"] <= last and (row["end_date"] is None or row["end_date"] >= last)


def is_dominated(costs: Sequence[int]) -> bool:
    """The p% rule with p = 10 fails: the second largest can work out the largest to within 10%."""
    first, second, *_ = [*sorted(costs, reverse=True), 0, 0]
    return 10 * (sum(costs) - first - second) < first


def _derive(rows: Sequence[Row], month: Month) -> Iterator[Amount]:
    live = [row for row in rows if is_live(row, month)]
    fte = [(row["core_job_type"], micro(row["fte"])) for row in live]
    yield Amount("agency_fte", sum(value for _, value in fte))
    yield from sums_by("agency_fte", "core_job_type", fte)
    yield Amount("agency_headcount", len(live))
    yield from sums_by("agency_headcount", "core_job_type", [(code, 1) for code, _ in fte])
    yield Amount(
        "agency_cover_fte", sum(micro(row["fte"]) for row in live if row["reason"] == "vacancy_cover")
    )
    costs = [row["cost_pence"] for row in rows]
    yield Amount("assignment_cost_pence", sum(costs))
    yield Amount("assignment_hours", sum(micro(row["hours"]) for row in rows))
    yield Amount("assignments_with_cost", sum(cost > 0 for cost in costs))
    yield Amount("spend_dominated", int(is_dominated(costs)))


OVER_CAP_FACTS = (
    FactItem("comparable_assignments", "Assignments with a cap to compare", "count", "agency", "commercial"),
    FactItem("over_cap_assignments", "Assignments over the cap", "count", "agency", "commercial"),
    FactItem("over_cap_approved_assignments", "Of them, approved", "count", "agency", "commercial"),
    FactItem("over_cap_pence", "Cost over the cap", "pence", "agency", "commercial"),
    FactItem(
        "over_cap_dominated", "One assignment dominates the cost over cap", "count", "agency", "commercial"
    ),
)
"""Counted by the register against the published caps, which a return does not carry."""

_FACTS = (
    FactItem("agency_fte", "Agency workers, FTE", "micro", "agency", "open", ("core_job_type",)),
    FactItem("agency_headcount", "Agency workers, people", "count", "agency", "personal", ("core_job_type",)),
    FactItem("agency_cover_fte", "Agency workers covering vacancies, FTE", "micro", "agency", "open"),
    FactItem("assignment_cost_pence", "Cost of assignments", "pence", "agency", "commercial"),
    FactItem("assignment_hours", "Hours of assignments", "micro", "agency", "commercial"),
    FactItem("assignments_with_cost", "Assignments with a cost", "count", "agency", "personal"),
    FactItem("spend_dominated", "One assignment dominates the spend", "count", "spend", "commercial"),
)

AGENCY_ASSIGNMENTS = Section(
    name="agency_assignments",
    title="Agency assignments",
    help="One row for each assignment that was live on any day of the month, or was paid for in it. "
    "An empty list means no agency workers.",
    shape="rows",
    asked="monthly",
    topic="agency",
    key=("assignment_ref",),
    max_rows=2000,
    derived=_FACTS + OVER_CAP_FACTS,
    derive=_derive,
    items=(
        Item(
            "assignment_ref",
            "Assignment's reference",
            "reference",
            "The reference that your authority made for this assignment. Never a name or a staff number.",
            "a1-0123456789ABCDEFGHJKMNPQRSD",
            purpose="a",
        ),
        Item(
            "core_job_type",
            "Core job type",
            "code",
            "The core job type of the agency rules.",
            "SW",
            choices=CORE_JOB_TYPES,
        ),
        Item(
            "basis", "Basis of the rate", "code", "What the hourly rate contains.", "umbrella", choices=BASES
        ),
        Item(
            "rate_pence",
            "Hourly rate",
            "rate",
            "Pence an hour, on the basis you gave.",
            3650,
            minimum=1,
            maximum=100_000,
        ),
        Item(
            "hours",
            "Hours",
            "decimal",
            "Hours worked in the month.",
            "151.50",
            places=2,
            minimum="0",
            maximum="400",
        ),
        Item(
            "cost_pence",
            "Cost",
            "pence",
            "The month's whole cost in pence, without VAT.",
            620894,
            minimum=0,
            maximum=100_000_000,
        ),
        Item(
            "fte",
            "FTE",
            "decimal",
            "Full-time equivalent of the assignment, from 0 to 1.",
            "1.000000",
            places=6,
            minimum="0",
            maximum="1",
        ),
        Item("start_date", "Start", "date", "First day of the assignment.", "2026-07-06"),
        Item(
            "end_date",
            "End",
            "date",
            "Last day of the assignment, if it has ended or has a fixed end; else null.",
            "2026-12-18",
            nullable=True,
        ),
        Item("reason", "Reason", "code", "Why it is needed.", "vacancy_cover", choices=ASSIGNMENT_REASONS),
        Item(
            "supply_model", "Supply model", "code", "How it is supplied.", "individual", choices=SUPPLY_MODELS
        ),
        Item(
            "exception_reference",
            "Exception's reference",
            "reference",
            "The reference of the exception that allows a rate over the cap; null if there is none.",
            "7K2M9QX4TAW",
            purpose="x",
            nullable=True,
        ),
    ),
)
