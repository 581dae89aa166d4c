"""Requests made from the API documents, sound and unsound: none may fail on our side."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.contract.openapi.running import SERVICES, Running
from tests.contract.openapi.sound import BODIES, spoilt

# Left out: positive_data_acceptance takes a lawful refusal (another authority, a closed window, a day outside
# every protocol) for a failure; negative_data_rejection and missing_required_header take it for one that the
# document cannot say every rule; checks that send a request again are tests of the edge, by name.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# tokens are ours, so none are made up
CONFIG = {"generation": {"with-security-parameters": False, "deterministic": True, "database": "none"}}
BOUNDED = settings(
    max_examples=8,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@cache
def operations(name: str, app: Any) -> list[APIOperation]:
    config = SchemathesisConfig.from_dict(CONFIG)
    schema = schemathesis.openapi.from_wsgi(f"/{name}/openapi.json", app, config=config)
    found = [result.ok() for result in schema.get_all_operations()]
    # what is deleted is there no longer for the others
    return sorted(found, key=lambda operation: operation.method == "delete")


@pytest.mark.parametrize("what", BODIES)
def test_a_sound_body_spoilt_in_one_place_never_fails_on_our_side(
    what: str, running: Callable[[str], Running]
) -> None:
    name, method, path, role, body = BODIES[what]
    service = running(name)
    headers = service.headers(role)

    @settings(BOUNDED, max_examples=150)
    @given(sent=spoilt(body()))
    def ask(sent: Any) -> None:
        client = service.app.test_client()
        answer = client.open(f"/{name}/v1{path}", method=method, json=sent, headers=headers)
        assert answer.status_code in (200, 201, 400, 409, 422), answer.text
        kind = "json" if answer.status_code < 300 else "problem+json"
        assert answer.mimetype == f"application/{kind}"

    ask()


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", SERVICES)
def test_no_request_made_from_the_document_fails_on_our_side(
    name: str, mode: GenerationMode, running: Callable[[str], Running]
) -> None:
    service, failures = running(name), []
    for operation in operations(name, service.app):
        if mode is GenerationMode.POSITIVE or operation.query or operation.body:
            try:
                ask_in_many_ways(service, operation, operation.as_strategy(generation_mode=mode))
            except FailureGroup as failure:
                failures.append(f"{operation.label}: {failure}")
    assert failures == [], "\n\n".join(failures)


def ask_in_many_ways(service: Running, operation: APIOperation, cases: st.SearchStrategy[Case]) -> None:
    """By roles that may and one that may not, at addresses that exist and that do not."""
    roles = st.sampled_from(service.roles(operation.label))

    @BOUNDED
    @given(case=cases, role=roles, turn=st.integers(0, 4))
    def ask(case: Case, role: str | None, turn: int) -> None:
        if turn and case.path_parameters:
            sent = case.path_parameters
            case.path_parameters = {name: service.known_or(name, value, turn) for name, value in sent.items()}
        headers = service.headers(role)
        case.validate_response(case.call(headers=headers), checks=CHECKS, headers=headers)

    ask()
