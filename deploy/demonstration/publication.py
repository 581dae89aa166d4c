"""Publishes a release for each quarter of the demonstration, once reporting has consumed every return."""

import threading
import time
from collections.abc import Callable
from typing import Final

from deploy.client import Client
from deploy.demonstration.callers import Callers, LoadFailed, call
from deploy.demonstration.figures import LAST_MONTH
from shared.vocabulary.calendar import Quarter
from shared.vocabulary.roles import REGIONAL_ADMIN

FIRST_QUARTER: Final = Quarter.parse("2023-24-Q4")
QUARTERS: Final = tuple(
    FIRST_QUARTER.plus(step) for step in range(8) if FIRST_QUARTER.plus(step) <= LAST_MONTH.quarter
)
FIRST_FULL_QUARTER: Final = FIRST_QUARTER.plus(-1)
"""Its returns count in the twelve months of the first release."""
CONSUMED_SECONDS = 120
POLL_SECONDS = 0.5


def unpublished_quarters(callers: Callers) -> list[Quarter]:
    """Quarters of the demonstration without a release, oldest first."""
    client = callers.account(REGIONAL_ADMIN)
    published = _published(client)
    client.close()
    return [quarter for quarter in QUARTERS if str(quarter) not in published]


def publish_releases(callers: Callers, step: Callable[[], None], stop: threading.Event) -> None:
    """Raises LoadFailed when reporting does not catch up or refuses a release."""
    client = callers.account(REGIONAL_ADMIN)
    published = _published(client)
    _await_consumed(client, FIRST_FULL_QUARTER, stop)
    for quarter in QUARTERS:
        if stop.is_set():
            break
        if str(quarter) not in published:
            _await_consumed(client, quarter, stop)
            call(client, "POST", "/reporting/v1/releases", {"quarter": str(quarter)})
        step()
    client.close()


def _published(client: Client) -> set[str]:
    found: set[str] = set()
    path = "/reporting/v1/releases"
    while path:
        page = call(client, "GET", path).body
        found |= {item["quarter"] for item in page["items"]}
        path = page.get("next") or ""
    return found


def _await_consumed(client: Client, quarter: Quarter, stop: threading.Event) -> None:
    """Wait until reporting counts every return of the quarter as certified."""
    deadline = time.monotonic() + CONSUMED_SECONDS
    while not stop.wait(0):
        figures = call(client, "GET", f"/reporting/v1/quarters/{quarter}/figures").body["items"]
        region = [item for item in figures if item["kpi"] == "completeness" and item["la_code"] is None]
        if region and region[0]["numerator"] == region[0]["denominator"] is not None:
            return
        if time.monotonic() > deadline:
            raise LoadFailed(
                f"reporting has not counted every return of {quarter} after {CONSUMED_SECONDS} s; "
                "see that relay and consumer run (workforce relay, workforce consume)"
            )
        stop.wait(POLL_SECONDS)
