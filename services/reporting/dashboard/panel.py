"""Everything that is printed of one KPI and quarter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from services.reporting.charts import Bar, Mark
from services.reporting.dashboard.bars import (
    bars_of_areas,
    bars_of_quarters,
    finding,
    finding_over_time,
    marks,
    quarter_label,
)
from services.reporting.dashboard.words import (
    SHAPES,
    Figure,
    area_name,
    authority_name,
    day_of,
    grouped,
    printed,
    quarter_words,
    signed,
    statuses_of,
)
from shared.vocabulary.calendar import Quarter
from shared.vocabulary.region import Region


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
    line_heading: str
    rows: tuple[Row, ...]
    statuses: tuple[str, ...]
    coverage: str
    beside: tuple[tuple[str, str], ...]
    ranked_on: str

    @property
    def has_parts(self) -> bool:
        """Whether any line has a denominator: a sum is its own numerator."""
        return any(row.denominator for row in self.rows)

    @property
    def has_changes(self) -> bool:
        return any(row.change_quarter or row.change_year for row in self.rows)


def panel(
    figures: Iterable[Figure],
    kpi: Mapping[str, Any],
    quarter: Quarter,
    region: Region,
    history: Mapping[Quarter, Figure] | None = None,
) -> Panel:
    """`figures` of the quarter, of any KPIs and one audience; `kpi` is an entry of the dictionary.

    `history` is the region's figure by quarter, for a KPI that only the region has: bars are then quarters.
    """
    own = [figure for figure in figures if figure["kpi"] == kpi["kpi"]]
    whole = next((figure for figure in own if figure["la_code"] is None), None)
    shape = SHAPES.get(str(kpi["unit"]), "{}")
    said = printed(whole["value"], shape) if whole else ""
    bars = bars_of_quarters(history, quarter, shape) if history else bars_of_areas(own, kpi, region, shape)
    title = finding_over_time if history else finding
    return Panel(
        finding=title(bars, said, str(kpi["title"]), region),
        subtitle=f"{'Per cent' if kpi['unit'] == '%' else kpi['unit']}, {quarter_words(quarter)}",
        shape=shape,
        bars=bars,
        marks=marks(whole or (own[0] if own else None), shape),
        line_heading="Quarter" if history else "Area",
        rows=_rows_of_quarters(history, quarter, region, shape) if history else _rows(own, region, shape),
        statuses=_statuses([*own, *(history or {}).values()]),
        coverage=coverage(whole, region),
        beside=_beside(whole, shape),
        ranked_on=next((day_of(national["date"]) for national in _ranks(own)), ""),
    )


def coverage(figure: Figure | None, region: Region) -> str:
    """ "13 of 14 authorities are in the region's figure; not included: Birmingham."""
    if figure is None or figure.get("expected") is None:
        return ""
    absent = [authority_name(region, la_code) for la_code in figure["not_included"]]
    named = f"; not included: {', '.join(absent)}" if absent else ""
    return f"{figure['contributing']} of {figure['expected']} authorities are in the region’s figure{named}."


def _rows(figures: Sequence[Figure], region: Region, shape: str) -> tuple[Row, ...]:
    """By name, the region last."""
    lines = sorted(figures, key=lambda figure: (figure["la_code"] is None, area_name(figure, region)))
    return tuple(_row(figure, region, shape) for figure in lines)


def _rows_of_quarters(
    history: Mapping[Quarter, Figure], now: Quarter, region: Region, shape: str
) -> tuple[Row, ...]:
    """Oldest first, as the bars."""
    return tuple(
        replace(_row(figure, region, shape), area=quarter_label(quarter), strong=quarter == now)
        for quarter, figure in sorted(history.items(), key=lambda pair: pair[0])
    )


def _statuses(figures: Iterable[Figure]) -> tuple[str, ...]:
    return tuple(sorted({status for figure in figures for status in statuses_of(figure)}))


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


def _beside(figure: Figure | None, shape: str) -> tuple[tuple[str, str], ...]:
    """Published figures to compare with, each with its date and release."""
    rows = [
        (
            f"{one['area']}, {day_of(one['date'])}",
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
