"""Readers of the region and of an authority look at figures, and at whose return is in."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_the_dashboard_shows_one_chart_its_table_and_who_is_left_out(page: Page) -> None:
    page.goto("/reporting")
    chart = page.get_by_role("img")
    expect(chart).to_have_count(1)
    assert "Highest: " in (chart.get_attribute("aria-label") or "")
    expect(page.get_by_role("table")).to_contain_text("West Midlands")
    expect(page.get_by_text("13 of 14 authorities are in the region’s figure")).to_contain_text("Birmingham")
    row = page.get_by_role("row", name="Birmingham")
    expect(row.locator("abbr")).to_have_attribute("title", "reported as unreliable")
    expect(page.locator(".app-legend")).to_contain_text("reported as unreliable")


def test_the_chart_has_the_figures_of_the_table(page: Page) -> None:
    page.goto("/reporting?kpi=vacancy_rate")
    cells = page.locator("tbody tr td:nth-child(2)").all_text_contents()
    words = page.locator(".app-chart__drawing--wide text").all_text_contents()
    assert len(cells) == 15
    assert [cell for cell in cells if cell.strip() not in words] == []


def test_a_narrow_screen_gets_the_narrow_chart_and_print_the_wide_one(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/reporting")
    expect(page.locator(".app-chart__drawing--narrow")).to_be_visible()
    expect(page.locator(".app-chart__drawing--wide")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".app-chart__drawing--wide")).to_be_visible()


def test_an_authority_sees_its_own_working_figures_marked_provisional(
    page: Page, sign_in: Callable[..., None], faults_of: Callable[[Page], list[str]]
) -> None:
    sign_in("reporting", "hr_submitter.336")
    page.goto("/reporting?quarter=2026-27-Q2")
    own = page.get_by_role("table", name="Working figures of Wolverhampton")
    line = own.get_by_role("row", name="Agency social workers")
    expect(line).to_contain_text("%")
    expect(line.locator("abbr")).to_have_text("p")
    released = page.get_by_role("table", name="Agency social workers").get_by_role(
        "row", name="Wolverhampton"
    )
    assert line.locator("td").first.text_content() != released.locator("td").first.text_content()
    page.goto("/reporting?quarter=2026-27-Q3")
    expect(page.get_by_text("The region has not published this quarter yet.")).to_be_visible()
    assert faults_of(page) == []


def test_nobody_else_is_offered_an_authoritys_working_quarter(page: Page) -> None:
    page.goto("/reporting")
    assert page.get_by_label("Quarter").locator("option").all_inner_texts() == [
        "July to September 2026 (2026-27-Q2)"
    ]
    answer = page.goto("/reporting?quarter=2026-27-Q3")
    assert answer is not None
    assert answer.status == 404


@pytest.mark.parametrize("name", ["CSV", "Excel", "JSON"])
def test_a_release_is_downloaded_from_the_dashboard(page: Page, name: str) -> None:
    page.goto("/reporting")
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).click()
    assert waiting.value.suggested_filename.startswith("2026-27-Q2-1-")
    assert waiting.value.path().stat().st_size > 200


def test_the_region_sees_whose_return_is_in(
    page: Page, sign_in: Callable[..., None], faults_of: Callable[[Page], list[str]]
) -> None:
    sign_in("register", "workstream")
    page.goto("/register/completeness?month=2026-10")
    expect(page.get_by_role("heading", level=1)).to_have_text("Returns in for October 2026")
    expect(page.get_by_role("table").locator("tbody tr")).to_have_count(14)
    assert faults_of(page) == []


def test_signing_out_ends_it(page: Page, sign_in: Callable[..., None]) -> None:
    sign_in("reporting", "director.336")
    expect(page.get_by_text("Signed in: Director, Wolverhampton")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
