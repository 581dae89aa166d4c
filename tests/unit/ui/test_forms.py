from datetime import date
from decimal import Decimal

import pytest

from shared.errors import Conflict, Fault, Refused
from shared.ui.forms import Form, faults_by_field


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("38", 3800), ("38.5", 3850), ("£38.50", 3850), (" £ 1,234.05 ", 123405), ("0.01", 1)],
)
def test_money_is_read_as_people_type_it(typed: str, pence: int) -> None:
    form = Form({"rate": typed})
    assert form.pence("rate", "the rate") == pence
    form.check()


@pytest.mark.parametrize("typed", ["38.505", "thirty", "-4", "1,23", "1e3", "38,50", "1.", "£"])
def test_what_is_not_money_is_said_to_be_wrong_and_never_guessed(typed: str) -> None:
    form = Form({"rate": typed})
    assert form.pence("rate", "the rate") is None
    assert [fault.message for fault in form.faults] == ["The rate must be an amount of money, like 38.50"]


def test_a_date_is_read_from_its_three_fields() -> None:
    form = Form({"start-day": "3", "start-month": "03", "start-year": "2026"})
    assert form.day("start", "the start date") == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("parts", "where", "message"),
    [
        (("", "", ""), "start-day", "Enter the start date"),
        (("1", "", "2026"), "start-month", "The start date must include a month"),
        (("1", "", ""), "start-month", "The start date must include a month and a year"),
        (("31", "2", "2026"), "start-day", "The start date must be a real date"),
        (("1", "two", "2026"), "start-day", "The start date must be a real date"),
        (("1", "2", "20266"), "start-day", "The start date must be a real date"),
    ],
)
def test_a_wrong_date_names_the_field_to_mend(parts: tuple[str, str, str], where: str, message: str) -> None:
    form = Form(dict(zip(("start-day", "start-month", "start-year"), parts, strict=True)))
    assert form.day("start", "the start date") is None
    assert form.faults == [Fault(form.faults[0].code, where, message, "")]


def test_an_optional_field_left_empty_is_no_fault() -> None:
    form = Form({})
    assert form.text("note", "a note", required=False) is None
    assert form.choice("basis", "a basis", ["paye"], required=False) is None
    assert form.pence("rate", "the rate", required=False) is None
    assert form.decimal("hours", "the hours", required=False) is None
    assert form.day("start", "the start date", required=False) is None
    form.check()


def test_a_choice_that_was_never_offered_is_refused_even_where_a_choice_is_optional() -> None:
    form = Form({"basis": "gold"})
    assert form.choice("basis", "a basis", ["paye"], required=False) is None
    assert [fault.message for fault in form.faults] == ["Select a basis"]


def test_hours_keep_every_decimal_typed() -> None:
    form = Form({"hours": "18.123456"})
    assert form.decimal("hours", "the hours") == Decimal("18.123456")
    assert Form({"hours": "18.1234567"}).decimal("hours", "the hours") is None


def test_every_fault_is_raised_at_once() -> None:
    form = Form({"note": "x" * 201, "hours": "some"})
    form.text("note", "the note")
    form.decimal("hours", "the hours")
    form.choice("basis", "a basis", ["paye"])
    with pytest.raises(Refused) as refusal:
        form.check()
    assert [fault.where for fault in refusal.value.problems] == ["note", "hours", "basis"]


def test_faults_of_the_service_are_shown_at_the_field_they_are_about() -> None:
    problem = Refused(
        "content", "No.", [Fault("a", "/rate_pence", "Too low.", ""), Fault("b", "/x", "Odd.", "")]
    )
    assert [fault.where for fault in faults_by_field(problem, {"/rate_pence": "rate"})] == ["rate", ""]


def test_a_refusal_about_no_field_still_shows_at_the_top() -> None:
    faults = faults_by_field(Conflict("already_signed", "You have signed this already."), {})
    assert faults == [Fault("already_signed", "", "You have signed this already.", "")]
