"""What the register tells becomes facts: the whole state of one month replaces what was known of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Null, delete, insert, null
from sqlalchemy.orm import Session

from services.reporting.models import ACCEPTED, BOTH, CERTIFIED, Fact, MonthState, MonthWindow
from shared.runtime.consumer import Handler, Received
from shared.runtime.outbox import insert_for
from shared.vocabulary import items
from shared.vocabulary.region import Region

TOPICS = ("register.return", "register.window")
STANDING = (
    "revision",
    "digest",
    "accepted_at",
    "certified_at",
    "sections_reported",
    "unreliable",
    "explained",
)


class Contradiction(ValueError):  # noqa: N818 (it says what is wrong, not that something is)
    """The event cannot be true: it is parked."""


def handlers(region: Region) -> dict[str, Handler]:
    """By event type. They raise Contradiction for an authority or a state that cannot be."""

    def replace_month(session: Session, event: Received) -> None:
        if event.data["la_code"] not in region.la_codes:
            raise Contradiction("tells of an authority that is not in this region")
        _replace_month(session, event)

    return {"register.return_changed": replace_month, "register.window_changed": replace_window}


def _replace_month(session: Session, event: Received) -> None:
    data = event.data
    key = {"month": data["month"], "la_code": data["la_code"]}
    if event.aggregate_id != f"{data['la_code']}/{data['month']}":
        raise Contradiction("names one month and tells of another")
    rows = _fact_rows(key, data[ACCEPTED], data[CERTIFIED])
    state = {
        "change": data["change"],
        "epoch": event.epoch,
        "sequence": event.sequence,
        "event_id": event.id,
        "told_at": event.time,
        ACCEPTED: _standing(data[ACCEPTED]),
        CERTIFIED: _standing(data[CERTIFIED]),
    }
    session.execute(
        insert_for(session, MonthState)
        .values({**key, **state})
        .on_conflict_do_update(index_elements=["month", "la_code"], set_=state)
    )
    session.execute(delete(Fact).where(Fact.month == key["month"], Fact.la_code == key["la_code"]))
    if rows:
        session.execute(insert(Fact), rows)


def replace_window(session: Session, event: Received) -> None:
    """The dates of one month, as the register last set them."""
    days = {name: date.fromisoformat(event.data[name]) for name in ("opens", "due", "closes")}
    session.execute(
        insert_for(session, MonthWindow)
        .values(month=event.data["month"], **days)
        .on_conflict_do_update(index_elements=["month"], set_=days)
    )


def _fact_rows(
    key: Mapping[str, str], accepted: Mapping[str, Any] | None, certified: Mapping[str, Any] | None
) -> list[dict[str, Any]]:
    """Rows of both standings; one set of them where one revision is both."""
    if accepted is not None and certified is not None and accepted["revision"] == certified["revision"]:
        if accepted["facts"] != certified["facts"]:
            raise Contradiction("gives one revision two sets of facts")
        return _rows_of(key, BOTH, accepted)
    return _rows_of(key, ACCEPTED, accepted) + _rows_of(key, CERTIFIED, certified)


def _rows_of(key: Mapping[str, str], standing: str, told: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    if told is None:
        return []
    read = items.Fact.from_dict
    return [
        {
            **key,
            "standing": standing,
            "item": fact.item,
            "breakdown": fact.breakdown or "",
            "code": fact.code or "",
            "value": fact.value,
        }
        for fact in map(read, told["facts"])
    ]


def _standing(told: Mapping[str, Any] | None) -> dict[str, Any] | Null:
    # None would be stored as the JSON value null, which is not "there is none"
    return null() if told is None else {name: told[name] for name in STANDING}
