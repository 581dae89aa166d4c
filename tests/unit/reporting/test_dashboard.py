from decimal import Decimal
from typing import Any

import pytest

from services.reporting.dashboard import grouped, panel, printed, quarter_words, signed
from shared.runtime.config import DEMONSTRATION_REGION
from shared.vocabulary.calendar import Quarter
from shared.vocabulary.region import load_region

REGION = load_region(DEMONSTRATION_REGION)
QUARTER = Quarter.parse("2024-25-Q2")
KPI = {"kpi": "agency_rate", "title": "Agency social workers", "unit": "%", "denominator": "", "gap_of": None}


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
    shown = panel(FIGURES, KPI, QUARTER, REGION)
    assert shown.finding == (
        "Agency social workers: 13.9% in the West Midlands, from 7.2% (Warwickshire) to 33.9% (Herefordshire)"
    )
    assert shown.subtitle == "Per cent, July to September 2024"


def test_bars_run_from_the_highest_and_what_has_no_figure_comes_last_with_its_symbol() -> None:
    bars = panel(FIGURES, KPI, QUARTER, REGION).bars
    assert [bar.label for bar in bars] == [
        "Herefordshire", "West Midlands", "Coventry", "Warwickshire", "Birmingham",
    ]  # fmt: skip
    assert (bars[-1].value, bars[-1].text) == (None, "u")
    assert [bar.strong for bar in bars] == [False, True, False, False, False]


def test_the_table_goes_by_name_and_ends_with_the_region() -> None:
    rows = panel(FIGURES, KPI, QUARTER, REGION).rows
    assert [row.area for row in rows] == [
        "Birmingham", "Coventry", "Herefordshire", "Warwickshire", "West Midlands",
    ]  # fmt: skip
    assert (rows[1].numerator, rows[1].denominator) == ("38.2", "1,409.9")
    assert (rows[0].value, rows[0].statuses) == ("", ("u",))
    assert rows[-1].strong


def test_the_legend_lists_the_symbols_that_occur_and_no_others() -> None:
    assert panel(FIGURES, KPI, QUARTER, REGION).statuses == ("p", "u")


def test_who_is_left_out_of_the_regions_figure_is_named() -> None:
    shown = panel(FIGURES, KPI, QUARTER, REGION)
    assert shown.coverage == "13 of 14 authorities are in the region’s figure; not included: Birmingham."


def test_changes_carry_their_sign_and_are_blank_where_there_is_none_to_tell() -> None:
    change = {"last_quarter": {"value": "-0.4"}, "same_quarter_last_year": None}
    row = panel([{**figure("884", "33.9"), "change": change}], KPI, QUARTER, REGION).rows[0]
    assert (row.change_quarter, row.change_year) == ("−0.4", "")
    assert [signed({"value": text}) for text in ("1.2", "0.0", "-1200")] == ["+1.2", "0.0", "−1,200"]


def test_the_countrys_published_figure_is_marked_and_named_with_its_date() -> None:
    england = {
        "area": "England",
        "level": "country",
        "value": "16.2",
        "date": "2024-09-30",
        "release": "2025",
    }
    whole = {
        **FIGURES[0],
        "comparators": [england],
        "baseline_2021": {"value": None, "note": "no 2021 figure exists"},
    }
    shown = panel([whole], KPI, QUARTER, REGION)
    assert [(mark.label, mark.value) for mark in shown.marks] == [("England 16.2%", Decimal("16.2"))]
    assert shown.beside == (
        ("England, 30 September 2024", "16.2% (DfE release 2025)"),
        ("2021 baseline of the region", "no 2021 figure exists"),
    )


def test_a_national_rank_says_out_of_how_many() -> None:
    national = {"rank": 12, "ranked": 151, "band": "A", "date": "2025-09-30"}
    shown = panel([{**figure("884", "33.9"), "national": national}], KPI, QUARTER, REGION)
    assert shown.ranked_on == "30 September 2025"
    assert shown.rows[0].rank == "12 of 151, band A"


def test_a_sum_of_the_region_is_named_in_the_title_and_not_drawn_beside_its_parts() -> None:
    shown = panel(FIGURES, {**KPI, "denominator": None}, QUARTER, REGION)
    assert "West Midlands" not in [bar.label for bar in shown.bars]
    assert shown.finding.startswith("Agency social workers: 13.9% in the West Midlands, from 7.2%")


def test_a_figure_that_only_the_region_has_is_drawn_quarter_by_quarter() -> None:
    history = {QUARTER: figure(None, "23.0"), QUARTER.plus(-1): figure(None, "25.1")}
    shown = panel([figure(None, "23.0")], {**KPI, "gap_of": "agency_rate"}, QUARTER, REGION, history)
    assert [(bar.label, bar.text, bar.strong) for bar in shown.bars] == [
        ("Jun 2024", "25.1%", False),
        ("Sep 2024", "23.0%", True),
    ]
    assert shown.finding == "Agency social workers: 23.0% in the West Midlands; 25.1% in Jun 2024"
    assert [(row.area, row.value, row.strong) for row in shown.rows] == [
        ("Jun 2024", "25.1%", False),
        ("Sep 2024", "23.0%", True),
    ]
    assert shown.line_heading == "Quarter"


def test_where_all_are_equal_no_highest_and_lowest_is_named() -> None:
    shown = panel([figure(None, "100"), figure("884", "100"), figure("331", "100")], KPI, QUARTER, REGION)
    assert shown.finding == "Agency social workers: 100% in the West Midlands, the same throughout"


def test_a_kpi_nobody_has_a_figure_of_says_so() -> None:
    shown = panel([], KPI, QUARTER, REGION)
    assert shown.finding == "Agency social workers: no figure can be shown"
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
    assert panel(FIGURES, KPI, QUARTER, REGION).bars[0].value == Decimal("33.9")
