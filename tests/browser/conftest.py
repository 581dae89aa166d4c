"""The three services on one address in a thread, one quarter of figures, and a browser to look at them."""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from deploy.accounts import mint_token, write_key_set
from deploy.demonstration.seeds import seed_documents
from deploy.front import Suite, create_front
from deploy.issuer import create_issuer
from services.rates.app import create_app as create_rates
from services.register.app import create_app as create_register
from services.reporting.app import create_app as create_reporting
from services.reporting.consumers import handlers
from shared.runtime.config import DEMONSTRATION_REGION, Settings
from shared.runtime.consumer import InBatches, Received
from shared.runtime.db import Database
from shared.runtime.migrations import upgrade
from shared.vocabulary.region import load_region

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
REGION = load_region(DEMONSTRATION_REGION)
QUARTER = "2026-27-Q2"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
CREATE = {"rates": create_rates, "register": create_register, "reporting": create_reporting}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass
class Site:
    """`post` calls the API as a role of the demonstration; its answer is the JSON body."""

    url: str
    post: Callable[..., Any]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("suite")
    fronts: dict[str, Any] = {}
    server = make_server("127.0.0.1", 0, lambda *asked: fronts["suite"](*asked), threaded=True)
    url = f"http://127.0.0.1:{server.port}"
    settings = {service: settings_of(service, folder, url) for service in CREATE}
    write_key_set(settings["rates"], folder / "keys.json")
    apps = {service: CREATE[service](of, lambda: NOW) for service, of in settings.items()}
    issuer = create_issuer(settings["rates"], lambda: NOW)
    fronts["suite"] = Suite({**apps, "identity": issuer}, create_front(REGION))

    def post(path: str, body: Any, role: str = "regional_admin", la_code: str | None = None) -> Any:
        token = mint_token(settings["rates"], role, la_code, now=NOW)
        app = apps[path.split("/")[1]]
        answer = app.test_client().post(path, json=body, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code < 400, answer.text
        return answer.json

    fill_rates(post)
    fill_reporting(settings["reporting"])
    post("/reporting/v1/releases", {"quarter": QUARTER})
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(url, post)
    server.shutdown()
    thread.join()
    server.server_close()
    for app in apps.values():
        app.extensions["workforce"].db.close()


def settings_of(service: str, folder: Path, url: str) -> Settings:
    database = f"sqlite:///{folder / service}.sqlite"
    upgrade(service, database)
    return Settings.from_env(
        service,
        {
            "WORKFORCE_DATA": str(folder),
            "WORKFORCE_ISSUER": f"{url}/identity",
            "WORKFORCE_JWKS": str(folder / "keys.json"),
            "WORKFORCE_RATE_LIMITS": "off",
        },
    )


def fill_rates(post: Callable[..., Any]) -> None:
    for inputs in seed_documents("tax_year"):
        post("/rates/v1/statutory-inputs", inputs)
    for protocol in seed_documents("caps"):
        post("/rates/v1/protocols", protocol)
        post(f"/rates/v1/protocols/{protocol['version']}/publication", {})


def fill_reporting(settings: Settings) -> None:
    """Every authority's certified return of September 2026, one unreliable, one amended since."""
    told_of = {
        la_code: standing(facts_of_authority(number), ["agency"] if la_code == "330" else [])
        for number, la_code in enumerate(REGION.la_codes)
    }
    events = [
        received(la_code, "2026-09", number, told, told)
        for number, (la_code, told) in enumerate(told_of.items())
    ]
    newer = standing(facts_of_authority(20), []) | {"revision": 2}
    events = [event for event in events if event.data["la_code"] != "336"]
    events.append(received("336", "2026-09", 98, newer, told_of["336"]))
    events.append(received("336", "2026-10", 99, newer, None))
    handler = handlers(REGION)["register.return_changed"]
    assert isinstance(handler, InBatches)
    db = Database(settings.database_url)
    with db.transaction() as session:
        handler.replace(session, events)
    db.close()


def facts_of_authority(number: int) -> list[dict[str, str]]:
    amounts = {
        "in_post_fte": f"{150 + 17 * number}.000000",
        "agency_fte": f"{12 + 5 * number % 37}.500000",
        "vacancy_fte": f"{20 + 7 * number % 31}.000000",
        "leavers_fte": f"{2 + number % 4}.000000",
    }
    return [{"item": item, "value": value} for item, value in amounts.items()]


def standing(facts: list[dict[str, str]], unreliable: list[str]) -> dict[str, Any]:
    return {
        "revision": 1,
        "digest": "0" * 64,
        "accepted_at": "2026-10-08T09:00:00Z",
        "certified_at": "2026-10-09T09:00:00Z",
        "sections_reported": ["workforce", "agency_assignments", "leavers"],
        "unreliable": unreliable,
        "explained": [],
        "facts": facts,
    }


def received(la_code: str, month: str, number: int, accepted: Any, certified: Any) -> Received:
    data = {
        "la_code": la_code,
        "month": month,
        "change": "certified",
        "accepted": accepted,
        "certified": certified,
    }
    return Received(
        f"00000000-0000-4000-8000-{number:012d}", "register.return_changed", "return", f"{la_code}/{month}",
        1, 1, la_code, REGION.region_id, NOW - timedelta(days=20), data,
    )  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["WORKFORCE_TEST_CHROMIUM"], args=FLAGS
        )
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Fails a test in whose pages the browser complained: a blocked script, a missing file, an error."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert [said for said in complaints if "status of 4" not in said] == []


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core's script, which `npm install` in this folder fetches."""
    return (Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def faults_of(axe: str) -> Callable[[Page], list[str]]:
    """What axe finds on a page against WCAG 2.2 AA."""

    def find(page: Page) -> list[str]:
        page.evaluate(axe)
        found = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
        return [f"{v['id']}: {node['html'][:120]}" for v in found["violations"] for node in v["nodes"]]

    return find


@pytest.fixture
def sign_in(page: Page) -> Callable[..., None]:
    """Sign in to one service as a demonstration account, by its identity provider's page."""

    def go(service: str, subject: str) -> None:
        page.goto(f"/{service}/sign-in")
        page.get_by_role("link", name=subject, exact=True).click()

    return go
