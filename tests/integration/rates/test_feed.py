"""Changes are told before they take effect: an open feed, and signed messages to those who subscribed."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any

import pytest

from services.rates.deliveries import BACK_OFF, deliver_webhooks
from services.rates.webhooks import Sent, send_to
from tests.integration.rates.service import SECRET, Rates
from tests.unit.rates.conftest import inputs_document

NEXT = {"version": "2026-04", "valid_from": "2026-04-01", "title": "From April 2026"}


class Receiver:
    """A subscriber's own server: it notes what arrives and answers as it is told."""

    def __init__(self) -> None:
        self.status = 204
        self.got: list[tuple[dict[str, str], bytes]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.got.append((dict(self.headers), body))
                self.send_response(outer.status)
                if outer.status == 302:
                    self.send_header("Location", outer.url)
                self.end_headers()

            def log_message(self, *_words: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/caps?from=rates"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    yield server
    server.stop()


def deliver(rates: Rates) -> int:
    return deliver_webhooks(rates.db, send_to(loopback=True), rates.clock, SECRET.encode())


def subscribe(rates: Rates, url: str, who: str = "agency.a1") -> dict[str, Any]:
    answer = rates.post("/subscriptions", {"url": url}, who)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def test_the_feed_is_open_and_read_on_from_where_one_stopped(in_force: Rates) -> None:
    first = in_force.get("/changes?limit=2").get_json()
    assert [change["kind"] for change in first["items"]] == ["statutory_inputs_added"] * 2
    rest = in_force.get(first["next"].removeprefix("/rates/v1")).get_json()["items"]
    assert [change["number"] for change in rest] == [3, 4]
    assert rest[-1]["version"] == "2025-10"
    in_force.publish(**NEXT)
    (new,) = in_force.get("/changes?after=4").get_json()["items"]
    assert (new["kind"], new["version"], new["valid_from"]) == ("protocol_published", "2026-04", "2026-04-01")


def test_a_change_arrives_signed_and_the_log_says_so(in_force: Rates, receiver: Receiver) -> None:
    subscription = subscribe(in_force, receiver.url)
    in_force.publish(**NEXT | {"valid_from": "2026-09-01"})
    assert deliver(in_force) == 1
    ((headers, body),) = receiver.got
    assert json.loads(body)["version"] == "2026-04"
    at, signed = (part.split("=", 1)[1] for part in headers["X-Workforce-Signature"].split(","))
    expected = hmac.new(subscription["secret"].encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    assert signed == expected
    assert int(at) == int(in_force.clock().timestamp())
    (listed,) = in_force.get("/subscriptions", "agency.a1").get_json()["items"]
    assert "secret" not in listed
    assert [(made["status"], made["outcome"]) for made in listed["deliveries"]] == [(204, "delivered")]
    assert deliver(in_force) == 0


def test_what_fails_is_tried_again_later_and_later_and_then_given_up(in_force: Rates) -> None:
    subscribe(in_force, "https://agency.example/caps")
    in_force.publish(**NEXT | {"valid_from": "2026-09-01"})
    tried = []

    def send(url: str, body: bytes, headers: dict[str, str]) -> Sent:
        tried.append(in_force.clock())
        return Sent(500, "")

    for wait in (*BACK_OFF, BACK_OFF[-1]):
        for _ in range(2):
            deliver_webhooks(in_force.db, send, in_force.clock, SECRET.encode())
        in_force.clock.now += wait
    assert [later - earlier for earlier, later in pairwise(tried)] == list(BACK_OFF)
    (listed,) = in_force.get("/subscriptions", "agency.a1").get_json()["items"]
    assert [made["outcome"] for made in listed["deliveries"]] == ["given_up"] + ["retry"] * len(BACK_OFF)


def test_a_failing_change_holds_back_the_ones_after_it_for_that_subscriber_only(
    in_force: Rates, receiver: Receiver
) -> None:
    other = Receiver()
    try:
        subscribe(in_force, receiver.url)
        subscribe(in_force, other.url)
        receiver.status = 503
        in_force.publish(**NEXT | {"valid_from": "2026-09-01"})
        in_force.publish(version="2027-04", valid_from="2027-04-01")
        assert deliver(in_force) == 2
        assert [json.loads(body)["version"] for _, body in other.got] == ["2026-04", "2027-04"]
        receiver.status = 200
        in_force.clock.now += BACK_OFF[0]
        assert deliver(in_force) == 2
        assert [json.loads(body)["version"] for _, body in receiver.got] == ["2026-04", "2026-04", "2027-04"]
    finally:
        other.stop()


def test_a_redirect_is_not_followed(in_force: Rates, receiver: Receiver) -> None:
    subscribe(in_force, receiver.url)
    in_force.publish(**NEXT | {"valid_from": "2026-09-01"})
    receiver.status = 302
    assert deliver(in_force) == 0
    assert len(receiver.got) == 1


def test_a_coming_version_is_announced_before_it_takes_effect_once_for_each_notice(in_force: Rates) -> None:
    in_force.publish(**NEXT)

    def announced() -> list[tuple[str, int]]:
        deliver(in_force)
        items = in_force.get("/changes?after=5").get_json()["items"]
        return [(change["kind"], change["days"]) for change in items]

    assert announced() == []
    in_force.clock.to("2026-03-04T08:00:00")
    assert announced() == announced() == [("protocol_coming", 28)]
    in_force.clock.to("2026-03-26T08:00:00")
    assert announced() == [("protocol_coming", 28), ("protocol_coming", 6)]
    in_force.clock.to("2026-04-01T08:00:00")
    assert len(announced()) == 2


@pytest.mark.parametrize(
    "url",
    [
        "http://agency.example/caps",
        "https://user:word@agency.example/",
        "https://10.0.0.8/caps",
        "https://169.254.169.254/latest",
        "https://[::ffff:192.168.1.1]/",
        "https://[fd00::1]/",
        "file:///etc/passwd",
        "https://",
        "https://agency.example:99999/",
    ],
)
def test_an_address_inside_a_network_or_without_https_is_refused(in_force: Rates, url: str) -> None:
    answer = in_force.post("/subscriptions", {"url": url}, "agency.a1")
    assert (answer.status_code, answer.get_json()["problems"][0]["code"]) == (422, "bad_address")


def test_production_sends_nothing_to_its_own_machine(receiver: Receiver) -> None:
    sent = send_to(loopback=False)(receiver.url.replace("http:", "https:"), b"{}", {})
    assert (sent.status, receiver.got) == (None, [])
    assert send_to(loopback=False)("https://localhost/", b"{}", {}).status is None


def test_a_subscription_belongs_to_who_made_it(in_force: Rates) -> None:
    mine = subscribe(in_force, "https://agency.example/caps")
    assert in_force.get("/subscriptions", "agency.a2").get_json()["items"] == []
    assert in_force.call("DELETE", f"/subscriptions/{mine['id']}", "agency.a2").status_code == 404
    assert len(in_force.get("/subscriptions", "regional_admin").get_json()["items"]) == 1
    assert in_force.call("DELETE", f"/subscriptions/{mine['id']}", "agency.a1").status_code == 204
    assert in_force.get("/subscriptions", "agency.a1").get_json()["items"] == []


def test_new_figures_for_a_tax_year_are_told_with_every_derived_cap_they_change(rates: Rates) -> None:
    rates.add_years("2025-26")
    rates.publish()
    rates.publish(**NEXT)
    before = len(rates.events("rates.protocol_published"))
    changed = inputs_document("2026-27") | {"employer_ni_rate": "0.16"}
    assert rates.post("/statutory-inputs", changed, "regional_admin").status_code == 201
    (event,) = rates.events("rates.protocol_published")[before:]
    assert event["data"]["version"] == "2026-04"
    paye = [cap for cap in event["data"]["caps"] if (cap["core_job_type"], cap["basis"]) == ("SW", "paye")]
    assert [(cap["valid_from"], cap["valid_to"], cap["method"]) for cap in paye] == [
        ("2026-04-01", "2026-04-06", "c"),
        ("2026-04-06", "2027-04-06", "c"),
    ]
    assert paye[0]["rate_pence"] == 2913 > paye[1]["rate_pence"]
    refused = rates.post("/statutory-inputs", inputs_document("2026-27"), "regional_admin")
    assert refused.get_json()["code"] == "inputs_exist"
    corrected = inputs_document("2026-27") | {"correction_reason": "The rate was misread."}
    assert rates.post("/statutory-inputs", corrected, "regional_admin").status_code == 201
    assert (
        rates.get("/statutory-inputs?on=2026-05-01").get_json()["items"][0]["employer_ni_rate"] == "0.150000"
    )
