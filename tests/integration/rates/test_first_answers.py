"""From an empty service to a quotable answer."""

from tests.integration.rates.service import Rates, question


def test_a_published_cap_is_found_by_anyone_on_its_dates(in_force: Rates) -> None:
    found = in_force.get("/caps?on=2026-03-01&core_job_type=SW&basis=paye").get_json()["items"]
    assert [(cap["rate_pence"], cap["derived"], cap["method"], cap["version"]) for cap in found] == [
        (2913, True, "c", "2025-10")
    ]
    assert in_force.get("/caps?on=2025-09-30").get_json()["items"] == []


def test_a_check_names_the_cap_its_version_and_what_it_is_over_by(in_force: Rates) -> None:
    found = in_force.check(rate_pence=3801)
    assert found["verdict"] == "over"
    assert found["over_by_pence"] == 1
    assert found["cap"]["version"] == "2025-10"
    assert found["workings"][-1]["pence"] == 3801


def test_the_same_question_gives_the_same_bytes_and_writes_nothing(in_force: Rates) -> None:
    first = in_force.post("/checks", question())
    before = in_force.row_counts()
    in_force.clock.to("2026-03-09T10:00:00")
    again = in_force.post("/checks", question())
    read = in_force.get(f"/checks/{first.get_json()['reference']}")
    assert first.data == again.data == read.data
    assert first.status_code == again.status_code == 200
    assert in_force.row_counts() == before


def test_an_unknown_reference_is_404(in_force: Rates) -> None:
    assert in_force.get("/checks/7K2M9QX4TA5").status_code == 404


def test_every_fault_of_a_question_is_named_at_once(in_force: Rates) -> None:
    answer = in_force.post(
        "/checks", {"la_code": "33", "rate_pence": "3700", "start_date": "2026-02-30", "name": "x"}
    )
    assert answer.status_code == 422
    places = {(fault["where"], fault["code"]) for fault in answer.get_json()["problems"]}
    assert places == {
        ("/la_code", "invalid"),
        ("/rate_pence", "invalid"),
        ("/start_date", "not_a_date"),
        ("/name", "unknown_field"),
        ("/core_job_type", "job_missing"),
    }
