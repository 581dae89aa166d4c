"""The change feed, open to anyone, and subscriptions to it."""

from typing import Any

import flask
from sqlalchemy.orm import Session

from services.rates.actions.feed import read_changes
from services.rates.actions.subscriptions import end_subscription, list_subscriptions, subscribe
from services.rates.routes.address import allowed_address, instruction
from services.rates.schemas.feed import (
    ChangeListSchema,
    ChangesQuery,
    SubscriptionListSchema,
    SubscriptionRequestSchema,
    SubscriptionSchema,
)
from shared.runtime.web import Answer, Blueprint, command, page, query, respond

feed = Blueprint("feed", __name__, url_prefix="/rates/v1", description="Changes and subscriptions")


@feed.route("/changes", methods=["GET"])
@feed.arguments(ChangesQuery, location="query")
@feed.response(200, ChangeListSchema)
def list_changes(asked: dict[str, int]) -> flask.Response:
    """Changes after a number, oldest first; `next` is there while there are more."""
    after, limit = asked["after"], asked["limit"]
    found = query(lambda session: read_changes(session, after, limit))
    more = f"/rates/v1/changes?after={found[-1]['number']}&limit={limit}" if len(found) == limit else None
    return respond(Answer(page(found, more)))


@feed.route("/subscriptions", methods=["GET"])
@feed.response(200, SubscriptionListSchema)
def list_own_subscriptions() -> flask.Response:
    """Your subscriptions with their newest deliveries; all of them for the regional administrator."""
    return respond(Answer(page(query(lambda session: list_subscriptions(session, instruction())))))


@feed.route("/subscriptions", methods=["POST"])
@feed.arguments(SubscriptionRequestSchema)
@feed.response(201, SubscriptionSchema)
@feed.alt_response(422, "DEFAULT_ERROR")
def subscribe_to_changes(document: dict[str, Any]) -> flask.Response:
    """Have every change sent to an address, signed with the secret of the answer."""
    url = allowed_address(document["url"])
    return command(lambda session: Answer(subscribe(session, instruction(), url), 201))


@feed.route("/subscriptions/<id_>", methods=["DELETE"])
@feed.response(204)
@feed.alt_response(404, "DEFAULT_ERROR")
def unsubscribe(id_: str) -> flask.Response:
    """End a subscription."""

    def end(session: Session) -> Answer:
        end_subscription(session, instruction(), id_)
        return Answer(None, 204)

    return command(end)
