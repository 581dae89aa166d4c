"""Requests made from the API document, and crooked ones, never get an answer the document does not know."""

from datetime import UTC, datetime

import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.integration.web.suite import Start, Suite
from tests.integration.web.toy import NAME

CHECKS = (
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
BREAKAGE = "fail"


def test_requests_made_from_the_document_are_answered_as_it_says(start: Start, new_sqlite) -> None:
    suite = start(new_sqlite(NAME), rate_limits=False)
    suite.clock.now = datetime.now(UTC)
    schema = schemathesis.openapi.from_wsgi(f"/{NAME}/openapi.json", suite.app)
    headers = suite.as_role("regional_admin", None)
    tried = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.definition.raw["operationId"] == BREAKAGE:
            continue

        @given(case=operation.as_strategy())
        @settings(RELAXED, max_examples=25)
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=headers, checks=CHECKS)

        ask()
        tried += 1
    assert tried == 5


@RELAXED
@given(
    path=st.text(max_size=30),
    query=st.text(max_size=30),
    body=st.binary(max_size=60),
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "TRACE"]),
    kind=st.sampled_from(["application/json", "text/csv", "multipart/form-data", ""]),
)
def test_no_path_query_or_body_is_a_failure_of_ours(
    suite: Suite, path: str, query: str, body: bytes, method: str, kind: str
) -> None:
    environ = {
        "PATH_INFO": f"/{NAME}/v1/notes/{path}".encode("utf-8", "surrogatepass").decode("latin-1"),
        "QUERY_STRING": query.encode("utf-8", "surrogatepass").decode("latin-1"),
    }
    headers = suite.as_role("regional_admin", None)
    answer = suite.client.open(
        "/", method=method, data=body, content_type=kind, headers=headers, environ_overrides=environ
    )
    assert answer.status_code < 500
