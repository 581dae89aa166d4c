"""When a month is taken, by whom it may be reopened, and who is in."""

from typing import Any

import pytest

from tests.integration.register.suite import Register
from tests.unit.register.returns import MONTH, sample


def test_a_window_is_told_to_the_other_services_once(register: Register) -> None:
    again = register.open_window()
    assert again.status_code == 200
    changed = register.open_window(closes="2027-02-28")
    assert (changed.status_code, changed.get_json()["closes"]) == (200, "2027-02-28")
    events = register.events("register.window_changed")
    assert [event["data"]["closes"] for event in events] == ["2027-01-31", "2027-02-28"]
    assert {event["partitionkey"] for event in events} == {"E12000005"}
    assert [event["subject"] for event in events] == ["window/2026-12"] * 2


def test_windows_are_open_to_anyone(register: Register) -> None:
    register.open_window("2027-01", opens="2027-02-01", due="2027-02-20", closes="2027-02-28")
    found = register.ask("GET", "/register/v1/windows").get_json()
    assert [window["month"] for window in found["items"]] == ["2027-01", "2026-12"]
    assert found["next"] is None


@pytest.mark.parametrize(
    ("dates", "where"),
    [
        ({"opens": "2027-01-21"}, "/due"),
        ({"due": "2027-02-01"}, "/due"),
        ({"due": "20270120"}, "/due"),
        ({"due": "2027-W03-3"}, "/due"),
        ({"due": "soon"}, "/due"),
        ({"opens": "1985-03-02"}, "/opens"),
        ({"note": "x"}, "/note"),
    ],
)
def test_dates_that_make_no_window_are_refused(
    on_sqlite: Register, dates: dict[str, str], where: str
) -> None:
    answer = on_sqlite.open_window("2027-02", **dates)
    assert answer.status_code == 422
    assert [fault["where"] for fault in answer.get_json()["problems"]] == [where]


@pytest.mark.parametrize(
    ("day", "status"), [("2026-12-31", 409), ("2027-01-01", 201), ("2027-01-31", 201), ("2027-02-01", 409)]
)
def test_returns_are_taken_from_the_first_to_the_last_day_of_the_window(
    register: Register, day: str, status: int
) -> None:
    register.clock.go_to(day)
    answer = register.submit()
    assert answer.status_code == status
    if status == 409:
        assert answer.get_json()["code"] == "window_closed"
        assert register.submit(query="?dry_run=true").status_code == 409


def test_the_day_ends_at_midnight_in_london(on_sqlite: Register) -> None:
    on_sqlite.open_window("2026-06", opens="2026-07-01", due="2026-07-20", closes="2026-07-31")
    june = sample("2026-06", leavers=[])
    june["agency_assignments"][0]["start_date"] = "2026-01-05"
    on_sqlite.clock.go_to("2026-07-31", hour=23)
    assert on_sqlite.submit(june).status_code == 409
    on_sqlite.clock.go_to("2026-07-31", hour=22)
    assert on_sqlite.submit(june).status_code == 201


def test_a_month_without_a_window_is_not_taken(register: Register) -> None:
    answer = register.submit(sample("2026-11"))
    assert (answer.status_code, answer.get_json()["code"]) == (409, "window_closed")


def test_the_same_content_after_the_close_is_still_the_revision_that_is_in(register: Register) -> None:
    register.submit()
    register.clock.go_to("2027-02-05")
    assert register.submit().status_code == 200
    assert register.submit(sample(leavers=[])).status_code == 409


def test_a_closed_month_is_reopened_for_one_authority(register: Register) -> None:
    register.clock.go_to("2027-02-05")
    answer = register.reopen()
    assert answer.status_code == 201
    assert answer.get_json()["approver"] == "director.335"
    assert register.submit().status_code == 201
    assert register.submit(sample(la_code="330"), la_code="330").status_code == 409
    register.clock.go_to("2027-02-21")
    assert register.submit(sample(leavers=[])).get_json()["code"] == "window_closed"
    assert register.audits()[1] == ("regional_admin", "reopen_return", f"return 335/{MONTH}")


