"""A director and a chief executive sign an exception; the region reads the ledger."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
REASON = "Court work that cannot wait; two searches found nobody within the cap."


@pytest.fixture
def signed_in(browser: Browser, site: Any) -> Iterator[Callable[[str], Page]]:
    """A page of somebody's own, signed in to the rates service."""
    contexts = []

    def go(subject: str) -> Page:
        context = browser.new_context(base_url=site.url)
        contexts.append(context)
        page = context.new_page()
        page.goto("/rates/sign-in?next=/rates/exceptions")
        page.get_by_role("link", name=subject, exact=True).click()
        return page

    yield go
    for context in contexts:
        context.close()


def ask(page: Page) -> str:
    """The address of the exception."""
    page.get_by_role("link", name="Ask for an exception").click()
    page.get_by_label("One worker over the cap").check()
    page.get_by_label("Which job is it?").select_option("SSW")
    page.get_by_label("What does the rate contain?").select_option("umbrella")
    page.get_by_label("Highest rate an hour").fill("45.50")
    page.get_by_label("Hours a week").fill("37")
    for name, (day, month, year) in {
        "First day": ("1", "12", "2026"),
        "Last day": ("28", "2", "2027"),
    }.items():
        group = page.get_by_role("group", name=name)
        for part, value in (("Day", day), ("Month", month), ("Year", year)):
            group.get_by_label(part).fill(value)
    page.get_by_label("Why is it needed?").fill(REASON)
    page.get_by_role("button", name="Ask for the exception").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("One worker over the cap: Walsall")
    return page.url


def sign(page: Page, decision: str = "Approve it") -> None:
    page.get_by_label(decision).check()
    page.get_by_role("button", name="Sign", exact=True).click()


def test_two_people_sign_with_the_cost_before_their_eyes_and_the_ledger_shows_it(
    signed_in: Callable[[str], Page], faults_of: Callable[[Page], list[str]]
) -> None:
    address = ask(signed_in("hr_submitter.335"))
    for subject in ("director.335", "chief_executive.335"):
        signer = signed_in(subject)
        signer.goto(address)
        expect(signer.get_by_text("Cost over the cap: £2,021.79")).to_be_visible()
        assert faults_of(signer) == []
        sign(signer)
    expect(signer.locator("main .govuk-tag")).to_have_text("Approved")
    reader = signed_in("workstream")
    line = reader.get_by_role("row", name="Walsall").first
    expect(line).to_contain_text("Approved")
    expect(line).to_contain_text("£1,000 to under £5,000")
    assert faults_of(reader) == []


def test_nobody_signs_twice(signed_in: Callable[[str], Page]) -> None:
    address = ask(signed_in("hr_submitter.335"))
    director = signed_in("director.335")
    director.goto(address)
    stale = director.context.new_page()
    stale.goto(address)
    sign(director)
    expect(director.get_by_role("button", name="Sign", exact=True)).to_have_count(0)
    sign(stale)
    expect(stale.get_by_role("alert")).to_contain_text("You have signed")


def test_whoever_asked_has_nothing_to_sign(signed_in: Callable[[str], Page]) -> None:
    page = signed_in("hr_submitter.335")
    ask(page)
    expect(page.get_by_role("button", name="Sign", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="Withdraw it")).to_be_visible()
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Exceptions").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Exceptions to the caps")


def test_a_refusal_needs_a_reason(signed_in: Callable[[str], Page]) -> None:
    address = ask(signed_in("hr_submitter.335"))
    director = signed_in("director.335")
    director.goto(address)
    sign(director, "Refuse it")
    expect(director.get_by_role("alert")).to_contain_text("Enter why you refuse it")
    director.get_by_label("Why (needed for a refusal)").fill("The post can be filled from the bank.")
    director.get_by_role("button", name="Sign", exact=True).click()
    expect(director.locator("main .govuk-tag")).to_have_text("Refused")


def test_another_authority_sees_no_rate_and_signs_nothing(signed_in: Callable[[str], Page]) -> None:
    address = ask(signed_in("hr_submitter.335"))
    other = signed_in("director.336")
    other.goto(address)
    expect(other.get_by_text("Cost over the cap: £1,000 to under £5,000")).to_be_visible()
    expect(other.locator("main")).not_to_contain_text("£45.50")
    expect(other.get_by_role("button", name="Sign", exact=True)).to_have_count(0)


def test_the_ledger_is_filtered_and_taken_away_as_csv(signed_in: Callable[[str], Page]) -> None:
    ask(signed_in("hr_submitter.335"))
    reader = signed_in("workstream")
    reader.get_by_label("Authority").select_option("336")
    reader.get_by_role("button", name="Show").click()
    expect(reader.get_by_role("table")).to_contain_text("Nothing to show.")
    reader.get_by_label("Authority").select_option("335")
    reader.get_by_role("button", name="Show").click()
    with reader.expect_download() as waiting:
        reader.get_by_role("link", name="Download as CSV").click()
    lines = waiting.value.path().read_text(encoding="utf-8").splitlines()
    assert "cost_over_cap_band" in lines[0]
    assert all("335" in line for line in lines[1:])


def test_without_a_role_the_ledger_asks_to_sign_in_first(page: Page) -> None:
    page.goto("/rates/exceptions")
    expect(page.get_by_role("heading", name="Pick a demonstration account")).to_be_visible()
