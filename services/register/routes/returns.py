"""Submitting a return and reading it back."""

from typing import Any

import flask

from services.register.actions.reading import list_revisions, read_return, read_revision
from services.register.actions.submission import preview_return, submit_return
from services.register.routes.address import answer_of, instruction, month_of_authority, shown
from services.register.schemas.answers import Held, Revisions, Submission
from services.register.schemas.requests import SubmissionQuery
from services.register.schemas.return_form import form_of_all_months
from services.register.schemas.return_form import read_return as read_body
from shared.runtime.web import Answer, Blueprint, check_if_match, command, page, query, respond, strict_json

MAX_BYTES = 2 * 1024 * 1024
PREFIX = "/register/v1/returns/<la_code>/<month>"

returns = Blueprint("returns", __name__, url_prefix=PREFIX, description="One authority's monthly return")
BODY = {"required": True, "content": {"application/json": {"schema": form_of_all_months()}}}


@returns.route("", methods=["PUT"])
@returns.arguments(SubmissionQuery, location="query")
@returns.response(200, Submission)
@returns.alt_response(201, schema=Submission, description="A new revision")
@returns.doc(requestBody=BODY)
@returns.body_limit(MAX_BYTES)
def submit(options: dict[str, Any], la_code: str, month: str) -> flask.Response:
    """Submit the month's return, whole; the same content again is the same revision"""
    by, asked = instruction(), month_of_authority(la_code, month)
    submitted = read_body(strict_json(MAX_BYTES), la_code, asked)
    if options["dry_run"]:
        return shown(query(lambda session: preview_return(session, by, submitted, check_if_match)))
    return command(lambda session: answer_of(submit_return(session, by, submitted, check_if_match), 201))


@returns.route("", methods=["GET"])
@returns.response(200, Held)
def read(la_code: str, month: str) -> flask.Response:
    """Read the latest revision, with its content"""
    asked = month_of_authority(la_code, month)
    return shown(query(lambda session: read_return(session, la_code, asked)))


@returns.route("/revisions", methods=["GET"])
@returns.response(200, Revisions)
def read_revisions(la_code: str, month: str) -> flask.Response:
    """List the receipts of all revisions, the latest first"""
    asked = month_of_authority(la_code, month)
    return respond(Answer(page(query(lambda session: list_revisions(session, la_code, asked)))))


@returns.route("/revisions/<int:number>", methods=["GET"])
@returns.response(200, Held)
def read_one_revision(la_code: str, month: str, number: int) -> flask.Response:
    """Read one revision, with its content"""
    asked = month_of_authority(la_code, month)
    return respond(Answer(query(lambda session: read_revision(session, la_code, asked, number))))
