"""What the protocol service tells the others is what the schemas of the events say."""

from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from services.rates.access import ACCESS
from services.rates.schemas.checks import CheckSchema
from shared.runtime.access import OPEN
from shared.vocabulary.events import EVENTS
from tests.integration.rates.service import Rates, start_rates
from tests.unit.rates.conftest import cap, version_document


@pytest.fixture
def rates(new_sqlite: Callable[[str], str], tmp_path: Path) -> Rates:
    service = start_rates(new_sqlite("rates"), tmp_path)
    service.add_years()
    return service


def test_a_published_version_carries_every_cap_with_its_days_and_derived_ones_labelled(rates: Rates) -> None:
    bands = [cap("TM", "umbrella", 4400, (0, 5)), cap("TM", "umbrella", 4700, (5, None))]
    rates.publish(caps=[cap("SW", "umbrella", 3800), *bands])
    (event,) = rates.events("rates.protocol_published")
    Draft202012Validator(dict(EVENTS["rates.protocol_published"].schema)).validate(event["data"])
    assert (event["partitionkey"], event["aggregateid"], event["sequence"]) == ("E12000005", "2025-10", "1")
    caps = event["data"]["caps"]
    sw = {item["basis"]: item for item in caps if item["core_job_type"] == "SW"}
    assert {basis: (item["rate_pence"], item["derived"], item["method"]) for basis, item in sw.items()} == {
        "umbrella": (3800, False, None),
        "limited": (3800, True, "same_table"),
        "paye": (2913, True, "c"),
        "paye_inclusive": (3264, True, "c"),
    }
    assert {item["experience_band"] for item in caps if item["core_job_type"] == "TM"} == {
        "0 to under 5 years",
        "5 years and over",
    }


def test_a_derived_cap_ends_with_its_tax_year_and_a_published_one_with_its_version(rates: Rates) -> None:
    rates.publish(valid_from="2024-10-01", caps=[cap("SW", "umbrella", 3800)])
    caps = rates.events("rates.protocol_published")[0]["data"]["caps"]
    days: dict[str, list[tuple[int, str, str | None]]] = {"umbrella": [], "paye": []}
    for item in caps:
        if item["basis"] in days:
            days[item["basis"]].append((item["rate_pence"], item["valid_from"], item["valid_to"]))
    assert days["umbrella"] == [(3800, "2024-10-01", None)]
    assert days["paye"] == [(2964, "2024-10-01", "2025-04-06"), (2913, "2025-04-06", "2027-04-06")]


def test_the_version_before_is_told_of_again_with_its_last_day(rates: Rates) -> None:
    rates.publish()
    rates.publish(version="2026-04", valid_from="2026-04-01")
    told = [
        (e["aggregateid"], e["sequence"], e["data"]["valid_to"])
        for e in rates.events("rates.protocol_published")
    ]
    assert told == [("2025-10", "1", None), ("2025-10", "2", "2026-04-01"), ("2026-04", "1", None)]


def test_open_to_anyone_is_exactly_what_the_protocol_says_is_open() -> None:
    opened = {name for name, access in ACCESS.items() if access == OPEN and " /rates/v1/" in name}
    assert opened == {
        "GET /rates/v1/caps",
        "GET /rates/v1/caps.csv",
        "POST /rates/v1/checks",
        "GET /rates/v1/checks/<reference>",
        "GET /rates/v1/protocols",
        "GET /rates/v1/protocols/<version>",
        "GET /rates/v1/protocols/<version>/comparison",
        "GET /rates/v1/statutory-inputs",
        "GET /rates/v1/changes",
    }


def test_a_check_has_the_fields_of_the_contract_and_no_other_than_documented(rates: Rates) -> None:
    rates.publish()
    found = rates.check(rate_pence=3900, hours_per_week="37")
    assert CheckSchema().validate(found) == {}
    assert {
        "reference",
        "verdict",
        "la_code",
        "core_job_type",
        "basis",
        "rate_pence",
        "start_date",
        "cap",
        "over_by_pence",
        "workings",
        "rules",
        "reasons",
    } <= found.keys()
    assert found["over_by_week_pence"] == 3700
    assert set(found["workings"][0]) == {"label", "pence", "exact_pence", "source"}
    assert set(found["rules"][0]) == {"rule", "force", "outcome", "citation", "message"}


def test_drafts_are_seen_by_the_regional_administrator_alone(rates: Rates) -> None:
    from_now = {"version": "2026-04", "valid_from": "2026-04-01"}
    rates.publish()
    rates.post("/protocols", _draft(from_now), "regional_admin")
    assert [item["version"] for item in rates.get("/protocols").get_json()["items"]] == ["2025-10"]
    assert rates.get("/protocols/2026-04").status_code == 404
    assert rates.get("/protocols/2026-04/comparison").status_code == 404
    assert rates.get("/protocols/2026-04", "regional_admin").get_json()["status"] == "draft"
    found = rates.get("/protocols/2026-04/comparison", "regional_admin").get_json()
    assert found["compared_with"] == "2025-10"
    changed = [
        (c["basis"], c["before_pence"], c["after_pence"]) for c in found["caps"] if c["core_job_type"] == "SW"
    ]
    assert ("umbrella", 3800, 3875) in changed
    assert found["settings"] == [{"setting": "cool_off_months", "before": 3, "after": 12}]


def _draft(changes: dict[str, object]) -> dict[str, object]:
    return version_document(**changes, caps=[cap("SW", "umbrella", 3875)], settings={"cool_off_months": 12})
