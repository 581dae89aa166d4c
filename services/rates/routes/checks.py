"""One check: open to anyone, limited by address, quotable for ever."""

import flask
from flask import request
from sqlalchemy.orm import Session

from services.rates.actions.checks import ask_protocol, exhibit_of, keep_check, read_check
from services.rates.routes.address import editions, secret, today
from services.rates.routes.desk import CheckDesk
from services.rates.schemas.checks import CheckSchema, QuestionSchema
from services.rates.schemas.questions import read_question
from shared.runtime.web import Answer, Blueprint, command, query, respond, runtime, strict_json

checks = Blueprint("checks", __name__, url_prefix="/rates/v1", description="Check a rate")
JSON = {"Content-Type": "application/json"}
CHECKS_A_MINUTE = 120


@checks.route("/checks", methods=["POST"])
@checks.doc(requestBody={"required": True, "content": {"application/json": {"schema": QuestionSchema}}})
@checks.response(200, CheckSchema)
@checks.alt_response(422, "DEFAULT_ERROR")
@checks.rate_limit(CHECKS_A_MINUTE)
def ask_one_check() -> flask.Response:
    """Ask the protocol about one rate: the same question gets the same answer, whoever asks."""
    if request.mimetype != "application/json" or "Idempotency-Key" in request.headers:
        return _ask_with_care()
    answer = runtime().part(CheckDesk).ask(runtime().db, request.get_data(), today())
    if answer is None:
        return _ask_with_care()
    return flask.Response(answer, content_type="application/json")


@checks.route("/checks/<reference>", methods=["GET"])
@checks.response(200, CheckSchema)
@checks.alt_response(404, "DEFAULT_ERROR")
def read_one_check(reference: str) -> flask.Response:
    """The stored answer of a check, to whoever holds its reference."""
    return respond(Answer(query(lambda session: read_check(session, reference)), headers=JSON))


def _ask_with_care() -> flask.Response:
    """The same in the common way: other types are refused, Idempotency-Key is kept, trouble gets its name."""
    question = read_question(strict_json())

    def ask(session: Session) -> Answer:
        exhibit = exhibit_of(session, question, today())
        check = ask_protocol(question, editions(session), exhibit, secret())
        return Answer(keep_check(session, check, today()), headers=JSON)

    return command(ask)
