"""The API's blueprint: flask-smorest with strict JSON, strict queries and typed decorators."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from flask import Request, request
from flask_smorest.blueprint import Blueprint as SmorestBlueprint
from marshmallow import RAISE, Schema, ValidationError
from marshmallow.fields import Field
from webargs.flaskparser import FlaskParser

from shared.errors import TooLarge, WrongType
from shared.runtime.body import read_json
from shared.runtime.validation import refusal

F = TypeVar("F", bound=Callable[..., Any])
SchemaLike = type[Schema] | Schema
MEBIBYTE = 1024 * 1024


def strict_json(max_bytes: int | None = None) -> Any:
    """The JSON body of this request.

    Raises WrongType `not_json`, TooLarge `too_large`, BadSyntax as `read_json` does.
    """
    if request.mimetype != "application/json":
        raise WrongType("not_json", "Send the body as application/json.")
    if request.mimetype_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise WrongType("not_json", "Send JSON in UTF-8.")
    data = request.get_data(cache=True)
    if max_bytes is not None and len(data) > max_bytes:
        raise TooLarge("too_large", f"The body may have {max_bytes} bytes.")
    return read_json(data)


class StrictParser(FlaskParser):
    """webargs lets unknown query parameters through unless told otherwise here (not in the schema)."""

    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "query": RAISE}  # noqa: RUF012

    def load_json(self, _req: Request, _schema: Schema) -> Any:
        return strict_json()

    def handle_error(self, error: ValidationError, *_args: Any, **_kwargs: Any) -> Any:
        messages = cast(dict[str, Any], error.messages)
        if set(messages) == {"json"}:
            raise refusal(ValidationError(messages["json"])) from None
        raise refusal(error) from None


class Blueprint(SmorestBlueprint):
    """Views have a docstring (its first line is the operation's summary) and a row in the access table."""

    ARGUMENTS_PARSER = StrictParser()

    def __init__(self, name: str, import_name: str, **options: Any) -> None:
        _untyped(super()).__init__(name, import_name, **options)

    def route(self, rule: str, **options: Any) -> Callable[[F], F]:
        return cast(Callable[[F], F], _untyped(super()).route(rule, **options))

    def arguments(self, schema: SchemaLike, **options: Any) -> Callable[[F], F]:
        """The parsed body (default) or query (`location="query"`) becomes the view's first argument."""
        return cast(Callable[[F], F], _untyped(super()).arguments(schema, **options))

    def response(
        self, status_code: int, schema: SchemaLike | None = None, **options: Any
    ) -> Callable[[F], F]:
        return cast(Callable[[F], F], _untyped(super()).response(status_code, schema, **options))

    def alt_response(self, status_code: int, response: str | None = None, **options: Any) -> Callable[[F], F]:
        return cast(Callable[[F], F], _untyped(super()).alt_response(status_code, response, **options))

    def file_response(self, media_type: str) -> Callable[[F], F]:
        """The view answers 200 with a file of that type."""
        kind = "object" if media_type == "application/json" else "string"
        return self.alt_response(200, schema={"type": kind}, content_type=media_type, description="The file")

    def query_names(self, endpoint: str, method: str) -> frozenset[str]:
        """The query parameters that a view declared; no other is accepted."""
        operation = self._docs[endpoint].get("get" if method == "HEAD" else method.lower(), {})
        declared = operation.get("arguments", {}).get("parameters", [])
        return frozenset(
            field.data_key or name
            for parameter in declared
            if parameter["in"] == "query"
            for name, field in _fields_of(parameter["schema"]).items()
        )

    @staticmethod
    def doc(**words: Any) -> Callable[[F], F]:
        """Anything else the OpenAPI document should say of the operation."""
        return cast(Callable[[F], F], _untyped(SmorestBlueprint).doc(**words))

    @staticmethod
    def body_limit(max_bytes: int) -> Callable[[F], F]:
        """How large a body the route accepts; without it 1 MiB."""
        return _mark("max_bytes", max_bytes)

    @staticmethod
    def rate_limit(per_minute: int) -> Callable[[F], F]:
        """Requests a minute of one subject, or of one address where nobody signed in."""
        return _mark("per_minute", per_minute)


def _untyped(library: Any) -> Any:
    """flask-smorest has no types."""
    return library


def _fields_of(schema: SchemaLike) -> Mapping[str, Field[Any]]:
    return (schema() if isinstance(schema, type) else schema).fields


def _mark(name: str, value: int) -> Callable[[F], F]:
    def mark(view: F) -> F:
        view.__dict__[name] = value
        return view

    return mark
