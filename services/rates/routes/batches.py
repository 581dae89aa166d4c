"""Many checks at once, and live engagements against a coming date; for those who sign in."""

from datetime import date
from typing import Any

import flask
from flask import request
from sqlalchemy.orm import Session

from services.rates.actions.batches import ask_batch, count_verdicts
from services.rates.actions.rechecks import recheck
from services.rates.exports import batch_csv
from services.rates.routes.address import csv_headers, editions, instruction, secret, sees_drafts, today
from services.rates.schemas.batches import (
    BatchAnswerSchema,
    BatchQuery,
    BatchSchema,
    RecheckAnswerSchema,
    RecheckSchema,
    read_batch,
    read_csv,
    read_rows,
)
from shared.runtime.web import Answer, Blueprint, command, query, respond, strict_json

batches = Blueprint("batches", __name__, url_prefix="/rates/v1", description="Many checks at once")
MOST_BYTES = 8 * 1024 * 1024
BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": BatchSchema},
        "text/csv": {"schema": {"type": "string", "description": "One question a line."}},
    },
}


@batches.route("/check-batches", methods=["POST"])
@batches.arguments(BatchQuery, location="query")
@batches.doc(requestBody=BODY)
@batches.response(200, BatchAnswerSchema)
@batches.file_response("text/csv")
@batches.alt_response(422, "DEFAULT_ERROR")
@batches.body_limit(MOST_BYTES)
def check_many(asked: dict[str, Any]) -> flask.Response:
    """Up to 5,000 questions, one verdict a row; CSV is answered with CSV unless Accept says JSON."""
    keep = asked.get("keep", False)
    rows = read_csv(request.get_data()) if _is_csv() else read_batch(strict_json(MOST_BYTES))

    def ask(session: Session) -> Answer:
        found = editions(session)
        return _answer(ask_batch(session, rows, found, today=today(), secret=secret(), keep=keep))

    return command(ask)


@batches.route("/rechecks", methods=["POST"])
@batches.arguments(RecheckSchema)
@batches.response(200, RecheckAnswerSchema)
@batches.alt_response(422, "DEFAULT_ERROR")
@batches.body_limit(MOST_BYTES)
def check_again(asked: dict[str, Any]) -> flask.Response:
    """Live engagements as if they began on a coming date: what becomes over comes first. Stores nothing."""
    on = date.fromisoformat(asked["on"]) if asked["on"] else None
    rows, by, drafts = read_rows(asked["rows"]), instruction(), sees_drafts()
    found = query(lambda s: recheck(s, by, rows, on=on, version=asked["version"], drafts=drafts))
    return respond(Answer(found))


def _is_csv() -> bool:
    return request.mimetype == "text/csv"


def _answer(answers: list[dict[str, Any]]) -> Answer:
    kinds = ["text/csv", "application/json"] if _is_csv() else ["application/json", "text/csv"]
    if request.accept_mimetypes.best_match(kinds, default=kinds[0]) == "text/csv":
        return Answer(batch_csv(answers), headers=csv_headers("checks.csv"))
    return Answer({"items": answers, "next": None, "counts": count_verdicts(answers)})
