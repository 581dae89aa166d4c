"""The check page without a browser: it asks what the API asks, and takes only its own forms."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import flask
import pytest
from flask.testing import FlaskClient

from deploy.accounts import mint_token, write_key_set
from deploy.demonstration.seeds import seed_documents
from services.rates.app import create_app
from shared.runtime.config import Settings

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ASKED = {
    "la_code": "335",
    "core_job_type": "SSW",
    "basis": "umbrella",
    "rate": "45.50",
    "start-day": "1",
    "start-month": "12",
    "start-year": "2026",
}


@pytest.fixture
def app(new_sqlite: Callable[[str], str], tmp_path: object) -> Iterator[flask.Flask]:
    settings = Settings.from_env(
        "rates",
        {
            "WORKFORCE_RATES_DATABASE_URL": new_sqlite("rates"),
            "WORKFORCE_JWKS": f"{tmp_path}/keys.json",
            "WORKFORCE_RATE_LIMITS": "off",
        },
    )
    write_key_set(settings, tmp_path / "keys.json")  # type: ignore[operator]
    app = create_app(settings, lambda: NOW)
    bearer = {"Authorization": f"Bearer {mint_token(settings, 'regional_admin', now=NOW)}"}
    for inputs in seed_documents("tax_year"):
        app.test_client().post("/rates/v1/statutory-inputs", json=inputs, headers=bearer)
    for protocol in seed_documents("caps"):
        app.test_client().post("/rates/v1/protocols", json=protocol, headers=bearer)
        app.test_client().post(
            f"/rates/v1/protocols/{protocol['version']}/publication", json={}, headers=bearer
        )
    yield app
    app.extensions["workforce"].db.close()


@pytest.fixture
def client(app: flask.Flask) -> FlaskClient:
    return app.test_client()


def token_of(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/rates").text)
    assert found is not None
    return found[1]


def test_a_form_leads_to_the_answer_that_the_api_gives_to_the_same_question(client: FlaskClient) -> None:
    sent = client.post("/rates", data=ASKED | {"csrf_token": token_of(client)})
    assert sent.status_code == 303
    reference = sent.headers["Location"].removeprefix("/rates/checks/")
    question = {
        "la_code": "335",
        "core_job_type": "SSW",
        "basis": "umbrella",
        "rate_pence": 4550,
        "start_date": "2026-12-01",
    }
    assert client.post("/rates/v1/checks", json=question).json["reference"] == reference  # type: ignore[index]
    assert "Over the cap by £4.25 an hour" in client.get(sent.headers["Location"]).text


def test_a_form_that_these_pages_did_not_make_is_refused(client: FlaskClient) -> None:
    refused = client.post("/rates", data=ASKED)
    assert refused.status_code == 403
    assert "The form was too old or came from elsewhere" in refused.text


def test_a_form_with_faults_is_422_and_holds_what_was_typed(client: FlaskClient) -> None:
    refused = client.post("/rates", data={"rate": "forty", "csrf_token": token_of(client)})
    assert refused.status_code == 422
    assert 'value="forty"' in refused.text
    assert refused.text.count("govuk-form-group--error") == 4


def test_what_identifies_a_person_is_refused_and_not_repeated_elsewhere(client: FlaskClient) -> None:
    typed = ASKED | {"core_job_type": "", "local_title": "mary.smith@example.org"}
    refused = client.post("/rates", data=typed | {"csrf_token": token_of(client)})
    assert refused.status_code == 422
    assert "looks like something that identifies a person" in refused.text


def test_an_unknown_reference_is_a_page_that_says_so(client: FlaskClient) -> None:
    answer = client.get("/rates/checks/NOTTHERE00", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "There is no check with that reference." in answer.text
    assert answer.mimetype == "text/html"


def test_pages_allow_no_inline_script_and_no_frame(client: FlaskClient) -> None:
    policy = client.get("/rates").headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_caps_of_a_day_that_is_no_day_come_back_with_the_fault(client: FlaskClient) -> None:
    page = client.get("/rates/caps?on-day=31&on-month=2&on-year=2026").text
    assert "The date must be a real date" in page
    assert "Caps on 22 November 2026" in page
