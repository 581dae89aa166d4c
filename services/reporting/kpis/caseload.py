"""Cases a worker carries."""

from datetime import date

from services.reporting.kpis._kpi import CASES_PER_FTE, Example, Kpi
from services.reporting.kpis._terms import at_quarter_end

KPI = Kpi(
    title="Average caseload",
    numerator=at_quarter_end("cases"),
    denominator=at_quarter_end("case_holders_fte"),
    unit=CASES_PER_FTE,
    polarity="low",
    sensitivity="open",
    why="High caseloads leave less time for each child, and wear out those who carry them.",
    source=(
        "DfE, Children's social work workforce: the published formula, reproduced on every "
        "authority row 2017 to 2025."
    ),
    note=(
        "Agency workers and their cases are in both parts. DfE's regional figure of 2024, 16.2, "
        "includes an authority it marks unreliable; by its own rule it is 16.0."
    ),
    author="data analyst, workforce programme",
    checker="workforce information lead of an authority",
    next_review=date(2027, 3, 31),
    example=Example(
        "2025-26-Q2",
        {"England": {"cases": "321661", "case_holders_fte": "21105.4"}},
        "15.2",
        "321,661 / 21,105.4",
    ),
)
