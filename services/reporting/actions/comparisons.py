"""What a figure is shown beside: what it was before, published figures, and how many returns are in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services.reporting.actions.facts import Reading, told_of
from services.reporting.kpis import KPIS
from services.reporting.models import CERTIFIED, MonthState
from services.reporting.reference import Place, compare, load_tables
from shared.vocabulary.calendar import Quarter, london_date
from shared.vocabulary.region import Region

Row = dict[str, Any]
BEFORE = {"last_quarter": -1, "same_quarter_last_year": -4}


@dataclass(frozen=True)
class Earlier:
    """Figures of an earlier quarter as the same audience has them; `release` None: working figures."""

    quarter: Quarter
    release: str | None
    figures: Sequence[Row]


def add_comparisons(
    figures: Iterable[Row], quarter: Quarter, region: Region, earlier: Mapping[Quarter, Earlier]
) -> list[Row]:
    """Each figure with `change`, `baseline_2021`, `comparators`, `national` and `neighbours`.

    A change is the difference of two values as shown, so it tells nothing that they do not.
    """
    values = {
        (found.quarter, row["kpi"], row["la_code"]): row["value"]
        for found in earlier.values()
        for row in found.figures
    }
    return [_compared(row, quarter, region, earlier, values) for row in figures]


def _compared(
    row: Row,
    quarter: Quarter,
    region: Region,
    earlier: Mapping[Quarter, Earlier],
    values: Mapping[tuple[Quarter, str, str | None], str | None],
) -> Row:
    kpi = KPIS[row["kpi"]]
    changes: Row = {}
    for name, step in BEFORE.items():
        then = quarter.plus(step)
        was = values.get((then, row["kpi"], row["la_code"]))
        changes[name] = None
        if was is not None and row["value"] is not None:
            difference = Decimal(row["value"]) - Decimal(was)
            changes[name] = {
                "quarter": str(then),
                "value": f"{difference:f}",
                "release": earlier[then].release,
            }
    place = Place(
        row["la_code"] or region.region_code, region.region_code, region.country_code, quarter.last_day
    )
    beside = compare(load_tables(), kpi.code, kpi.polarity, place, ranked=kpi.ranked)
    return {**row, "change": changes, **beside}


def add_returns(
    figures: Iterable[Row], reading: Reading, quarter: Quarter, due: Mapping[str, date], region: Region
) -> list[Row]:
    """The completeness figures with `returns`: months certified, late and missing; None beside other KPIs.

    Late: the certified revision was accepted after the month's due date. For the region: la_codes.
    """
    states = {(state.la_code, state.month): state for state in reading.states}
    by_authority = {
        la_code: _returns([(str(month), states.get((la_code, str(month)))) for month in quarter.months], due)
        for la_code in region.la_codes
    }
    return [
        row if row["kpi"] != "completeness" else {**row, "returns": _returns_of(row["la_code"], by_authority)}
        for row in figures
    ]


def _returns_of(la_code: str | None, by_authority: Mapping[str, Mapping[str, list[str]]]) -> Row:
    if la_code is not None:
        return dict(by_authority[la_code])
    return {
        name: [la_code for la_code, found in by_authority.items() if found[name]]
        for name in ("late", "missing")
    }


def _returns(
    months: Sequence[tuple[str, MonthState | None]], due: Mapping[str, date]
) -> dict[str, list[str]]:
    told = [(month, told_of(state, CERTIFIED) if state else None) for month, state in months]
    return {
        "certified": [month for month, found in told if found],
        "late": [month for month, found in told if found and month in due and _day(found) > due[month]],
        "missing": [month for month, found in told if not found],
    }


def _day(told: Mapping[str, Any]) -> date:
    return london_date(datetime.fromisoformat(told["accepted_at"]))
