"""Work outside requests: send changes to subscribers, and announce versions before they take effect."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.rates.actions.feed import COMING, append_change, change_document
from services.rates.actions.subscriptions import signing_secret
from services.rates.models import Change, Delivery, ProtocolPeriod, Subscription
from services.rates.webhooks import SIGNATURE, Send, Sent, signature
from shared.runtime.body import write_json
from shared.runtime.db import Clock, Database
from shared.vocabulary.calendar import london_date

BACK_OFF: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)
"""Waited after each failure; after the one that follows the last of these the change is given up."""
NOTICE_DAYS: Final = (28, 7)
"""A coming version is announced that many days before its first day, besides when it is published."""
A_LEASE: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One change on its way to one subscriber."""

    subscription_id: str
    url: str
    number: int
    attempt: int
    body: bytes


def deliver_webhooks(db: Database, send: Send, clock: Clock, secret: bytes, most: int = 200) -> int:
    """Announce what is coming, then send what is due; returns how many changes arrived.

    `send` is `webhooks.send_to(...)`; `secret` the settings' own. No transaction is open while something is
    sent. A subscriber gets changes in order: one that fails is tried again later and holds back the ones
    after it, until it is given up. A change may arrive twice; its number says that it is the same.
    """
    with db.transaction() as session:
        announce_coming_versions(session, clock())
    arrived = 0
    for _ in range(most):
        parcel = _claimed(db, clock())
        if parcel is None:
            break
        at = clock()
        sent = send(parcel.url, parcel.body, _headers(parcel, secret, at))
        with db.transaction() as session:
            arrived += _settle(session, parcel, sent, at)
    return arrived


def announce_coming_versions(session: Session, now: datetime) -> None:
    """A `protocol_coming` entry of the change feed 28 and 7 days before a version's first day, once each."""
    today = london_date(now)
    coming = select(ProtocolPeriod).where(ProtocolPeriod.valid_from > today)
    for period in session.scalars(coming.order_by(ProtocolPeriod.valid_from)).all():
        days = (period.valid_from - today).days
        due = min((notice for notice in NOTICE_DAYS if days <= notice), default=None)
        subject = f"{period.version}/{due}"
        if due is None or _is_told(session, subject):
            continue
        append_change(session, COMING, subject, _coming(period, today), now)


def _coming(period: ProtocolPeriod, today: date) -> dict[str, Any]:
    return {
        "version": period.version,
        "valid_from": period.valid_from.isoformat(),
        "valid_to": period.valid_to.isoformat() if period.valid_to else None,
        "days": (period.valid_from - today).days,
    }


def _is_told(session: Session, subject: str) -> bool:
    told = select(Change.number).where(Change.kind == COMING, Change.subject == subject)
    return session.execute(told).first() is not None


def _claimed(db: Database, now: datetime) -> Parcel | None:
    """The next change that is due to somebody, held for half a minute: no other worker sends it too."""
    with db.transaction() as session:
        due = (
            select(Subscription, Change)
            .join(Change, Change.number > Subscription.delivered_up_to)
            .where(Subscription.ended_at.is_(None), Subscription.next_attempt_at <= now)
            .order_by(Change.number, Subscription.created_at)
            .limit(1)
            .with_for_update(of=Subscription, skip_locked=True)
        )
        found = session.execute(due).first()
        if found is None:
            return None
        subscription, change = found
        subscription.next_attempt_at = now + A_LEASE
        body = write_json(change_document(change))
        attempt = subscription.attempts + 1
        return Parcel(subscription.id, subscription.url, change.number, attempt, body)


def _headers(parcel: Parcel, secret: bytes, at: datetime) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "User-Agent": "workforce-rates",
        "X-Workforce-Change": str(parcel.number),
        SIGNATURE: signature(signing_secret(secret, parcel.subscription_id), at, parcel.body),
    }


def _settle(session: Session, parcel: Parcel, sent: Sent, at: datetime) -> int:
    row = session.get_one(Subscription, parcel.subscription_id, with_for_update=True)
    gives_up = not sent.is_delivered and parcel.attempt > len(BACK_OFF)
    outcome = "delivered" if sent.is_delivered else "given_up" if gives_up else "retry"
    if sent.is_delivered or gives_up:
        row.delivered_up_to, row.attempts, row.next_attempt_at = parcel.number, 0, at
    else:
        row.attempts, row.next_attempt_at = parcel.attempt, at + BACK_OFF[parcel.attempt - 1]
    session.add(
        Delivery(
            subscription_id=parcel.subscription_id,
            change_number=parcel.number,
            attempt=parcel.attempt,
            at=at,
            status=sent.status,
            outcome=outcome,
            detail=sent.detail[:120],
        )
    )
    return 1 if sent.is_delivered else 0
