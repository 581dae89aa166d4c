"""Every refusal and every failure as problem+json, or as a page where a person is looking."""

from http import HTTPStatus
from typing import Any

import flask
from flask import current_app, g, render_template, request
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.routing import RequestRedirect

from shared.errors import Problem
from shared.runtime.body import write_json
from shared.runtime.validation import refusal

MEDIA_TYPE = "application/problem+json"
BY_STATUS: dict[int, tuple[str, str]] = {
    400: ("bad_request", "The request could not be read."),
    404: ("not_found", "There is nothing at this address that you may see."),
    405: ("method_not_allowed", "This address does not take that method."),
    413: ("too_large", "The request is larger than this address accepts."),
    415: ("wrong_type", "This content type is not accepted here."),
    500: ("internal_error", "Something went wrong on our side. Quote the request id when you report it."),
}


def register_problems(app: flask.Flask) -> None:
    """Nothing leaves the service as a bare error page or a stack trace."""
    app.register_error_handler(Problem, answer_problem)
    app.register_error_handler(ValidationError, lambda error: answer_problem(refusal(error)))
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_failure)
    app.log_exception = _note_failure  # type: ignore[assignment, method-assign]


def answer_problem(problem: Problem) -> flask.Response:
    """A page's refusal is a page; everything else gets RFC 9457."""
    g.problem = problem.code
    body = problem.as_dict() | {"request_id": g.get("request_id", "")}
    if _wants_page():
        html = render_template("runtime/problem.html", problem=body, layout=current_app.extensions["layout"])
        return flask.Response(html, status=problem.status, headers=problem.headers, mimetype="text/html")
    return flask.Response(
        write_json(body), status=problem.status, headers=problem.headers, content_type=MEDIA_TYPE
    )


def _answer_http(error: HTTPException) -> Any:
    if isinstance(error, RequestRedirect) or error.response is not None:
        return error
    status = error.code or 500
    code, detail = BY_STATUS.get(status, (f"http_{status}", f"{error.name}."))
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    problem = Problem(code, detail, headers=headers)
    problem.status, problem.title = status, HTTPStatus(status).phrase
    return answer_problem(problem)


def _answer_failure(error: Exception) -> Any:
    """The log gets the kind of error and where it arose, never its message: that may quote what was sent."""
    g.failure = error
    return _answer_http(InternalServerError())


def _note_failure(raised: Any) -> None:
    """Flask would log a failure of a handler itself with its message; the request's own line tells of it."""
    g.failure = raised[1]


def _wants_page() -> bool:
    """A person's browser asks for HTML by name, and not at an address of the API."""
    below_v1 = request.path.split("/")[2:3] == ["v1"]
    return not below_v1 and "text/html" in request.headers.get("Accept", "")
