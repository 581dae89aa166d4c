"""Statutory inputs by tax year: open to read; the regional administrator adds them."""

from datetime import date
from typing import Any

import flask
from sqlalchemy.orm import Session

from services.rates.actions.statutory_inputs import (
    add_statutory_inputs,
    list_statutory_inputs,
    statutory_inputs_on,
)
from services.rates.routes.address import instruction
from services.rates.schemas.protocols import (
    StatutoryInputsListSchema,
    StatutoryInputsQuery,
    StatutoryInputsSchema,
)
from shared.runtime.web import Answer, Blueprint, command, page, query, respond

statutory_inputs = Blueprint(
    "statutory_inputs", __name__, url_prefix="/rates/v1", description="Statutory inputs by tax year"
)


@statutory_inputs.route("/statutory-inputs", methods=["GET"])
@statutory_inputs.arguments(StatutoryInputsQuery, location="query")
@statutory_inputs.response(200, StatutoryInputsListSchema)
def list_inputs(asked: dict[str, str]) -> flask.Response:
    """Every tax year's inputs, or those that count on a date."""
    if "on" not in asked:
        return respond(Answer(page(query(list_statutory_inputs))))
    day = date.fromisoformat(asked["on"])
    return respond(Answer(page([query(lambda session: statutory_inputs_on(session, day))])))


@statutory_inputs.route("/statutory-inputs", methods=["POST"])
@statutory_inputs.arguments(StatutoryInputsSchema)
@statutory_inputs.response(201, StatutoryInputsSchema)
@statutory_inputs.alt_response(200, schema=StatutoryInputsSchema, description="The same as before")
@statutory_inputs.alt_response(409, "DEFAULT_ERROR")
def add_inputs(document: dict[str, Any]) -> flask.Response:
    """Add a tax year's inputs; the same again is 200, other figures need a correction_reason."""

    def add(session: Session) -> Answer:
        body, is_new = add_statutory_inputs(session, instruction(), document)
        return Answer(body, 201 if is_new else 200)

    return command(add)
