"""A return is accepted whole, or refused with everything that is wrong with it."""

import json

from tests.integration.register.suite import Register, codes, facts, returns
from tests.unit.register.returns import MONTH, assignment, post, sample


def test_a_sound_return_becomes_revision_one_with_a_receipt(register: Register) -> None:
    answer = register.submit()
    assert answer.status_code == 201
    body = answer.get_json()
    assert {name: body[name] for name in ("la_code", "month", "revision", "status", "warnings")} == {
        "la_code": "335",
        "month": MONTH,
        "revision": 1,
        "status": "accepted",
        "warnings": [],
    }
    assert body["accepted_at"] == "2027-01-10T09:30:00Z"
    assert len(body["digest"]) == 64
    assert answer.headers["ETag"] == '"1-accepted"'


def test_the_same_content_again_is_the_same_revision_and_no_event(register: Register) -> None:
    first = register.submit().get_json()
    respelt = json.loads(json.dumps(sample(), sort_keys=True))
    respelt["workforce"] = respelt["workforce"][::-1]
    respelt["caseload"]["case_holders_fte"] = "98.2"
    again = register.submit(respelt)
    assert (again.status_code, again.get_json()) == (200, first)
    assert len(register.events()) == 1
    assert register.rows()["revision"] == 1
    assert [action for _, action, _ in register.audits()] == ["set_window", "submit_return"]


def test_other_content_is_a_new_revision_and_the_old_one_stays_readable(register: Register) -> None:
    first = register.submit().get_json()
    register.clock.go_to("2027-01-12")
    second = register.submit(sample(caseload={"cases": 1500, "case_holders_fte": "98.2"})).get_json()
    assert second["revision"] == 2
    assert register.read("/revisions/1").get_json()["digest"] == first["digest"]
    assert register.read("/revisions/1").get_json()["document"]["caseload"]["cases"] == 1480
    assert [item["revision"] for item in register.read("/revisions").get_json()["items"]] == [2, 1]
    # going back to the first content is a change, not a repetition
    assert register.submit().get_json()["revision"] == 3


def test_the_event_carries_the_whole_state_in_facts_and_neither_row_nor_reference(
    register: Register,
) -> None:
    register.submit()
    event = register.events()[0]
    assert (event["type"], event["subject"], event["partitionkey"]) == (
        "register.return_changed",
        "return/335/2026-12",
        "335",
    )
    data = event["data"]
    assert (data["change"], data["withdrawn"], data["certified"]) == ("accepted", False, None)
    state = data["accepted"]
    assert state["sections_reported"] == [
        "workforce",
        "caseload",
        "agency_assignments",
        "leavers",
        "agency_spend",
        "leadership_posts",
        "social_worker_stability",
        "rule_compliance",
    ]
    assert (state["unreliable"], state["explained"]) == (["caseload"], [])
    found = facts(state)
    assert found["in_post_fte",] == "104.600000"
    assert found["in_post_fte", "5"] == "101.600000"
    assert found["agency_cover_fte",] == "1.000000"
    assert found["agency_spend_pence",] == "620894"
    assert found["leavers_fte", "2_to_5_years"] == "1.000000"
    assert found["three_or_more_workers",] == "62"
    text = json.dumps(data)
    assert sample()["agency_assignments"][0]["assignment_ref"] not in text
    assert "case system migrated" not in text


def test_twenty_faults_at_once_are_twenty_problems_each_at_its_place(register: Register) -> None:
    body = sample()
    body["month"] = MONTH
    body["workforce"][0].update(role="9", in_post_fte=3, starters_headcount=-1)
    body["workforce"][1].update(in_post_fte="120")
    body["caseload"].update(cases="1480", case_holders_fte=None)
    body["agency_assignments"] = [
        assignment(1, core_job_type="QSW", basis="cash", start_date="2026-13-01"),
        assignment(2, end_date="2026-07-01"),
        assignment(2, fte="2"),
    ]
    body["leavers"][0].update(destination="10", fte="0")
    body["agency_spend"]["includes"] = ["pay", "bonus"]
    body["leadership_posts"].append(post(3, 1, holder="vacant"))
    body["social_worker_stability"]["one_worker"] = 999
    body["rule_compliance"][2]["compliance"] = "none"
    body["rule_compliance"][5]["rule"] = "data"
    body["bonus"] = 1
    answer = register.submit(body)
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert sorted(where for _, where in codes(answer)) == [
        "/agency_assignments/0/basis",
        "/agency_assignments/0/core_job_type",
        "/agency_assignments/0/start_date",
        "/agency_assignments/1/end_date",
        "/agency_assignments/2/assignment_ref",
        "/agency_assignments/2/fte",
        "/agency_spend/includes",
        "/bonus",
        "/caseload/case_holders_fte",
        "/caseload/cases",
        "/leadership_posts/2/ethnicity",
        "/leavers/0/destination",
        "/leavers/0/fte",
        "/rule_compliance/2/explanation",
        "/rule_compliance/5/rule",
        "/social_worker_stability/children_looked_after",
        "/workforce/0/in_post_fte",
        "/workforce/0/role",
        "/workforce/0/starters_headcount",
        "/workforce/1/in_post_fte",
    ]
    assert all(fault["message"] and fault["fix"] for fault in answer.get_json()["problems"])
    assert register.rows()["revision"] == 0
    assert register.events() == []


