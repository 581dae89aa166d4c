"""The API documents: valid OpenAPI 3.1, and neither more nor less than what is served."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from shared.runtime.access import Access
from tests.contract.openapi.running import SERVICES, Running, as_path

METHODS = {"get", "put", "post", "delete", "patch", "head", "options", "trace"}
Document = dict[str, Any]
Operations = dict[str, Document]


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest, running: Callable[[str], Running]) -> Running:
    return running(request.param)


@pytest.fixture
def document(service: Running) -> Document:
    answer = service.app.test_client().get(f"/{service.name}/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    found: Document = answer.get_json()
    return found


@pytest.fixture
def operations(document: Document) -> Operations:
    """By "METHOD /path/{variable}", with the parameters that a path gives to all its methods."""
    return {
        f"{method.upper()} {path}": operation
        | {"parameters": item.get("parameters", []) + operation.get("parameters", [])}
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


def test_the_document_is_valid_openapi_3_1(document: Document) -> None:
    assert document["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(document).validate()


def test_the_document_has_the_routes_below_v1_and_no_others(service: Running, operations: Operations) -> None:
    routes = {
        f"{method} {as_path(rule.rule)}"
        for rule in service.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert set(operations) == below_v1(service, routes)


def test_the_document_has_the_rows_of_the_access_table_and_no_others(
    service: Running, operations: Operations
) -> None:
    rows = {as_path(row) for row in service.app.extensions["access"]}
    assert set(operations) == below_v1(service, rows)


def test_every_operation_has_an_id_a_summary_and_a_tag(operations: Operations) -> None:
    ids = [operation["operationId"] for operation in operations.values()]
    assert len(set(ids)) == len(ids)
    assert [
        name for name, found in operations.items() if not found.get("summary") or not found.get("tags")
    ] == []


def test_every_operation_says_who_may_call_as_the_access_table_does(
    service: Running, operations: Operations
) -> None:
    table: dict[str, Access] = {
        as_path(row): access for row, access in service.app.extensions["access"].items()
    }
    for name, operation in operations.items():
        roles = table[name].roles
        assert operation["security"] == ([] if roles is None else [{"bearer": []}]), name
        who = "Open to anyone." if roles is None else f"Roles: {', '.join(sorted(roles))}."
        assert who in operation["description"], name


def test_every_operation_describes_its_refusals_as_problem_json(
    document: Document, operations: Operations
) -> None:
    for name, operation in operations.items():
        refusal = resolved(document, operation["responses"]["default"])
        assert list(refusal["content"]) == ["application/problem+json"], name
        schema = resolved(document, refusal["content"]["application/problem+json"]["schema"])
        assert {"type", "title", "status", "code", "detail"} <= set(schema["required"]), name


def test_every_operation_describes_what_it_answers(operations: Operations) -> None:
    for name, operation in operations.items():
        answers = {
            status: found for status, found in operation["responses"].items() if status.startswith("2")
        }
        assert answers, name
        assert all(found.get("content") for status, found in answers.items() if status != "204"), name


def test_every_variable_of_a_path_is_described_and_every_post_takes_a_key(operations: Operations) -> None:
    for name, operation in operations.items():
        given = {(found["in"], found["name"]) for found in operation.get("parameters", ())}
        assert {("path", variable) for variable in re.findall(r"{(\w+)}", name)} <= given, name
        assert (("header", "Idempotency-Key") in given) == name.startswith("POST "), name


def below_v1(service: Running, routes: set[str]) -> set[str]:
    return {route for route in routes if f" /{service.name}/v1/" in route}


def resolved(document: Document, found: Document) -> Document:
    if "$ref" not in found:
        return found
    inner: Any = document
    for step in found["$ref"].removeprefix("#/").split("/"):
        inner = inner[step]
    target: Document = inner
    return target
