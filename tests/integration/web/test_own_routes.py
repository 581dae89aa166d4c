"""What every service offers beside its own routes: health, metrics, the API document and its page."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator
from prometheus_client.parser import text_string_to_metric_families

from shared.runtime.metrics import Measures
from shared.runtime.outbox import append_event, lock_aggregate
from tests.integration.web.suite import Start, Suite
from tests.integration.web.toy import ACCESS, NAME


def save_event(suite: Suite) -> None:
    with suite.db.transaction() as session:
        aggregate = lock_aggregate(session, "note", "335")
        append_event(
            session,
            aggregate,
            type_="toy.note_written",
            key="335",
            region_id="here",
            data={},
            now=suite.clock(),
        )


def samples(client: FlaskClient) -> dict[tuple[str, str, str], float]:
    families = text_string_to_metric_families(client.get(f"/{NAME}/metrics").text)
    return {
        (sample.name, sample.labels.get("route", ""), sample.labels.get("status", "")): sample.value
        for family in families
        for sample in family.samples
    }


def test_a_live_process_says_so_without_asking_the_database(suite: Suite) -> None:
    suite.db.close()
    answer = suite.client.get(f"/{NAME}/health/live")
    assert (answer.status_code, answer.json) == (200, {"status": "alive"})


def test_a_ready_service_names_its_checks_and_its_unsent_events(suite: Suite) -> None:
    save_event(suite)
    answer = suite.client.get(f"/{NAME}/health/ready")
    assert answer.status_code == 200
    assert answer.json == {
        "status": "ready",
        "checks": {"database": True, "migrations": True, "region_file": True},
        "outbox": {"unsent": 1, "oldest_seconds": 0.0},
    }


def test_a_database_that_was_not_migrated_is_not_ready(start: Start, tmp_path: Path) -> None:
    suite = start(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    answer = suite.client.get(f"/{NAME}/health/ready")
    assert answer.status_code == 503
    assert answer.json["checks"]["migrations"] is False
    assert "Retry-After" in answer.headers


def test_a_service_without_its_region_file_is_not_ready(start: Start, new_sqlite, tmp_path: Path) -> None:
    suite = start(new_sqlite(NAME), region_file=tmp_path / "absent.json")
    answer = suite.client.get(f"/{NAME}/health/ready")
    assert (answer.status_code, answer.json["checks"]["region_file"]) == (503, False)


def test_requests_are_counted_by_route_and_status_without_what_was_asked(suite: Suite) -> None:
    client = suite.client
    client.get(f"/{NAME}/v1/notes/335")
    client.get(f"/{NAME}/v1/notes/336", headers=suite.as_role())
    client.get("/x/y/z")
    found = samples(client)
    notes = f"GET /{NAME}/v1/notes/<la_code>"
    assert found["http_requests_total", notes, "401"] == 1
    assert found["http_requests_total", notes, "404"] == 1
    assert found["http_requests_total", "unknown", "404"] == 1
    assert found["http_request_seconds_count", notes, ""] == 2


def test_metrics_tell_what_waits_in_the_outbox_and_what_was_parked(start: Start, new_sqlite) -> None:
    measures = Measures(lambda: {"consumer_lag": 12.0})
    suite = start(new_sqlite(NAME), parts={Measures: measures})
    save_event(suite)
    found = samples(suite.client)
    assert found["outbox_unsent_rows", "", ""] == 1
    assert found["outbox_oldest_unsent_seconds", "", ""] == 0
    assert found["parked_events", "", ""] == 0
    assert found["consumer_lag", "", ""] == 12
    assert found["database_up", "", ""] == 1


def test_metrics_answer_while_the_database_is_away(start: Start, tmp_path: Path) -> None:
    suite = start(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    assert samples(suite.client)["database_up", "", ""] == 0


@pytest.fixture
def document(client: FlaskClient) -> dict:
    return client.get(f"/{NAME}/openapi.json").json


def test_the_api_document_is_valid_openapi_3_1(document: dict) -> None:
    assert document["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(document).validate()


def test_the_api_document_has_the_routes_below_v1_and_no_others(document: dict) -> None:
    described = {
        f"{method.upper()} {path}"
        for path, operations in document["paths"].items()
        for method in operations
        if method != "parameters"
    }
    routes = {row.replace("<int:number>", "{number}").replace("<la_code>", "{la_code}") for row in ACCESS}
    assert described == {row for row in routes if f"/{NAME}/v1/" in row}


def test_every_operation_has_an_id_a_summary_a_tag_and_says_who_may_call(document: dict) -> None:
    operations = [
        operation
        for path in document["paths"].values()
        for method, operation in path.items()
        if method != "parameters"
    ]
    ids = [operation["operationId"] for operation in operations]
    assert len(set(ids)) == len(ids) == 6
    assert all(operation["summary"] and operation["tags"] == ["notes"] for operation in operations)
    by_id = {operation["operationId"]: operation for operation in operations}
    assert by_id["ask"]["security"] == []
    assert by_id["write_note"]["security"] == [{"bearer": []}]
    assert "Roles: hr_submitter, regional_admin." in by_id["write_note"]["description"]


def test_refusals_are_described_as_problem_json(document: dict) -> None:
    default = document["components"]["responses"]["DEFAULT_ERROR"]
    assert list(default["content"]) == ["application/problem+json"]
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


def test_bodies_parameters_and_the_idempotency_key_are_described(document: dict) -> None:
    path = document["paths"][f"/{NAME}/v1/notes/{{la_code}}"]
    assert "$ref" in path["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert "Idempotency-Key" in [parameter["name"] for parameter in path["post"]["parameters"]]
    assert {parameter["name"] for parameter in path["get"]["parameters"]} == {"title", "limit"}


def test_real_refusals_have_the_described_shape(suite: Suite, document: dict) -> None:
    described = document["components"]["schemas"]["Problem"]
    answer = suite.client.post(f"/{NAME}/v1/notes/335", json={}, headers=suite.as_role()).json
    assert set(described["required"]) <= set(answer) <= set(described["properties"])


def test_the_reference_page_names_every_operation_and_holds_no_script(suite: Suite, document: dict) -> None:
    answer = suite.client.get(f"/{NAME}/docs")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    for path in document["paths"]:
        assert f" {path}</code>" in answer.text
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    assert '<html lang="en-GB"' in answer.text


def test_the_document_is_the_same_bytes_each_time(client: FlaskClient) -> None:
    first = client.get(f"/{NAME}/openapi.json").data
    assert client.get(f"/{NAME}/openapi.json").data == first
    assert json.loads(first)["info"]["title"] == "Notes"
