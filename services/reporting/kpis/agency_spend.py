"""What agency workers cost."""

from datetime import date

from services.reporting.kpis._kpi import THOUSAND_POUNDS, Example, Kpi
from services.reporting.kpis._terms import in_quarter

KPI = Kpi(
    title="Agency spend",
    numerator=in_quarter("agency_spend_pence"),
    unit=THOUSAND_POUNDS,
    polarity="low",
    sensitivity="commercial",
    ranked=False,
    contributors="assignments_with_cost",
    dominated="spend_dominated",
    why="The programme's own aim: to spend less on agency workers in every authority.",
    source="The programme. No published figure of an authority exists to compare with.",
    note=("Never ranked as it stands: a large authority spends more. See agency spend per 100 in-post FTE."),
    author="data analyst, workforce programme",
    checker="finance lead of an authority",
    next_review=date(2027, 3, 31),
    example=Example(
        "2025-26-Q2",
        {"One authority": {"agency_spend_pence": ("41250000", "39800000", "40349900")}},
        "1214",
        "GBP 412,500 + 398,000 + 403,499 = 1,213,999",
    ),
)
