"""What a route uses: the runtime it runs in, who asks, one transaction, one answer."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, cast

import flask
from flask import current_app, g, request
from sqlalchemy import MetaData
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from werkzeug.http import parse_etags, quote_etag

from shared.errors import PreconditionFailed, Problem, Unavailable
from shared.runtime.blueprint import Blueprint, strict_json
from shared.runtime.body import write_json
from shared.runtime.config import Settings
from shared.runtime.constraints import conflict_of, is_passing
from shared.runtime.crash import crash_at
from shared.runtime.db import Clock, Database
from shared.runtime.idempotency import Ask, Sent, claim, keep
from shared.runtime.identity import ANYONE, Actor
from shared.runtime.tables import RuntimeBase

__all__ = [
    "Answer",
    "Blueprint",
    "Runtime",
    "actor",
    "check_if_match",
    "command",
    "etag",
    "now",
    "page",
    "query",
    "request_id",
    "respond",
    "runtime",
    "strict_json",
]

T = TypeVar("T")
RETRY = {"Retry-After": "2"}


@dataclass(frozen=True)
class Runtime:
    """What one service's process shares between its requests; `parts` are the service's own, by type."""

    service: str
    settings: Settings
    db: Database
    clock: Clock
    metadata: MetaData
    parts: Mapping[type, object]

    def part(self, kind: type[T]) -> T:
        """The part that was given to create_service_app; KeyError when it was not."""
        return cast(T, self.parts[kind])


@dataclass(frozen=True)
class Answer:
    """`body` is plain JSON-able data, or bytes that `headers` name the Content-Type of."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def runtime() -> Runtime:
    return cast(Runtime, current_app.extensions["workforce"])


def actor() -> Actor:
    """Who asks; ANYONE when no credential came."""
    return cast(Actor, g.get("actor", ANYONE))


def now() -> datetime:
    """The moment of this request: the same however often it is asked."""
    if "now" not in g:
        g.now = runtime().clock()
    return cast(datetime, g.now)


def request_id() -> str:
    """Of this request; taken from X-Request-Id when that has a harmless form."""
    if "request_id" not in g:
        g.request_id = uuid.uuid4().hex
    return cast(str, g.request_id)


def query(action: Callable[[Session], T]) -> T:
    """Read in one snapshot. Raises Unavailable `database_unavailable`."""
    try:
        with runtime().db.snapshot() as session:
            return action(session)
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise _unavailable(error) from error


def command(
    action: Callable[[Session], Answer], *, conflicts: Mapping[str, Problem] | None = None
) -> flask.Response:
    """Run the action in the request's one transaction; the answer goes out after the commit.

    `conflicts` turns a hit unique constraint, by its name, into the Problem it stands for; any other
    IntegrityError is an error of ours. Raises Unavailable `database_unavailable`, and on a POST with an
    Idempotency-Key Refused `idempotency_key_reused`.
    """
    at = runtime()
    ask = cast(Ask | None, g.get("ask"))
    try:
        with at.db.transaction() as session:
            sent = _first_or_again(session, action, ask)
            session.flush()
            crash_at("api.before_commit", at.settings.crash_point)
    except IntegrityError as error:
        conflict = conflict_of(error, conflicts or {}, (at.metadata, RuntimeBase.metadata))
        if conflict is None:
            raise
        raise conflict from error
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise _unavailable(error) from error
    crash_at("api.after_commit", at.settings.crash_point)
    return _response(sent)


def respond(answer: Answer) -> flask.Response:
    """The answer of a view that has nothing to commit."""
    return _response(_sent(answer))


def page(items: Sequence[Any], next: str | None = None) -> dict[str, Any]:
    """The envelope of every list; `next` is the path of the following page, or None."""
    return {"items": list(items), "next": next}


def etag(value: str) -> dict[str, str]:
    """The header that names a version of what is answered."""
    return {"ETag": quote_etag(value)}


def check_if_match(current: str | None) -> None:
    """Raise PreconditionFailed `stale` when If-Match came and names another version than `current`.

    `current` None: there is nothing yet, which no If-Match can name.
    """
    wanted = request.headers.get("If-Match")
    if wanted is None:
        return
    tags = parse_etags(wanted)
    if current is None or not (tags.star_tag or tags.is_strong(current)):
        raise PreconditionFailed("stale", "It has changed since you read it. Read it again, then decide.")


def _first_or_again(session: Session, action: Callable[[Session], Answer], ask: Ask | None) -> Sent:
    again = claim(session, ask, now()) if ask else None
    if again:
        return again
    sent = _sent(action(session))
    if ask:
        keep(session, ask, sent)
    return sent


def _sent(answer: Answer) -> Sent:
    if isinstance(answer.body, bytes):
        return Sent(answer.status, dict(answer.headers), answer.body)
    headers = {"Content-Type": "application/json", **answer.headers}
    if answer.status == 204:
        return Sent(204, dict(answer.headers), b"")
    return Sent(answer.status, headers, write_json(answer.body))


def _response(sent: Sent) -> flask.Response:
    return flask.Response(sent.body, status=sent.status, headers=sent.headers)


def _unavailable(error: Exception) -> Exception:
    if isinstance(error, OperationalError) and not is_passing(error):
        return error
    return Unavailable("database_unavailable", "The database is not answering. Try again.", headers=RETRY)
