"""Children who had to get used to a third social worker."""

from datetime import date

from services.reporting.kpis._kpi import WHOLE_PERCENT, Example, Kpi
from services.reporting.kpis._terms import at_quarter_end

KPI = Kpi(
    title="3 or more social workers in 12 months, children looked after",
    numerator=at_quarter_end("three_or_more_workers"),
    denominator=at_quarter_end("children_looked_after"),
    unit=WHOLE_PERCENT,
    polarity="low",
    sensitivity="open_children",
    why="Each change of social worker is a relationship lost for the child.",
    source="DfE, Stability measures for children looked after: equal to it at 31 March.",
    note=(
        "First collected in 2023-24: no 2021 figure exists. Workers are counted as different people"
        " in the 12 months."
    ),
    author="data analyst, workforce programme",
    checker="workforce information lead of an authority",
    next_review=date(2027, 3, 31),
    example=Example(
        "2023-24-Q4",
        {"Herefordshire": {"three_or_more_workers": "170", "children_looked_after": "387"}},
        "44",
        "170 / 387",
    ),
)
