"""The bars of the chart, what they are compared with, and the finding that is its title."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from services.reporting.charts import Bar, Mark
from services.reporting.dashboard.words import Figure, area_name, printed
from shared.vocabulary.calendar import Quarter
from shared.vocabulary.region import Region


def bars_of_areas(
    figures: Sequence[Figure], kpi: Mapping[str, Any], region: Region, shape: str
) -> tuple[Bar, ...]:
    """Highest first; what has no value comes last, by name. A region's sum is not drawn beside its parts."""
    bars = [
        _bar(area_name(figure, region), figure, shape, strong=figure["la_code"] is None)
        for figure in figures
        if figure["la_code"] is not None or not _is_sum(kpi)
    ]
    return tuple(sorted(bars, key=lambda bar: (bar.value is None, -(bar.value or 0), bar.label)))


def bars_of_quarters(history: Mapping[Quarter, Figure], now: Quarter, shape: str) -> tuple[Bar, ...]:
    """Oldest first; the quarter that is shown is the strong one."""
    return tuple(
        _bar(quarter_label(quarter), history[quarter], shape, strong=quarter == now)
        for quarter in sorted(history)
    )


def finding(bars: Sequence[Bar], whole: str, title: str, region: Region) -> str:
    """The title says what the chart shows."""
    start = f"{title}: {whole} in the {region.name}" if whole else title
    parts = [bar for bar in bars if not bar.strong and bar.value is not None]
    if len(parts) < 2:
        return start if whole or parts else f"{title}: no figure can be shown"
    highest = max(parts, key=lambda bar: bar.value or Decimal(0))
    lowest = min(parts, key=lambda bar: bar.value or Decimal(0))
    if highest.value == lowest.value:
        return f"{start}, the same throughout" if whole else f"{title}: {highest.text} throughout"
    span = f"from {lowest.text} ({lowest.label}) to {highest.text} ({highest.label})"
    return f"{start}, {span}" if whole else f"{title}: {span}"


def finding_over_time(bars: Sequence[Bar], whole: str, title: str, region: Region) -> str:
    """Where the region stands, and where it began."""
    start = f"{title}: {whole} in the {region.name}" if whole else f"{title}: no figure can be shown"
    earlier = [bar for bar in bars if not bar.strong and bar.value is not None]
    return f"{start}; {earlier[0].text} in {earlier[0].label}" if whole and earlier else start


def quarter_label(quarter: Quarter) -> str:
    """A quarter by its last month: "Sep 2025"."""
    return f"{quarter.last_day:%b %Y}"


def marks(figure: Figure | None, shape: str) -> tuple[Mark, ...]:
    """The country's latest published figure."""
    found = (figure or {}).get("comparators") or ()
    return tuple(
        Mark(f"{one['area']} {printed(one['value'], shape)}", Decimal(one["value"]))
        for one in found
        if one["level"] == "country" and one["value"] is not None
    )


def _bar(label: str, figure: Figure, shape: str, *, strong: bool) -> Bar:
    value = None if figure["value"] is None else Decimal(figure["value"])
    return Bar(label, value, printed(figure["value"], shape) or str(figure["status"]), strong=strong)


def _is_sum(kpi: Mapping[str, Any]) -> bool:
    return kpi["denominator"] is None and kpi["gap_of"] is None
