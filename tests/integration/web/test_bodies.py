"""A body that two programs could read differently, or that is no body for us, is refused before any view."""

import json

import pytest
from flask.testing import FlaskClient

from tests.integration.web.suite import Suite
from tests.integration.web.toy import NAME

ECHO = f"/{NAME}/v1/echo"
NOTES = f"/{NAME}/v1/notes/335"


def send(client: FlaskClient, body: bytes, **options):
    return client.post(ECHO, data=body, **({"content_type": "application/json"} | options))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "bad_json"),
        (b"{", "bad_json"),
        (b"{'a': 1}", "bad_json"),
        (b'{"a": 1} x', "bad_json"),
        (b'{"a": 1, "a": 2}', "duplicate_key"),
        (b'[{"b": {"a": 1, "a": 1}}]', "duplicate_key"),
        (b'{"a": NaN}', "not_a_number"),
        (b'{"a": -Infinity}', "not_a_number"),
        (b'{"a": 1e999}', "not_a_number"),
        (b'{"a": ' + b"9" * 100_000 + b"}", "bad_json"),
        (b'{"a": ' + b"9" * 100_000 + b".5}", "not_a_number"),
        (b"\xef\xbb\xbf{}", "bad_encoding"),
        ('{"a": "é"}'.encode("latin-1"), "bad_encoding"),
        ("{}".encode("utf-16"), "bad_encoding"),
        (b"[" * 10_000 + b"]" * 10_000, "too_deep"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "too_deep"),
        (b"[" * 33 + b"]" * 33, "too_deep"),
        (b'{"a": "\\u0000"}', "bad_character"),
        (b'{"\\u0000": 1}', "bad_character"),
        (b'{"a": ["\\ud800"]}', "bad_character"),
        (b'{"a": "\x00"}', "bad_json"),
    ],
)
def test_a_body_that_is_not_clean_json_is_400(client: FlaskClient, body: bytes, code: str) -> None:
    answer = send(client, body)
    assert (answer.status_code, answer.json["code"]) == (400, code)
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize("value", [{"a": "\U0001f600"}, [[[1]]], "plain", None, -0, {"é": ["[" * 99, 1.5]}])
def test_clean_json_comes_back_as_it_was(client: FlaskClient, value: object) -> None:
    answer = send(client, json.dumps(value).encode())
    assert answer.json == {"echo": value}


@pytest.mark.parametrize(
    "content_type",
    [None, "text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16"],
)
def test_another_content_type_is_415(client: FlaskClient, content_type: str | None) -> None:
    assert send(client, b"{}", content_type=content_type).status_code == 415


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "identity, gzip"])
def test_a_packed_body_is_415(client: FlaskClient, coding: str) -> None:
    answer = send(client, b"{}", headers={"Content-Encoding": coding})
    assert (answer.status_code, answer.json["code"]) == (415, "encoded_body")


def test_a_body_above_a_mebibyte_is_413(client: FlaskClient) -> None:
    assert send(client, b'"' + b"a" * (1024 * 1024 - 2) + b'"').status_code == 200
    answer = send(client, b'"' + b"a" * (1024 * 1024 - 1) + b'"')
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


def test_a_body_that_hides_its_length_is_413_all_the_same(client: FlaskClient) -> None:
    chunked = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    answer = send(client, b'"' + b"a" * (1024 * 1024) + b'"', environ_overrides=chunked)
    assert answer.status_code == 413


def test_a_route_may_accept_less(suite: Suite) -> None:
    suite.write("old")
    statuses = [
        suite.client.put(
            f"{NOTES}/1", json={"title": "n", "tags": ["a" * size]}, headers=suite.as_role()
        ).status_code
        for size in (1900, 2000)
    ]
    assert statuses == [200, 413]


def test_every_fault_of_the_content_is_named_at_once(suite: Suite) -> None:
    body = {"rate_pence": "12", "tags": ["a", 1], "status": "approved", "a/b~c": 1}
    answer = suite.client.post(NOTES, json=body, headers=suite.as_role())
    assert (answer.status_code, answer.json["code"]) == (422, "content_refused")
    found = {(fault["where"], fault["code"]) for fault in answer.json["problems"]}
    assert found == {
        ("/title", "required"),
        ("/rate_pence", "invalid"),
        ("/tags/1", "invalid"),
        ("/status", "unknown_field"),
        ("/a~1b~0c", "unknown_field"),
    }
    assert all(fault["message"] and fault["fix"] for fault in answer.json["problems"])
    assert suite.notes() == 0


@pytest.mark.parametrize("value", ["12", 12.0, True, 12.5, None, -1, 0])
def test_pence_are_whole_positive_numbers_and_nothing_else(suite: Suite, value: object) -> None:
    answer = suite.client.post(NOTES, json={"title": "a", "rate_pence": value}, headers=suite.as_role())
    assert answer.status_code == 422
    assert [fault["where"] for fault in answer.json["problems"]] == ["/rate_pence"]


def test_a_body_that_is_not_an_object_is_422(suite: Suite) -> None:
    answer = suite.client.post(NOTES, json=[1], headers=suite.as_role())
    assert (answer.status_code, answer.json["code"]) == (422, "content_refused")


def test_a_schema_gives_its_own_words(suite: Suite) -> None:
    answer = suite.client.post(NOTES, json={"title": "forbidden"}, headers=suite.as_role())
    fault = {"code": "no_such_title", "where": "/title", "message": "Not this one.", "fix": "Take another."}
    assert (answer.status_code, answer.json["problems"]) == (422, [fault])


def test_a_hundred_thousand_unknown_names_are_refused_quickly(suite: Suite) -> None:
    body = "{" + ",".join(f'"k{n}":1' for n in range(80_000)) + "}"
    answer = suite.client.post(NOTES, data=body, content_type="application/json", headers=suite.as_role())
    assert answer.status_code == 422
    assert len(answer.json["problems"]) == 2_000
