"""Who left in a year, of those in post at its end."""

from datetime import date

from services.reporting.kpis._kpi import PERCENT, Example, Kpi
from services.reporting.kpis._terms import at_quarter_end, in_twelve_months

KPI = Kpi(
    title="Turnover, 12 months",
    numerator=in_twelve_months("leavers_fte"),
    denominator=at_quarter_end("in_post_fte"),
    unit=PERCENT,
    polarity="low",
    sensitivity="open",
    why=(
        "Who leaves takes knowledge of children and families along; keeping staff is cheaper than "
        "replacing them."
    ),
    source=(
        "DfE, Children's social work workforce: the published formula, reproduced on every "
        "authority row 2017 to 2025. Equal to it at 30 September."
    ),
    note=(
        "ASSUMPTION: monthly returns also count who started and left within the same year, whom the"
        " yearly census cannot see, so ours can be slightly higher."
    ),
    author="data analyst, workforce programme",
    checker="workforce information lead of an authority",
    next_review=date(2027, 3, 31),
    example=Example(
        "2021-22-Q2",
        {"Warwickshire": {"leavers_fte": "164.2", "in_post_fte": "422.5"}},
        "38.9",
        "164.2 / 422.5",
    ),
)
