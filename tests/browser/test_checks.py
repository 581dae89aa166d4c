"""An agency finds a cap, asks about a rate, and takes the answer away."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def ask(page: Page, rate: str, basis: str = "Umbrella company") -> None:
    page.goto("/rates")
    page.get_by_label("Which authority is it for?").select_option("335")
    page.get_by_label("Which job is it?").select_option("SSW")
    page.get_by_label(basis).check()
    page.get_by_label("Rate an hour").fill(rate)
    start = page.get_by_role("group", name="When does the engagement start?")
    for part, value in (("Day", "1"), ("Month", "12"), ("Year", "2026")):
        start.get_by_label(part).fill(value)
    page.get_by_label("Hours a week").fill("37")
    page.get_by_role("button", name="Check the rate").click()


def test_a_rate_over_the_cap_is_answered_with_workings_rules_and_a_reference(
    page: Page, faults_of: Callable[[Page], list[str]]
) -> None:
    ask(page, "45.50")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Over the cap by £4.25 an hour")
    expect(page.get_by_text("£157.25 a week over the cap")).to_be_visible()
    expect(page.get_by_role("table", name="Workings, an hour")).to_contain_text("Umbrella assignment rate")
    expect(page.get_by_role("table", name="Rules beside the cap")).to_contain_text("Cool-off")
    reference = page.url.rsplit("/", 1)[1]
    expect(page.locator(".app-answer strong")).to_have_text(reference)
    assert faults_of(page) == []


def test_the_same_question_has_the_same_address_whoever_asks(page: Page) -> None:
    ask(page, "41.00")
    first = page.url
    page.context.clear_cookies()
    ask(page, "£41.00")
    assert page.url == first


def test_a_charge_is_never_judged_against_a_pay_cap(page: Page) -> None:
    ask(page, "33.40", "Charge to the authority, agency fee included")
    expect(page.get_by_role("heading", level=1)).to_contain_text("This cannot be judged")
    expect(page.locator(".app-answer")).to_contain_text("not comparable")


def test_a_form_with_faults_comes_back_filled_in_with_links_to_each_field(
    page: Page, faults_of: Callable[[Page], list[str]]
) -> None:
    page.goto("/rates")
    page.get_by_label("Rate an hour").fill("forty")
    page.get_by_role("button", name="Check the rate").click()
    summary = page.get_by_role("alert")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert page.title().startswith("Error: ")
    assert summary.get_by_role("link").all_inner_texts() == [
        "Select the authority",
        "Select the job, or give the authority’s own title for it",
        "The rate must be an amount of money, like 38.50",
        "Enter the start date",
    ]
    summary.get_by_role("link", name="The rate must be").click()
    expect(page.get_by_label("Rate an hour")).to_be_focused()
    expect(page.get_by_label("Rate an hour")).to_have_value("forty")
    assert faults_of(page) == []


def test_a_rate_is_checked_by_keyboard_alone(page: Page) -> None:
    page.goto("/rates")
    page.get_by_label("Which authority is it for?").focus()
    for keys in (
        "Wals",
        "Tab",
        "Sen",
        "Tab",
        "Tab",
        "Space",
        "Tab",
        "38.50",
        "Tab",
        "1",
        "Tab",
        "12",
        "Tab",
        "2026",
    ):
        (page.keyboard.press if keys in ("Tab", "Space") else page.keyboard.type)(keys)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("cap")
    assert "/rates/checks/" in page.url


def test_the_printed_answer_has_the_address_and_no_navigation(page: Page) -> None:
    ask(page, "45.50")
    page.emulate_media(media="print")
    expect(page.get_by_text("Read it again at")).to_be_visible()
    expect(page.get_by_role("table", name="Workings, an hour")).to_be_visible()
    for hidden in (".govuk-service-navigation", ".app-account", "[data-print]", ".app-footer__list"):
        expect(page.locator(hidden)).to_be_hidden()


def test_the_answer_leads_back_to_the_question_filled_in(page: Page) -> None:
    ask(page, "45.50")
    page.get_by_role("link", name="Change the question and ask again").click()
    expect(page.get_by_label("Rate an hour")).to_have_value("45.50")
    expect(page.get_by_label("Umbrella company")).to_be_checked()


def test_caps_of_the_past_are_shown_by_date(page: Page) -> None:
    page.goto("/rates/caps")
    for part, value in (("Day", "3"), ("Month", "3"), ("Year", "2015")):
        page.get_by_label(part).fill(value)
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Caps on 3 March 2015")
    expect(page.get_by_role("table", name="The most that may be paid an hour")).to_contain_text("£22.50")
