from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.vocabulary.calendar import Month, Quarter, london_date, months_after

MONTHS = st.builds(Month, st.integers(2000, 2099), st.integers(1, 12))


def test_october_to_december_2026_is_the_third_quarter_of_2026_27() -> None:
    quarter = Quarter.parse("2026-27-Q3")
    assert [str(month) for month in quarter.months] == ["2026-10", "2026-11", "2026-12"]
    assert quarter.last_day == date(2026, 12, 31)


def test_january_to_march_belongs_to_the_financial_year_that_began_the_april_before() -> None:
    assert str(Month.parse("2026-03").quarter) == "2025-26-Q4"
    assert str(Month.parse("2026-04").quarter) == "2026-27-Q1"


def test_the_turn_of_the_century_is_written_with_two_digits() -> None:
    assert str(Quarter.parse("2099-00-Q1")) == "2099-00-Q1"


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "2026-1", "26-10", "2026-10\n", "2026/10", "", "0000-01", "٢٠٢٦-10"]
)
def test_a_month_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a month is written like"):
        Month.parse(text)


@pytest.mark.parametrize("text", ["2026-27-Q5", "2026-28-Q1", "2026-Q3", "2026-27-3", "2026-27-Q3 ", ""])
def test_a_quarter_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a quarter is written like"):
        Quarter.parse(text)


def test_twelve_months_to_the_end_of_a_quarter() -> None:
    window = Quarter.parse("2025-26-Q2").window(12)
    assert (str(window[0]), str(window[-1]), len(window)) == ("2024-10", "2025-09", 12)


@given(MONTHS)
def test_a_month_lies_in_its_quarter_and_ends_it_once_in_three(month: Month) -> None:
    assert month in month.quarter.months
    assert month.ends_quarter == (month == month.quarter.last_month)
    assert Month.parse(str(month)) == month
    assert Quarter.parse(str(month.quarter)) == month.quarter


@given(MONTHS, st.integers(-600, 600))
def test_months_count_on_and_back(month: Month, steps: int) -> None:
    later = month.plus(steps)
    assert later.plus(-steps) == month
    assert (later > month) == (steps > 0)
    if steps == 1:
        assert later.first_day == month.last_day + timedelta(days=1)


@given(MONTHS, st.integers(-40, 40))
def test_quarters_count_on_and_back(month: Month, steps: int) -> None:
    quarter = month.quarter
    assert quarter.plus(steps) == month.plus(3 * steps).quarter
    assert quarter.plus(1).months[0].first_day == quarter.last_day + timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2026, 3, 3), 3, date(2026, 6, 3)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_after_a_day_end_on_the_last_day_of_a_shorter_month(
    start: date, months: int, end: date
) -> None:
    assert months_after(start, months) == end


def test_the_business_date_is_londons() -> None:
    assert london_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)
    assert london_date(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == date(2026, 12, 31)


def test_an_instant_without_a_time_zone_has_no_business_date() -> None:
    with pytest.raises(ValueError, match="time zone"):
        london_date(datetime(2026, 6, 30, 12, 0))  # noqa: DTZ001
