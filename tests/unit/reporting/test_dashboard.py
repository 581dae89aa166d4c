from decimal import Decimal
from typing import Any

import pytest

from services.reporting.dashboard import grouped, panel, printed, quarter_words
from shared.runtime.config import DEMONSTRATION_REGION
from shared.vocabulary.calendar import Quarter
from shared.vocabulary.region import load_region

REGION = load_region(DEMONSTRATION_REGION)
QUARTER = Quarter.parse("2024-25-Q2")
KPI = {"kpi": "agency_rate", "title": "Agency social workers", "unit": "%"}


def figure(la_code: str | None, value: str | None, status: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "kpi": "agency_rate",
        "la_code": la_code,
        "value": value,
        "numerator": more.get("numerator"),
        "denominator": more.get("denominator"),
        "status": status,
        "contributing": more.get("contributing"),
        "expected": more.get("expected"),
        "not_included": more.get("not_included", []),
        "months_present": None,
    }


FIGURES = [
    figure(None, "13.9", contributing=13, expected=14, not_included=["330"]),
    figure("884", "33.9"),
    figure("330", None, "u"),
    figure("331", "9.3", numerator="38.200000", denominator="1409.900000"),
    figure("937", "7.2", "p"),
]


def test_the_title_says_what_the_chart_shows() -> None:
    shown = panel(FIGURES, [], KPI, QUARTER, REGION)
    assert shown.finding == (
        "Agency social workers: 13.9% in the West Midlands, from 7.2% (Warwickshire) to 33.9% (Herefordshire)"
    )
    assert shown.subtitle == "%, July to September 2024, by authority"


def test_bars_run_from_the_highest_and_what_has_no_figure_comes_last_with_its_symbol() -> None:
    bars = panel(FIGURES, [], KPI, QUARTER, REGION).bars
    assert [bar.label for bar in bars] == [
        "Herefordshire", "West Midlands", "Coventry", "Warwickshire", "Birmingham",
    ]  # fmt: skip
    assert (bars[-1].value, bars[-1].text) == (None, "u")
    assert [bar.strong for bar in bars] == [False, True, False, False, False]


def test_the_table_goes_by_name_and_ends_with_the_region() -> None:
    rows = panel(FIGURES, [], KPI, QUARTER, REGION).rows
    assert [row.area for row in rows] == [
        "Birmingham", "Coventry", "Herefordshire", "Warwickshire", "West Midlands",
    ]  # fmt: skip
    assert (rows[1].numerator, rows[1].denominator) == ("38.2", "1,409.9")
    assert (rows[0].value, rows[0].statuses) == ("", ("u",))
    assert rows[-1].strong


def test_the_legend_lists_the_symbols_that_occur_and_no_others() -> None:
    assert panel(FIGURES, [], KPI, QUARTER, REGION).statuses == ("p", "u")


def test_who_is_left_out_of_the_regions_figure_is_named() -> None:
    shown = panel(FIGURES, [], KPI, QUARTER, REGION)
    assert shown.coverage == "13 of 14 authorities are in the region’s figure; not included: Birmingham."


def test_change_is_between_printed_values_and_never_reaches_a_hidden_one() -> None:
    before = [figure("884", "34.3"), figure("330", "12.0"), figure("331", None, "c"), figure(None, "13.9")]
    changes = {row.area: row.change for row in panel(FIGURES, before, KPI, QUARTER, REGION).rows}
    assert changes == {
        "Herefordshire": "−0.4", "Birmingham": "", "Coventry": "", "Warwickshire": "", "West Midlands": "0.0",
    }  # fmt: skip


def test_a_kpi_nobody_has_a_figure_of_says_so() -> None:
    shown = panel([], [], KPI, QUARTER, REGION)
    assert shown.finding == "Agency social workers: no figure in this quarter"
    assert shown.bars == ()
    assert shown.coverage == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1409.900000", "1,409.9"),
        ("12.000000", "12"),
        ("13.0", "13.0"),
        ("38.20", "38.20"),
        ("1234567", "1,234,567"),
    ],
)
def test_numbers_are_printed_with_thousands_apart_and_no_idle_zeros(text: str, shown: str) -> None:
    assert grouped(text) == shown


def test_a_value_carries_its_unit() -> None:
    assert printed("1240", "£{}k") == "£1,240k"
    assert printed(None, "{}%") == ""


def test_a_quarter_is_said_in_months() -> None:
    assert quarter_words(QUARTER) == "July to September 2024"
    assert quarter_words(Quarter.parse("2024-25-Q4")) == "January to March 2025"


def test_bar_lengths_are_the_values_published() -> None:
    assert panel(FIGURES, [], KPI, QUARTER, REGION).bars[0].value == Decimal("33.9")
