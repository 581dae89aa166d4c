"""Every warning of the return's table asks for an explanation; its limits are exact."""

import re
from decimal import Decimal

import pytest

from services.register.checks import WARNINGS, Past
from shared.vocabulary.calendar import Month
from shared.vocabulary.items.explanations import SUBJECT_PATTERN, WARNING_PATTERN
from tests.unit.register.returns import (
    Change,
    assignment,
    drop,
    judge,
    judged,
    leaver,
    put,
    rows_of,
    sample,
    workforce,
)

ASSIGNMENT = "/agency_assignments/0"


def last_month(role: str, in_post: str, vacancy: str = "2") -> Past:
    others = {"1": {"in_post_fte": Decimal(3), "vacancy_fte": Decimal(0)}}
    return Past({**others, role: {"in_post_fte": Decimal(in_post), "vacancy_fte": Decimal(vacancy)}})


CASES: dict[str, tuple[Change, list[tuple[str, str, str]]]] = {
    "more than 22 days lost a head": (
        put("workforce", 0, "working_days_lost", value="66.01"),
        [("W-DAYS-LOST", "/workforce/0/working_days_lost", "workforce.1.working_days_lost")],
    ),
    "exactly 22 days lost a head": (put("workforce", 0, "working_days_lost", value="66.00"), []),
    "cases without holders": (
        put("caseload", "case_holders_fte", value="0"),
        [("W-CASES-WITHOUT-HOLDERS", "/caseload/case_holders_fte", "caseload.case_holders_fte")],
    ),
    "no cases and no holders": (put("caseload", value={"cases": 0, "case_holders_fte": "0"}), []),
    "a caseload above 40": (
        put("caseload", "cases", value=3929),
        [("W-CASELOAD", "/caseload/cases", "caseload.cases")],
    ),
    "a caseload of exactly 40": (put("caseload", "cases", value=3928), []),
    "a caseload below 5": (
        put("caseload", "cases", value=490),
        [("W-CASELOAD", "/caseload/cases", "caseload.cases")],
    ),
    "a caseload of exactly 5": (put("caseload", "cases", value=491), []),
    "a rate below 15 pounds": (
        put("agency_assignments", 0, value=assignment(rate_pence=1499, cost_pence=250000)),
        [
            ("W-RATE", f"{ASSIGNMENT}/rate_pence", "agency_assignments.rate_pence"),
            ("W-SPEND", "/agency_spend/cost_pence", "agency_spend.cost_pence"),
        ],
    ),
    "a rate above 100 pounds": (
        put("agency_assignments", 0, value=assignment(rate_pence=10_001, hours="62")),
        [("W-RATE", f"{ASSIGNMENT}/rate_pence", "agency_assignments.rate_pence")],
    ),
    "a rate of exactly 100 pounds": (
        put("agency_assignments", 0, value=assignment(rate_pence=10_000, hours="62")),
        [],
    ),
    "a charge rate": (
        put("agency_assignments", 0, "basis", value="charge"),
        [("W-BASIS-CHARGE", f"{ASSIGNMENT}/basis", "agency_assignments.basis")],
    ),
    "more than 230 hours": (
        put("agency_assignments", 0, value=assignment(hours="230.01", rate_pence=2500)),
        [("W-HOURS", f"{ASSIGNMENT}/hours", "agency_assignments.hours")],
    ),
    "exactly 230 hours": (put("agency_assignments", 0, value=assignment(hours="230", rate_pence=2500)), []),
    "a cost below rate and hours": (
        put("agency_assignments", 0, value=assignment(rate_pence=4099)),
        [("W-COST", f"{ASSIGNMENT}/cost_pence", "agency_assignments.cost_pence")],
    ),
    "a cost of rate and hours rounded down": (
        put("agency_assignments", 0, value=assignment(rate_pence=4001, hours="155.22", cost_pence=621035)),
        [],
    ),
    "a cost above 1.8 times rate and hours": (
        put("agency_assignments", 0, value=assignment(hours="94.50")),
        [("W-COST", f"{ASSIGNMENT}/cost_pence", "agency_assignments.cost_pence")],
    ),
    "a cost without hours": (
        put("agency_assignments", 0, "hours", value="0"),
        [("W-COST", f"{ASSIGNMENT}/cost_pence", "agency_assignments.cost_pence")],
    ),
    "more vacancy cover than vacancies": (
        put("workforce", 1, "vacancy_fte", value="0.999999"),
        [("W-COVER", "/agency_assignments", "agency_assignments.reason")],
    ),
    "cover that ended before the last day": (
        lambda body: (
            put("workforce", 1, "vacancy_fte", value="0")(body),
            put("agency_assignments", 0, "end_date", value="2026-12-30")(body),
        ),
        [],
    ),
    "cover on the last day": (
        lambda body: (
            put("workforce", 1, "vacancy_fte", value="0")(body),
            put("agency_assignments", 0, "end_date", value="2026-12-31")(body),
        ),
        [("W-COVER", "/agency_assignments", "agency_assignments.reason")],
    ),
    "no post at tier 1": (
        drop("leadership_posts", 0),
        [("W-NO-DIRECTOR", "/leadership_posts", "leadership_posts.tier")],
    ),
    "a vacant post at tier 1": (
        lambda body: body["leadership_posts"][0].update(holder="vacant", ethnicity=None),
        [],
    ),
    "children without any social worker": (
        put("social_worker_stability", "one_worker", value=300),
        [
            (
                "W-NO-WORKER",
                "/social_worker_stability/children_looked_after",
                "social_worker_stability.children_looked_after",
            )
        ],
    ),
    "spend 5% above the assignments": (put("agency_spend", "cost_pence", value=651938), []),
    "spend more than 5% above the assignments": (
        put("agency_spend", "cost_pence", value=651939),
        [("W-SPEND", "/agency_spend/cost_pence", "agency_spend.cost_pence")],
    ),
    "spend without assignments": (
        put("agency_assignments", value=[]),
        [("W-SPEND", "/agency_spend/cost_pence", "agency_spend.cost_pence")],
    ),
    "a rule of which nothing is said": (
        drop("rule_compliance", 6),
        [("W-RULES-INCOMPLETE", "/rule_compliance", "rule_compliance")],
    ),
    "a section not sent": (drop("caseload"), [("W-NOT-REPORTED", "/caseload", "caseload")]),
    "a quarter's section not sent in December": (
        drop("social_worker_stability"),
        [("W-NOT-REPORTED", "/social_worker_stability", "social_worker_stability")],
    ),
    "an empty list of leavers, which is a zero": (put("leavers", value=[]), []),
    "no words at all": (lambda body: (body.pop("unreliable"), body.pop("explanations")), []),
}


