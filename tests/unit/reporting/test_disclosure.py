"""What each audience is shown: the classes of the policy, on small regions made for the purpose."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.disclosure import CLASSES, Figure, Policy, protect
from services.reporting.disclosure.policy import T0, T1, T2, Audience, TooLow, Undeclared
from services.reporting.kpis import KPIS, Measure

REGION = "E12000005"
SPEND, CHARGE = KPIS["agency_spend"], KPIS["average_agency_charge"]


def measured(
    kpi: str,
    numerator: float | None,
    denominator: float | None = None,
    la_code: str = "335",
    **more: object,
) -> Measure:
    exact = {"numerator": numerator, "denominator": denominator}
    parts = {name: None if part is None else Fraction(str(part)) for name, part in exact.items()}
    return replace(Measure(kpi, la_code, None, None, None, 1), **parts, **more)  # type: ignore[arg-type]


def show(kpi: str, measures: list[Measure], audience: Audience) -> list[Figure]:
    return protect(KPIS[kpi], measures, audience, REGION, Policy())


def first(kpi: str, measure: Measure, audience: Audience) -> tuple[str | None, str | None]:
    figure = show(kpi, [measure], audience)[0]
    return figure.value, figure.status


def spending(
    pounds: int, workers: int | None = 5, dominated: bool | None = False, la_code: str = "335"
) -> Measure:
    return measured("agency_spend", pounds, None, la_code, contributors=workers, dominated=dominated)


def test_fte_is_shown_to_one_decimal_outside_the_authority_and_exactly_inside() -> None:
    measure = measured("agency_rate", 1.234567, 10.5)
    inside, outside = show("agency_rate", [measure], T0)[0], show("agency_rate", [measure], T1)[0]
    assert (inside.numerator, inside.denominator) == ("1.234567", "10.500000")
    assert (outside.numerator, outside.denominator) == ("1.2", "10.5")
    assert inside.value == outside.value == "11.8"


def test_halves_go_up_once_on_unrounded_numbers() -> None:
    assert first("vacancy_rate", measured("vacancy_rate", 9, 80), T2) == ("11.3", None)
    assert first("vacancy_rate", measured("vacancy_rate", 9, 144), T2) == ("6.3", None)


@pytest.mark.parametrize(("workers", "dominated"), [(2, False), (5, True), (None, False), (5, None)])
def test_spend_of_few_workers_or_one_large_one_is_hidden_from_the_region(
    workers: int | None, dominated: bool | None
) -> None:
    measure = spending(412_345, workers, dominated)
    assert first("agency_spend", measure, T1) == (None, "c")
    assert first("agency_spend", measure, T0) == ("412", None)


def test_spend_is_shown_to_the_region_to_the_nearest_thousand_and_never_to_the_public_by_authority() -> None:
    figure = show("agency_spend", [spending(412_567)], T1)[0]
    assert (figure.numerator, figure.value) == ("413000", "413")
    assert first("agency_spend", spending(412_567), T2) == (None, "c")


def test_an_authority_whose_spend_is_hidden_is_in_neither_part_of_the_regions_and_is_named() -> None:
    measures = [spending(100_000, la_code=code) for code in ("330", "331", "332")]
    measures.append(spending(77_000, workers=2, la_code="333"))
    for audience in (T1, T2):
        region = show("agency_spend", measures, audience)[-1]
        assert (region.value, region.not_included, region.contributing) == ("300", ("333",), 3)


def test_a_regions_spend_needs_three_authorities_and_none_with_nine_tenths_of_it() -> None:
    two = [spending(100_000, la_code=code) for code in ("330", "331")]
    assert show("agency_spend", two, T2)[-1].status == "c"
    one_large = [
        spending(pounds, la_code=code)
        for code, pounds in (("330", 950_000), ("331", 20_000), ("332", 30_000))
    ]
    assert show("agency_spend", one_large, T2)[-1].status == "c"


def test_spend_per_fte_is_worked_out_of_the_rounded_spend_that_is_shown() -> None:
    measure = measured("agency_spend_per_fte", 412_567, 200, contributors=9, dominated=False)
    assert first("agency_spend_per_fte", measure, T1) == ("206500", None)
    assert first("agency_spend_per_fte", measure, T0) == ("206284", None)


def test_an_average_charge_needs_eight_workers() -> None:
    measures = [
        measured("average_agency_charge", 90_000, 2_000, contributors=n, dominated=False) for n in (7, 8)
    ]
    assert [first("average_agency_charge", measure, T1) for measure in measures] == [
        (None, "c"),
        ("45.00", None),
    ]


@pytest.mark.parametrize(
    ("count", "children", "shown"), [(7, 100, False), (93, 100, False), (0, 100, False), (8, 16, True)]
)
def test_children_with_three_workers_are_open_where_count_and_rest_are_eight_or_more(
    count: int, children: int, shown: bool
) -> None:
    figure = show("sw_instability", [measured("sw_instability", count, children)], T2)[0]
    assert (figure.status is None) is shown
    assert (figure.numerator is None) is not shown


def test_other_counts_of_children_are_rounded_to_five_with_the_percentage_of_the_rounded() -> None:
    figure = show("sw_stability", [measured("sw_stability", 516, 578)], T1)[0]
    assert (figure.numerator, figure.denominator, figure.value) == ("515", "580", "89")
    assert show("sw_stability", [measured("sw_stability", 516, 578)], T0)[0].numerator == "516"


@pytest.mark.parametrize(("numerator", "denominator"), [(3, 40), (37, 40), (0, 5)])
def test_one_to_seven_children_anywhere_hide_the_figure(numerator: int, denominator: int) -> None:
    assert first("same_worker_12m", measured("same_worker_12m", numerator, denominator), T1) == (None, "c")


def test_a_hidden_count_of_children_stays_in_the_regions_margin() -> None:
    measures = [
        measured("sw_stability", *parts, la_code=code) for code, *parts in (("330", 80, 100), ("331", 3, 40))
    ]
    region = show("sw_stability", measures, T1)[-1]
    assert (region.numerator, region.denominator, region.not_included) == ("85", "140", ())


def leaders(*counts: tuple[float, float]) -> list[Measure]:
    return [measured("bame_tiers_1_3", *parts, la_code=str(330 + n)) for n, parts in enumerate(counts)]


def test_ethnicity_is_shown_for_the_region_alone_in_rounded_counts_and_whole_percentages() -> None:
    figures = show("bame_tiers_1_3", leaders(*[(3, 20)] * 6), T2)
    (region,) = figures
    assert (region.la_code, region.numerator, region.denominator, region.value) == (None, "20", "120", "17")
    assert show("bame_tiers_1_3", leaders((3, 20)), T0) == []


@pytest.mark.parametrize(
    "counts",
    [
        [(3, 20)] * 4,  # four authorities
        [(1, 20)] * 6,  # six holders
        [(19, 20)] * 6,  # six others
        [(12, 40), (1, 20), (1, 20), (1, 20), (1, 20)],  # one with more than half of the holders
        [(3, 100), (3, 10), (3, 10), (3, 10), (3, 10)],  # one with more than half of the others
    ],
)
def test_ethnicity_is_hidden_where_a_few_people_or_one_authority_would_show(
    counts: list[tuple[int, int]],
) -> None:
    (region,) = show("bame_tiers_1_3", leaders(*counts), T1)
    assert (region.value, region.status, region.numerator) == (None, "c", None)


def test_the_first_status_that_applies_is_shown() -> None:
    gone = Measure("agency_spend_per_fte", "335", None, None, "x", 2, contributors=1, dominated=True)
    assert first("agency_spend_per_fte", gone, T1) == (None, "x")
    assert first("agency_spend_per_fte", replace(gone, status="u"), T1) == (None, "u")
    nothing = replace(gone, status="z", numerator=Fraction(0), denominator=Fraction(0))
    assert first("agency_spend_per_fte", nothing, T1) == (None, "z")


def test_what_rounds_to_zero_without_being_zero_is_low() -> None:
    assert first("agency_rate", measured("agency_rate", 0.01, 900), T2) == (None, "low")
    assert first("agency_rate", measured("agency_rate", 0, 900), T2) == ("0.0", None)
    assert first("agency_rate", measured("agency_rate", 0.01, 900, provisional=True), T0) == (None, "low")
    assert first("agency_rate", measured("agency_rate", 9, 90, provisional=True), T0) == ("10.0", "p")


def test_a_gap_is_taken_over_authorities_with_a_value() -> None:
    rates = [
        measured("agency_rate", *parts, la_code=code) for code, *parts in (("330", 10, 100), ("331", 35, 100))
    ]
    missing = Measure("agency_rate", "332", None, None, "u", 1)
    (gap,) = show("gap_agency", [*rates, missing], T1)
    assert (gap.value, gap.contributing, gap.not_included, gap.numerator) == ("25.0", 2, ("332",), None)
    assert show("gap_agency", [rates[0], missing], T1)[0].value is None


def test_a_kpi_without_a_class_cannot_be_published() -> None:
    with pytest.raises(Undeclared):
        protect(replace(SPEND, sensitivity="secret-ish"), [], T1, REGION, Policy())


def test_thresholds_can_be_raised_and_never_lowered() -> None:
    strict = Policy(workers=6)
    assert protect(SPEND, [spending(412_567)], T1, REGION, strict)[0].status == "c"
    with pytest.raises(TooLow, match="workers"):
        Policy(workers=2)


@given(
    kpi=st.sampled_from(sorted(code for code, kpi in KPIS.items() if kpi.denominator)),
    parts=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=8),
    audience=st.sampled_from([T1, T2]),
)
def test_a_hidden_figure_shows_none_of_its_numbers(
    kpi: str, parts: list[tuple[int, int]], audience: Audience
) -> None:
    measures = [
        measured(kpi, min(pair), max(pair), str(330 + n), contributors=pair[0], dominated=False)
        for n, pair in enumerate(parts)
    ]
    for figure in show(kpi, measures, audience):
        assert (figure.value is None) == (figure.status is not None)
        if figure.status in ("c", "x", "u", "z"):
            assert figure.numerator is None
            assert figure.denominator is None


@given(hidden=st.integers(1, 7), other=st.integers(1, 7))
def test_two_hidden_counts_cannot_be_told_apart(hidden: int, other: int) -> None:
    """Of an open count: the row and the region's row are the same whatever the hidden number is."""
    rest = [measured("sw_instability", 50, 200, code) for code in ("330", "331", "332")]
    one, two = (
        show("sw_instability", [*rest, measured("sw_instability", n, 100)], T2) for n in (hidden, other)
    )
    assert one == two


def test_every_class_is_used_and_every_kpi_has_one() -> None:
    assert {kpi.sensitivity for kpi in KPIS.values()} == set(CLASSES)
