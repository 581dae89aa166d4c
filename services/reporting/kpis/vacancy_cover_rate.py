"""How much of the gap agency workers fill."""

from datetime import date

from services.reporting.kpis._kpi import PERCENT, Example, Kpi
from services.reporting.kpis._terms import at_quarter_end

KPI = Kpi(
    title="Vacancies covered by agency workers",
    numerator=at_quarter_end("agency_cover_fte"),
    denominator=at_quarter_end("vacancy_fte"),
    unit=PERCENT,
    polarity="high",
    sensitivity="open",
    why="A vacancy that nobody covers is work that others carry.",
    source=(
        "DfE, Children's social work workforce: the published formula, reproduced on every "
        "authority row 2017 to 2025."
    ),
    author="data analyst, workforce programme",
    checker="workforce information lead of an authority",
    next_review=date(2027, 3, 31),
    example=Example(
        "2025-26-Q2",
        {"England": {"agency_cover_fte": "4390.8", "vacancy_fte": "5965.4"}},
        "73.6",
        "4,390.8 / 5,965.4",
    ),
)
