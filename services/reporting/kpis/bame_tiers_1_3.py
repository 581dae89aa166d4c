"""Who leads children's services."""

from datetime import date

from services.reporting.kpis._kpi import WHOLE_PERCENT, Example, Kpi
from services.reporting.kpis._terms import mean_of_four_quarter_ends

KPI = Kpi(
    title="Ethnic-minority post holders, tiers 1-3 (programme's term: BAME)",
    numerator=mean_of_four_quarter_ends("holders_ethnic_minority"),
    denominator=mean_of_four_quarter_ends("holders_known_ethnicity"),
    unit=WHOLE_PERCENT,
    polarity="none",
    sensitivity="special",
    region_only=True,
    why="The programme wants leadership that looks like the workforce and the children it serves.",
    source="The programme.",
    note=(
        "Mixed, Asian, Black and Other groups among holders whose ethnicity is known; sums over "
        "authorities at each of the last four quarter ends, then the mean. Never by authority, tier"
        " or group. The 2021 figure is of senior managers in DfE's census, without directors: a "
        "related group, not the same."
    ),
    author="data analyst, workforce programme",
    checker="equality lead of an authority",
    next_review=date(2027, 3, 31),
    example=Example(
        "2025-26-Q4",
        {
            "One authority": {
                "holders_ethnic_minority": ("3", "3", "4", "4"),
                "holders_known_ethnicity": ("19", "20", "20", "21"),
            }
        },
        "18",
        "mean of 3, 3, 4, 4 / mean of 19, 20, 20, 21",
    ),
)
