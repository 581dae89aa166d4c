from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.vocabulary.quantities import canonical_decimal, half_up, micro, micro_text, pounds

MICRO = st.integers(-(10**17), 10**17)


def test_full_time_equivalents_are_kept_to_the_millionth() -> None:
    assert micro("12.5") == 12_500_000
    assert micro("0.000001") == 1
    assert micro("-0.5") == -500_000
    assert micro_text(12_500_000) == "12.500000"
    assert micro_text(-1) == "-0.000001"
    assert micro_text(151_500_000, 2) == "151.50"
    assert micro_text(3_000_000, 0) == "3"


@pytest.mark.parametrize(
    "text",
    ["1.0000001", "1e3", "+1", " 1", "1 ", "1,5", ".5", "5.", "", "NaN", "Infinity", "١", "1_0", "1\n", "-"],
)
def test_a_number_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a number is written"):
        micro(text)


def test_a_number_is_never_shortened() -> None:
    with pytest.raises(ValueError, match="does not fit 2"):
        micro_text(1_234_567, 2)


@given(MICRO)
def test_text_and_millionths_are_the_same_number(value: int) -> None:
    text = micro_text(value)
    assert micro(text) == value
    assert Decimal(text) == Decimal(value).scaleb(-6)


@pytest.mark.parametrize(
    ("text", "places", "canonical"),
    [
        ("12.5", 6, "12.500000"),
        ("12.500000", 6, "12.500000"),
        ("0012", 6, "12.000000"),
        ("151.5", 2, "151.50"),
        ("0", 2, "0.00"),
        ("-0", 2, "0.00"),
    ],
)
def test_an_exact_decimal_has_one_spelling(text: str, places: int, canonical: str) -> None:
    assert canonical_decimal(text, places) == canonical


def test_more_places_than_an_item_has_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 2"):
        canonical_decimal("61.505", 2)


def test_rates_round_half_up_as_dfe_prints_them() -> None:
    assert str(half_up(Fraction(9, 80) * 100, 1)) == "11.3"
    assert str(half_up(Fraction(9, 144) * 100, 1)) == "6.3"
    assert str(half_up(Decimal("2.5"), 0)) == "3"
    assert str(half_up(Decimal("-11.25"), 1)) == "-11.3"
    assert str(half_up(Decimal("-0.04"), 1)) == "0.0"
    assert str(half_up(7, 2)) == "7.00"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_half_up_agrees_with_decimals_own_rounding(value: Decimal) -> None:
    assert half_up(value, 1) == value.quantize(Decimal("0.1"), ROUND_HALF_UP)


@given(st.fractions(), st.integers(0, 6))
def test_rounding_moves_a_number_by_at_most_half_a_unit(value: Fraction, places: int) -> None:
    assert abs(Fraction(half_up(value, places)) - value) <= Fraction(1, 2 * 10**places)


def test_pence_read_as_pounds() -> None:
    assert pounds(3800) == "£38.00"
    assert pounds(62_089_405) == "£620,894.05"
    assert pounds(-5) == "-£0.05"
