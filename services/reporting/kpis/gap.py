"""How far apart the authorities are: one KPI for each rate whose gap the programme wants narrower."""

from datetime import date

from services.reporting.kpis._kpi import POINTS, Example, Kpi


def _gap(code: str, rate: str, title: str, example: Example) -> Kpi:
    return Kpi(
        code=code,
        gap_of=rate,
        title=f"Gap between highest and lowest authority: {title}",
        unit=POINTS,
        polarity="low",
        sensitivity="open",
        why="An outcome of the programme: families should not meet a different service over the border.",
        source="The programme.",
        note="Over the authorities that have a value; taken from unrounded rates.",
        author="data analyst, workforce programme",
        checker="workforce information lead of an authority",
        next_review=date(2027, 3, 31),
        example=example,
    )


KPIS = (
    _gap(
        "gap_agency",
        "agency_rate",
        "agency social workers",
        Example(
            "2025-26-Q2",
            {
                "Solihull": {"agency_fte": "46.0", "in_post_fte": "153.6"},
                "Telford and Wrekin": {"agency_fte": "7.0", "in_post_fte": "169.2"},
            },
            "19.1",
            "46.0 / 199.6 - 7.0 / 176.2",
        ),
    ),
    _gap(
        "gap_vacancy",
        "vacancy_rate",
        "vacancies",
        Example(
            "2025-26-Q2",
            {
                "Stoke-on-Trent": {"vacancy_fte": "77.5", "in_post_fte": "279.9"},
                "Telford and Wrekin": {"vacancy_fte": "4.0", "in_post_fte": "169.2"},
            },
            "19.4",
            "77.5 / 357.4 - 4.0 / 173.2",
        ),
    ),
    _gap(
        "gap_turnover",
        "turnover_12m",
        "turnover, 12 months",
        Example(
            "2025-26-Q2",
            {
                "Dudley": {"leavers_fte": "50.3", "in_post_fte": "144.3"},
                "Walsall": {"leavers_fte": "23.3", "in_post_fte": "287.7"},
            },
            "26.8",
            "50.3 / 144.3 - 23.3 / 287.7",
        ),
    ),
)
