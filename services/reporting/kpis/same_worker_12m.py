"""Children with one social worker for a whole year."""

from datetime import date

from services.reporting.kpis._kpi import WHOLE_PERCENT, Example, Kpi
from services.reporting.kpis._terms import at_quarter_end

KPI = Kpi(
    title="Same social worker for 12 months",
    numerator=at_quarter_end("same_worker_12_months"),
    denominator=at_quarter_end("looked_after_12_months"),
    unit=WHOLE_PERCENT,
    polarity="high",
    sensitivity="personal",
    why="The strongest form of stability: no change at all in a year.",
    source="Ours.",
    note="Of the children looked after for all 12 months. No 2021 figure exists.",
    author="data analyst, workforce programme",
    checker="workforce information lead of an authority",
    next_review=date(2027, 3, 31),
    example=Example(
        "2025-26-Q4",
        {"One authority": {"same_worker_12_months": "220", "looked_after_12_months": "451"}},
        "49",
        "220 / 451",
    ),
)
