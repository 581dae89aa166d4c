"""Whether the figures can be relied on."""

from datetime import date

from services.reporting.kpis._kpi import WHOLE_PERCENT, Example, Kpi
from services.reporting.kpis._terms import RETURNS_CERTIFIED, RETURNS_EXPECTED, in_quarter

KPI = Kpi(
    title="Returns in",
    numerator=in_quarter(RETURNS_CERTIFIED),
    denominator=in_quarter(RETURNS_EXPECTED),
    unit=WHOLE_PERCENT,
    polarity="high",
    sensitivity="open",
    why="A region's figure is as good as the number of authorities in it.",
    source="Ours.",
    note=(
        "One return an authority and month; certified counts as in. Late and missing are judged by "
        "each month's due date."
    ),
    author="data analyst, workforce programme",
    checker="workforce information lead of an authority",
    next_review=date(2027, 3, 31),
    example=Example(
        "2025-26-Q2",
        {"One authority": {RETURNS_CERTIFIED: ("1", "1", "0"), RETURNS_EXPECTED: ("1", "1", "1")}},
        "67",
        "2 of 3 returns",
    ),
)
