"""The worker outside requests: a subscriber hears of a change within a round."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from deploy.upkeep import Upkeep, keeps_up
from shared.runtime.config import Settings
from tests.integration.rates.service import SECRET, Rates, start_rates

HEARD: list[dict[str, object]] = []


class Subscriber(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        HEARD.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        return None


@pytest.fixture
def address() -> Iterator[str]:
    HEARD.clear()
    server = HTTPServer(("127.0.0.1", 0), Subscriber)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/changes"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def rates(new_database: Callable[[str], str], tmp_path: Path) -> Iterator[Rates]:
    service = start_rates(new_database("rates"), tmp_path)
    yield service
    service.db.close()


def test_a_published_version_reaches_its_subscriber(rates: Rates, address: str) -> None:
    made = rates.post("/subscriptions", {"url": address}, "workstream")
    assert made.status_code == 201, made.text
    rates.add_years()
    rates.publish()
    settings = Settings("rates", str(rates.db.engine.url), environment="test", secret=SECRET)
    upkeep = Upkeep(settings, rates.db, rates.clock)
    assert upkeep.run_once() >= 1
    assert any("2025-10" in json.dumps(change) for change in HEARD)
    assert upkeep.run_once() == 0


def test_only_rates_has_work_outside_requests() -> None:
    assert [service for service in ("rates", "register", "reporting") if keeps_up(service)] == ["rates"]
