"""The regional administrator drafts, compares and publishes a version of the protocol."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def draft(page: Page, name: str, day: tuple[str, str, str], *, correct: bool = False) -> None:
    page.goto(f"/rates/protocols/new?base=2026-04{'&corrects=yes' if correct else ''}")
    page.get_by_label("Name of the new version").fill(name)
    group = page.get_by_role("group", name="First day in force")
    for part, value in zip(("Day", "Month", "Year"), day, strict=True):
        group.get_by_label(part).fill(value)
    if correct:
        page.get_by_label("If it is a correction: why?").fill("The cap of team managers was mistyped.")
    page.get_by_role("button", name="Make the draft").click()


def set_cap(page: Page, name: str, pounds: str) -> None:
    group = page.get_by_role("group", name=name, exact=True)
    group.get_by_label("Cap", exact=True).fill(pounds)


def test_a_version_is_drafted_compared_and_published(
    page: Page, sign_in: Callable[..., None], faults_of: Callable[[Page], list[str]]
) -> None:
    sign_in("rates", "regional_admin")
    draft(page, "2027-04", ("1", "4", "2027"))
    assert faults_of(page) == []
    set_cap(page, "Social worker, Umbrella company", "39.99")
    page.get_by_label("Notice, in weeks").fill("6")
    page.get_by_role("button", name="Save and review").click()
    caps = page.get_by_role("table", name="Caps that differ from version 2026-04")
    expect(caps).to_contain_text("+£1.24")
    expect(page.get_by_role("table", name="Settings that differ")).to_contain_text("Notice, weeks")
    assert faults_of(page) == []
    page.get_by_role("button", name="Publish version 2027-04").click()
    expect(page.locator("main")).to_contain_text("1 April 2027 until a later version")
    page.goto("/rates/caps?on=2027-04-01")
    expect(page.get_by_role("table", name="The most that may be paid an hour")).to_contain_text("£39.99")


def test_what_cannot_be_published_is_said_all_at_once(page: Page, sign_in: Callable[..., None]) -> None:
    sign_in("rates", "regional_admin")
    draft(page, "2028-04", ("1", "4", "2028"))
    page.locator("#new-0-core_job_type").select_option("SW")
    page.locator("#new-0-basis").select_option("umbrella")
    page.locator("#new-0-rate").fill("40")
    page.get_by_label("Notice, in weeks").fill("")
    page.get_by_role("button", name="Save and review").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("This cap is given twice")
    expect(summary).to_contain_text("The rule notice has no number to go by")
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)


def test_a_correction_lists_the_checks_it_would_answer_otherwise(
    page: Page, sign_in: Callable[..., None]
) -> None:
    page.goto(
        "/rates?la_code=335&core_job_type=TM&basis=umbrella&rate=46.00&start-day=1&start-month=6&start-year=2026"
    )
    page.get_by_role("button", name="Check the rate").click()
    reference = page.url.rsplit("/", 1)[1]
    sign_in("rates", "regional_admin")
    draft(page, "2026-04-c1", ("1", "4", "2026"), correct=True)
    set_cap(page, "Team manager, Umbrella company", "45.00")
    page.get_by_role("button", name="Save and review").click()
    affected = page.get_by_role("table", name="Stored checks it would answer otherwise")
    line = affected.get_by_role("row", name=reference)
    expect(line).to_contain_text("Within the cap")
    expect(line).to_contain_text("Over the cap")
    page.get_by_role("button", name="Discard the draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Protocol versions")


def test_only_the_administrator_sees_drafts(page: Page, sign_in: Callable[..., None]) -> None:
    sign_in("rates", "regional_admin")
    draft(page, "2029-04", ("1", "4", "2029"))
    page.context.clear_cookies()
    answer = page.goto("/rates/protocols/2029-04")
    assert answer is not None
    assert answer.status == 404
    sign_in("rates", "workstream")
    answer = page.goto("/rates/protocols/new")
    assert answer is not None
    assert answer.status == 403