def test_an_open_month_has_nothing_to_reopen(register: Register) -> None:
    answer = register.reopen()
    assert (answer.status_code, answer.get_json()["code"]) == (409, "window_not_closed")


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        ({"approver": "regional_admin"}, "/approver"),
        ({"closes": "2027-02-04"}, "/closes"),
        ({"approver": "first.last@example.gov.uk"}, "/approver"),
        ({"reason": ""}, "/reason"),
        ({"approver": ""}, "/approver"),
    ],
)
def test_a_reopening_needs_a_reason_an_approver_and_a_day_to_come(
    on_sqlite: Register, wanted: dict[str, str], where: str
) -> None:
    on_sqlite.clock.go_to("2027-02-05")
    answer = on_sqlite.reopen(**wanted)
    assert answer.status_code == 422
    assert {fault["where"] for fault in answer.get_json()["problems"]} == {where}
    assert on_sqlite.rows()["reopening"] == 0


def test_a_late_signature_needs_no_window(register: Register) -> None:
    digest = register.submit().get_json()["digest"]
    register.clock.go_to("2027-02-05")
    assert register.sign(1, digest).status_code == 200


def completeness(register: Register, **how: Any) -> dict[str, Any]:
    path = f"/register/v1/completeness?month={MONTH}"
    found = register.ask("GET", path, **({"role": "workstream"} | how)).get_json()
    return {item["la_code"]: item for item in found["items"]} | {"all": found}


def test_who_is_in_late_missing_amended_and_certified(register: Register) -> None:
    assert completeness(register)["330"]["state"] == "awaited"
    digest = register.submit().get_json()["digest"]
    register.sign(1, digest)
    register.submit(sample(la_code="330"), la_code="330")
    register.submit(sample(la_code="330", leavers=[]), la_code="330")
    register.clock.go_to("2027-01-21")
    register.submit(sample(la_code="331"), la_code="331")
    register.submit(sample(la_code="332"), la_code="332")
    register.ask(
        "POST",
        f"/register/v1/returns/332/{MONTH}/withdrawal",
        {"revision": 1, "reason": "wrong file"},
        role="hr_certifier",
        la_code="332",
    )
    found = completeness(register)
    shown = {
        la_code: (item["state"], item["certified"], item["amended"])
        for la_code, item in found.items()
        if la_code in ("330", "331", "332", "333", "335")
    }
    assert shown == {
        "335": ("in", True, False),
        "330": ("in", False, True),
        "331": ("late", False, False),
        "332": ("missing", False, False),
        "333": ("missing", False, False),
    }
    assert found["332"]["status"] == "withdrawn"
    totals = {name: found["all"][name] for name in ("due", "expected", "in", "certified")}
    assert totals == {"due": "2027-01-20", "expected": 14, "in": 3, "certified": 1}


def test_the_data_dictionary_is_open_and_says_what_each_item_is(on_sqlite: Register) -> None:
    found = on_sqlite.ask("GET", "/register/v1/data-items").get_json()
    items = {(item["section"], item["name"]): item for item in found["items"]}
    assert items["workforce", "in_post_fte"]["places"] == 6
    assert {"code": "SW", "title": "Social worker"} in items["agency_assignments", "core_job_type"]["codes"]
    assert "W-OTHER-MONTH" in {warning["code"] for warning in found["warnings"]}
    assert "agency_fte" in {fact["item"] for fact in found["facts"]}
    of_a_month = on_sqlite.ask("GET", "/register/v1/data-items?month=2026-12").get_json()
    asked = [
        item for item in found["items"] if (item["since"] or "") <= "2026-12" <= (item["until"] or "9999")
    ]
    assert of_a_month["items"] == asked
    for no_month in ("December", "0000-01", "2026-13"):
        for path in ("data-items", "completeness"):
            answer = on_sqlite.ask("GET", f"/register/v1/{path}?month={no_month}", role="workstream")
            assert answer.status_code == 422, no_month
