"""Reading one delivered event: what a consumer may rely on once it has been read."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from shared.runtime.outbox import MAX_EVENT_BYTES, topic_of
from shared.runtime.schema import EventSchema

EVENT_ID = re.compile(r"[!-~]{1,36}")
NAME = re.compile(r"[!-~]{1,80}")
Number = tuple[int, int]
"""(epoch, sequence), compared in that order."""


class Unreadable(Exception):  # noqa: N818 (a verdict on what came, not a mistake of ours)
    """The event must be parked; the message is the reason, without the content."""


@dataclass(frozen=True, slots=True)
class Received:
    """The whole state of one aggregate after its change number (epoch, sequence)."""

    id: str
    type: str
    aggregate_type: str
    aggregate_id: str
    epoch: int
    sequence: int
    key: str
    region_id: str
    time: datetime
    data: dict[str, Any]

    @property
    def number(self) -> Number:
        return self.epoch, self.sequence

    @property
    def aggregate(self) -> tuple[str, str]:
        """("<service>.<aggregatetype>", id): unique in everything a consumer reads."""
        return topic_of(self.type, self.aggregate_type), self.aggregate_id


def event_id_of(value: bytes) -> str:
    """The id an event gives itself, or a digest of it where it has none that can be kept (36 characters)."""
    try:
        id_ = json.loads(value)["id"]
    except (ValueError, TypeError, KeyError, RecursionError):
        id_ = None
    if isinstance(id_, str) and EVENT_ID.fullmatch(id_):
        return id_
    return hashlib.sha256(value).hexdigest()[:36]


def read_event(value: bytes, schemas: Mapping[str, EventSchema], region_id: str) -> Received:
    """One CloudEvents 1.0 structured JSON document; raises Unreadable with the reason to park it for."""
    if len(value) > MAX_EVENT_BYTES:
        raise Unreadable(f"has {len(value)} bytes; an event may have {MAX_EVENT_BYTES}")
    envelope = _parse(value)
    if envelope.get("specversion") != "1.0":
        raise Unreadable("is not a CloudEvents 1.0 document")
    type_ = _text(envelope, "type", NAME)
    schema = schemas.get(type_)
    if schema is None:
        raise Unreadable("has a type this service does not know")
    if envelope.get("dataschema") != schema.id:
        raise Unreadable(f"has a version this service does not know; it knows {schema.id}")
    if envelope.get("region") != region_id:
        raise Unreadable(f"belongs to another region than {region_id}")
    if (reason := schema.reason(envelope.get("data"))) is not None:
        raise Unreadable(reason)
    return _received(envelope, type_)


def _received(envelope: Mapping[str, Any], type_: str) -> Received:
    return Received(
        id=_text(envelope, "id", EVENT_ID),
        type=type_,
        aggregate_type=_text(envelope, "aggregatetype", NAME),
        aggregate_id=_text(envelope, "aggregateid", NAME),
        epoch=_whole(envelope, "epoch"),
        sequence=_whole(envelope, "sequence"),
        key=_text(envelope, "partitionkey", NAME),
        region_id=envelope["region"],
        time=_instant(envelope, "time"),
        data=envelope["data"],
    )


def _parse(value: bytes) -> dict[str, Any]:
    try:
        envelope = json.loads(value.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Unreadable("is not JSON in UTF-8") from error
    if not isinstance(envelope, dict):
        raise Unreadable("is not a JSON object")
    return envelope


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _text(envelope: Mapping[str, Any], name: str, form: re.Pattern[str]) -> str:
    value = envelope.get(name)
    if not isinstance(value, str) or not form.fullmatch(value):
        raise Unreadable(f"has no usable {name}")
    return value


def _whole(envelope: Mapping[str, Any], name: str) -> int:
    """A whole number below 2^31; CloudEvents lets a producer send it as text."""
    text = str(envelope.get(name))
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise Unreadable(f"has no usable {name}")
    return int(text)


def _instant(envelope: Mapping[str, Any], name: str) -> datetime:
    try:
        instant = datetime.fromisoformat(str(envelope.get(name)))
    except ValueError as error:
        raise Unreadable(f"has no usable {name}") from error
    if instant.tzinfo is None:
        raise Unreadable(f"has a {name} without a zone")
    return instant
