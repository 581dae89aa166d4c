"""Share of the workforce that is agency."""

from datetime import date

from services.reporting.kpis._kpi import PERCENT, Example, Kpi
from services.reporting.kpis._terms import at_quarter_end

KPI = Kpi(
    title="Agency social workers",
    numerator=at_quarter_end("agency_fte"),
    denominator=at_quarter_end("agency_fte", "in_post_fte"),
    unit=PERCENT,
    polarity="low",
    sensitivity="open",
    why=(
        "Agency workers cost more and move on sooner; children meet more workers. The programme "
        "asks for the national rate first, then the best region."
    ),
    source=(
        "DfE, Children's social work workforce: the published formula, reproduced on every "
        "authority row 2017 to 2025."
    ),
    author="data analyst, workforce programme",
    checker="workforce information lead of an authority",
    next_review=date(2027, 3, 31),
    example=Example(
        "2025-26-Q2",
        {"England": {"agency_fte": "5415.9", "in_post_fte": "36186.3"}},
        "13.0",
        "5,415.9 / 41,602.2",
    ),
)
