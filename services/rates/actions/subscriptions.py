"""Who wants to be told of changes, and what was sent to them."""

import hashlib
import hmac
import uuid
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.rates.actions.instruction import Instruction, instant_text
from services.rates.models import Change, Delivery, Subscription
from shared.errors import Conflict, NotFound
from shared.runtime.outbox import lock_aggregate
from shared.vocabulary.roles import REGIONAL_ADMIN

MOST_SUBSCRIPTIONS = 20
RECENT = 50


def subscribe(session: Session, by: Instruction, url: str) -> dict[str, Any]:
    """Changes from now on are sent to the address. The answer alone shows the signing secret.

    Raises Conflict `subscription_exists`, `too_many_subscriptions`.
    """
    lock_aggregate(session, "subscriptions", subscriber_key(by.actor.subject))
    own = [row for row in _active(session) if row.subject == by.actor.subject]
    if any(row.url == url for row in own):
        raise Conflict("subscription_exists", "You have a subscription for that address.")
    if len(own) >= MOST_SUBSCRIPTIONS:
        raise Conflict("too_many_subscriptions", f"You have {MOST_SUBSCRIPTIONS}; end one first.")
    row = Subscription(
        id=str(uuid.uuid4()),
        subject=by.actor.subject,
        role=by.actor.role,
        url=url,
        created_at=by.now,
        ended_at=None,
        delivered_up_to=session.scalar(select(func.max(Change.number))) or 0,
        attempts=0,
        next_attempt_at=by.now,
    )
    session.add(row)
    by.audit(session, "subscribe", row.id)
    return _describe(row) | {"secret": signing_secret(by.secret, row.id), "deliveries": []}


def list_subscriptions(session: Session, by: Instruction) -> list[dict[str, Any]]:
    """The caller's own, each with its newest deliveries; all of them for the regional administrator."""
    return [
        _describe(row) | {"deliveries": _recent(session, row.id)}
        for row in _active(session)
        if row.subject == by.actor.subject or by.actor.role == REGIONAL_ADMIN
    ]


def end_subscription(session: Session, by: Instruction, id_: str) -> None:
    """Raises NotFound `unknown_subscription`, also for somebody else's."""
    row = session.get(Subscription, id_)
    if row is None or row.ended_at is not None or not _may_end(row, by):
        raise NotFound("unknown_subscription", "There is no such subscription of yours.")
    row.ended_at = by.now
    by.audit(session, "end_subscription", row.id)


def signing_secret(secret: bytes, id_: str) -> str:
    """Worked out from the service's own secret each time it is needed, so it is stored nowhere."""
    return hmac.new(secret, f"workforce webhook\x00{id_}".encode(), hashlib.sha256).hexdigest()


def subscriber_key(subject: str) -> str:
    """A subject as the name of a lock, whatever its length."""
    return hashlib.sha256(subject.encode()).hexdigest()


def _may_end(row: Subscription, by: Instruction) -> bool:
    return row.subject == by.actor.subject or by.actor.role == REGIONAL_ADMIN


def _active(session: Session) -> list[Subscription]:
    rows = select(Subscription).where(Subscription.ended_at.is_(None)).order_by(Subscription.created_at)
    return list(session.scalars(rows))


def _describe(row: Subscription) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": "webhook",
        "url": row.url,
        "created_at": instant_text(row.created_at),
        "delivered_up_to": row.delivered_up_to,
        "failed_attempts": row.attempts,
    }


def _recent(session: Session, id_: str) -> list[dict[str, Any]]:
    rows = select(Delivery).where(Delivery.subscription_id == id_).order_by(Delivery.position.desc())
    return [
        {
            "change": row.change_number,
            "attempt": row.attempt,
            "at": instant_text(row.at),
            "status": row.status,
            "outcome": row.outcome,
            "detail": row.detail,
        }
        for row in session.scalars(rows.limit(RECENT))
    ]
