"""What a return may hold, and what it says to somebody who put something else in."""

import pytest

from services.register.schemas.return_form import form_of, form_of_all_months, read_return
from shared.vocabulary.calendar import Month
from shared.vocabulary.items import SECTIONS
from tests.unit.register.returns import judge, judged, put, sample

NINO = "QQ123456C"
IDENTIFIERS = {
    "National Insurance number": "AB123456C",
    "HMRC temporary reference": "11A11111",
    "Social Work England number": "SW123456",
    "e-mail address": "first.last@example.gov.uk",
    "telephone number": "07700 900123",
    "postcode": "B1 1BB",
    "NHS number": "943 476 5919",
}
PLACES = {
    "a code": ("workforce", 0, "role"),
    "a number": ("workforce", 0, "in_post_fte"),
    "a count": ("workforce", 0, "in_post_headcount"),
    "a reference": ("agency_assignments", 0, "assignment_ref"),
    "an exception's reference": ("agency_assignments", 0, "exception_reference"),
    "a date": ("agency_assignments", 0, "start_date"),
    "a list of codes": ("agency_spend", "includes", 0),
    "a yes or no": ("agency_spend", "accrued"),
    "free text": ("unreliable", 0, "text"),
    "an explained rule": ("rule_compliance", 0, "explanation"),
    "the authority": ("la_code",),
    "the month": ("month",),
}


@pytest.mark.parametrize("identifier", IDENTIFIERS.values(), ids=IDENTIFIERS.keys())
@pytest.mark.parametrize("path", PLACES.values(), ids=PLACES.keys())
def test_an_identifier_is_refused_wherever_it_is_put_and_never_repeated(
    identifier: str, path: tuple[str | int, ...]
) -> None:
    body = sample()
    if path[0] == "rule_compliance":
        body["rule_compliance"][0]["compliance"] = "none"
    put(*path, value=identifier)(body)
    found = judge(body)
    assert [code[0] for code, _ in found.faults] == ["V"]
    assert not any(identifier in words for words in found.words)


@pytest.mark.parametrize("key", ["first_name", "surname", "dob", "nino", "postcode", "email"])
def test_a_key_that_announces_a_person_is_refused_at_its_place(key: str) -> None:
    found = judged(put("leavers", 0, key, value=None))
    assert [(code[0], where) for code, where in found.faults] == [("V", f"/leavers/0/{key}")]


@pytest.mark.parametrize("key", ["AB123456C", "JohnSmith", "SW123456", "first.last@example.gov.uk", "x/y~z"])
def test_a_key_that_may_be_a_person_is_refused_without_repeating_it(key: str) -> None:
    body = sample()
    body["leavers"][0][key] = "1"
    found = read_return(body, "335", Month.parse("2026-12")).faults
    assert [fault.where for fault in found] == ["/leavers/0"]
    assert not any(key in part for fault in found for part in fault.as_dict().values())


@pytest.mark.parametrize(
    "day", ["1985-03-02", "2010-12-31", "2100-01-01", "20260706", "2026-W28-1", "06/07/2026"]
)
def test_a_birthday_or_another_writing_of_a_day_is_no_start_of_an_assignment(day: str) -> None:
    found = judged(put("agency_assignments", 0, "start_date", value=day))
    assert [where for _, where in found.faults] == ["/agency_assignments/0/start_date"]
    assert not any(day in words for words in found.words)


@pytest.mark.parametrize(
    "text",
    [
        "SW 2 vacancies, one filled in January",
        "spend of £41250000 is the year's, not the month's",
        "contract from 01/04/2026 to 31/03/2027",
        "2 of 14 teams moved to a new case system on 1 April 2026",
    ],
)
def test_what_people_write_about_figures_is_not_taken_for_a_person(text: str) -> None:
    assert judged(put("unreliable", 0, "text", value=text)).faults == []


def test_a_thousand_sound_returns_are_let_through() -> None:
    month = Month.parse("2026-12")
    for number in range(1000):
        body = sample()
        body["caseload"]["cases"] = 500 + number
        body["workforce"][1]["in_post_fte"] = f"{60 + number % 40}.{number:06d}"
        assert read_return(body, "335", month).faults == ()


def test_every_item_of_the_dictionary_is_asked_and_none_beside() -> None:
    form = form_of(Month.parse("2026-12"))
    for section in SECTIONS:
        asked = set(form.fields[section.name].schema.fields)  # type: ignore[attr-defined]
        assert asked == {item.name for item in section.items_of(Month.parse("2026-12"))}


def test_months_with_the_same_dictionary_share_one_form() -> None:
    assert type(form_of(Month.parse("2024-01"))) is type(form_of(Month.parse("2026-12")))
    assert form_of_all_months() is form_of_all_months()


def test_an_item_left_out_everywhere_is_named_in_every_row() -> None:
    body = sample()
    for row in body["workforce"]:
        del row["vacancy_fte"]
    found = judge(body)
    assert found.faults == [
        ("required", "/workforce/0/vacancy_fte"),
        ("required", "/workforce/1/vacancy_fte"),
    ]
    assert found.words[0].startswith("Vacancies, FTE is missing.")
