"""What concerns all authorities: windows, who is in, the data dictionary."""

from typing import Any

import flask
from sqlalchemy.orm import Session

from services.register.actions.completeness import read_completeness
from services.register.actions.dictionary import read_dictionary
from services.register.actions.windows import list_windows, set_window
from services.register.routes.address import instruction, month_of
from services.register.schemas.answers import Completeness, DataItems, WindowOut, Windows
from services.register.schemas.requests import ItemsQuery, MonthQuery, WindowIn, month_in
from shared.runtime.web import Answer, Blueprint, command, page, query, respond

region = Blueprint(
    "region", __name__, url_prefix="/register/v1", description="The region's calendar and lists"
)


@region.route("/windows/<month>", methods=["PUT"])
@region.arguments(WindowIn)
@region.response(200, WindowOut)
@region.alt_response(201, schema=WindowOut, description="A new window")
def put_window(sent: dict[str, Any], month: str) -> flask.Response:
    """Say when the returns of a month are taken"""
    by, asked = instruction(), month_of(month)

    def act(session: Session) -> Answer:
        body, is_new = set_window(session, by, asked, sent)
        return Answer(body, 201 if is_new else 200)

    return command(act)


@region.route("/windows", methods=["GET"])
@region.response(200, Windows)
def get_windows() -> flask.Response:
    """List the windows, the newest month first"""
    return respond(Answer(page(query(list_windows))))


@region.route("/completeness", methods=["GET"])
@region.arguments(MonthQuery, location="query")
@region.response(200, Completeness)
def get_completeness(asked: dict[str, str]) -> flask.Response:
    """Say who is in, late, missing, amended and certified for a month"""
    by, month = instruction(), month_of(asked["month"])
    return respond(Answer(query(lambda session: read_completeness(session, by.region, month, by.today))))


@region.route("/data-items", methods=["GET"])
@region.arguments(ItemsQuery, location="query")
@region.response(200, DataItems)
def get_data_items(asked: dict[str, str]) -> flask.Response:
    """Read the data dictionary of the return"""
    return respond(Answer(read_dictionary(month_in(asked))))
