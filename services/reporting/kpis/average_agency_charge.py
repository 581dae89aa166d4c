"""What an agency hour costs."""

from datetime import date

from services.reporting.kpis._kpi import POUNDS_AN_HOUR, Example, Kpi
from services.reporting.kpis._terms import in_quarter

KPI = Kpi(
    title="Average hourly charge",
    numerator=in_quarter("assignment_cost_pence"),
    denominator=in_quarter("assignment_hours"),
    unit=POUNDS_AN_HOUR,
    polarity="low",
    sensitivity="commercial_average",
    contributors="assignments_with_cost",
    dominated="spend_dominated",
    why="Shows whether the region's caps hold prices, whatever the number of workers.",
    source="Ours.",
    note=("The charge to the authority, without VAT: pay, on-costs and fees together, over all job types."),
    author="data analyst, workforce programme",
    checker="finance lead of an authority",
    next_review=date(2027, 3, 31),
    example=Example(
        "2025-26-Q2",
        {"One authority": {"assignment_cost_pence": "18626820", "assignment_hours": "4545.00"}},
        "40.98",
        "186,268.20 / 4,545",
    ),
)
