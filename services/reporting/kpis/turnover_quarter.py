"""The early sign of turnover."""

from datetime import date

from services.reporting.kpis._kpi import PERCENT, Example, Kpi
from services.reporting.kpis._terms import at_quarter_end, in_quarter, times

KPI = Kpi(
    title="Turnover in the quarter, annualised",
    numerator=times(4, in_quarter("leavers_fte")),
    denominator=at_quarter_end("in_post_fte"),
    unit=PERCENT,
    polarity="low",
    sensitivity="open",
    why=("The 12-month figure moves slowly; this one shows within three months whether leaving has changed."),
    source="Ours: not comparable with DfE, whose figure is of a whole year.",
    note="Four times one quarter: small authorities jump from quarter to quarter.",
    author="data analyst, workforce programme",
    checker="workforce information lead of an authority",
    next_review=date(2027, 3, 31),
    example=Example(
        "2025-26-Q2",
        {"One authority": {"leavers_fte": ("2.0", "1.5", "3.0"), "in_post_fte": "287.7"}},
        "9.0",
        "4 x 6.5 / 287.7",
    ),
)
