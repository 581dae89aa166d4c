"""Caps in force on a date: open to anyone, as JSON or CSV."""

from datetime import date
from typing import Any

import flask

from services.rates.actions.caps import list_caps
from services.rates.exports import caps_csv
from services.rates.routes.address import csv_headers, editions, today
from services.rates.schemas.checks import CapListSchema, CapsQuery
from shared.runtime.web import Answer, Blueprint, page, query, respond

caps = Blueprint("caps", __name__, url_prefix="/rates/v1", description="Caps in force")


@caps.route("/caps", methods=["GET"])
@caps.arguments(CapsQuery, location="query")
@caps.response(200, CapListSchema)
def list_caps_in_force(asked: dict[str, Any]) -> flask.Response:
    """Caps in force on a date (today if none is given), past, present or coming."""
    return respond(Answer(page(_caps(asked))))


@caps.route("/caps.csv", methods=["GET"])
@caps.arguments(CapsQuery, location="query")
@caps.file_response("text/csv")
def download_caps(asked: dict[str, Any]) -> flask.Response:
    """The same as CSV, with version, dates and basis on every line."""
    return respond(Answer(caps_csv(_caps(asked)), headers=csv_headers("caps.csv")))


def _caps(asked: dict[str, Any]) -> list[dict[str, Any]]:
    day = date.fromisoformat(asked["on"]) if "on" in asked else today()
    job, basis = asked.get("core_job_type"), asked.get("basis")
    return query(lambda session: list_caps(editions(session), day, core_job_type=job, basis=basis))
