"""Headers on every answer, one log line a request, and limits that say how long to wait."""

import json
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.integration.web.suite import Start, Suite
from tests.integration.web.toy import NAME

NOTES = f"/{NAME}/v1/notes/335"
ASK = f"/{NAME}/v1/questions"


@pytest.mark.parametrize("path", ["/", f"/{NAME}/", NOTES, f"/{NAME}/health/live", f"/{NAME}/docs"])
def test_every_answer_forbids_frames_sniffing_and_caching(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers
    assert "Server" not in headers


def test_a_failure_has_the_same_headers(client: FlaskClient) -> None:
    headers = client.post(f"/{NAME}/v1/breakage").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Cache-Control"] == "no-store"


def test_answers_of_the_api_depend_on_who_asks_and_on_no_origin(suite: Suite) -> None:
    headers = suite.as_role() | {"Origin": "https://evil.example", "If-None-Match": "*"}
    answer = suite.client.get(NOTES, headers=headers)
    assert answer.status_code == 200
    assert "Authorization" in answer.headers["Vary"]
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_page_may_run_only_the_script_it_names(client: FlaskClient) -> None:
    pages = [client.get(f"/{NAME}/script") for _ in range(2)]
    nonces = [page.text.split('nonce="')[1].split('"')[0] for page in pages]
    assert nonces[0] != nonces[1]
    for page, nonce in zip(pages, nonces, strict=True):
        assert f"script-src 'self' 'nonce-{nonce}'" in page.headers["Content-Security-Policy"]
        assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")


@pytest.mark.parametrize("sent", ["abc-DEF_1.23", "0" * 64])
def test_a_request_id_that_was_sent_comes_back(client: FlaskClient, sent: str) -> None:
    assert client.get("/", headers={"X-Request-Id": sent}).headers["X-Request-Id"] == sent


@pytest.mark.parametrize("sent", ["short", "x" * 65, "a b c d e f", "\x1b[31mred-alert", "éééééééé"])
def test_a_request_id_of_another_form_is_replaced(suite: Suite, sent: str) -> None:
    answer = suite.client.get("/", environ_overrides={"HTTP_X_REQUEST_ID": sent})
    assert len(answer.headers["X-Request-Id"]) == 32
    assert sent.encode() not in suite.log.getvalue()


def test_a_request_is_one_line_of_json_without_its_content(suite: Suite) -> None:
    body = {"title": "secret words", "rate_pence": 4321}
    suite.client.post(NOTES, json=body, headers=suite.as_role() | {"User-Agent": "a\x1b[0m"})
    suite.client.get(f"{NOTES}?title=hidden", headers=suite.as_role())
    raw = suite.log.getvalue()
    lines = [json.loads(line) for line in raw.splitlines()]
    assert [(line["route"], line["status"], line["role"]) for line in lines] == [
        (f"POST /{NAME}/v1/notes/<la_code>", 201, "hr_submitter"),
        (f"GET /{NAME}/v1/notes/<la_code>", 200, "hr_submitter"),
    ]
    assert all(line["request_id"] and line["service"] == NAME and "at" in line for line in lines)
    for secret in (b"secret", b"4321", b"hidden", b"eyJ", b"\x1b"):
        assert secret not in raw


def test_a_refusal_is_logged_with_its_code(suite: Suite) -> None:
    suite.client.get(NOTES)
    assert suite.log_lines()[-1]["code"] == "sign_in_first"


def ask(suite: Suite, address: str, **headers: str) -> int:
    return suite.client.post(
        ASK, json={"title": "a"}, headers=headers, environ_overrides={"REMOTE_ADDR": address}
    ).status_code


def test_an_open_route_is_limited_by_address_and_says_when_to_come_back(suite: Suite) -> None:
    assert [ask(suite, "192.0.2.1") for _ in range(4)] == [200, 200, 200, 429]
    assert ask(suite, "192.0.2.2") == 200
    answer = suite.client.post(ASK, json={"title": "a"}, environ_overrides={"REMOTE_ADDR": "192.0.2.1"})
    assert (answer.json["code"], answer.headers["Retry-After"]) == ("too_many_requests", "60")
    assert answer.content_type == "application/problem+json"
    suite.clock.now += timedelta(seconds=60)
    assert ask(suite, "192.0.2.1") == 200


def test_one_household_of_ipv6_addresses_counts_as_one(suite: Suite) -> None:
    assert [ask(suite, f"2001:db8::{n}") for n in range(1, 5)] == [200, 200, 200, 429]
    assert ask(suite, "2001:db8:0:1::1") == 200


def test_who_signed_in_is_limited_as_a_subject(suite: Suite) -> None:
    headers = suite.as_role()
    assert [ask(suite, f"192.0.2.{n}", **headers) for n in range(4)] == [200, 200, 200, 429]


def test_a_forwarded_address_counts_only_behind_trusted_proxies(start: Start, new_sqlite) -> None:
    direct = start(new_sqlite(NAME))
    sent = [ask(direct, "192.0.2.1", **{"X-Forwarded-For": f"198.51.100.{n}"}) for n in range(4)]
    assert sent[-1] == 429
    proxied = start(new_sqlite(NAME), trusted_proxies=1)
    sent = [ask(proxied, "10.0.0.1", **{"X-Forwarded-For": f"198.51.100.{n}"}) for n in range(4)]
    assert sent == [200] * 4
    spoofed = [ask(proxied, "10.0.0.1", **{"X-Forwarded-For": f"{n}.1.1.1, 203.0.113.9"}) for n in range(4)]
    assert spoofed[-1] == 429


def test_limits_can_be_switched_off(start: Start, new_sqlite) -> None:
    suite = start(new_sqlite(NAME), rate_limits=False)
    assert [ask(suite, "192.0.2.1") for _ in range(6)] == [200] * 6


def test_one_client_cannot_take_everything(suite: Suite, monkeypatch) -> None:
    monkeypatch.setattr("shared.runtime.edge.DEFAULT_PER_MINUTE", 5)
    headers = suite.as_role()
    statuses = [suite.client.get(NOTES, headers=headers).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    assert suite.client.get(NOTES, headers=suite.as_role("regional_admin", None)).status_code == 200
