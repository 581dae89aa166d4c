"""The editions and tax years that come with the suite are requests that the service accepts as they are."""

import json
from pathlib import Path

import pytest

from tests.integration.rates.service import Rates

SEED = Path(__file__).resolve().parents[3] / "deploy" / "seed"


@pytest.fixture
def seeded(rates: Rates) -> Rates:
    for path in sorted((SEED / "statutory_inputs").glob("*.json")):
        answer = rates.post("/statutory-inputs", json.loads(path.read_text()), "regional_admin")
        assert answer.status_code == 201, answer.text
    for path in sorted((SEED / "protocols").glob("*.json")):
        document = json.loads(path.read_text())
        assert document["version"] == path.stem
        for path_, body in (("/protocols", document), (f"/protocols/{path.stem}/publication", {})):
            answer = rates.post(path_, body, "regional_admin")
            assert answer.status_code == 201, answer.text
    return rates


def test_the_editions_follow_one_another_without_a_gap_from_2015(seeded: Rates) -> None:
    periods = [item["in_force"] for item in seeded.get("/protocols").get_json()["items"]]
    assert periods[0]["valid_from"] == "2015-01-01"
    assert [period["valid_to"] for period in periods] == [p["valid_from"] for p in periods[1:]] + [None]


def test_the_birmingham_confusion_of_2015_cannot_happen(seeded: Rates) -> None:
    found = seeded.check(la_code="330", basis="charge", rate_pence=3340, start_date="2015-03-16")
    assert (found["verdict"], found["cap"], found["over_by_pence"]) == ("cannot_tell", None, None)
    assert [reason["code"] for reason in found["reasons"]] == ["basis_not_comparable"]
    assert found["workings"] == []


def test_the_sourced_caps_of_2015_answer_a_limited_company_rate(seeded: Rates) -> None:
    found = seeded.check(la_code="330", basis="limited", rate_pence=2251, start_date="2015-03-16")
    assert (found["verdict"], found["over_by_pence"], found["cap"]["rate_pence"]) == ("over", 1, 2250)
    assert found["cap"]["illustrative"] is False
    assert "Community Care, 16 March 2015" in found["cap"]["citation"]


@pytest.mark.parametrize(
    ("start", "basis", "code"),
    [("2015-03-16", "paye", "no_statutory_inputs"), ("2019-05-01", "limited", "figures_unknown")],
)
def test_what_was_not_found_is_not_guessed(seeded: Rates, start: str, basis: str, code: str) -> None:
    found = seeded.check(basis=basis, start_date=start)
    assert found["verdict"] == "cannot_tell"
    assert [reason["code"] for reason in found["reasons"]] == [code]


def test_a_published_paye_cap_beats_a_derived_one(seeded: Rates) -> None:
    before, after = (
        seeded.get(f"/caps?on={day}&core_job_type=SW&basis=paye").get_json()["items"][0]
        for day in ("2026-03-31", "2026-04-01")
    )
    assert (before["rate_pence"], before["derived"], before["method"]) == (2979, True, "a")
    assert (after["rate_pence"], after["derived"], after["method"]) == (3050, False, None)
