"""Working days lost to sickness."""

from datetime import date

from services.reporting.kpis._kpi import PERCENT, Example, Kpi
from services.reporting.kpis._terms import at_quarter_end, in_twelve_months, times_working_days

KPI = Kpi(
    title="Sickness absence",
    numerator=in_twelve_months("working_days_lost"),
    denominator=times_working_days(at_quarter_end("in_post_fte")),
    unit=PERCENT,
    polarity="low",
    sensitivity="open",
    why="Absence puts the work on colleagues, and is often the step before leaving.",
    source=(
        "DfE, Children's social work workforce: the published formula, reproduced on every "
        "authority row 2017 to 2025. The divisor is 253 working days, 254 where the 12 months hold "
        "29 February."
    ),
    author="data analyst, workforce programme",
    checker="workforce information lead of an authority",
    next_review=date(2027, 3, 31),
    example=Example(
        "2024-25-Q2",
        {"Stoke-on-Trent": {"working_days_lost": "1680", "in_post_fte": "257"}},
        "2.6",
        "1,680 / (257 x 254)",
    ),
)
