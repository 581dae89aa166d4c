"""Reading Apache Kafka as one member of a group."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from kafka import TopicPartition
from kafka.consumer.subscription_state import ConsumerRebalanceListener
from kafka.errors import KafkaError
from kafka.structs import OffsetAndMetadata

from shared.runtime.transport.port import CourierDown, Delivery, Place

log = logging.getLogger(__name__)

ANSWER_MILLISECONDS = 5_000


class KafkaReader(ConsumerRebalanceListener):
    """Never believes the offsets the broker keeps: the caller seeks what `newly_assigned` names."""

    def __init__(self, consumer: Any, topics: Sequence[str], prefix: str = "") -> None:
        self._consumer = consumer
        self._prefix = prefix
        self._fresh: set[Place] = set()
        consumer.subscribe([prefix + topic for topic in topics], listener=self)

    def on_partitions_assigned(self, assigned: Sequence[Any]) -> None:
        self._fresh = {self._place(place) for place in assigned}

    def on_partitions_revoked(self, revoked: Sequence[Any]) -> None:
        self._fresh -= {self._place(place) for place in revoked}

    def poll(self, max_records: int = 200, timeout_seconds: float = 0.5) -> list[Delivery]:
        with courier_errors():
            batches = self._consumer.poll(timeout_ms=int(timeout_seconds * 1000), max_records=max_records)
        return [self._delivery(record) for batch in batches.values() for record in batch]

    def newly_assigned(self) -> frozenset[Place]:
        fresh, self._fresh = frozenset(self._fresh), set()
        return fresh

    def seek(self, offsets: Mapping[Place, int]) -> None:
        wanted = {self._partition(place): offset for place, offset in offsets.items()}
        with courier_errors():
            first = self._consumer.beginning_offsets(list(wanted), timeout_ms=ANSWER_MILLISECONDS)
            end = self._consumer.end_offsets(list(wanted), timeout_ms=ANSWER_MILLISECONDS)
            for place, offset in wanted.items():
                held = first[place] <= offset < end[place]
                self._consumer.seek(place, offset if held else first[place])

    def commit(self, next_offsets: Mapping[Place, int]) -> None:
        offsets = {
            self._partition(place): OffsetAndMetadata(offset, "", -1)
            for place, offset in next_offsets.items()
        }
        try:
            self._consumer.commit(offsets, timeout_ms=ANSWER_MILLISECONDS)
        except KafkaError as error:
            log.info("the broker did not note our position, which our database has: %s", error)

    def close(self) -> None:
        try:
            self._consumer.close(autocommit=False, timeout_ms=2_000)
        except KafkaError as error:
            log.info("a reader was dropped while closing: %s", error)

    def _place(self, partition: Any) -> Place:
        return partition.topic.removeprefix(self._prefix), partition.partition

    def _partition(self, place: Place) -> TopicPartition:
        return TopicPartition(self._prefix + place[0], place[1])

    def _delivery(self, record: Any) -> Delivery:
        key = (record.key or b"").decode("utf-8", "replace")
        return Delivery(*self._place(record), record.offset, key, record.value or b"")


@contextmanager
def courier_errors() -> Iterator[None]:
    """Every error of the client as CourierDown."""
    try:
        yield
    except KafkaError as error:
        raise CourierDown(f"the broker does not answer: {type(error).__name__} {error}") from error
