"""Every error of the return's table blocks, at its own place."""

import pytest

from tests.unit.register.returns import (
    Change,
    assignment,
    drop,
    judge,
    judged,
    leaver,
    post,
    put,
    rows_of,
    sample,
    workforce,
)


def test_a_sound_return_has_nothing_to_correct_and_nothing_to_explain() -> None:
    found = judge(sample())
    assert (found.faults, found.doubts) == ([], [])


STABILITY = "social_worker_stability"
CASES: dict[str, tuple[Change, list[tuple[str, str]]]] = {
    "another authority inside": (put("la_code", value="330"), [("la_code_differs", "/la_code")]),
    "another month inside": (put("month", value="2026-11"), [("month_differs", "/month")]),
    "an unknown topic called unreliable": (
        put("unreliable", 0, "topic", value="weather"),
        [("not_a_code", "/unreliable/0/topic")],
    ),
    "unreliable without a word why": (
        put("unreliable", 0, "text", value="  "),
        [("no_text", "/unreliable/0/text")],
    ),
    "a topic called unreliable twice": (
        lambda body: body["unreliable"].append({"topic": "caseload", "text": "again"}),
        [("duplicate", "/unreliable/1/topic")],
    ),
    "a role twice": (
        lambda body: body["workforce"].append(workforce("5", "1.000000", 1)),
        [("duplicate", "/workforce/2/role")],
    ),
    "no role at all": (put("workforce", value=[]), [("row_count", "/workforce")]),
    "seven roles": (
        lambda body: body.update(workforce=[workforce(str(role), "1", 1) for role in (1, 2, 3, 4, 5, 6, 6)]),
        [("row_count", "/workforce")],
    ),
    "an unknown role": (put("workforce", 0, "role", value="7"), [("not_a_code", "/workforce/0/role")]),
    "people in post without FTE": (
        put("workforce", 0, "in_post_fte", value="0"),
        [("fte_missing", "/workforce/0/in_post_fte")],
    ),
    "more FTE than people": (
        put("workforce", 1, "in_post_fte", value="109.000001"),
        [("fte_over_headcount", "/workforce/1/in_post_fte")],
    ),
    "starters without FTE": (
        put("workforce", 0, "starters_headcount", value=1),
        [("fte_missing", "/workforce/0/starters_fte")],
    ),
    "more starters' FTE than starters": (
        put("workforce", 0, "starters_fte", value="1"),
        [("fte_over_headcount", "/workforce/0/starters_fte")],
    ),
    "a negative FTE": (
        put("workforce", 0, "vacancy_fte", value="-1"),
        [("out_of_range", "/workforce/0/vacancy_fte")],
    ),
    "more than six decimal places": (
        put("workforce", 0, "in_post_fte", value="2.1234567"),
        [("not_a_decimal", "/workforce/0/in_post_fte")],
    ),
    "an FTE without quotes": (
        put("workforce", 0, "in_post_fte", value=3.0),
        [("not_a_decimal", "/workforce/0/in_post_fte")],
    ),
    "a headcount in quotes": (
        put("workforce", 0, "in_post_headcount", value="3"),
        [("not_a_whole_number", "/workforce/0/in_post_headcount")],
    ),
    "true as a headcount": (
        put("workforce", 0, "in_post_headcount", value=True),
        [("not_a_whole_number", "/workforce/0/in_post_headcount")],
    ),
    "an item left out": (
        drop("workforce", 0, "working_days_lost"),
        [("required", "/workforce/0/working_days_lost")],
    ),
    "an item that is null": (put("caseload", "cases", value=None), [("null", "/caseload/cases")]),
    "an assignment twice": (
        put("agency_assignments", value=rows_of(assignment(1, cost_pence=310447, fte="0.5"), assignment(1))),
        [("duplicate", "/agency_assignments/1/assignment_ref")],
    ),
    "a reference of another purpose": (
        put("agency_assignments", 0, "assignment_ref", value=leaver()["leaver_ref"]),
        [("bad_reference", "/agency_assignments/0/assignment_ref")],
    ),
    "a wrong check character": (
        put("agency_assignments", 0, "assignment_ref", value=assignment()["assignment_ref"][:-1] + "?"),
        [("bad_reference", "/agency_assignments/0/assignment_ref")],
    ),
    "an unknown core job type": (
        put("agency_assignments", 0, "core_job_type", value="QSW"),
        [("not_a_code", "/agency_assignments/0/core_job_type")],
    ),
    "an unknown basis": (
        put("agency_assignments", 0, "basis", value="cash"),
        [("not_a_code", "/agency_assignments/0/basis")],
    ),
    "a rate of nothing": (
        put("agency_assignments", 0, "rate_pence", value=0),
        [("out_of_range", "/agency_assignments/0/rate_pence")],
    ),
    "more than 400 hours": (
        put("agency_assignments", 0, "hours", value="400.01"),
        [("out_of_range", "/agency_assignments/0/hours")],
    ),
    "a negative cost": (
        put("agency_assignments", 0, "cost_pence", value=-1),
        [("out_of_range", "/agency_assignments/0/cost_pence")],
    ),
    "more than one FTE in an assignment": (
        put("agency_assignments", 0, "fte", value="1.000001"),
        [("out_of_range", "/agency_assignments/0/fte")],
    ),
    "an end before the start": (
        put("agency_assignments", 0, "end_date", value="2026-07-05"),
        [("end_before_start", "/agency_assignments/0/end_date")],
    ),
    "a start after the month": (
        put("agency_assignments", 0, "start_date", value="2027-01-01"),
        [("starts_after_month", "/agency_assignments/0/start_date")],
    ),
    "an end before the month": (
        put("agency_assignments", 0, "end_date", value="2026-11-30"),
        [("ended_before_month", "/agency_assignments/0/end_date")],
    ),
    "a day that no calendar has": (
        put("agency_assignments", 0, "start_date", value="2026-02-30"),
        [("not_a_date", "/agency_assignments/0/start_date")],
    ),
    "an unknown reason for an assignment": (
        put("agency_assignments", 0, "reason", value="because"),
        [("not_a_code", "/agency_assignments/0/reason")],
    ),
    "an unknown supply model": (
        put("agency_assignments", 0, "supply_model", value="other"),
        [("not_a_code", "/agency_assignments/0/supply_model")],
    ),
    "something that is no exception's reference": (
        put("agency_assignments", 0, "exception_reference", value="pending"),
        [("bad_reference", "/agency_assignments/0/exception_reference")],
    ),
    "a leaver twice": (
        put("leavers", value=rows_of(leaver(1), leaver(2), leaver(1))),
        [("duplicate", "/leavers/2/leaver_ref")],
    ),
    "a leaver of no FTE, as the census records it": (
        put("leavers", 0, "fte", value="0"),
        [("out_of_range", "/leavers/0/fte")],
    ),
    "an unknown leaving reason": (
        put("leavers", 0, "reason", value="11"),
        [("not_a_code", "/leavers/0/reason")],
    ),
    "an unknown destination": (
        put("leavers", 0, "destination", value="0"),
        [("not_a_code", "/leavers/0/destination")],
    ),
    "an unknown length of service": (
        put("leavers", 0, "service_band", value="long"),
        [("not_a_code", "/leavers/0/service_band")],
    ),
    "a fourth tier": (
        put("leadership_posts", 1, "tier", value=4),
        [("out_of_range", "/leadership_posts/1/tier")],
    ),
    "a post twice": (
        lambda body: body["leadership_posts"].append(post(2, 3)),
        [("duplicate", "/leadership_posts/2/post_ref")],
    ),
    "two directors in post": (
        lambda body: body["leadership_posts"].append(post(3, 1)),
        [("second_director", "/leadership_posts/2/tier")],
    ),
    "ethnicity of a vacant post": (
        put("leadership_posts", 1, "holder", value="vacant"),
        [("vacant_with_ethnicity", "/leadership_posts/1/ethnicity")],
    ),
    "no ethnicity of a holder": (
        put("leadership_posts", 1, "ethnicity", value=None),
        [("ethnicity_missing", "/leadership_posts/1/ethnicity")],
    ),
    "an unknown ethnic group": (
        put("leadership_posts", 1, "ethnicity", value="european"),
        [("not_a_code", "/leadership_posts/1/ethnicity")],
    ),
    "children by workers above all children": (
        put(STABILITY, "one_worker", value=302),
        [("workers_over_children", f"/{STABILITY}/children_looked_after")],
    ),
    "same worker for more children than were looked after": (
        put(STABILITY, "same_worker_12_months", value=452),
        [("same_worker_over_looked_after", f"/{STABILITY}/same_worker_12_months")],
    ),
    "more children of a whole year than children": (
        put(STABILITY, "looked_after_12_months", value=579),
        [("year_over_children", f"/{STABILITY}/looked_after_12_months")],
    ),
    "the same part of spend twice": (
        put("agency_spend", "includes", value=["pay", "pay"]),
        [("duplicate", "/agency_spend/includes")],
    ),
    "a negative spend": (
        put("agency_spend", "cost_pence", value=-5),
        [("out_of_range", "/agency_spend/cost_pence")],
    ),
    "yes instead of true": (
        put("agency_spend", "accrued", value="yes"),
        [("not_true_or_false", "/agency_spend/accrued")],
    ),
    "a rule kept in part without explanation": (
        put("rule_compliance", 3, "compliance", value="partial"),
        [("explanation_missing", "/rule_compliance/3/explanation")],
    ),
    "a rule kept in full with an explanation": (
        put("rule_compliance", 3, "explanation", value="all fine"),
        [("explanation_not_wanted", "/rule_compliance/3/explanation")],
    ),
    "a rule twice": (
        put("rule_compliance", 1, "rule", value="data"),
        [("duplicate", "/rule_compliance/1/rule")],
    ),
    "an explanation of 501 characters": (
        put("explanations", value=[{"warning": "W-SPEND", "item": "agency_spend", "text": "x" * 501}]),
        [("too_long", "/explanations/0/text")],
    ),
    "an explanation that no check asks for": (
        put("explanations", value=[{"warning": "W-OTHER", "item": "agency_spend", "text": "x"}]),
        [("unknown_warning", "/explanations/0")],
    ),
    "an explanation of what is not in the return": (
        put("explanations", value=[{"warning": "W-SPEND", "item": "agency_money", "text": "x"}]),
        [("unknown_warning", "/explanations/0")],
    ),
    "the same explanation twice": (
        put("explanations", value=[{"warning": "W-SPEND", "item": "agency_spend", "text": "x"}] * 2),
        [("duplicate", "/explanations/1/warning")],
    ),
    "a section that is not a list": (put("leavers", value={}), [("wrong_shape", "/leavers")]),
    "a section that is not an object": (put("caseload", value=[]), [("wrong_shape", "/caseload")]),
    "a section that is null": (put("leavers", value=None), [("null", "/leavers")]),
    "an item nobody declared": (
        put("caseload", "open_cases", value=3),
        [("unknown_field", "/caseload/open_cases")],
    ),
    "a section nobody declared": (put("bonuses", value=[]), [("unknown_field", "/bonuses")]),
    "no month inside": (drop("month"), [("required", "/month")]),
}


