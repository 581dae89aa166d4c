"""A published version never changes; a correction replaces it from a day on and says what it would alter."""

from tests.integration.rates.service import Rates
from tests.unit.rates.conftest import cap, version_document

WRONG = {"caps": [cap("SW", "umbrella", 3800)]}
RIGHT = {
    "version": "2025-10-b",
    "corrects": "2025-10",
    "correction_reason": "Two digits were swapped in the schedule.",
    "caps": [cap("SW", "umbrella", 3750)],
}


def test_a_correction_takes_over_and_leaves_past_checks_as_they_were(rates: Rates) -> None:
    rates.add_years()
    rates.publish(**WRONG)
    asked = rates.check(rate_pence=3790)
    rates.publish(**RIGHT, valid_from="2026-01-01")
    assert rates.get(f"/checks/{asked['reference']}").get_json() == asked
    again = rates.check(rate_pence=3790)
    assert (asked["verdict"], again["verdict"]) == ("within", "over")
    assert again["reference"] != asked["reference"]
    assert again["cap"]["version"] == "2025-10-b"
    assert rates.check(rate_pence=3790, start_date="2025-12-31")["cap"]["version"] == "2025-10"


def test_the_checks_a_correction_would_change_are_listed_before_and_after_it_is_published(
    rates: Rates,
) -> None:
    rates.add_years()
    rates.publish(**WRONG)
    changed = rates.check(rate_pence=3790)
    rates.check(rate_pence=3000, start_date="2025-10-02")
    rates.check(rate_pence=3790, core_job_type="TM")
    assert rates.post("/protocols", version_document(**RIGHT), "regional_admin").status_code == 201
    path = "/protocols/2025-10-b/affected-checks"
    before = rates.get(path, "regional_admin").get_json()["items"]
    assert rates.post("/protocols/2025-10-b/publication", {}, "regional_admin").status_code == 201
    after = rates.get(path, "regional_admin").get_json()["items"]
    assert before == after
    assert {item["reference"]: (item["verdict_before"], item["verdict_after"]) for item in after}[
        changed["reference"]
    ] == ("within", "over")
    assert all(item["cap_after_pence"] == 3750 for item in after)
    assert len(after) == 2


def test_a_correction_without_a_reason_or_outside_its_version_is_refused(rates: Rates) -> None:
    rates.publish(**WRONG)
    wrong = RIGHT | {"correction_reason": None, "valid_from": "2025-09-01"}
    rates.post("/protocols", version_document(**wrong), "regional_admin")
    answer = rates.post("/protocols/2025-10-b/publication", {}, "regional_admin")
    assert answer.status_code == 422
    assert {fault["code"] for fault in answer.get_json()["problems"]} == {
        "correction_outside",
        "reason_missing",
    }


def test_a_corrected_version_with_no_day_left_is_told_of_without_caps(rates: Rates) -> None:
    rates.publish(**WRONG)
    rates.publish(**RIGHT)
    old, new = [event["data"] for event in rates.events("rates.protocol_published")[1:]]
    assert (old["version"], old["caps"], old["valid_from"], old["valid_to"]) == (
        "2025-10",
        [],
        "2025-10-01",
        "2025-10-01",
    )
    assert (new["version"], new["valid_to"]) == ("2025-10-b", None)
    assert rates.get("/protocols/2025-10").get_json()["in_force"] is None


def test_a_published_version_cannot_be_replaced_or_discarded(rates: Rates) -> None:
    rates.publish(**WRONG)
    document = version_document(**WRONG | {"title": "Another title"})
    for answer in (
        rates.put("/protocols/2025-10", document, "regional_admin"),
        rates.call("DELETE", "/protocols/2025-10", "regional_admin"),
        rates.post("/protocols", document, "regional_admin"),
    ):
        assert answer.status_code == 409


def test_publishing_again_changes_nothing(rates: Rates) -> None:
    rates.publish(**WRONG)
    before = rates.row_counts()
    again = rates.post("/protocols/2025-10/publication", {}, "regional_admin")
    assert again.status_code == 200
    assert rates.row_counts() == before
