from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

Faults = Callable[[Page], list[str]]
pytestmark = pytest.mark.browser

OPEN_PAGES = [
    "/",
    "/rates",
    "/rates/caps",
    "/rates/caps?on=2014-01-01",
    "/register",
    "/register/data-items",
    "/reporting",
    "/reporting?kpi=vacancy_rate",
    "/reporting/kpis",
    "/reporting/releases",
    "/rates/docs",
    "/rates/checks/NOTTHERE00",
]


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_axe_finds_nothing_at_wcag_22_aa(page: Page, faults_of: Faults, path: str) -> None:
    page.goto(path)
    assert faults_of(page) == []


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_a_page_fits_a_screen_of_320_px_without_scrolling_sideways(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_every_page_has_one_heading_a_title_and_a_main_landmark(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("main")).to_have_count(1)
    assert page.title().strip()
    assert page.locator("html").get_attribute("lang")


def test_the_first_tab_stop_skips_to_the_content(page: Page) -> None:
    page.goto("/rates")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main-content")


@pytest.mark.parametrize("path", ["/rates", "/reporting", "/register/data-items"])
def test_axe_finds_nothing_on_a_narrow_screen_either(page: Page, faults_of: Faults, path: str) -> None:
    """Among others, what can be used is 24 by 24 pixels or has room around it (WCAG 2.2, 2.5.8)."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)
    assert faults_of(page) == []


def test_what_has_the_focus_is_never_hidden(page: Page) -> None:
    """WCAG 2.2, 2.4.11: nothing lies over the focused element."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/rates")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            """() => { const e = document.activeElement, b = e.getBoundingClientRect();
            const top = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);
            return e.contains(top) || top.contains(e) || top.htmlFor === e.id }"""
        ), page.evaluate("document.activeElement.outerHTML")


def test_pages_work_without_script(browser: Browser, site: Any) -> None:
    quiet = browser.new_context(java_script_enabled=False, base_url=site.url)
    page = quiet.new_page()
    page.goto("/reporting")
    page.get_by_label("KPI", exact=True).select_option("vacancy_rate")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("h1")).to_contain_text("Vacancies")
    page.goto("/rates")
    expect(page.get_by_role("link", name="Caps")).to_be_visible()
    quiet.close()
