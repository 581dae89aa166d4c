"""Exceptions: an authority asks, two people of it sign, the region reads the ledger."""

from typing import Any
from urllib.parse import urlencode

import flask

from services.rates.actions.exceptions import decide_exception, request_exception, withdraw_exception
from services.rates.actions.ledger import list_exceptions, read_exception
from services.rates.exports import ledger_csv
from services.rates.routes.address import csv_headers, editions, instruction
from services.rates.schemas.exceptions import (
    DecisionSchema,
    ExceptionListSchema,
    ExceptionRequestSchema,
    ExceptionSchema,
    LedgerFilters,
    LedgerQuery,
)
from shared.runtime.web import Answer, Blueprint, command, page, query, respond

exceptions = Blueprint("exceptions", __name__, url_prefix="/rates/v1", description="Exceptions to a cap")
A_PAGE = 100


@exceptions.route("/exceptions", methods=["GET"])
@exceptions.arguments(LedgerQuery, location="query")
@exceptions.response(200, ExceptionListSchema)
def list_ledger(asked: dict[str, Any]) -> flask.Response:
    """The ledger, newest request first."""
    by = instruction()
    found = query(lambda session: list_exceptions(session, by, asked, limit=A_PAGE))
    if len(found) < A_PAGE:
        return respond(Answer(page(found)))
    words = urlencode({**asked, "after": found[-1]["id"]})
    return respond(Answer(page(found, f"/rates/v1/exceptions?{words}")))


@exceptions.route("/exceptions.csv", methods=["GET"])
@exceptions.arguments(LedgerFilters, location="query")
@exceptions.file_response("text/csv")
def download_ledger(asked: dict[str, Any]) -> flask.Response:
    """The whole ledger, or what the filters leave of it, as CSV."""
    by = instruction()
    found = query(lambda session: list_exceptions(session, by, asked))
    return respond(Answer(ledger_csv(found), headers=csv_headers("exceptions.csv")))


@exceptions.route("/exceptions", methods=["POST"])
@exceptions.arguments(ExceptionRequestSchema)
@exceptions.response(201, ExceptionSchema)
@exceptions.alt_response(422, "DEFAULT_ERROR")
def ask_for_exception(document: dict[str, Any]) -> flask.Response:
    """Ask for an exception; the answer shows what it costs over the cap to its last day."""
    by = instruction()
    return command(lambda session: Answer(request_exception(session, by, editions(session), document), 201))


@exceptions.route("/exceptions/<id_>", methods=["GET"])
@exceptions.response(200, ExceptionSchema)
@exceptions.alt_response(404, "DEFAULT_ERROR")
def read_one_exception(id_: str) -> flask.Response:
    """One exception as the caller may see it."""
    return respond(Answer(query(lambda session: read_exception(session, instruction(), id_))))


@exceptions.route("/exceptions/<id_>/decisions", methods=["POST"])
@exceptions.arguments(DecisionSchema)
@exceptions.response(201, ExceptionSchema)
@exceptions.alt_response(409, "DEFAULT_ERROR")
def sign_exception(document: dict[str, Any], id_: str) -> flask.Response:
    """Approve or refuse, in the role you signed in with."""
    return command(lambda session: Answer(decide_exception(session, instruction(), id_, document), 201))


@exceptions.route("/exceptions/<id_>/withdrawal", methods=["POST"])
@exceptions.response(201, ExceptionSchema)
@exceptions.alt_response(409, "DEFAULT_ERROR")
def take_exception_back(id_: str) -> flask.Response:
    """Withdraw a request or an approval."""
    return command(lambda session: Answer(withdraw_exception(session, instruction(), id_), 201))
