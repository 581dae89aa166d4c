"""Who may do what with whose return."""

import pytest

from shared.runtime.service import unmatched_access
from shared.vocabulary.roles import ALL_ROLES, AUTHORITY_ROLES
from tests.integration.register.suite import Register, returns
from tests.unit.register.returns import MONTH, sample

RETURN = returns("335", MONTH)
MAY = {
    ("PUT", RETURN): {"hr_submitter"},
    ("GET", RETURN): {"hr_submitter", "hr_certifier"},
    ("GET", f"{RETURN}/revisions"): {"hr_submitter", "hr_certifier"},
    ("GET", f"{RETURN}/revisions/1"): {"hr_submitter", "hr_certifier"},
    ("POST", f"{RETURN}/certification"): {"hr_certifier"},
    ("POST", f"{RETURN}/reversion"): {"hr_certifier"},
    ("POST", f"{RETURN}/withdrawal"): {"hr_certifier"},
    ("POST", f"{RETURN}/reopening"): {"regional_admin"},
    ("PUT", f"/register/v1/windows/{MONTH}"): {"regional_admin"},
    ("GET", f"/register/v1/completeness?month={MONTH}"): ALL_ROLES - {"agency"},
    ("GET", "/register/v1/windows"): ALL_ROLES,
    ("GET", "/register/v1/data-items"): ALL_ROLES,
}


@pytest.mark.parametrize(("method", "path"), MAY, ids=[f"{method} {path}" for method, path in MAY])
def test_only_the_roles_that_may_are_let_in(on_sqlite: Register, method: str, path: str) -> None:
    refused = set()
    for role in ALL_ROLES:
        tenant = "335" if role in AUTHORITY_ROLES else "agency-a" if role == "agency" else None
        answer = on_sqlite.ask(method, path, {} if method != "GET" else None, role=role, la_code=tenant)
        if answer.status_code == 403 and answer.get_json()["code"] == "role_lacks_function":
            refused.add(role)
    assert ALL_ROLES - refused == MAY[method, path]
    if MAY[method, path] != ALL_ROLES:
        assert on_sqlite.ask(method, path, {} if method != "GET" else None).status_code == 401


def test_the_access_table_names_every_route_and_no_other(on_sqlite: Register) -> None:
    assert unmatched_access(on_sqlite.app) == ([], [])


@pytest.mark.parametrize("rest", ["", "/revisions", "/revisions/1"])
def test_another_authority_s_return_is_not_there(register: Register, rest: str) -> None:
    register.submit()
    foreign = register.read(rest, role="hr_submitter", la_code="335", subject="hr_submitter.330")
    assert foreign.status_code == 200
    answer = register.ask("GET", RETURN + rest, role="hr_submitter", la_code="330")
    absent = register.ask(
        "GET", returns("330", "2026-12") + "/revisions/9", role="hr_submitter", la_code="330"
    )
    assert (answer.status_code, absent.status_code) == (404, 404)


def test_another_authority_s_return_cannot_be_sent_or_signed(register: Register) -> None:
    digest = register.submit().get_json()["digest"]
    sent = register.ask("PUT", RETURN, sample(), role="hr_submitter", la_code="330")
    signed = register.ask(
        "POST",
        f"{RETURN}/certification",
        {"revision": 1, "digest": digest},
        role="hr_certifier",
        la_code="330",
    )
    assert (sent.status_code, signed.status_code) == (404, 404)
    inside = register.ask("PUT", returns("330", MONTH), sample(), role="hr_submitter", la_code="330")
    assert [fault["code"] for fault in inside.get_json()["problems"]] == ["la_code_differs"]
    assert len(register.events()) == 1


@pytest.mark.parametrize("path", [returns("335", "2026-13"), returns("335", "latest"), returns("335", MONTH)])
def test_what_is_not_there_is_not_found(on_sqlite: Register, path: str) -> None:
    assert on_sqlite.ask("GET", path, role="hr_submitter", la_code="335").status_code == 404


def test_a_tenant_outside_the_region_has_no_return(on_sqlite: Register) -> None:
    answer = on_sqlite.ask("PUT", returns("999", MONTH), sample(), role="hr_submitter", la_code="999")
    assert answer.status_code == 404


def test_an_unknown_query_is_refused(on_sqlite: Register) -> None:
    assert on_sqlite.submit(query="?dryrun=true").status_code == 422
    assert on_sqlite.submit(query="?dry_run=yes").status_code == 422