@pytest.mark.parametrize(("change", "expected"), CASES.values(), ids=CASES.keys())
def test_an_error_is_named_at_its_place_and_only_there(
    change: Change, expected: list[tuple[str, str]]
) -> None:
    assert judged(change).faults == expected


def test_more_than_two_thousand_rows_are_too_many_for_one_return() -> None:
    rows = [assignment(number, cost_pence=553000, fte="0") for number in range(1998)]
    found = judged(put("agency_assignments", value=rows))
    assert found.faults == [("too_many_rows", "")]


@pytest.mark.parametrize("body", [[], "return", 7, None], ids=["list", "text", "number", "null"])
def test_a_body_that_is_no_return_is_refused_as_a_whole(body: object) -> None:
    assert judge(body).faults == [("wrong_shape", "")]


def test_one_answer_carries_errors_of_form_and_of_sense_of_different_rows() -> None:
    body = sample()
    body["workforce"][0]["role"] = "9"
    body["workforce"][1]["in_post_fte"] = "200"
    body["leavers"][0]["fte"] = "one"
    body["leadership_posts"].append(post(3, 1))
    assert judge(body).faults == [
        ("not_a_code", "/workforce/0/role"),
        ("not_a_decimal", "/leavers/0/fte"),
        ("fte_over_headcount", "/workforce/1/in_post_fte"),
        ("second_director", "/leadership_posts/2/tier"),
    ]


def test_words_are_for_a_person_who_knows_the_work() -> None:
    words = judged(put("workforce", 1, "in_post_fte", value="120")).words
    assert words == [
        "The FTE of staff in post (120) is more than their headcount (109). "
        "One person is at most 1 FTE: correct the FTE or the headcount."
    ]
