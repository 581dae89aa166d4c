"""How events travel: one port, the embedded log and Apache Kafka behind it."""

from shared.runtime.config import Settings
from shared.runtime.transport.kafka import KafkaTransport
from shared.runtime.transport.port import CourierDown, Delivery, Place, Reader, Record, Transport
from shared.runtime.transport.sql_log import SqlLog

__all__ = [
    "CourierDown",
    "Delivery",
    "KafkaTransport",
    "Place",
    "Reader",
    "Record",
    "SqlLog",
    "Transport",
    "open_transport",
]


def open_transport(settings: Settings) -> Transport:
    """The courier that settings name; it connects when first used, so after any fork."""
    if settings.courier == "sql_log":
        return SqlLog(settings.log_url)
    return KafkaTransport(
        settings.kafka_bootstrap,
        session_timeout_milliseconds=settings.kafka_session_timeout_ms,
        prefix=settings.kafka_prefix,
    )
