"""The API document: what flask-smorest gathers from the views, completed from the access table."""

from collections.abc import Mapping
from typing import Any

import flask
from flask_smorest import Api
from marshmallow import INCLUDE, Schema, fields

from shared.runtime.access import Access
from shared.runtime.problems import MEDIA_TYPE

METHODS = ("get", "post", "put", "patch", "delete")
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Sent again with the same key within 7 days, the request gets the first answer again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 120, "pattern": r"^[\x21-\x7e]+$"},
}


class FaultSchema(Schema):
    code = fields.String(required=True)
    where = fields.String(required=True, metadata={"description": "JSON pointer, or sheet, row and column"})
    message = fields.String(required=True)
    fix = fields.String(required=True)


class ProblemSchema(Schema):
    """RFC 9457; `code` is stable, `detail` is for a person. A problem may carry more members of its own."""

    class Meta:
        unknown = INCLUDE

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)
    request_id = fields.String()
    problems = fields.List(fields.Nested(FaultSchema))


Untyped: Any = Api  # flask-smorest has no types


class ProblemApi(Untyped):  # type: ignore[misc]
    """flask-smorest's Api that documents problem+json and leaves the answering to `problems.py`."""

    ERROR_SCHEMA = ProblemSchema

    def _register_responses(self) -> None:
        """smorest documents errors with the content type of answers unless it is swapped around this."""
        self.DEFAULT_RESPONSE_CONTENT_TYPE = MEDIA_TYPE
        super()._register_responses()
        self.DEFAULT_RESPONSE_CONTENT_TYPE = "application/json"

    def _register_error_handlers(self) -> None:
        """`problems.py` has them."""


def make_api(app: flask.Flask, title: str, description: str, schemas: Mapping[str, Any]) -> ProblemApi:
    """An Api to register blueprints with; `schemas` are more components for `$ref`."""
    info = {"description": description}
    bearer = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    app.config.update(API_TITLE=title, API_VERSION="v1", OPENAPI_VERSION="3.1.0")
    api = ProblemApi(app, spec_kwargs={"info": info, "servers": [{"url": "/"}]})
    api.spec.components.security_scheme("bearer", bearer)
    for name, schema in schemas.items():
        api.spec.components.schema(name, schema)
    return api


def document(api: ProblemApi, app: flask.Flask, table: Mapping[str, Access]) -> dict[str, Any]:
    """The finished OpenAPI 3.1 document: operation ids, who may call, Idempotency-Key."""
    found: dict[str, Any] = api.spec.to_dict()
    endpoints = {
        (_as_path(rule.rule), method.lower()): (rule.endpoint, table.get(f"{method} {rule.rule}"))
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    for path, operations in found["paths"].items():
        for method in METHODS:
            if method in operations:
                endpoint, access = endpoints[path, method]
                _complete(operations[method], method, endpoint, access)
    return found


def _complete(operation: dict[str, Any], method: str, endpoint: str, access: Access | None) -> None:
    operation["operationId"] = endpoint.rpartition(".")[2]
    roles = access.roles if access else frozenset()
    operation["security"] = [] if roles is None else [{"bearer": []}]
    who = "Open to anyone." if roles is None else f"Roles: {', '.join(sorted(roles))}."
    operation["description"] = f"{operation.get('description', '')}\n\n{who}".strip()
    if method == "post":
        operation.setdefault("parameters", []).append(dict(IDEMPOTENCY_KEY))


def _as_path(rule: str) -> str:
    """Flask's "<int:n>" as OpenAPI's "{n}"."""
    return "/".join(
        "{" + part[1:-1].rpartition(":")[2] + "}" if part.startswith("<") else part
        for part in rule.split("/")
    )
