"""What the dashboard says of one KPI and quarter: finding, bars, table rows, coverage. Pure; pages print it.

Figures are those of the contract: `kpi, la_code, numerator, denominator, value, status, contributing,
expected, not_included, months_present`, numbers as text. Nothing is calculated that could show what a symbol
hides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.reporting.charts import Bar
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


@dataclass(frozen=True)
class Row:
    """One line of the table; texts as printed, `statuses` the symbols beside the value."""

    area: str
    value: str
    numerator: str
    denominator: str
    change: str
    statuses: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True)
class Panel:
    """All that a page prints of one KPI and quarter."""

    finding: str
    subtitle: str
    shape: str
    bars: tuple[Bar, ...]
    rows: tuple[Row, ...]
    statuses: tuple[str, ...]
    coverage: str


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


def panel(
    figures: Iterable[Figure],
    before: Iterable[Figure],
    kpi: Mapping[str, Any],
    quarter: Quarter,
    region: Region,
) -> Panel:
    """`figures` are those of the quarter and `before` those of the one before it, any KPIs, one audience;
    `kpi` is an entry of the dictionary.
    """
    own = [figure for figure in figures if figure["kpi"] == kpi["kpi"]]
    earlier = {figure["la_code"]: figure for figure in before if figure["kpi"] == kpi["kpi"]}
    shape = SHAPES.get(str(kpi["unit"]), "{}")
    lines = sorted(own, key=lambda figure: (figure["la_code"] is None, _area(figure, region)))
    bars = _bars(own, region, shape)
    return Panel(
        finding=_finding(bars, own, str(kpi["title"]), region),
        subtitle=f"{kpi['unit']}, {quarter_words(quarter)}, by authority",
        shape=shape,
        bars=bars,
        rows=tuple(_row(figure, earlier.get(figure["la_code"]), region, shape) for figure in lines),
        statuses=tuple(sorted({status for figure in own for status in _statuses(figure)})),
        coverage=coverage(next((figure for figure in own if figure["la_code"] is None), None), region),
    )


def coverage(figure: Figure | None, region: Region) -> str:
    """ "13 of 14 authorities are in the region's figure; not included: Birmingham."""
    if figure is None or figure.get("expected") is None:
        return ""
    absent = [_name(region, la_code) for la_code in figure["not_included"]]
    named = f"; not included: {', '.join(absent)}" if absent else ""
    return f"{figure['contributing']} of {figure['expected']} authorities are in the region’s figure{named}."


def _bars(figures: Sequence[Figure], region: Region, shape: str) -> tuple[Bar, ...]:
    """Highest first; what has no value comes last, by name."""
    bars = [
        Bar(
            _area(figure, region),
            None if figure["value"] is None else Decimal(figure["value"]),
            printed(figure["value"], shape) or str(figure["status"]),
            strong=figure["la_code"] is None,
        )
        for figure in figures
    ]
    return tuple(sorted(bars, key=lambda bar: (bar.value is None, -(bar.value or 0), bar.label)))


def _finding(bars: Sequence[Bar], figures: Sequence[Figure], title: str, region: Region) -> str:
    """The title says what the chart shows."""
    whole = next((bar for bar in bars if bar.strong and bar.value is not None), None)
    parts = [bar for bar in bars if not bar.strong and bar.value is not None]
    start = f"{title}: {whole.text} in the {region.name}" if whole else title
    if len(parts) < 2:
        return start if figures else f"{title}: no figure in this quarter"
    span = f"{parts[-1].text} ({parts[-1].label}) to {parts[0].text} ({parts[0].label})"
    return f"{start}, from {span}" if whole else f"{start}: from {span}"


def _row(figure: Figure, earlier: Figure | None, region: Region, shape: str) -> Row:
    return Row(
        area=_area(figure, region),
        value=printed(figure["value"], shape),
        numerator=grouped(figure["numerator"]),
        denominator=grouped(figure["denominator"]),
        change=_change(figure, earlier),
        statuses=_statuses(figure),
        strong=figure["la_code"] is None,
    )


def _change(figure: Figure, earlier: Figure | None) -> str:
    """Difference of the two printed values with its sign: "+1.2", "−0.4", "0.0"."""
    if earlier is None or figure["value"] is None or earlier["value"] is None:
        return ""
    difference = Decimal(figure["value"]) - Decimal(earlier["value"])
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    return sign + f"{abs(difference):,f}"


def _statuses(figure: Figure) -> tuple[str, ...]:
    return tuple(str(figure["status"] or "").split())


def _area(figure: Figure, region: Region) -> str:
    return region.name if figure["la_code"] is None else _name(region, str(figure["la_code"]))


def _name(region: Region, la_code: str) -> str:
    try:
        return region.authority(la_code).name
    except KeyError:
        return la_code