@pytest.mark.parametrize(("change", "expected"), CASES.values(), ids=CASES.keys())
def test_a_warning_is_given_at_its_exact_limit(change: Change, expected: list[tuple[str, str, str]]) -> None:
    found = judged(change)
    assert found.doubts == expected
    assert found.faults == []


@pytest.mark.parametrize(
    ("before", "warned"),
    [("98.6", False), ("84.666666", True), ("84.666667", False), ("126.999999", False), ("127.000001", True)],
)
def test_fte_that_moved_by_more_than_a_fifth_and_three_is_asked_about(before: str, warned: bool) -> None:
    found = judge(sample(), last_month("5", before))
    expected = [("W-FTE-MOVED", "/workforce/1/in_post_fte", "workforce.5.in_post_fte")]
    assert found.doubts == (expected if warned else [])


def test_fte_that_moved_by_no_more_than_three_is_small_whatever_the_share() -> None:
    assert judge(sample(), last_month("5", "101.6", "5")).doubts == []
    found = judge(sample(), last_month("5", "101.6", "5.000001"))
    assert found.doubts == [("W-FTE-MOVED", "/workforce/1/vacancy_fte", "workforce.5.vacancy_fte")]


def test_a_role_that_disappears_went_to_zero() -> None:
    past = last_month("5", "101.6")
    gone = Past({**(past.last_month or {}), "6": {"in_post_fte": Decimal(4), "vacancy_fte": Decimal(0)}})
    assert judge(sample(), gone).doubts == [("W-FTE-MOVED", "/workforce", "workforce.6.in_post_fte")]


def test_more_leavers_of_a_role_than_were_in_post_last_month_are_asked_about() -> None:
    body = sample(leavers=rows_of(leaver(1, role="1"), leaver(2, role="1"), leaver(3, role="1", fte="0.1")))
    past = Past({"1": {"in_post_fte": Decimal(3), "vacancy_fte": Decimal(0)}})
    body["workforce"] = [workforce("1", "3", 3, "2")]
    assert judge(body, past).doubts == []
    body["leavers"].append(leaver(4, role="1", fte="0.900001"))
    assert judge(body, past).doubts == [("W-LEAVERS", "/leavers", "leavers.1.fte")]


def test_another_month_s_numbers_are_asked_about() -> None:
    found = judge(sample(), Past(same_workforce=["2026-05"]))
    assert found.doubts == [("W-OTHER-MONTH", "/workforce", "workforce")]
    assert "2026-05" in found.words[0]


def test_quarterly_sections_are_not_missed_in_other_months() -> None:
    body = sample(month="2026-11")
    for section in ("leadership_posts", "social_worker_stability", "rule_compliance"):
        del body[section]
    body["agency_assignments"][0]["start_date"] = "2026-07-06"
    assert judge(body, month="2026-11").doubts == []


def test_a_figure_that_failed_its_form_raises_no_warning_built_on_it() -> None:
    body = sample()
    body["agency_assignments"][0]["cost_pence"] = "6208.94"
    body["workforce"][1]["vacancy_fte"] = "two"
    found = judge(body)
    assert found.doubts == []
    assert len(found.faults) == 2


def test_every_warning_can_be_copied_into_explanations() -> None:
    body = sample(month="2026-12")
    for case, (change, expected) in CASES.items():
        for code, _, item in expected:
            explained = sample()
            change(explained)
            explained["explanations"] = [{"warning": code, "item": item, "text": "checked with the team"}]
            assert judge(explained).faults == [], case
            assert code in WARNINGS, case
    assert judge(body, month=str(Month.parse("2026-12"))).faults == []


def test_codes_of_warnings_have_the_form_that_events_allow() -> None:

    assert all(re.fullmatch(WARNING_PATTERN, code) for code in WARNINGS)
    assert re.fullmatch(SUBJECT_PATTERN, "workforce.5.in_post_fte")
