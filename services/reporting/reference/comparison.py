"""What stands beside a figure: baseline, country, region, own annual figure with its rank, neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from services.reporting.reference.tables import AUTHORITY, Published, Tables
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
        "national": _national(figures, own, polarity, ranked=ranked) if is_authority and own else None,
        "neighbours": _neighbours(tables, figures, place.area_code) if is_authority and day else None,
    }


def _baseline(tables: Tables, kpi: str, area_code: str) -> dict[str, Any]:
    found = tables.figures.get((kpi, BASELINE_DAY), {}).get(area_code)
    return found.as_dict() if found else dict(NO_BASELINE)


def _national(
    figures: dict[str, Published], own: Published, polarity: str, *, ranked: bool
) -> dict[str, Any]:
    values = _values(figure for figure in figures.values() if figure.level == AUTHORITY)
    answer = own.as_dict() | {"rank": None, "ranked": None, "band": None}
    if not ranked or polarity == "none" or own.value is None or len(values) < FEWEST_RANKED:
        return answer
    value = Fraction(own.value)
    better = sum(other < value if polarity == "low" else other > value for other in values)
    return answer | {"rank": better + 1, "ranked": len(values), "band": _band(values, value, polarity)}


def _band(values: Sequence[Fraction], value: Fraction, polarity: str) -> str:
    """A is best: at or below the first quartile for polarity low, above the third for high."""
    letters = "ABCD" if polarity == "low" else "DCBA"
    limits = [quantile(values, Fraction(n, 4)) for n in (1, 2, 3)]
    return letters[sum(value > limit for limit in limits)]


def _neighbours(tables: Tables, figures: dict[str, Published], la_code: str) -> dict[str, Any] | None:
    near = tables.neighbours.get(la_code)
    found = [figures[code] for code in near or () if code in figures]
    values = _values(found)
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


def quantile(values: Sequence[Fraction], share: Fraction) -> Fraction:
    """Type 7 (linear between order statistics), exact; ValueError for no values."""
    if not values:
        raise ValueError("a quantile needs a value")
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _values(figures: Any) -> list[Fraction]:
    return [Fraction(figure.value) for figure in figures if figure.value is not None]


def _text(value: Fraction, places: int) -> str:
    rounded: Decimal = half_up(value, places)
    return f"{rounded:f}"
