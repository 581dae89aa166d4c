"""What agency workers are there for."""

from datetime import date

from services.reporting.kpis._kpi import PERCENT, Example, Kpi
from services.reporting.kpis._terms import at_quarter_end

KPI = Kpi(
    title="Agency workers covering vacancies",
    numerator=at_quarter_end("agency_cover_fte"),
    denominator=at_quarter_end("agency_fte"),
    unit=PERCENT,
    polarity="none",
    sensitivity="open",
    why=(
        "Shows whether agency workers stand in for missing staff or come on top: the two call for "
        "different action."
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
        {"England": {"agency_cover_fte": "4390.8", "agency_fte": "5415.9"}},
        "81.1",
        "4,390.8 / 5,415.9",
    ),
)
