"""What the register tells becomes facts: the whole state of one month replaces what was known of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert
from sqlalchemy.orm import Session

from services.reporting.models import ACCEPTED, BOTH, CERTIFIED, Fact, MonthState, MonthWindow
from shared.runtime.consumer import Handler, InBatches, Received
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
KEY = ("month", "la_code")
FactRow = tuple[str, str, str, str, str, str, int]
FACT_COLUMNS = ("month", "la_code", "standing", "item", "breakdown", "code", "value")
DELETE_FACTS = delete(Fact).where(
    Fact.month == bindparam("of_month"), Fact.la_code == bindparam("of_la_code")
)


class Contradiction(ValueError):  # noqa: N818 (it says what is wrong, not that something is)
    """The event cannot be true: it is parked."""


def handlers(region: Region) -> dict[str, Handler | InBatches]:
    """By event type. They raise Contradiction for an authority or a state that cannot be."""

    def replace_months(session: Session, events: Sequence[Received]) -> None:
        for event in events:
            _check(event, region)
        _replace_months(session, events)

    return {"register.return_changed": InBatches(replace_months), "register.window_changed": replace_window}


def _check(event: Received, region: Region) -> None:
    la_code, month = event.data["la_code"], event.data["month"]
    if la_code not in region.la_codes:
        raise Contradiction("tells of an authority that is not in this region")
    if event.aggregate_id != f"{la_code}/{month}":
        raise Contradiction("names one month and tells of another")


def _replace_months(session: Session, events: Sequence[Received]) -> None:
    # many months in one statement a table: a catch-up is hundreds of them, each with about a hundred facts
    rows = [row for event in events for row in _fact_rows(event)]
    states = [_state(event) for event in events]
    old = [{f"of_{name}": text for name, text in _key(event).items()} for event in events]
    connection = session.connection()
    upsert = insert_for(session, MonthState)
    told = {name: upsert.excluded[name] for name in states[0] if name not in KEY}
    connection.execute(upsert.on_conflict_do_update(index_elements=KEY, set_=told), states)
    connection.execute(DELETE_FACTS, old)
    if rows:
        _insert_facts(connection, rows)


def _insert_facts(connection: Connection, rows: list[FactRow]) -> None:
    # straight to the driver: a parameter dictionary for each of some twenty thousand rows is half the time
    compiled = insert(Fact).compile(dialect=connection.dialect)
    named = not compiled.positional
    values: Any = [dict(zip(FACT_COLUMNS, row, strict=True)) for row in rows] if named else rows
    connection.exec_driver_sql(str(compiled), values)


def _key(event: Received) -> dict[str, str]:
    return {name: event.data[name] for name in KEY}


def _state(event: Received) -> dict[str, Any]:
    return {
        **_key(event),
        "change": event.data["change"],
        "epoch": event.epoch,
        "sequence": event.sequence,
        "event_id": event.id,
        "told_at": event.time,
        ACCEPTED: _standing(event.data[ACCEPTED]),
        CERTIFIED: _standing(event.data[CERTIFIED]),
    }


def replace_window(session: Session, event: Received) -> None:
    """The dates of one month, as the register last set them."""
    days = {name: date.fromisoformat(event.data[name]) for name in ("opens", "due", "closes")}
    session.execute(
        insert_for(session, MonthWindow)
        .values(month=event.data["month"], **days)
        .on_conflict_do_update(index_elements=["month"], set_=days)
    )


def _fact_rows(event: Received) -> list[FactRow]:
    """Rows of both standings; one set of them where one revision is both."""
    key, accepted, certified = _key(event), event.data[ACCEPTED], event.data[CERTIFIED]
    if accepted is not None and certified is not None and accepted["revision"] == certified["revision"]:
        if accepted["facts"] != certified["facts"]:
            raise Contradiction("gives one revision two sets of facts")
        return _rows_of(key, BOTH, accepted)
    return _rows_of(key, ACCEPTED, accepted) + _rows_of(key, CERTIFIED, certified)


def _rows_of(key: Mapping[str, str], standing: str, told: Mapping[str, Any] | None) -> list[FactRow]:
    if told is None:
        return []
    month, la_code = key["month"], key["la_code"]
    return [
        (month, la_code, standing, fact.item, fact.breakdown or "", fact.code or "", fact.value)
        for fact in map(items.Fact.from_dict, told["facts"])
    ]


def _standing(told: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if told is None else {name: told[name] for name in STANDING}
