"""Who gets in: every route is in the access table, tenants see their own, everything else is refused."""

import pytest
from flask.testing import FlaskClient

from shared.runtime.access import OPEN, Access
from shared.runtime.service import unmatched_access
from tests.integration.web.suite import Start, Suite
from tests.integration.web.toy import ACCESS, NAME, toy_service

NOTES = f"/{NAME}/v1/notes"


def test_the_access_table_and_the_route_map_are_equal(suite: Suite) -> None:
    assert unmatched_access(suite.app) == ([], [])


def test_a_route_that_no_row_names_is_found_and_refused(start: Start, new_sqlite) -> None:
    route = f"POST /{NAME}/v1/questions"
    table = {name: row for name, row in ACCESS.items() if name != route} | {"GET /nowhere": OPEN}
    suite = start(new_sqlite("runtime"), toy_service(table))
    assert unmatched_access(suite.app) == ([route], ["GET /nowhere"])
    answer = suite.client.post(f"/{NAME}/v1/questions", json={"title": "a"}, headers=suite.as_role())
    assert (answer.status_code, answer.json["code"]) == (403, "route_not_listed")


def test_without_a_credential_every_route_that_is_not_open_is_401(suite: Suite) -> None:
    for name, access in suite.app.extensions["access"].items():
        method, path = name.split(" ")
        if access.roles is None:
            continue
        path = path.replace("<la_code>", "335").replace("<int:number>", "1")
        answer = suite.client.open(path, method=method)
        expected = 302 if path.endswith("/desk") and method == "GET" else 401
        assert answer.status_code == expected, name


def test_401_says_how_to_authenticate(client: FlaskClient) -> None:
    answer = client.get(f"{NOTES}/335")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"] == "sign_in_first"


def test_a_role_without_the_function_is_403(suite: Suite) -> None:
    answer = suite.client.get(f"{NOTES}/335", headers=suite.as_role("agency", "agency-a"))
    assert (answer.status_code, answer.json["code"]) == (403, "role_lacks_function")


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_another_tenants_data_is_not_there(suite: Suite, method: str) -> None:
    suite.write("theirs", "336")
    path = f"{NOTES}/336/1" if method == "PUT" else f"{NOTES}/336"
    answer = suite.client.open(path, method=method, json={"title": "mine"}, headers=suite.as_role())
    unknown = suite.client.get("/nothing/here", headers=suite.as_role())
    assert answer.status_code == 404
    assert answer.json["detail"] == unknown.json["detail"]
    assert suite.notes() == 1


def test_a_role_that_works_across_sees_every_tenant(suite: Suite) -> None:
    suite.write("theirs", "336")
    answer = suite.client.get(f"{NOTES}/336", headers=suite.as_role("regional_admin", None))
    assert [item["title"] for item in answer.json["items"]] == ["theirs"]


def test_a_tenant_role_without_a_tenant_sees_nobodys_data(suite: Suite) -> None:
    assert suite.client.get(f"{NOTES}/335", headers=suite.as_role("hr_submitter", None)).status_code == 404


def test_access_rows_can_be_compared_and_kept_in_sets() -> None:
    assert {OPEN, Access(None)} == {OPEN}
