"""Pay to charge and back: the published worked figures, and exactness over the whole range."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rates.pay import (
    METHODS,
    Arithmetic,
    StatutoryInputs,
    assignment_from_pay,
    lines_from_pay,
    pay_from_assignment,
    pence,
)
from tests.unit.rates.conftest import YEARS, inputs_document

Inputs = Callable[[str], StatutoryInputs]
WEEK = Fraction(37)


@pytest.mark.parametrize(
    ("tax_year", "method", "expected"),
    [
        ("2024-25", "a", 3031),
        ("2024-25", "b", 3017),
        ("2024-25", "c", 2964),
        ("2024-25", "d", 2911),
        ("2025-26", "a", 2979),
        ("2025-26", "b", 2966),
        ("2025-26", "c", 2913),
        ("2025-26", "d", 2861),
        ("2026-27", "a", 2979),
    ],
)
def test_an_umbrella_cap_of_38_pounds_has_one_paye_equivalent_a_method(
    inputs_of: Inputs, tax_year: str, method: str, expected: int
) -> None:
    work = Arithmetic(inputs_of(tax_year), method, WEEK, 2500)
    assert pence(pay_from_assignment(Fraction(3800), work)) == expected


@pytest.mark.parametrize(
    ("rate", "before", "after"), [(3500, 2730, 2681), (4000, 3120, 3067), (4500, 3510, 3454)]
)
def test_april_2025_made_the_same_cap_worth_less_pay(
    inputs_of: Inputs, rate: int, before: int, after: int
) -> None:
    found = [
        pence(pay_from_assignment(Fraction(rate), Arithmetic(inputs_of(year), "c", WEEK)))
        for year in ("2024-25", "2025-26")
    ]
    assert found == [before, after]


@pytest.mark.parametrize(("tax_year", "expected"), [("2024-25", 3846), ("2025-26", 3913)])
def test_thirty_pounds_of_pay_cost_this_as_an_assignment_rate(
    inputs_of: Inputs, tax_year: str, expected: int
) -> None:
    assert pence(assignment_from_pay(Fraction(3000), Arithmetic(inputs_of(tax_year), "c", WEEK))) == expected


@pytest.mark.parametrize(("hours", "expected"), [("15", 2952), ("22.2", 2922), ("30", 2907), ("37", 2913)])
def test_the_reference_week_matters_and_not_in_one_direction(
    inputs_of: Inputs, hours: str, expected: int
) -> None:
    work = Arithmetic(inputs_of("2026-27"), "c", Fraction(hours))
    assert pence(pay_from_assignment(Fraction(3800), work)) == expected


def test_employer_national_insurance_has_no_upper_limit(inputs_of: Inputs) -> None:
    work = Arithmetic(inputs_of("2025-26"), "a", WEEK)
    high, higher = (assignment_from_pay(Fraction(rate), work) for rate in (6000, 7000))
    assert (higher - high) / 1000 == Fraction("1.1207") * Fraction("1.15")


def test_the_lines_of_a_working_add_up_and_each_names_its_source(inputs_of: Inputs) -> None:
    lines = lines_from_pay(Fraction(3000), Arithmetic(inputs_of("2025-26"), "d", WEEK, 2500))
    assert [line.pence for line in lines] == [3000, 362, 465, 17, 69, 68, 3981]
    assert sum(line.exact_pence for line in lines[:-1]) == lines[-1].exact_pence
    assert all(line.source for line in lines)
    assert lines[2].label == "Employer National Insurance at 15% above £96.00 a week of 37 hours"


works = st.builds(
    Arithmetic,
    st.sampled_from(sorted(YEARS)).map(lambda year: StatutoryInputs.from_document(inputs_document(year))),
    st.sampled_from(sorted(METHODS)),
    st.integers(100, 6000).map(lambda hundredths: Fraction(hundredths, 100)),
    st.integers(0, 5000),
)


@given(works, st.integers(0, 50_000))
def test_pay_to_charge_and_back_is_the_identity_exactly(work: Arithmetic, pay: int) -> None:
    assert pay_from_assignment(assignment_from_pay(Fraction(pay), work), work) == pay


@given(works, st.integers(0, 50_000))
def test_a_charge_shown_to_the_penny_gives_the_same_penny_of_pay_back(work: Arithmetic, pay: int) -> None:
    shown = pence(assignment_from_pay(Fraction(pay), work))
    assert pence(pay_from_assignment(Fraction(shown), work)) == pay


@given(works, st.integers(0, 50_000))
def test_more_pay_always_costs_more(work: Arithmetic, pay: int) -> None:
    assert assignment_from_pay(Fraction(pay + 1), work) - assignment_from_pay(Fraction(pay), work) >= 1


@pytest.mark.parametrize(("exact", "expected"), [("0.5", 1), ("1.499999", 1), ("2.5", 3), ("2912.5", 2913)])
def test_halves_are_rounded_up(exact: str, expected: int) -> None:
    assert pence(Fraction(exact)) == expected
