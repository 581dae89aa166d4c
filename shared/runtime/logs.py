"""One JSON line a request on standard error: which route and how it went, never the content."""

import traceback
from dataclasses import dataclass
from typing import Any, BinaryIO

import structlog

from shared.runtime.body import write_json


@dataclass(frozen=True)
class LogTo:
    """A part for create_service_app: where the lines go instead of standard error."""

    stream: BinaryIO


def open_log(service: str, target: LogTo | None = None) -> Any:
    """A structlog logger that knows the service; lines are whole even when several processes write."""
    # the descriptor stays open for as long as the process lives
    stream = target.stream if target else open(2, "wb", buffering=0, closefd=False)  # noqa: SIM115
    return structlog.wrap_logger(
        structlog.BytesLogger(stream),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.JSONRenderer(serializer=_serialise),
        ],
        wrapper_class=structlog.make_filtering_bound_logger("info"),
        cache_logger_on_first_use=True,
        service=service,
    ).bind()


def frames_of(error: BaseException) -> list[str]:
    """Where an error arose: file, line and function; no message and no value, which may quote the request."""
    return [
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]


def _serialise(event: dict[str, Any], **_options: Any) -> bytes:
    return write_json(event)
