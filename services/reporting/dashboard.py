"""What the dashboard says of one KPI and quarter: finding, bars, table rows, coverage. Pure; pages print it.

Figures are rows of the contract with their comparisons (`change`, `comparators`, `national`), numbers as
text. Nothing is calculated that could show what a symbol hides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from services.reporting.charts import Bar, Mark
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
    statuses: tuple[str, ...]
    change_quarter: str
    change_year: str
    rank: str
    numerator: str
    denominator: str
    strong: bool = False


@dataclass(frozen=True)
class Panel:
    """All that a page prints of one KPI and quarter.

    `shape` is how a number of the KPI is written; `ranked_on` the day of the national ranks, empty for none.
    """

    finding: str
    subtitle: str
    shape: str
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    rows: tuple[Row, ...]
    statuses: tuple[str, ...]
    coverage: str
    beside: tuple[tuple[str, str], ...]
    ranked_on: str

    @property
    def has_changes(self) -> bool:
        return any(row.change_quarter or row.change_year for row in self.rows)


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


def panel(figures: Iterable[Figure], kpi: Mapping[str, Any], quarter: Quarter, region: Region) -> Panel:
    """`figures` of the quarter, of any KPIs and one audience; `kpi` is an entry of the dictionary."""
    own = [figure for figure in figures if figure["kpi"] == kpi["kpi"]]
    whole = next((figure for figure in own if figure["la_code"] is None), None)
    shape = SHAPES.get(str(kpi["unit"]), "{}")
    bars = _bars(own, region, shape)
    lines = sorted(own, key=lambda figure: (figure["la_code"] is None, area_name(figure, region)))
    return Panel(
        finding=_finding(bars, str(kpi["title"]), region),
        subtitle=f"{'Per cent' if kpi['unit'] == '%' else kpi['unit']}, {quarter_words(quarter)}",
        shape=shape,
        bars=bars,
        marks=_marks(whole or (own[0] if own else None), shape),
        rows=tuple(_row(figure, region, shape) for figure in lines),
        statuses=tuple(sorted({status for figure in own for status in statuses_of(figure)})),
        coverage=coverage(whole, region),
        beside=_beside(whole, shape),
        ranked_on=next((_day(national["date"]) for national in _ranks(own)), ""),
    )


def coverage(figure: Figure | None, region: Region) -> str:
    """ "13 of 14 authorities are in the region's figure; not included: Birmingham."""
    if figure is None or figure.get("expected") is None:
        return ""
    absent = [_name(region, la_code) for la_code in figure["not_included"]]
    named = f"; not included: {', '.join(absent)}" if absent else ""
    return f"{figure['contributing']} of {figure['expected']} authorities are in the region’s figure{named}."


def statuses_of(figure: Figure) -> tuple[str, ...]:
    return tuple(str(figure["status"] or "").split())


def area_name(figure: Figure, region: Region) -> str:
    return region.name if figure["la_code"] is None else _name(region, str(figure["la_code"]))


def signed(change: Mapping[str, Any] | None) -> str:
    """A change with its sign: "+1.2", "−0.4", "0.0"; empty where there is none to tell."""
    if change is None:
        return ""
    difference = Decimal(change["value"])
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    return f"{sign}{abs(difference):,f}"


def _bars(figures: Sequence[Figure], region: Region, shape: str) -> tuple[Bar, ...]:
    """Highest first; what has no value comes last, by name."""
    bars = [
        Bar(
            area_name(figure, region),
            None if figure["value"] is None else Decimal(figure["value"]),
            printed(figure["value"], shape) or str(figure["status"]),
            strong=figure["la_code"] is None,
        )
        for figure in figures
    ]
    return tuple(sorted(bars, key=lambda bar: (bar.value is None, -(bar.value or 0), bar.label)))


def _finding(bars: Sequence[Bar], title: str, region: Region) -> str:
    """The title says what the chart shows."""
    whole = next((bar for bar in bars if bar.strong and bar.value is not None), None)
    parts = [bar for bar in bars if not bar.strong and bar.value is not None]
    start = f"{title}: {whole.text} in the {region.name}" if whole else title
    if len(parts) < 2:
        return start if whole or parts else f"{title}: no figure can be shown"
    span = f"{parts[-1].text} ({parts[-1].label}) to {parts[0].text} ({parts[0].label})"
    return f"{start}, from {span}" if whole else f"{start}: from {span}"


def _row(figure: Figure, region: Region, shape: str) -> Row:
    change, national = figure.get("change") or {}, figure.get("national") or {}
    ranked = national.get("rank") is not None
    return Row(
        area=area_name(figure, region),
        value=printed(figure["value"], shape),
        statuses=statuses_of(figure),
        change_quarter=signed(change.get("last_quarter")),
        change_year=signed(change.get("same_quarter_last_year")),
        rank=f"{national['rank']} of {national['ranked']}, band {national['band']}" if ranked else "",
        numerator=grouped(figure["numerator"]),
        denominator=grouped(figure["denominator"]),
        strong=figure["la_code"] is None,
    )


def _ranks(figures: Sequence[Figure]) -> Iterable[Mapping[str, Any]]:
    found = (figure.get("national") or {} for figure in figures)
    return (national for national in found if national.get("rank") is not None)


def _marks(figure: Figure | None, shape: str) -> tuple[Mark, ...]:
    """The country's latest published figure."""
    found = (figure or {}).get("comparators") or ()
    return tuple(
        Mark(f"{one['area']} {printed(one['value'], shape)}", Decimal(one["value"]))
        for one in found
        if one["level"] == "country" and one["value"] is not None
    )


def _beside(figure: Figure | None, shape: str) -> tuple[tuple[str, str], ...]:
    """Published figures to compare with, each with its date and release."""
    rows = [
        (
            f"{one['area']}, {_day(one['date'])}",
            (printed(one["value"], shape) or str(one["status"])) + f" (DfE release {one['release']})",
        )
        for one in (figure or {}).get("comparators") or ()
    ]
    baseline = (figure or {}).get("baseline_2021")
    if baseline and baseline.get("value") is not None:
        rows.append(("2021 baseline of the region", printed(baseline["value"], shape)))
    elif baseline:
        rows.append(
            ("2021 baseline of the region", str(baseline.get("note") or baseline.get("status") or ""))
        )
    return tuple(rows)


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def _name(region: Region, la_code: str) -> str:
    try:
        return region.authority(la_code).name
    except KeyError:
        return la_code
