"""The cases that people who check rates argue about, each with its number and its expected answer.

Elsewhere: 6 with the dating, 14 and 15 with the exceptions, 21 with the corrections. Case 22, a return
without agency workers, is the register's.
"""

from collections.abc import Callable
from typing import Any

import pytest

from services.rates.rules.answers import answer
from services.rates.rules.beside import notice_due
from services.rates.rules.editions import Editions
from services.rates.rules.job_maps import job_map_faults, titles_of
from services.rates.rules.questions import Question
from services.rates.schemas.questions import read_question
from shared.errors import Refused
from tests.unit.rates.conftest import cap, editions, version_document

OLD = version_document(version="2022-10", valid_from="2022-10-01", caps=[cap("SW", "umbrella", 3600)])
NEW = version_document()
APRIL = version_document(version="2026-04", valid_from="2026-04-01", caps=[cap("SW", "umbrella", 3875)])
TWELVE_MONTHS = version_document(settings={"cool_off_months": 12})


def ask(where: Editions | None = None, **changes: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "la_code": "335",
        "core_job_type": "SW",
        "basis": "umbrella",
        "rate_pence": 3700,
        "start_date": "2026-01-05",
    }
    return answer(Question(**(usual | changes)), where or editions(NEW))


def rule(told: dict[str, Any], name: str) -> dict[str, str]:
    found: dict[str, str] = next(item for item in told["rules"] if item["rule"] == name)
    return found


def codes(told: dict[str, Any]) -> list[str]:
    return [reason["code"] for reason in told["reasons"]]


def test_01_an_offer_equal_to_the_cap_is_at_the_cap() -> None:
    assert (ask(rate_pence=3800)["verdict"], ask(rate_pence=3800)["over_by_pence"]) == ("at_cap", 0)


def test_02_a_penny_over_is_over_by_a_penny() -> None:
    assert (ask(rate_pence=3801)["verdict"], ask(rate_pence=3801)["over_by_pence"]) == ("over", 1)


def test_03_the_day_before_the_version_is_the_old_regime() -> None:
    where = editions(OLD, NEW)
    told = [ask(where, start_date=day) for day in ("2025-09-30", "2025-10-01")]
    assert [(one["verdict"], one["cap"]["version"]) for one in told] == [
        ("over", "2022-10"),
        ("within", "2025-10"),
    ]


def test_04_the_start_date_decides_and_both_versions_are_named() -> None:
    told = ask(editions(NEW, APRIL), start_date="2026-03-31", signed_date="2026-04-02")
    assert told["cap"]["version"] == "2025-10"
    assert codes(told) == ["decided_by_start_date"]
    assert "2025-10" in told["reasons"][0]["message"]
    assert "2026-04" in told["reasons"][0]["message"]


@pytest.mark.parametrize(
    ("is_new", "version", "code"),
    [(True, "2026-04", "decided_by_start_date"), (False, "2025-10", "decided_by_original_start")],
)
def test_05_the_protocol_says_which_version_an_extension_falls_under(
    is_new: bool, version: str, code: str
) -> None:
    april = version_document(
        version="2026-04", valid_from="2026-04-01", settings={"extension_is_new": is_new}
    )
    told = ask(editions(NEW, april), start_date="2026-05-01", original_start_date="2026-01-05")
    assert (told["cap"]["version"], codes(told)) == (version, [code])


@pytest.mark.parametrize(("method", "cap_pence", "verdict"), [("a", 2979, "within"), ("c", 2913, "over")])
def test_07_a_derived_cap_names_the_method_that_decides(method: str, cap_pence: int, verdict: str) -> None:
    told = ask(
        editions(version_document(settings={"paye_equivalent_method": method})), basis="paye", rate_pence=2950
    )
    assert (told["verdict"], told["cap"]["rate_pence"]) == (verdict, cap_pence)
    assert (told["cap"]["derived"], told["cap"]["method"]) == (True, method)


