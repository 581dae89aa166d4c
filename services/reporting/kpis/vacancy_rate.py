"""Share of posts without a permanent holder."""

from datetime import date

from services.reporting.kpis._kpi import PERCENT, Example, Kpi
from services.reporting.kpis._terms import at_quarter_end

KPI = Kpi(
    title="Vacancies",
    numerator=at_quarter_end("vacancy_fte"),
    denominator=at_quarter_end("vacancy_fte", "in_post_fte"),
    unit=PERCENT,
    polarity="low",
    sensitivity="open",
    why=(
        "A vacant post is cases carried by others or by agency workers. The programme wants every "
        "authority below the national rate."
    ),
    source=(
        "DfE, Children's social work workforce: the published formula, reproduced on every "
        "authority row 2017 to 2025."
    ),
    note="Vacancies include posts not being recruited to and posts covered by agency workers.",
    author="data analyst, workforce programme",
    checker="workforce information lead of an authority",
    next_review=date(2027, 3, 31),
    example=Example(
        "2025-26-Q2",
        {"England": {"vacancy_fte": "5965.4", "in_post_fte": "36186.3"}},
        "14.2",
        "5,965.4 / 42,151.7",
    ),
)