def test_a_warning_needs_an_explanation_that_can_be_copied(register: Register) -> None:
    body = sample(agency_spend={"cost_pence": 700000, "includes": ["pay"], "accrued": True})
    refused = register.submit(body)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "warnings_unexplained")
    assert codes(refused) == [("W-SPEND", "/agency_spend/cost_pence")]
    warning = refused.get_json()["warnings"][0]
    body["explanations"] = [warning["explain_as"] | {"text": "an invoice of November was late"}]
    accepted = register.submit(body)
    assert accepted.status_code == 201
    assert accepted.get_json()["warnings"] == [warning]
    assert register.events()[0]["data"]["accepted"]["explained"] == [
        {"warning": "W-SPEND", "item": "agency_spend.cost_pence"}
    ]


def test_errors_come_with_the_warnings_that_would_be_left(register: Register) -> None:
    body = sample(agency_spend={"cost_pence": 700000, "includes": ["pay"], "accrued": True})
    body["leavers"][0]["role"] = "9"
    answer = register.submit(body)
    assert codes(answer) == [("not_a_code", "/leavers/0/role")]
    assert [warning["code"] for warning in answer.get_json()["warnings"]] == ["W-SPEND"]


def test_a_dry_run_says_what_would_happen_and_leaves_nothing(register: Register) -> None:
    register.submit()
    before = register.rows()
    body = sample(caseload={"cases": 4000, "case_holders_fte": "98.2"})
    answer = register.submit(body, query="?dry_run=true")
    assert answer.status_code == 200
    found = answer.get_json()
    assert (found["dry_run"], found["unchanged"], found["revision"]) == (True, False, 2)
    assert [(warning["code"], warning["explained"]) for warning in found["warnings"]] == [
        ("W-CASELOAD", False)
    ]
    assert found["changes"]["replaced_revision"] == {
        "month": MONTH,
        "revision": 1,
        "items": [{"item": "cases", "before": "1480", "after": "4000"}],
    }
    assert found["changes"]["last_month"] is None
    assert register.rows() == before
    assert len(register.events()) == 1


def test_a_dry_run_refuses_what_a_submission_would_refuse(register: Register) -> None:
    body = sample()
    body["leavers"][0]["role"] = "9"
    assert codes(register.submit(body, query="?dry_run=true")) == [("not_a_code", "/leavers/0/role")]


def test_last_month_is_compared_in_preview_and_in_warnings(register: Register) -> None:
    register.open_window("2026-11")
    november = sample("2026-11")
    assert register.submit(november).status_code == 201
    december = sample()
    december["workforce"][1].update(in_post_fte="80", in_post_headcount=90)
    answer = register.submit(december, query="?dry_run=true").get_json()
    assert [warning["code"] for warning in answer["warnings"]] == ["W-FTE-MOVED"]
    moved = answer["changes"]["last_month"]["items"]
    assert {"item": "in_post_fte", "role": "5", "before": "101.600000", "after": "80.000000"} in moved
    register.post("withdrawal", {"revision": 1, "reason": "wrong month"}, month="2026-11")
    assert register.submit(december).status_code == 201


def test_another_month_s_numbers_need_a_confirmation(register: Register) -> None:
    for month in ("2026-09", "2026-10", "2026-11"):
        register.open_window(month)
    september, october = sample("2026-09"), sample("2026-10")
    october["workforce"][1]["in_post_fte"] = "102"
    assert register.submit(september).status_code == 201
    assert register.submit(october).status_code == 201
    november = sample("2026-11")
    refused = register.submit(november)
    assert codes(refused) == [("W-OTHER-MONTH", "/workforce")]
    assert "2026-09" in refused.get_json()["problems"][0]["message"]
    november["explanations"] = [
        refused.get_json()["warnings"][0]["explain_as"] | {"text": "the October starter left again"}
    ]
    assert register.submit(november).status_code == 201
    # the same as last month's means that nothing moved
    assert register.submit(sample()).status_code == 201


def test_content_accepted_once_is_not_asked_about_again_when_the_past_has_changed(
    register: Register,
) -> None:
    register.open_window("2026-11")
    first = register.submit().get_json()
    november = sample("2026-11")
    november["workforce"][1].update(in_post_fte="60", in_post_headcount=70)
    assert register.submit(november).status_code == 201
    again = register.submit()
    assert (again.status_code, again.get_json()) == (200, first)


def test_if_match_is_optional_and_a_stale_one_is_refused(register: Register) -> None:
    first = register.submit().headers["ETag"]
    second = register.submit(sample(leavers=[]), If_Match=first)
    assert second.status_code == 201
    stale = register.submit(sample(), If_Match=first)
    assert (stale.status_code, stale.get_json()["code"]) == (412, "stale")
    assert register.read().headers["ETag"] == second.headers["ETag"] == '"2-accepted"'
    assert register.submit(sample("2026-12"), If_Match="*").status_code == 201


def test_facts_are_kept_beside_the_document(register: Register) -> None:
    register.submit()
    assert register.rows()["fact"] == len(register.events()[0]["data"]["accepted"]["facts"])


def test_a_body_that_is_not_json_or_too_large_is_refused(on_sqlite: Register) -> None:
    client = on_sqlite.app.test_client()
    head = {"Authorization": f"Bearer {on_sqlite.token('hr_submitter', '335')}"}
    path = returns("335", MONTH)
    assert client.put(path, data=b"{}", headers=head).status_code == 415
    json_head = head | {"Content-Type": "application/json"}
    assert client.put(path, data=b'{"la_code":', headers=json_head).status_code == 400
    assert client.put(path, data=b'{"month":1,"month":2}', headers=json_head).status_code == 400
    assert client.put(path, data=b"[" + b" " * 3_000_000 + b"]", headers=json_head).status_code == 413
