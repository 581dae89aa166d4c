from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.vocabulary.calendar import Month
from shared.vocabulary.items import (
    BREAKDOWNS,
    FACTS,
    OVER_CAP_FACTS,
    SECTION,
    SECTIONS,
    Fact,
    facts_of,
    is_dominated,
    is_live,
    sections_reported,
)

DECEMBER = Month.parse("2026-12")


def values(document: dict[str, Any]) -> dict[tuple[str, str | None], int]:
    return {(fact.item, fact.code): fact.value for fact in facts_of(document, DECEMBER)}


def not_asked_yet() -> set[str]:
    """Facts of items that join the return after the example's month."""
    items = [item for section in SECTIONS for item in section.items]
    return {item.fact or item.name for item in items if not item.applies(DECEMBER)}


def test_staff_are_counted_by_role_and_in_total(document: dict[str, Any]) -> None:
    facts = values(document)
    assert facts["in_post_fte", None] == 104_600_000
    assert facts["in_post_fte", "5"] == 101_600_000
    assert facts["in_post_headcount", None] == 112
    assert facts["working_days_lost", None] == 61_500_000


def test_every_item_of_a_section_without_rows_is_a_fact_under_its_name(document: dict[str, Any]) -> None:
    facts = values(document)
    assert facts["cases", None] == 1480
    assert facts["case_holders_fte", None] == 98_200_000
    assert facts["agency_spend_pence", None] == 620_894
    assert {name: facts[name, None] for name in document["social_worker_stability"]} == document[
        "social_worker_stability"
    ]


def test_agency_workers_are_those_on_assignment_on_the_last_day(document: dict[str, Any]) -> None:
    first = document["agency_assignments"][0]
    document["agency_assignments"] = [
        first,
        first | {"end_date": "2026-12-30", "fte": "0.500000"},
        first | {"end_date": "2026-12-31", "core_job_type": "TM", "reason": "sickness", "fte": "0.600000"},
        first | {"start_date": "2026-12-31", "cost_pence": 0, "hours": "0.00", "fte": "0.250000"},
    ]
    facts = values(document)
    assert facts["agency_fte", None] == 1_850_000
    assert (facts["agency_fte", "SW"], facts["agency_fte", "TM"]) == (1_250_000, 600_000)
    assert (facts["agency_headcount", None], facts["agency_headcount", "TM"]) == (3, 1)
    assert facts["agency_cover_fte", None] == 1_250_000
    assert facts["assignment_cost_pence", None] == 3 * 620_894
    assert facts["assignment_hours", None] == 3 * 151_500_000
    assert facts["assignments_with_cost", None] == 3


def test_an_assignment_of_next_month_is_not_live() -> None:
    assert not is_live({"start_date": "2027-01-01", "end_date": None}, DECEMBER)


def test_leavers_are_counted_by_role_reason_and_service_one_at_a_time(document: dict[str, Any]) -> None:
    second = {"role": "1", "fte": "0.500000", "reason": "5", "service_band": "2_to_5_years"}
    document["leavers"].append(document["leavers"][0] | second)
    leavers = [fact for fact in facts_of(document, DECEMBER) if fact.item == "leavers_fte"]
    assert {(fact.breakdown, fact.code): fact.value for fact in leavers} == {
        (None, None): 1_500_000,
        ("role", "1"): 500_000,
        ("role", "5"): 1_000_000,
        ("reason", "1"): 1_000_000,
        ("reason", "5"): 500_000,
        ("service_band", "2_to_5_years"): 1_500_000,
    }


def test_post_holders_are_counted_for_the_three_tiers_together(document: dict[str, Any]) -> None:
    post = document["leadership_posts"][1]
    document["leadership_posts"] += [
        post | {"holder": "vacant", "ethnicity": None},
        post | {"holder": "agency", "ethnicity": "white_roma"},
        post | {"holder": "interim", "ethnicity": "not_known"},
    ]
    facts = values(document)
    names = ("leadership_posts", "holders_known_ethnicity", "holders_ethnic_minority")
    assert [facts[name, None] for name in names] == [5, 2, 1]


def test_an_empty_list_is_a_reported_zero_and_an_absent_section_gives_no_fact() -> None:
    document = {"agency_assignments": [], "leavers": []}
    facts = values(document)
    assert set(facts.values()) == {0}
    assert {"agency_fte", "agency_spend_pence", "leavers_fte"} & {item for item, _ in facts} == {
        "agency_fte",
        "leavers_fte",
    }
    assert sections_reported(document) == ["agency_assignments", "leavers"]


