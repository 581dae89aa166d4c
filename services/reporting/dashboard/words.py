"""How figures, changes, areas and quarters are written on the dashboard."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from shared.vocabulary.calendar import Quarter
from shared.vocabulary.region import Region

Figure = Mapping[str, Any]

SHAPES = {
    "%": "{}%",
    "GBP 000": "£{}k",
    "GBP": "£{}",
    "GBP per 100 FTE": "£{}",
    "GBP an hour": "£{}",
    "percentage points": "{} points",
}


def quarter_words(quarter: Quarter) -> str:
    """`2024-25-Q2` is "July to September 2024"."""
    first, _, last = quarter.months
    return f"{first.first_day:%B} to {last.last_day:%B %Y}"


def printed(value: str | None, shape: str) -> str:
    """A number as people read it, thousands apart, with its unit; empty for none."""
    return shape.format(grouped(value)) if value is not None else ""


def grouped(value: str | None) -> str:
    """ "1234.500000" is "1,234.5"; a value already rounded keeps its places: "13.0" stays."""
    if value is None:
        return ""
    text = f"{Decimal(value):,f}"
    return text.rstrip("0").rstrip(".") if len(value.partition(".")[2]) > 2 else text


def signed(change: Mapping[str, Any] | None) -> str:
    """A change with its sign: "+1.2", "−0.4", "0.0"; empty where there is none to tell."""
    if change is None:
        return ""
    difference = Decimal(change["value"])
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    return f"{sign}{abs(difference):,f}"


def statuses_of(figure: Figure) -> tuple[str, ...]:
    return tuple(str(figure["status"] or "").split())


def area_name(figure: Figure, region: Region) -> str:
    return region.name if figure["la_code"] is None else authority_name(region, str(figure["la_code"]))


def authority_name(region: Region, la_code: str) -> str:
    try:
        return region.authority(la_code).name
    except KeyError:
        return la_code


def day_of(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"
