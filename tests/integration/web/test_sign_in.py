"""A person signs in to the pages at the issuer, keeps a session of 15 minutes, and only our forms count."""

import re
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from werkzeug.serving import WSGIRequestHandler, make_server

from deploy.issuer import create_issuer
from shared.runtime.config import Settings
from tests.integration.web.suite import Start, Suite
from tests.integration.web.toy import NAME, Moment

DESK = f"/{NAME}/desk"
SIGN_IN = f"/{NAME}/sign-in"
BROWSER = {"Accept": "text/html"}
CLOCK = Moment()


class Quiet(WSGIRequestHandler):
    def log(self, *_args: object) -> None: ...


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The address of a demonstration issuer on a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}/identity"
    settings = Settings(service="rates", database_url="sqlite://", environment="test", issuer=address)
    app = create_issuer(settings, CLOCK, [NAME])
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield address
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def suite(start: Start, new_sqlite, issuer: str) -> Suite:
    suite = start(new_sqlite(NAME), issuer=issuer, jwks=f"{issuer}/jwks")
    CLOCK.now = suite.clock.now
    return suite


@pytest.fixture
def client(suite: Suite) -> FlaskClient:
    """One browser: it keeps its cookies."""
    return suite.client


def pick_account(address: str, account: str = "hr_submitter.335") -> str:
    """What the person does at the issuer; returns where the issuer sends them next."""
    with requests.Session() as browser:
        browser.trust_env = False
        answer = browser.get(f"{address}&account={account}", allow_redirects=False, timeout=5)
    target = urlsplit(answer.headers["Location"])
    return f"{target.path}?{target.query}"


def sign_in(client: FlaskClient, wanted: str = DESK):
    begun = client.get(SIGN_IN, query_string={"next": wanted})
    return client.get(pick_account(begun.headers["Location"]))


def csrf_token(page: str) -> str:
    return re.sub(r".*</p>", "", page)


def cookie(client: FlaskClient):
    return client.get_cookie(f"workforce_{NAME}", path=f"/{NAME}")


def test_a_closed_page_sends_to_sign_in_and_back(client: FlaskClient) -> None:
    sent = client.get(DESK, headers=BROWSER)
    assert (sent.status_code, sent.headers["Location"]) == (302, f"{SIGN_IN}?next={DESK}")
    back = sign_in(client)
    assert (back.status_code, back.headers["Location"]) == (303, DESK)
    assert "hr_submitter.335" in client.get(DESK).text


def test_the_way_to_the_issuer_carries_a_challenge_and_no_secret(client: FlaskClient) -> None:
    asked = parse_qs(urlsplit(client.get(SIGN_IN).headers["Location"]).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert set(asked) == {
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "code_challenge",
        "code_challenge_method",
    }


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(client: FlaskClient) -> None:
    header = sign_in(client).headers["Set-Cookie"]
    assert all(word in header for word in ("HttpOnly", "SameSite=Lax", f"Path=/{NAME}"))
    assert "eyJhbGciOiJFUzI1NiI" not in header


def test_signing_in_starts_a_new_session(client: FlaskClient) -> None:
    sign_in(client)
    first = cookie(client).value
    token = csrf_token(client.get(DESK).text)
    sign_in(client)
    assert cookie(client).value != first
    assert client.post(DESK, data={"csrf_token": token}).status_code == 403


def test_an_idle_session_ends_after_fifteen_minutes(suite: Suite, client: FlaskClient) -> None:
    sign_in(client)
    suite.clock.now += timedelta(minutes=14)
    assert client.get(DESK).status_code == 200
    suite.clock.now += timedelta(minutes=14)
    assert client.get(DESK).status_code == 200
    suite.clock.now += timedelta(minutes=15)
    assert client.get(DESK).status_code == 302


def test_no_session_lasts_longer_than_a_working_day(suite: Suite, client: FlaskClient) -> None:
    sign_in(client)
    for _ in range(8 * 6 - 1):
        suite.clock.now += timedelta(minutes=10)
        assert client.get(DESK).status_code == 200
    suite.clock.now += timedelta(minutes=10)
    assert client.get(DESK).status_code == 302


def test_signing_out_ends_the_session(client: FlaskClient) -> None:
    sign_in(client)
    token = csrf_token(client.get(DESK).text)
    answer = client.post(f"/{NAME}/sign-out", data={"csrf_token": token})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/{NAME}")
    assert client.get(DESK).status_code == 302


def test_a_form_without_our_token_is_refused(client: FlaskClient) -> None:
    sign_in(client)
    assert client.post(DESK, headers=BROWSER).status_code == 403
    assert client.post(DESK, data={"csrf_token": "made-up"}).json["code"] == "form_not_ours"
    token = csrf_token(client.get(DESK).text)
    assert client.post(DESK, data={"csrf_token": token}).status_code == 200


def test_the_api_takes_no_cookie(client: FlaskClient) -> None:
    sign_in(client)
    assert client.get(f"/{NAME}/v1/notes/335").status_code == 401


def test_a_page_takes_no_bearer_token_for_a_session(suite: Suite) -> None:
    assert suite.client.get(DESK, headers=suite.as_role()).status_code == 302


@pytest.mark.parametrize(
    "wanted", ["https://evil.example", "//evil.example", "/other", f"/{NAME}/\\evil", f"/{NAME}x", ""]
)
def test_after_signing_in_nobody_is_sent_elsewhere(client: FlaskClient, wanted: str) -> None:
    assert sign_in(client, wanted).headers["Location"] == f"/{NAME}"


def test_an_answer_that_was_not_asked_for_is_refused(suite: Suite, client: FlaskClient) -> None:
    begun = client.get(SIGN_IN)
    target = pick_account(begun.headers["Location"])
    stranger = suite.client
    assert stranger.get(target).json["code"] == "sign_in_broken"
    assert client.get(re.sub(r"state=[^&]+", "state=x", target)).json["code"] == "sign_in_broken"
    assert client.get(target).json["code"] == "sign_in_broken"


def test_a_code_works_once(client: FlaskClient) -> None:
    begun = client.get(SIGN_IN)
    target = pick_account(begun.headers["Location"])
    kept = cookie(client).value
    assert client.get(target).status_code == 303
    client.set_cookie(f"workforce_{NAME}", kept, path=f"/{NAME}")
    assert client.get(target).status_code == 503


def test_a_person_whom_the_issuer_refuses_is_told(client: FlaskClient) -> None:
    asked = parse_qs(urlsplit(client.get(SIGN_IN).headers["Location"]).query)
    answer = client.get(f"{SIGN_IN}/callback?error=access_denied&state={asked['state'][0]}")
    assert (answer.status_code, answer.json["code"]) == (403, "sign_in_refused")


def test_without_the_issuer_signing_in_is_503(start: Start, new_sqlite) -> None:
    suite = start(new_sqlite(NAME), issuer="http://127.0.0.1:9/identity")
    answer = suite.client.get(SIGN_IN, headers=BROWSER)
    assert (answer.status_code, answer.mimetype) == (503, "text/html")


def test_a_role_without_the_function_gets_a_page_that_says_so(client: FlaskClient) -> None:
    begun = client.get(SIGN_IN, query_string={"next": DESK})
    client.get(pick_account(begun.headers["Location"], "agency.agency-a"))
    answer = client.get(DESK, headers=BROWSER)
    assert (answer.status_code, answer.mimetype) == (403, "text/html")
    assert "may not do this" in answer.text
