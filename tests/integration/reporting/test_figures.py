"""Who sees which figures, over HTTP."""

from tests.integration.reporting.told import Reporting

Q = "2024-25-Q2"
TEN = {"agency_fte": "10.000000", "in_post_fte": "90.000000"}
TWENTY = {"agency_fte": "20.000000", "in_post_fte": "80.000000"}


def test_the_dictionary_is_open_and_says_how_each_kpi_is_worked_out(reporting: Reporting) -> None:
    items = {item["kpi"]: item for item in reporting.get("kpis").get_json()["items"]}
    assert items["agency_rate"]["title"] == "Agency social workers"
    assert (
        items["agency_rate"]["denominator"] == "Agency workers, FTE + In post, FTE, at the end of the quarter"
    )
    assert items["agency_rate"]["example"]["value"] == "13.0"


def test_the_administrator_sees_dfes_rates_live_without_birmingham_by_name(
    reporting: Reporting,
) -> None:
    reporting.tell_quarter(Q)
    region = reporting.figures(Q, "regional_admin")["agency_rate", None]
    assert (region["value"], region["status"], region["audience"]) == ("13.9", None, "T1")
    assert (region["contributing"], region["expected"], region["not_included"]) == (13, 14, ["330"])
    assert region["baseline_2021"]["value"] == "16.1"
    assert [(c["area"], c["value"], c["date"]) for c in region["comparators"]] == [
        ("England", "16.2", "2024-09-30"),
        ("West Midlands", "13.9", "2024-09-30"),
    ]


def test_an_authority_sees_its_own_working_figures_and_nobody_elses(reporting: Reporting) -> None:
    reporting.tell_quarter(Q, only=("335", "336"))
    found = reporting.figures(Q, "hr_submitter", "335")
    assert {la_code for _, la_code in found} == {"335"}
    assert {item["audience"] for item in found.values()} == {"T0"}
    own = found["agency_rate", "335"]
    assert (own["numerator"], own["denominator"], own["value"]) == ("32.000000", "285.500000", "11.2")
    assert not {"bame_tiers_1_3", "gap_agency"} & {kpi for kpi, _ in found}


def test_an_uncertified_return_counts_at_home_marked_p_and_nowhere_else(reporting: Reporting) -> None:
    reporting.tell("335", "2025-12", TEN, certified=False)
    own = reporting.figures("2025-26-Q3", "director", "335")["agency_rate", "335"]
    assert (own["value"], own["status"]) == ("10.0", "p")
    seen = reporting.figures("2025-26-Q3", "regional_admin")["agency_rate", "335"]
    assert (seen["value"], seen["status"]) == (None, "x")
    reporting.tell("335", "2025-12", TEN)
    signed = reporting.figures("2025-26-Q3", "director", "335")["agency_rate", "335"]
    assert (signed["value"], signed["status"]) == ("10.0", None)


def test_a_correction_not_yet_signed_changes_the_working_figure_alone(reporting: Reporting) -> None:
    reporting.tell("335", "2025-12", TEN)
    event = reporting.event("335", "2025-12", TWENTY, revision=2, certified=False)
    event.data["certified"] = reporting.event("335", "2025-12", TEN).data["certified"]
    reporting.apply(event)
    assert reporting.figures("2025-26-Q3", "hr_certifier", "335")["agency_rate", "335"]["value"] == "20.0"
    assert reporting.figures("2025-26-Q3", "regional_admin")["agency_rate", "335"]["value"] == "10.0"


def test_a_withdrawn_return_is_not_reported(reporting: Reporting) -> None:
    reporting.tell("335", "2025-12", TEN)
    reporting.tell("335", "2025-12", {}, withdrawn=True)
    own = reporting.figures("2025-26-Q3", "hr_certifier", "335")["agency_rate", "335"]
    assert (own["value"], own["status"]) == (None, "x")


def test_a_year_with_months_missing_is_shown_at_home_and_nowhere_else(
    reporting: Reporting,
) -> None:
    for month in ("2025-10", "2025-11", "2025-12"):
        reporting.tell("335", month, {"leavers_fte": "3.000000", "in_post_fte": "90.000000"})
    own = reporting.figures("2025-26-Q3", "director", "335")["turnover_12m", "335"]
    assert (own["value"], own["months_present"]) == ("10.0", 3)
    seen = reporting.figures("2025-26-Q3", "regional_admin")["turnover_12m", "335"]
    assert (seen["value"], seen["status"], seen["months_present"]) == (None, "x", 3)


def test_nobody_else_learns_of_a_return_before_a_release(reporting: Reporting) -> None:
    before = [reporting.get(f"quarters/{Q}/figures", role) for role in ("workstream", None)]
    reporting.tell_quarter(Q)
    after = [reporting.get(f"quarters/{Q}/figures", role) for role in ("workstream", None)]
    assert [answer.status_code for answer in after] == [404, 404]
    assert [answer.get_json()["code"] for answer in after] == ["not_released", "not_released"]
    assert [answer.get_json()["detail"] for answer in before] == [
        answer.get_json()["detail"] for answer in after
    ]


def test_change_is_the_difference_of_what_was_shown(reporting: Reporting) -> None:
    for month, agency in (("2024-12", "20.000000"), ("2025-09", "10.000000"), ("2025-12", "15.000000")):
        reporting.tell("335", month, {"agency_fte": agency, "in_post_fte": "90.000000"})
    change = reporting.figures("2025-26-Q3", "director", "335")["agency_rate", "335"]["change"]
    assert change["last_quarter"] == {"quarter": "2025-26-Q2", "value": "4.3", "release": None}
    assert change["same_quarter_last_year"]["value"] == "-3.9"


def test_completeness_says_what_is_late_and_what_is_missing(reporting: Reporting) -> None:
    reporting.tell("335", "2025-10", {"in_post_fte": "90.000000"})
    found = reporting.figures("2025-26-Q3", "regional_admin")
    assert found["completeness", "335"]["value"] == "33"
    assert found["completeness", "335"]["returns"] == {
        "certified": ["2025-10"],
        "late": [],
        "missing": ["2025-11", "2025-12"],
    }
    assert found["completeness", None]["numerator"] == "1"
    assert found["completeness", None]["denominator"] == "42"


def test_what_is_not_a_quarter_has_no_figures(reporting: Reporting) -> None:
    answer = reporting.get("quarters/2024-26-Q2/figures", "regional_admin")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "unknown_quarter")
