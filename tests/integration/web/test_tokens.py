"""A token counts when key, issuer, audience and times agree; every other one is the same 401."""

import base64
import json
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from tests.integration.web.suite import ISSUER, KEY, Start, Suite, write_keys
from tests.integration.web.toy import NAME, START

PATH = f"/{NAME}/v1/notes/335"
NOW = int(START.timestamp())


def get(suite: Suite, token: str):
    return suite.client.get(PATH, headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example"},
        {"aud": ["register"]},
        {"aud": "ratesx"},
        {"exp": NOW - 61},
        {"iat": NOW + 120},
        {"nbf": NOW + 120},
        {"exp": "tomorrow"},
        {"exp": None},
        {"sub": ""},
        {"sub": 7},
        {"role": None},
        {"tenant": 335},
    ],
)
def test_wrong_claims_are_refused_alike(suite: Suite, claims: dict[str, object]) -> None:
    answer = get(suite, suite.token(**claims))
    assert answer.status_code == 401
    assert answer.json["code"] == "bad_token"
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_clocks_may_differ_by_a_minute(suite: Suite) -> None:
    assert get(suite, suite.token(exp=NOW - 59)).status_code == 200
    assert get(suite, suite.token(iat=NOW + 59)).status_code == 200


def test_one_audience_may_be_a_plain_text(suite: Suite) -> None:
    assert get(suite, suite.token(aud="rates")).status_code == 200


def unsigned(claims: dict[str, object]) -> str:
    parts = ({"alg": "none", "kid": KEY.kid}, claims)
    return (
        ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parts) + "."
    )


def good_claims() -> dict[str, object]:
    return {"iss": ISSUER, "aud": "rates", "sub": "s", "role": "hr_submitter", "iat": NOW, "exp": NOW + 60}


def test_an_unsigned_token_is_refused(suite: Suite) -> None:
    assert get(suite, unsigned(good_claims())).status_code == 401


def test_a_token_of_another_key_with_our_key_id_is_refused(suite: Suite) -> None:
    other = ECKey.generate_key("P-256")
    token = jwt.encode({"alg": "ES256", "kid": KEY.kid}, good_claims(), other)
    assert get(suite, token).status_code == 401


def test_the_public_key_does_not_work_as_a_shared_secret(suite: Suite) -> None:
    secret = OctKey.import_key(json.dumps(KEY.as_dict(private=False)))
    token = jwt.encode({"alg": "HS256", "kid": KEY.kid}, good_claims(), secret)
    assert get(suite, token).status_code == 401


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "e30.e30.e30", "ééé.b.c", "A" * 9000, "[[[[.b.c"])
def test_rubbish_is_refused(suite: Suite, token: str) -> None:
    assert get(suite, token).status_code == 401


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "bearer  ", "Token abc"])
def test_other_credentials_are_refused(client: FlaskClient, header: str) -> None:
    assert client.get(PATH, headers={"Authorization": header}).status_code == 401


def test_a_bad_token_is_refused_on_an_open_route_too(client: FlaskClient) -> None:
    answer = client.post(
        f"/{NAME}/v1/questions", json={"title": "a"}, headers={"Authorization": "Bearer a.b.c"}
    )
    assert answer.status_code == 401


def test_a_token_in_the_query_string_is_no_credential(suite: Suite) -> None:
    token = suite.token()
    assert suite.client.get(f"{PATH}?access_token={token}").status_code == 401
    assert token.encode() not in suite.log.getvalue()


def test_a_token_that_was_good_expires(suite: Suite) -> None:
    token = suite.token()
    assert get(suite, token).status_code == 200
    suite.clock.now += timedelta(seconds=900 + 60)
    assert get(suite, token).status_code == 401


def test_a_new_key_of_the_issuer_is_found_without_a_restart(suite: Suite) -> None:
    assert get(suite, suite.token()).status_code == 200
    suite.key = ECKey.generate_key("P-256", auto_kid=True)
    write_keys(suite.jwks, KEY, suite.key)
    suite.clock.now += timedelta(seconds=6)
    assert get(suite, suite.token()).status_code == 200


def test_a_key_the_issuer_took_back_stops_working_within_five_minutes(suite: Suite) -> None:
    token = suite.token()
    assert get(suite, token).status_code == 200
    write_keys(suite.jwks, ECKey.generate_key("P-256", auto_kid=True))
    suite.clock.now += timedelta(seconds=301)
    assert get(suite, token).status_code == 401


def test_known_keys_keep_working_while_the_issuer_is_away(suite: Suite) -> None:
    assert get(suite, suite.token()).status_code == 200
    suite.jwks.unlink()
    suite.clock.now += timedelta(seconds=301)
    assert get(suite, suite.token()).status_code == 200


def test_without_the_issuers_keys_nobody_gets_in(start: Start, new_sqlite) -> None:
    suite = start(new_sqlite("runtime"), jwks="http://127.0.0.1:9/jwks")
    answer = get(suite, suite.token())
    assert (answer.status_code, answer.json["code"]) == (503, "issuer_unreachable")


def test_many_tokens_do_not_grow_the_memory_of_known_ones(suite: Suite, monkeypatch) -> None:
    monkeypatch.setattr("shared.runtime.auth.MAX_KNOWN", 2)
    for n in range(5):
        assert get(suite, suite.token(jti=str(n))).status_code == 200