def test_sections_of_words_are_not_reported_sections(document: dict[str, Any]) -> None:
    assert set(SECTION) - set(sections_reported(document)) == {"unreliable", "explanations"}


def test_every_declared_fact_but_those_over_cap_comes_out_with_its_total(document: dict[str, Any]) -> None:
    facts = facts_of(document, DECEMBER)
    totals = {fact.item for fact in facts if fact.breakdown is None}
    assert totals == set(FACTS) - {fact.name for fact in OVER_CAP_FACTS} - not_asked_yet()
    for fact in facts:
        assert fact.breakdown is None or fact.breakdown in FACTS[fact.item].breakdowns
    assert len({(fact.item, fact.breakdown, fact.code) for fact in facts}) == len(facts)


def test_no_fact_carries_a_reference_or_words(document: dict[str, Any]) -> None:
    sent = str([fact.as_dict() for fact in facts_of(document, DECEMBER)])
    for hidden in ("0123456789ABCDEF", "migrated", "umbrella", "3650", "asian", "2026-07-06"):
        assert hidden not in sent


def test_a_fact_travels_as_text_and_comes_back_the_same(document: dict[str, Any]) -> None:
    assert Fact("agency_fte", 1_500_000, "core_job_type", "SW").as_dict() == {
        "item": "agency_fte",
        "value": "1.500000",
        "core_job_type": "SW",
    }
    assert Fact("agency_spend_pence", 620_894).as_dict() == {"item": "agency_spend_pence", "value": "620894"}
    for fact in facts_of(document, DECEMBER):
        assert Fact.from_dict(fact.as_dict()) == fact


def test_a_fact_of_a_later_version_is_read_as_it_is_written() -> None:
    assert Fact.from_dict({"item": "later_fte", "value": "1.500000"}) == Fact("later_fte", 1_500_000)
    assert Fact.from_dict({"item": "later_count", "value": "15"}) == Fact("later_count", 15)


@pytest.mark.parametrize(
    "more",
    [
        {"role": "5", "reason": "1"},
        {"tier": "1"},
        {"assignment_ref": "a1"},
        {"value": "x"},
        {"value": "1.5e3"},
    ],
)
def test_a_fact_with_another_key_or_number_is_refused(more: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"a fact has|a number is"):
        Fact.from_dict({"item": "agency_fte", "value": "1.000000"} | more)


def test_open_totals_are_personal_once_broken_down_and_special_stays_special() -> None:
    assert FACTS["in_post_fte"].sensitivity_of(None) == "open"
    assert FACTS["in_post_fte"].sensitivity_of("role") == "personal"
    assert FACTS["agency_spend_pence"].sensitivity_of(None) == "commercial"
    assert {fact.sensitivity for fact in FACTS.values() if fact.topic == "leadership"} == {"special"}
    headcounts = [fact for name, fact in FACTS.items() if name.endswith("headcount")]
    assert {fact.sensitivity for fact in headcounts} == {"personal"}
    assert {breakdown for fact in FACTS.values() for breakdown in fact.breakdowns} <= set(BREAKDOWNS)


@pytest.mark.parametrize(
    ("costs", "dominated"),
    [([], False), ([5], True), ([5, 5], True), ([100, 50, 10], False), ([100, 50, 9], True), ([0, 0], False)],
)
def test_spend_is_dominated_when_the_second_can_work_out_the_first_to_a_tenth(
    costs: list[int], dominated: bool
) -> None:
    assert is_dominated(costs) is dominated


@given(st.lists(st.integers(1, 10**8), min_size=2, max_size=8))
def test_domination_is_what_the_second_largest_can_work_out(costs: list[int]) -> None:
    first, second = sorted(costs, reverse=True)[:2]
    estimate = sum(costs) - second
    assert is_dominated(costs) == (10 * (estimate - first) < first)


@given(st.lists(st.tuples(st.sampled_from("123456"), st.integers(1, 10**6)), max_size=20))
def test_each_breakdown_adds_up_to_the_total(leavers: list[tuple[str, int]]) -> None:
    rows = [
        {"role": role, "fte": f"0.{fte % 10**6:06d}", "reason": "1", "service_band": "not_known"}
        for role, fte in leavers
    ]
    facts = [fact for fact in facts_of({"leavers": rows}, DECEMBER) if fact.item == "leavers_fte"]
    total = next(fact.value for fact in facts if fact.breakdown is None)
    for breakdown in FACTS["leavers_fte"].breakdowns:
        assert sum(fact.value for fact in facts if fact.breakdown == breakdown) == total
