"""What stands beside a figure: baseline, country, region, own annual figure with its rank, neighbours."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from services.reporting.reference.tables import Published, Tables, quantile, values_of
from shared.vocabulary.quantities import half_up

BASELINE_DAY = date(2021, 9, 30)
NO_BASELINE = {"value": None, "note": "no 2021 figure exists"}
FEWEST_RANKED = 100
"""A table with fewer authorities than this is not the national distribution: no rank is taken from it."""
FEWEST_NEIGHBOURS = 6
"""A mean of fewer than this, of ten, would speak for neighbours the table does not have."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure belongs: `area_code` is the authority's la_code, or the region's code."""

    area_code: str
    region_code: str
    country_code: str
    last_day: date


def compare(tables: Tables, kpi: str, polarity: str, place: Place, *, ranked: bool = True) -> dict[str, Any]:
    """`baseline_2021`, `comparators`, `national` and `neighbours` of a figure, for its own dates.

    Annual figures are the latest published for a day not after the quarter's last. Rank: ties take the lowest
    number, ascending for polarity low, descending for high; bands A to D by type-7 quartiles; the neighbour
    mean leaves missing neighbours out (as DfE's interactive tool; its dashboard shows the median).
    """
    day = max((day for day in tables.days.get(kpi, ()) if day <= place.last_day), default=None)
    figures = tables.figures.get((kpi, day), {}) if day else {}
    own = figures.get(place.area_code)
    is_authority = place.area_code != place.region_code
    return {
        "baseline_2021": _baseline(tables, kpi, place.area_code),
        "comparators": [
            figures[code].as_dict() for code in (place.country_code, place.region_code) if code in figures
        ],
        "national": _national(tables, own, polarity, ranked=ranked) if is_authority and own else None,
        "neighbours": _neighbours(tables, figures, place.area_code) if is_authority and day else None,
    }


def _baseline(tables: Tables, kpi: str, area_code: str) -> dict[str, Any]:
    found = tables.figures.get((kpi, BASELINE_DAY), {}).get(area_code)
    return found.as_dict() if found else dict(NO_BASELINE)


def _national(tables: Tables, own: Published, polarity: str, *, ranked: bool) -> dict[str, Any]:
    answer = own.as_dict() | {"rank": None, "ranked": None, "band": None}
    found = tables.distribution(own.kpi, own.day)
    if not ranked or polarity == "none" or own.value is None or len(found.values) < FEWEST_RANKED:
        return answer
    value = Fraction(own.value)
    better = (
        bisect_left(found.values, value)
        if polarity == "low"
        else len(found.values) - bisect_right(found.values, value)
    )
    # A is best: at or below the first quartile for polarity low, above the third for high
    letters = "ABCD" if polarity == "low" else "DCBA"
    band = letters[sum(value > limit for limit in found.quartiles)]
    return answer | {"rank": better + 1, "ranked": len(found.values), "band": band}


def _neighbours(tables: Tables, figures: dict[str, Published], la_code: str) -> dict[str, Any] | None:
    near = tables.neighbours.get(la_code)
    found = [figures[code] for code in near or () if code in figures]
    values = values_of(found)
    if not near or len(values) < FEWEST_NEIGHBOURS:
        return None
    places = max(len(str(figure.value).partition(".")[2]) for figure in found if figure.value)
    one = found[0]
    return {
        "mean": _text(sum(values, Fraction()) / len(values), places),
        "median": _text(quantile(values, Fraction(1, 2)), places),
        "counted": len(values),
        "of": len(near),
        "date": one.day.isoformat(),
        "release": one.release,
        "source": one.source,
        "model": tables.neighbours_release,
    }


def _text(value: Fraction, places: int) -> str:
    rounded: Decimal = half_up(value, places)
    return f"{rounded:f}"
