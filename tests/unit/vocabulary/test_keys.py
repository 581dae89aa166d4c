import pytest

from shared.vocabulary.identifiers import find_key
from shared.vocabulary.items import SECTIONS


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        ("V09", "name"),
        ("V09", "Title"),
        ("V09", "first_name"),
        ("V09", "Forename"),
        ("V09", "Sur name"),
        ("V09", "EmployeeName"),
        ("V09", "social worker name"),
        ("V09", "initials"),
        ("V07", "dob"),
        ("V07", "DateOfBirth"),
        ("V07", "PersonBirthDate"),
        ("V01", "NI number"),
        ("V01", "nino"),
        ("V03", "SWENo"),
        ("V03", "swe-number"),
        ("V04", "E-mail"),
        ("V05", "mobile"),
        ("V06", "Postcode"),
        ("V06", "home_address"),
        ("V08", "NHS Number"),
        ("V10", "payroll"),
        ("V10", "sortCode"),
        ("V10", "worker_id"),
        ("V10", "passport_no"),
        ("V03", "SW1234567"),
        ("V01", "ab123456c"),
        ("V04", "jo@walsall.gov.uk"),
        ("V09", "ｎａｍｅ"),
        ("V09", "na\u200bme"),
    ],
)
def test_a_key_that_announces_a_person_is_found(rule: str, name: str) -> None:
    assert find_key(name) == rule


@pytest.mark.parametrize(
    "name",
    [
        *(
            "file_name",
            "sheet name",
            "local_title",
            "rate_pence",
            "previous_la_code",
            "experience_years",
            "references",
        ),
        *(
            "return_335_2026-10.csv",
            "walsall-20261012.xlsx",
            "CSWW_2025.xml",
            "Sheet1",
            "Agency assignments",
            "package",
        ),
    ],
)
def test_an_ordinary_key_is_not(name: str) -> None:
    assert find_key(name) is None


def test_no_section_or_item_of_the_return_is_such_a_key() -> None:
    names = [section.name for section in SECTIONS] + [
        item.name for section in SECTIONS for item in section.items
    ]
    titles = [item.title for section in SECTIONS for item in section.items]
    assert [name for name in [*names, *titles] if find_key(name)] == []
