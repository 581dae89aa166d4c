"""Agency spend, made comparable between authorities."""

from datetime import date

from services.reporting.kpis._kpi import POUNDS_PER_100_FTE, Example, Kpi
from services.reporting.kpis._terms import at_quarter_end, in_quarter

KPI = Kpi(
    title="Agency spend per 100 in-post FTE",
    numerator=in_quarter("agency_spend_pence"),
    denominator=at_quarter_end("in_post_fte"),
    unit=POUNDS_PER_100_FTE,
    polarity="low",
    sensitivity="commercial",
    contributors="assignments_with_cost",
    dominated="spend_dominated",
    why="Spend that can be compared between a large authority and a small one.",
    source="Ours.",
    author="data analyst, workforce programme",
    checker="finance lead of an authority",
    next_review=date(2027, 3, 31),
    example=Example(
        "2025-26-Q2",
        {"One authority": {"agency_spend_pence": ("0", "0", "121399900"), "in_post_fte": "287.7"}},
        "421967",
        "1,213,999 / 287.7 x 100",
    ),
)
