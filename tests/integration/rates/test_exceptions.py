"""Exceptions stay exceptional: two people sign, late is late, everybody sees that there is one."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from shared.vocabulary.events import EVENTS
from shared.vocabulary.identifiers import reference_digest
from tests.integration.rates.service import Rates

SUBMITTER, DIRECTOR, CHIEF = "hr_submitter.335", "director.335", "chief_executive.335"
REQUEST = {
    "kind": "breach",
    "core_job_type": "TM",
    "basis": "umbrella",
    "rate_pence": 4140,
    "hours_per_week": "37",
    "start_date": "2026-03-09",
    "end_date": "2026-06-28",
    "reason": "No team manager could be found within the cap for the assessment team.",
    "renews": None,
}


def request(rates: Rates, **changes: Any) -> dict[str, Any]:
    answer = rates.post("/exceptions", REQUEST | changes, SUBMITTER)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def sign(rates: Rates, id_: str, who: str, decision: str = "approve", **words: Any) -> Any:
    body = {"decision": decision} | (
        {"reason": "The price is not justified."} if decision == "refuse" else {}
    )
    return rates.post(f"/exceptions/{id_}/decisions", body, who, **words)


def approved(rates: Rates, **changes: Any) -> dict[str, Any]:
    id_ = request(rates, **changes)["id"]
    assert sign(rates, id_, DIRECTOR).status_code == 201
    body: dict[str, Any] = sign(rates, id_, CHIEF).get_json()
    return body


def test_the_cost_over_the_cap_to_the_last_day_is_shown_before_anybody_signs(in_force: Rates) -> None:
    asked = request(in_force)
    assert (asked["status"], asked["over_by_pence"], asked["waiting_for"]) == (
        "requested",
        340,
        ["director", "chief_executive"],
    )
    assert asked["cost_over_cap_pence"] == 340 * 37 * 16


def test_two_approvals_by_different_people_allow_the_rate(in_force: Rates) -> None:
    asked = {"core_job_type": "TM", "rate_pence": 4140, "start_date": "2026-03-09"}
    found = approved(in_force)
    assert (found["status"], found["late"]) == ("approved", False)
    assert in_force.check(**asked)["verdict"] == "over"
    checked = in_force.check(**asked, exception_reference=found["reference"])
    assert (checked["verdict"], checked["over_by_pence"]) == ("over_approved", 340)


def test_one_approval_is_not_enough(in_force: Rates) -> None:
    asked = request(in_force)
    assert sign(in_force, asked["id"], DIRECTOR).get_json()["status"] == "requested"
    checked = in_force.check(
        core_job_type="TM", rate_pence=4140, start_date="2026-03-09", exception_reference=asked["reference"]
    )
    assert checked["verdict"] == "over"
    assert checked["reasons"][0]["code"] == "exception_not_approved"


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ((DIRECTOR, "person-1"), (DIRECTOR, "person-1"), "already_signed"),
        ((DIRECTOR, "person-1"), (CHIEF, "person-1"), "already_signed"),
        ((DIRECTOR, "person-1"), (DIRECTOR, "person-2"), "role_signed"),
        ((DIRECTOR, "person-1"), (CHIEF, SUBMITTER), "own_request"),
    ],
)
def test_nobody_signs_twice_or_signs_their_own_request(
    in_force: Rates, first: tuple[str, str], second: tuple[str, str], code: str
) -> None:
    id_ = request(in_force)["id"]
    assert sign(in_force, id_, first[0], subject=first[1]).status_code == 201
    before = in_force.row_counts()
    refused = sign(in_force, id_, second[0], subject=second[1])
    assert (refused.status_code, refused.get_json()["code"]) == (409, code)
    assert in_force.row_counts() == before


def test_an_approval_on_or_after_the_first_day_is_late_and_never_dated_back(in_force: Rates) -> None:
    id_ = request(in_force)["id"]
    sign(in_force, id_, DIRECTOR)
    in_force.clock.to("2026-03-09T00:30:00")
    found = sign(in_force, id_, CHIEF).get_json()
    assert (found["status"], found["late"]) == ("approved", True)
    assert found["decided_at"] == "2026-03-09T00:30:00Z"
    assert [item["id"] for item in in_force.get("/exceptions?late=true", DIRECTOR).get_json()["items"]] == [
        id_
    ]


def test_an_exception_that_runs_out_turns_the_check_back_to_over(in_force: Rates) -> None:
    found = approved(in_force, kind="exemption")
    asked = {
        "core_job_type": "TM",
        "rate_pence": 4140,
        "start_date": "2026-03-09",
        "exception_reference": found["reference"],
    }
    in_force.clock.to("2026-06-28T12:00:00")
    on_the_last_day = in_force.check(**asked)
    in_force.clock.to("2026-06-29T12:00:00")
    after = in_force.check(**asked)
    assert (on_the_last_day["verdict"], after["verdict"]) == ("over_approved", "over")
    assert after["reasons"][0]["code"] == "exception_expired"
    assert in_force.get(f"/checks/{on_the_last_day['reference']}").get_json() == on_the_last_day
    assert in_force.get("/exceptions?status=expired", DIRECTOR).get_json()["items"][0]["id"] == found["id"]


def test_one_refusal_refuses_and_the_region_sees_it(in_force: Rates) -> None:
    id_ = request(in_force)["id"]
    assert sign(in_force, id_, CHIEF, "refuse").get_json()["status"] == "refused"
    assert sign(in_force, id_, DIRECTOR).get_json()["code"] == "not_open"
    seen = in_force.get("/exceptions?status=refused", "workstream").get_json()["items"]
    assert [(item["id"], item["decisions"][0]["role"]) for item in seen] == [(id_, "chief_executive")]


def test_a_refusal_says_why(in_force: Rates) -> None:
    id_ = request(in_force)["id"]
    answer = in_force.post(f"/exceptions/{id_}/decisions", {"decision": "refuse"}, CHIEF)
    assert (answer.status_code, answer.get_json()["problems"][0]["code"]) == (422, "reason_missing")


def test_others_see_a_band_of_cost_and_no_rate_reference_or_person(in_force: Rates) -> None:
    found = approved(in_force)
    for who in ("hr_submitter.330", "regional_admin", "workstream"):
        (seen,) = in_force.get("/exceptions", who).get_json()["items"]
        assert seen["cost_over_cap_band"] == "£1,000 to under £5,000"
        assert seen["reason"] == REQUEST["reason"]
        hidden = {
            "rate_pence",
            "cap_pence",
            "over_by_pence",
            "reference",
            "cost_over_cap_pence",
            "requested_by",
        }
        assert not hidden & seen.keys()
        assert found["reference"] not in str(seen)
        assert "person" not in str(seen["decisions"])
        assert set(seen["decisions"][0]) == {"role", "decision", "decided_at"}
    assert in_force.get("/exceptions", "agency.a1").status_code == 403


def test_a_renewal_is_counted_and_only_an_approval_can_be_renewed(in_force: Rates) -> None:
    first = approved(in_force)
    dates = {"start_date": "2026-06-29", "end_date": "2026-09-27"}
    second = request(in_force, renews=first["id"], **dates)
    assert second["renewals"] == 1
    refused = in_force.post("/exceptions", REQUEST | dates | {"renews": second["id"]}, SUBMITTER)
    assert (refused.status_code, refused.get_json()["problems"][0]["code"]) == (422, "cannot_renew")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"rate_pence": 3800}, "not_over_cap"),
        ({"end_date": "2026-03-08"}, "ends_before_it_begins"),
        ({"end_date": "2026-09-07"}, "approval_too_long"),
        ({"start_date": "2025-09-01", "end_date": "2025-09-20"}, "no_version_on_date"),
        ({"reason": "For Jane, e-mail jane@example.org"}, "identifier"),
    ],
)
def test_a_request_that_the_protocol_does_not_allow_is_refused(
    in_force: Rates, changes: dict[str, Any], code: str
) -> None:
    answer = in_force.post("/exceptions", REQUEST | changes, SUBMITTER)
    assert answer.status_code == 422
    assert [fault["code"] for fault in answer.get_json()["problems"]] == [code]
    assert "jane" not in answer.text


def test_another_authority_can_neither_ask_nor_sign_nor_use_it(in_force: Rates) -> None:
    found = approved(in_force)
    waiting = request(in_force)["id"]
    assert in_force.post("/exceptions", REQUEST | {"la_code": "330"}, SUBMITTER).status_code == 404
    assert sign(in_force, waiting, "director.330").status_code == 404
    checked = in_force.check(
        la_code="330",
        core_job_type="TM",
        rate_pence=4140,
        start_date="2026-03-09",
        exception_reference=found["reference"],
    )
    assert (checked["verdict"], checked["reasons"][0]["code"]) == ("over", "exception_other_authority")


def test_every_change_of_state_is_an_event_without_reference_or_words(in_force: Rates) -> None:
    found = approved(in_force)
    in_force.post(f"/exceptions/{found['id']}/withdrawal", {}, SUBMITTER)
    events = in_force.events("rates.exception_changed")
    assert [event["data"]["status"] for event in events] == [
        "requested",
        "requested",
        "approved",
        "withdrawn",
    ]
    assert [event["sequence"] for event in events] == ["1", "2", "3", "4"]
    validator = Draft202012Validator(dict(EVENTS["rates.exception_changed"].schema))
    for event in events:
        validator.validate(event["data"])
        assert event["partitionkey"] == "335"
        assert event["data"]["reference_digest"] == reference_digest(found["reference"])
        assert found["reference"] not in str(event)
        assert REQUEST["reason"] not in str(event)


def test_the_ledger_is_filtered_and_downloaded(in_force: Rates) -> None:
    approved(in_force)
    in_force.clock.to("2026-03-02T09:05:00")
    request(in_force, core_job_type="SW", reason="=cmd: workload")
    filtered = in_force.get("/exceptions?core_job_type=SW&la_code=335&on=2026-04-01", "workstream").get_json()
    assert [item["core_job_type"] for item in filtered["items"]] == ["SW"]
    lines = in_force.get("/exceptions.csv", "workstream").text.splitlines()
    assert len(lines) == 3
    assert lines[1].endswith("'=cmd: workload")
    assert "chief_executive director" in lines[2]
