"""Events leave in the same transaction as the change they tell of."""

import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import DeclarativeBase, Session

from shared.runtime.tables import Aggregate, AuditEntry, DatabaseIdentity, OutboxEvent

MAX_EVENT_BYTES = 256 * 1024


def insert_for(session: Session, table: type[DeclarativeBase]) -> SqliteInsert | PostgresInsert:
    """An INSERT that can say ON CONFLICT, in the dialect of the session's database."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite_insert(table) if sqlite else postgres_insert(table)


def topic_of(type_: str, aggregatetype: str) -> str:
    """The topic of an event: "<service>.<aggregatetype>"."""
    return f"{type_.split('.', 1)[0]}.{aggregatetype}"


def lock_aggregate(session: Session, type_: str, id_: str) -> Aggregate:
    """The aggregate's row, made if it was not there, locked until the transaction ends.

    Call it before reading any state of the aggregate; lock several in key order.
    """
    epoch = select(func.coalesce(func.max(DatabaseIdentity.epoch), 0)).scalar_subquery()
    session.execute(
        insert_for(session, Aggregate)
        .values(type=type_, id=id_, epoch=epoch, sequence=0)
        .on_conflict_do_nothing()
    )
    row = select(Aggregate).where(Aggregate.type == type_, Aggregate.id == id_).with_for_update()
    return session.execute(row.execution_options(populate_existing=True)).scalar_one()


def append_event(
    session: Session,
    aggregate: Aggregate,
    *,
    type_: str,
    key: str,
    region_id: str,
    data: Mapping[str, Any],
    now: datetime,
    schema_version: int = 1,
) -> str:
    """Put the whole new state of a locked aggregate into the outbox; returns the event id.

    `type_` is "<service>.<thing>_<past participle>"; `key` the Kafka key (la_code, or region code).
    The payload is a CloudEvents 1.0 structured JSON document. Raises ValueError above 256 KiB.
    """
    aggregate.sequence += 1
    event_id = str(uuid.uuid4())
    envelope = _envelope(aggregate, event_id, type_, now) | {
        "dataschema": f"urn:workforce:event:{type_}:{schema_version}",
        "region": region_id,
        "partitionkey": key,
    }
    session.add(
        OutboxEvent(
            id=event_id,
            aggregatetype=aggregate.type,
            aggregateid=aggregate.id,
            type=type_,
            key=key,
            epoch=aggregate.epoch,
            sequence=aggregate.sequence,
            occurred_at=now,
            payload=_written(envelope, data),
        )
    )
    return event_id


def _envelope(aggregate: Aggregate, event_id: str, type_: str, now: datetime) -> dict[str, Any]:
    return {
        "id": event_id,
        "type": type_,
        "source": f"/{type_.split('.', 1)[0]}",
        "subject": f"{aggregate.type}/{aggregate.id}",
        "time": now.astimezone(UTC),
        "datacontenttype": "application/json",
        "aggregatetype": aggregate.type,
        "aggregateid": aggregate.id,
        "epoch": aggregate.epoch,
        "sequence": str(aggregate.sequence),
    }


def _written(envelope: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """The library checks the envelope; the data, which may be large, are written once."""
    document = json.loads(JSONFormat().write(CloudEvent(dict(envelope)))) | {"data": data}
    payload = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    size = len(payload.encode())
    if size > MAX_EVENT_BYTES:
        what = f"{envelope['type']} of {envelope['aggregateid']}"
        raise ValueError(f"{what} has {size} bytes; an event may have {MAX_EVENT_BYTES}")
    return payload


def append_audit(
    session: Session, *, subject: str, role: str, action: str, target: str, request_id: str, now: datetime
) -> None:
    """One row an accepted command, in the command's own transaction."""
    session.add(
        AuditEntry(at=now, subject=subject, role=role, action=action, target=target, request_id=request_id)
    )
