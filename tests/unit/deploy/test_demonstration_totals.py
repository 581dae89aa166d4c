"""The demonstration's returns add up, exactly, to the published figures they stand for."""

import csv
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from deploy.demonstration.figures import FIGURES_FILE, MONTHS, load_figures
from shared.runtime.config import DEMONSTRATION_REGION
from shared.vocabulary.calendar import Month
from shared.vocabulary.items import facts_of
from shared.vocabulary.region import load_region

CODES = load_region(DEMONSTRATION_REGION).la_codes
SEPTEMBERS = ("2024-09", "2025-09")
Documents = Mapping[tuple[str, str], Any]


def published() -> Mapping[tuple[str, str, str], Decimal]:
    with FIGURES_FILE.open(encoding="utf-8") as file:
        return {
            (row["la_code"], row["as_of"][:7], row["measure"]): Decimal(row["value"])
            for row in csv.DictReader(file)
        }


FIGURES = published()


def total(rows: Iterable[Mapping[str, Any]], key: str) -> Decimal:
    return sum((Decimal(row[key]) for row in rows), Decimal(0))


def test_every_authority_of_the_region_has_a_return_for_each_of_the_24_months(documents: Documents) -> None:
    assert set(documents) == {(la_code, str(month)) for la_code in CODES for month in MONTHS}
    assert len(documents) == 14 * 24


@pytest.mark.parametrize("month", SEPTEMBERS)
@pytest.mark.parametrize("la_code", CODES)
def test_staff_vacancies_and_caseload_in_september_are_the_published_ones(
    documents: Documents, la_code: str, month: str
) -> None:
    document = documents[la_code, month]
    assert total(document["workforce"], "in_post_fte") == FIGURES[la_code, month, "in_post_fte"]
    assert total(document["workforce"], "vacancy_fte") == FIGURES[la_code, month, "vacancy_fte"]
    assert document["caseload"]["cases"] == FIGURES[la_code, month, "cases"]
    holders = Decimal(document["caseload"]["case_holders_fte"])
    assert holders == FIGURES[la_code, month, "case_holders_fte"]


@pytest.mark.parametrize("month", SEPTEMBERS)
@pytest.mark.parametrize("la_code", CODES)
def test_assignments_live_on_30_september_are_the_published_agency_and_cover_fte(
    documents: Documents, la_code: str, month: str
) -> None:
    live = [row for row in documents[la_code, month]["agency_assignments"] if row["end_date"] is None]
    covering = [row for row in live if row["reason"] == "vacancy_cover"]
    assert total(live, "fte") == FIGURES[la_code, month, "agency_fte"]
    assert total(covering, "fte") == FIGURES[la_code, month, "agency_cover_fte"]


@pytest.mark.parametrize("september", SEPTEMBERS)
@pytest.mark.parametrize("la_code", CODES)
def test_leavers_and_sickness_of_twelve_months_are_the_published_year(
    documents: Documents, la_code: str, september: str
) -> None:
    year = [documents[la_code, str(Month.parse(september).plus(-back))] for back in range(12)]
    leavers = [row for document in year for row in document["leavers"]]
    sickness = [row for document in year for row in document["workforce"]]
    assert total(leavers, "fte") == FIGURES[la_code, september, "leavers_fte"]
    assert len(leavers) == FIGURES[la_code, september, "leavers_headcount"]
    assert total(sickness, "working_days_lost") == FIGURES[la_code, september, "working_days_lost"]
    assert total(sickness, "starters_fte") == FIGURES[la_code, september, "starters_fte"]


@pytest.mark.parametrize("month", ["2024-03", "2025-03"])
@pytest.mark.parametrize("la_code", CODES)
def test_children_and_their_workers_on_31_march_are_the_published_counts(
    documents: Documents, la_code: str, month: str
) -> None:
    counts = documents[la_code, month]["social_worker_stability"]
    assert counts["children_looked_after"] == FIGURES[la_code, month, "children_looked_after"]
    assert counts["three_or_more_workers"] == FIGURES[la_code, month, "three_or_more_workers"]


def test_the_facts_that_leave_the_register_carry_the_published_agency_fte(documents: Documents) -> None:
    for la_code in CODES:
        facts = facts_of(documents[la_code, "2025-09"], Month(2025, 9))
        agency = [fact.value for fact in facts if fact.item == "agency_fte" and fact.breakdown is None]
        assert agency == [load_figures()[la_code].at("agency_fte", Month(2025, 9))]


def test_only_birmingham_in_september_2024_is_unreliable_as_the_census_marks_it(documents: Documents) -> None:
    marked = {key: document["unreliable"] for key, document in documents.items() if document["unreliable"]}
    assert set(marked) == {("330", "2024-09")}
    assert {entry["topic"] for entry in marked["330", "2024-09"]} == {"agency", "caseload", "absence"}


def test_warwickshire_reports_no_agency_worker_in_post_in_september_2025(documents: Documents) -> None:
    rows = documents["937", "2025-09"]["agency_assignments"]
    assert all(row["end_date"] for row in rows)
    assert all(row["fte"] != "0.000000" for row in rows)


def test_quarterly_sections_come_in_the_last_month_of_a_quarter_only(documents: Documents) -> None:
    for (_, month), document in documents.items():
        asked = Month.parse(month).ends_quarter
        assert ("leadership_posts" in document) == asked
        assert ("social_worker_stability" in document) == asked
        assert ("rule_compliance" in document) == asked