def test_08_a_charge_rate_is_never_compared_and_a_missing_basis_is_asked_for() -> None:
    where = editions(version_document(caps=[cap("TM", "limited", 3575)]))
    for basis, code in (("charge", "basis_not_comparable"), (None, "basis_missing")):
        told = ask(where, core_job_type="TM", basis=basis, rate_pence=4350)
        assert (told["verdict"], told["cap"], told["over_by_pence"]) == ("cannot_tell", None, None)
        assert codes(told) == [code]


def test_09_an_unchanged_paye_rate_becomes_over_on_6_april() -> None:
    where = editions(version_document(valid_from="2024-10-01"))
    before, after = (
        ask(where, basis="paye", rate_pence=2950, start_date=f"2025-04-0{day}") for day in (5, 6)
    )
    assert (before["verdict"], after["verdict"]) == ("within", "over")
    assert after["cap"]["version"] == before["cap"]["version"]


@pytest.mark.parametrize(
    ("document", "start", "outcome", "earliest"),
    [
        (NEW, "2026-06-02", "not_met", "2026-06-03"),
        (NEW, "2026-06-03", "met", "2026-06-03"),
        (TWELVE_MONTHS, "2026-06-02", "not_met", "2027-03-03"),
    ],
)
def test_10_a_day_too_early_after_a_substantive_post_is_too_early(
    document: dict[str, Any], start: str, outcome: str, earliest: str
) -> None:
    told = ask(editions(document), start_date=start, previous_la_code="332", previous_left_date="2026-03-03")
    assert rule(told, "cool_off")["outcome"] == outcome
    assert earliest in rule(told, "cool_off")["message"]


def test_11_three_months_after_30_november_end_on_28_february() -> None:
    words = {"previous_la_code": "332", "previous_left_date": "2025-11-30"}
    found = [rule(ask(start_date=day, **words), "cool_off") for day in ("2026-02-27", "2026-02-28")]
    assert [item["outcome"] for item in found] == ["not_met", "met"]
    assert "2026-02-28" in found[0]["message"]
    assert "last day of the month" in found[0]["message"]


def test_12_the_waiting_time_does_not_apply_across_regions() -> None:
    told = ask(la_code="856", previous_la_code="332", previous_left_date="2026-01-03")
    assert rule(told, "cool_off")["outcome"] == "not_applicable"
    assert (told["verdict"], codes(told)) == ("cannot_tell", ["authority_not_in_region"])


@pytest.mark.parametrize("why", ["redundancy", "probation"])
def test_13_redundancy_or_probation_is_an_exception_with_evidence(why: str) -> None:
    told = ask(previous_la_code="332", previous_left_date="2026-01-03", cool_off_exception=why)
    assert rule(told, "cool_off")["outcome"] == "evidence_needed"


def test_16_an_assistant_team_manager_is_an_advanced_practitioner() -> None:
    title = {"local_title": "Assistant  Team Manager", "valid_from": "2025-10-01", "valid_to": None}
    assert job_map_faults(titles_of({"titles": [title | {"core_job_type": "AP"}]})) == []
    (fault,) = job_map_faults(titles_of({"titles": [title | {"core_job_type": "TM"}]}))
    assert (fault.code, fault.where) == ("title_belongs_elsewhere", "/titles/0")
    where = editions(NEW, maps={"335": [title | {"core_job_type": "AP"}]})
    told = ask(where, core_job_type=None, local_title="assistant team manager")
    assert told["core_job_type"] == "AP"


def test_16_a_title_that_is_not_mapped_is_never_guessed() -> None:
    told = ask(core_job_type=None, local_title="Social Worker Level 3 (Practice Lead)")
    assert (told["verdict"], codes(told)) == ("cannot_tell", ["title_not_mapped"])


