"""Paths, query strings, methods and the headers that are used: odd ones are refused, and never as a 500."""

import pytest
from flask.testing import FlaskClient

from tests.integration.web.suite import Suite
from tests.integration.web.toy import NAME

NOTES = f"/{NAME}/v1/notes/335"


def test_a_repeated_parameter_is_400(suite: Suite) -> None:
    answer = suite.client.get(f"{NOTES}?limit=1&limit=1", headers=suite.as_role())
    assert (answer.status_code, answer.json["code"]) == (400, "duplicate_parameter")


def test_an_unknown_parameter_is_422_and_the_known_ones_are_named(suite: Suite) -> None:
    answer = suite.client.get(f"{NOTES}?limit=1&sort=title&fields=author", headers=suite.as_role())
    assert answer.status_code == 422
    assert [fault["where"] for fault in answer.json["problems"]] == ["/query/sort", "/query/fields"]
    assert answer.json["problems"][0]["fix"] == "Known: limit, title."


def test_a_route_without_parameters_takes_none(client: FlaskClient) -> None:
    answer = client.post(f"/{NAME}/v1/questions?debug=1", json={"title": "a"})
    assert (answer.status_code, answer.json["problems"][0]["code"]) == (422, "unknown_parameter")


def test_a_parameter_of_the_wrong_form_is_422_with_its_place(suite: Suite) -> None:
    answer = suite.client.get(f"{NOTES}?limit=many", headers=suite.as_role())
    assert (answer.status_code, answer.json["problems"][0]["where"]) == (422, "/query/limit")


@pytest.mark.parametrize("query", ["title=%ff", "title=%00", "title=%ed%a0%80", "%00=1", "title=é"])
def test_a_query_that_is_not_text_is_400(suite: Suite, query: str) -> None:
    raw = query.encode("latin-1").decode("latin-1")
    answer = suite.client.get(NOTES, headers=suite.as_role(), environ_overrides={"QUERY_STRING": raw})
    assert answer.status_code == 400


def test_a_thousand_parameters_are_400(suite: Suite) -> None:
    query = "&".join(f"p{n}=1" for n in range(1000))
    assert suite.client.get(f"{NOTES}?{query}", headers=suite.as_role()).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/../etc/passwd",
        "/%2e%2e/x",
        "//runtime/v1/notes/335",
        "/runtime/v1//notes",
        "/runtime/v1/notes/335/",
        "/;x",
    ],
)
def test_crooked_paths_lead_nowhere(suite: Suite, path: str) -> None:
    answer = suite.client.get("/", headers=suite.as_role(), environ_overrides={"PATH_INFO": path})
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize("segment", ["3\x003", "\xff\xfe", "\xc0\xaf"])
def test_a_path_that_is_not_text_is_400_or_404(suite: Suite, segment: str) -> None:
    path = f"/{NAME}/v1/notes/{segment}"
    headers = suite.as_role("regional_admin", None)
    answer = suite.client.get("/", headers=headers, environ_overrides={"PATH_INFO": path})
    assert answer.status_code in (400, 404)


@pytest.mark.parametrize("method", ["TRACE", "DELETE", "OPTIONS", "CONNECT", "BREW"])
def test_another_method_is_405_and_names_the_right_ones(suite: Suite, method: str) -> None:
    answer = suite.client.open(NOTES, method=method, headers=suite.as_role())
    assert (answer.status_code, answer.json["code"]) == (405, "method_not_allowed")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST"}


def test_a_method_in_a_header_is_ignored(suite: Suite) -> None:
    headers = suite.as_role() | {"X-HTTP-Method-Override": "POST"}
    assert suite.client.get(NOTES, headers=headers).status_code == 200


def test_a_number_that_no_table_can_hold_is_an_unknown_address(suite: Suite) -> None:
    answer = suite.client.put(f"{NOTES}/{2**31}", json={"title": "a"}, headers=suite.as_role())
    assert answer.status_code == 404


def test_head_is_get_without_the_body(suite: Suite) -> None:
    answer = suite.client.head(NOTES, headers=suite.as_role())
    assert (answer.status_code, answer.data) == (200, b"")


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (f"/{NAME}/v1/notes/a@b.example", {}),
        (f"{NOTES}?title=a@b.example", {}),
        (f"{NOTES}?a@b.example=1", {}),
        (NOTES, {"X-Request-Id": "aaaaaaaa"}),
    ],
)
def test_a_personal_identifier_in_an_address_is_refused_and_not_logged(
    suite: Suite, path: str, headers: dict[str, str]
) -> None:
    answer = suite.client.get(path, headers=suite.as_role("regional_admin", None) | headers)
    if "@" in path:
        assert (answer.status_code, answer.json["code"]) == (422, "personal_identifier")
        assert answer.json["problems"][0]["code"] == "V04"
    assert b"@" not in suite.log.getvalue()
    assert "@" not in answer.text


def test_a_personal_identifier_as_idempotency_key_is_refused(suite: Suite) -> None:
    headers = suite.as_role() | {"Idempotency-Key": "a@b.example"}
    answer = suite.client.post(NOTES, json={"title": "a"}, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (422, "personal_identifier")
    assert suite.notes() == 0


@pytest.mark.parametrize("text", ["{{7*7}}", "%s", "{0.__class__}", "'; DROP TABLE note; --", "${x}", "%25"])
def test_program_text_in_a_value_is_only_text(suite: Suite, text: str) -> None:
    sent = suite.client.post(NOTES, json={"title": text}, headers=suite.as_role())
    assert sent.json["title"] == text
    found = suite.client.get(NOTES, query_string={"title": text}, headers=suite.as_role())
    assert found.json["items"] == [{"id": 1, "title": text}]


def test_unknown_addresses_do_not_tell_more_to_a_browser(client: FlaskClient) -> None:
    page = client.get(f"/{NAME}/nothing", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "nothing at this address" in page.text
    api = client.get(f"/{NAME}/v1/nothing", headers={"Accept": "text/html"})
    assert api.content_type == "application/problem+json"
