"""Children who kept their social worker, or changed once."""

from datetime import date

from services.reporting.kpis._kpi import WHOLE_PERCENT, Example, Kpi
from services.reporting.kpis._terms import at_quarter_end

KPI = Kpi(
    title="Stability of social worker for looked-after children",
    numerator=at_quarter_end("one_worker", "two_workers"),
    denominator=at_quarter_end("children_looked_after"),
    unit=WHOLE_PERCENT,
    polarity="high",
    sensitivity="personal",
    why="The programme's KPI: a child who knows their social worker is better protected.",
    source="The programme.",
    note="A child with no worker is not stable. No 2021 figure exists.",
    author="data analyst, workforce programme",
    checker="workforce information lead of an authority",
    next_review=date(2027, 3, 31),
    example=Example(
        "2025-26-Q4",
        {"One authority": {"one_worker": "301", "two_workers": "215", "children_looked_after": "578"}},
        "89",
        "516 / 578",
    ),
)