def test_17_in_a_project_team_the_one_worker_over_is_over_and_the_price_must_be_split() -> None:
    team = {"supply_model": "project_team", "workers_approved": True}
    rates = [3700, 3700, 3700, 3810, 3700, 3700]
    told = [ask(rate_pence=rate, costs_split=True, **team) for rate in rates]
    assert [one["verdict"] for one in told].count("over") == 1
    assert rule(told[0], "project_teams")["outcome"] == "met"
    assert rule(ask(costs_split=False, **team), "project_teams")["outcome"] == "not_met"


@pytest.mark.parametrize("number", ["sw0123", "SW1234567", " sw1234 "])
def test_18_a_registration_number_is_refused_however_it_is_written(number: str) -> None:
    sent = {"la_code": "335", "local_title": number, "rate_pence": 3700, "start_date": "2026-01-05"}
    with pytest.raises(Refused) as refused:
        read_question(sent)
    assert [fault.code for fault in refused.value.problems] == ["identifier"]
    assert number.strip() not in str(refused.value.as_dict())


@pytest.mark.parametrize(("own", "due"), [(8, 4), (2, 2), (None, 4)])
def test_19_notice_is_four_weeks_or_the_authority_own_where_that_is_less(own: int | None, due: int) -> None:
    assert notice_due(4, own) == due
    told = ask(authority_notice_weeks=own, notice_weeks=due)
    assert (rule(told, "notice")["outcome"], f"{due} weeks" in rule(told, "notice")["message"]) == (
        "met",
        True,
    )


@pytest.mark.parametrize(
    ("week", "basis", "rate", "outcome"),
    [
        (13, "paye", 2000, "not_met"),
        (13, "paye", 2100, "met"),
        (12, "paye", 2000, "not_applicable"),
        (13, "umbrella", 2700, "not_met"),
        (13, "limited", 2000, "not_applicable"),
    ],
)
def test_20_from_week_13_pay_below_a_comparable_employee_is_an_alert_beside_the_verdict(
    week: int, basis: str, rate: int, outcome: str
) -> None:
    told = ask(basis=basis, rate_pence=rate, qualifying_week=week, comparator_pence=2100)
    assert told["verdict"] == "within"
    assert rule(told, "parity")["outcome"] == outcome


@pytest.mark.parametrize(("years", "outcome"), [("2.99", "not_met"), ("3", "met"), (None, "not_asked")])
def test_three_years_after_qualifying_are_judged_only_where_they_are_said(
    years: str | None, outcome: str
) -> None:
    assert rule(ask(experience_years=years), "experience")["outcome"] == outcome


def test_an_experience_band_decides_the_cap_and_must_be_said(new_editions: Callable[..., Editions]) -> None:
    bands = [cap("SW", "umbrella", 2800, (0, 5)), cap("SW", "umbrella", 3200, (5, None))]
    where = new_editions(version_document(caps=bands))
    assert ask(where, rate_pence=3000, experience_years="4.99")["verdict"] == "over"
    assert ask(where, rate_pence=3000, experience_years="5")["verdict"] == "within"
    assert codes(ask(where, rate_pence=3000)) == ["experience_missing"]
    paye = [one["rate_pence"] for one in (ask(where, basis="paye", experience_years=y)["cap"] for y in "45")]
    assert paye[0] < paye[1]


def test_rolled_up_holiday_is_compared_with_holiday_in_the_cap() -> None:
    where = editions(version_document(caps=[cap("SW", "paye", 3000)]))
    told = ask(where, basis="paye_inclusive", rate_pence=3363)
    assert (told["cap"]["rate_pence"], told["cap"]["method"], told["verdict"]) == (3362, "holiday", "over")
    assert ask(where, basis="umbrella")["cap"]["rate_pence"] == 3913


def test_a_national_version_applies_where_the_region_has_none() -> None:
    national = version_document(
        version="england", region_code="E92000001", caps=[cap("SW", "umbrella", 5000)]
    )
    where = editions(national)
    assert ask(where)["cap"]["version"] == "england"
