"""The demonstration issuer: made-up accounts, real OAuth 2.0, and never in production."""

from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from flask.testing import FlaskClient

from deploy.accounts import client_secret
from deploy.issuer import create_issuer, demonstration_accounts, key_set, mint_token, write_key_set
from shared.errors import Unauthenticated
from shared.runtime.auth import TokenVerifier
from shared.runtime.config import BadSettings, Settings
from shared.runtime.identity import Actor
from shared.vocabulary.region import load_region
from tests.integration.web.toy import Moment

CALLBACK = "http://127.0.0.1:8000/rates/sign-in/callback"
VERIFIER = "v" * 43
CLOCK = Moment()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(
        service="rates", database_url="sqlite://", environment="test", jwks=str(tmp_path / "keys.json")
    )
    write_key_set(made, tmp_path / "keys.json")
    return made


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return create_issuer(settings, CLOCK).test_client()


def basic(subject: str, secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{subject}:{secret}".encode()).decode()}


def authorize(client: FlaskClient, **changed: str):
    asked = {
        "client_id": "rates-pages",
        "redirect_uri": CALLBACK,
        "state": "s",
        "code_challenge": create_s256_code_challenge(VERIFIER),
        "code_challenge_method": "S256",
    }
    return client.get("/identity/authorize", query_string=asked | changed)


def code_for(client: FlaskClient, account: str = "director.335") -> str:
    return authorize(client, account=account).headers["Location"].split("code=")[1].split("&")[0]


def exchange(client: FlaskClient, given: str, **changed: str):
    form = {
        "grant_type": "authorization_code",
        "code": given,
        "client_id": "rates-pages",
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
    }
    return client.post("/identity/token", data=form | changed)


@pytest.mark.parametrize("service", ["rates", "register", "reporting"])
def test_a_minted_token_is_accepted_by_every_service(settings: Settings, service: str) -> None:
    verifier = TokenVerifier(replace(settings, service=service), CLOCK)
    actor = verifier.actor(mint_token(settings, "hr_submitter", "335", now=CLOCK.now))
    assert actor == Actor("hr_submitter.335", "hr_submitter", "335", "workforce", machine=False)


def test_roles_of_the_region_and_agencies_get_their_tenant(settings: Settings) -> None:
    verifier = TokenVerifier(settings, CLOCK)
    admin = verifier.actor(mint_token(settings, "regional_admin", now=CLOCK.now))
    agency = verifier.actor(mint_token(settings, "agency", agency="agency-a", now=CLOCK.now))
    assert (admin.subject, admin.tenant) == ("regional_admin", None)
    assert (agency.subject, agency.tenant) == ("agency.agency-a", "agency-a")


def test_a_machine_client_is_its_own_subject(settings: Settings) -> None:
    token = mint_token(settings, "hr_submitter", "335", machine=True, now=CLOCK.now)
    assert TokenVerifier(settings, CLOCK).actor(token).machine


def test_a_minted_token_ends_when_asked(settings: Settings) -> None:
    token = mint_token(settings, "regional_admin", lifetime_seconds=10, now=CLOCK.now - timedelta(seconds=80))
    with pytest.raises(Unauthenticated):
        TokenVerifier(settings, CLOCK).actor(token)


def test_every_process_of_one_demonstration_has_the_same_key(settings: Settings, client: FlaskClient) -> None:
    published = client.get("/identity/jwks").json
    assert published == key_set(settings) == key_set(replace(settings, service="register"))
    assert "d" not in published["keys"][0]
    assert key_set(replace(settings, secret="another" * 8)) != published


def test_each_authority_has_four_accounts_the_region_two_and_there_are_two_agencies(
    settings: Settings,
) -> None:
    region = load_region(settings.region_file)
    accounts = demonstration_accounts(region)
    assert len(accounts) == 4 * len(region.la_codes) + 4
    assert {"hr_certifier.330", "chief_executive.335", "workstream"} <= set(accounts)


def test_a_machine_gets_a_token_by_its_secret(settings: Settings, client: FlaskClient) -> None:
    headers = basic("hr_submitter.335", client_secret(settings, "hr_submitter.335"))
    answer = client.post("/identity/token", data={"grant_type": "client_credentials"}, headers=headers)
    assert (answer.status_code, answer.json["expires_in"]) == (200, 900)
    actor = TokenVerifier(settings, CLOCK).actor(answer.json["access_token"])
    assert (actor.subject, actor.machine) == ("hr_submitter.335", True)


@pytest.mark.parametrize("subject", ["hr_submitter.335", "nobody", ""])
def test_a_wrong_secret_is_refused_alike_for_known_and_unknown(client: FlaskClient, subject: str) -> None:
    answer = client.post(
        "/identity/token", data={"grant_type": "client_credentials"}, headers=basic(subject, "x")
    )
    assert (answer.status_code, answer.json) == (400, {"error": "invalid_client"})


def test_a_secret_in_the_form_is_not_taken(settings: Settings, client: FlaskClient) -> None:
    form = {
        "grant_type": "client_credentials",
        "client_id": "workstream",
        "client_secret": client_secret(settings, "workstream"),
    }
    assert client.post("/identity/token", data=form).status_code == 400


def test_a_person_picks_an_account_and_the_code_becomes_a_token(
    settings: Settings, client: FlaskClient
) -> None:
    page = authorize(client)
    assert "director.335</a>" in page.text
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    answer = exchange(client, code_for(client))
    actor = TokenVerifier(settings, CLOCK).actor(answer.json["access_token"])
    assert (actor.subject, actor.client_id, actor.machine) == ("director.335", "rates-pages", False)


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "https://evil.example/rates/sign-in/callback"},
        {"redirect_uri": "http://127.0.0.1:8000/elsewhere"},
        {"redirect_uri": CALLBACK + "?x=1"},
        {"client_id": "register-pages"},
        {"client_id": ""},
        {"code_challenge": ""},
        {"code_challenge_method": "plain"},
    ],
)
def test_a_code_is_given_to_the_suites_pages_only(client: FlaskClient, changed: dict[str, str]) -> None:
    answer = authorize(client, account="director.335", **changed)
    assert answer.status_code == 400
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    "changed",
    [
        {"code_verifier": "w" * 43},
        {"code_verifier": ""},
        {"client_id": "register-pages"},
        {"redirect_uri": "http://127.0.0.1:8000/register/sign-in/callback"},
        {"code": "made-up"},
    ],
)
def test_a_code_works_for_who_asked_for_it_only(client: FlaskClient, changed: dict[str, str]) -> None:
    answer = exchange(client, code_for(client), **changed)
    assert (answer.status_code, answer.json) == (400, {"error": "invalid_grant"})


def test_a_code_works_once_and_for_a_minute(client: FlaskClient) -> None:
    code = code_for(client)
    assert exchange(client, code).status_code == 200
    assert exchange(client, code).status_code == 400
    late = code_for(client)
    CLOCK.now += timedelta(seconds=60)
    assert exchange(client, late).status_code == 400


def test_other_grants_are_refused(client: FlaskClient) -> None:
    answer = client.post("/identity/token", data={"grant_type": "password", "username": "a"})
    assert answer.json == {"error": "unsupported_grant_type"}


def test_discovery_names_addresses_below_the_issuer(settings: Settings, client: FlaskClient) -> None:
    found = client.get("/identity/.well-known/openid-configuration").json
    assert found["issuer"] == settings.issuer
    assert all(found[name].startswith(f"{settings.issuer}/") for name in ("jwks_uri", "token_endpoint"))


def test_it_refuses_to_start_or_sign_in_production(settings: Settings) -> None:
    production = replace(settings, environment="production")
    with pytest.raises(BadSettings, match="WORKFORCE_ISSUER"):
        create_issuer(production)
    with pytest.raises(BadSettings, match="production"):
        mint_token(production, "regional_admin")
