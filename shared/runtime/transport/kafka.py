"""Apache Kafka as the courier. Nothing here is trusted for order or completeness; see the consumer."""

import logging
from collections.abc import Sequence
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError, TopicAlreadyExistsError

from shared.runtime.transport.kafka_reader import ANSWER_MILLISECONDS, KafkaReader, courier_errors
from shared.runtime.transport.port import CourierDown, Record

log = logging.getLogger(__name__)

CONTENT_TYPE = ("content-type", b"application/cloudevents+json; charset=UTF-8")
DELIVERY_MILLISECONDS = 10_000  # a producer whose identity the broker lost retries until then, so it is short
METADATA_MILLISECONDS = 10_000  # so that a topic that was deleted and made again is found soon


class KafkaTransport:
    """One producer, made again after a failure; one consumer a reader.

    `prefix` stands before topics and groups on a broker that several suites share; nobody else sees it.
    """

    def __init__(
        self,
        bootstrap: str,
        *,
        partitions: int = 3,
        session_timeout_milliseconds: int = 45_000,
        prefix: str = "",
    ) -> None:
        self.bootstrap = bootstrap.split(",")
        self.prefix = prefix
        self.partitions = partitions
        self.session_timeout_milliseconds = session_timeout_milliseconds
        self._producer: Any = None
        self._ensured: set[str] = set()

    def publish(self, records: Sequence[Record]) -> list[bool]:
        try:
            if not self._ensured >= (topics := {record.topic for record in records}):
                self.ensure_topics(sorted(topics))
            answered = self._send(self._open_producer(), records)
        except (CourierDown, KafkaError) as error:
            log.warning("the broker took nothing: %s", error)
            answered = [False] * len(records)
        if not all(answered):
            self._drop_producer()
        return answered

    def reader(self, group: str, topics: Sequence[str]) -> KafkaReader:
        self.ensure_topics(topics)
        with courier_errors():
            consumer = KafkaConsumer(
                bootstrap_servers=self.bootstrap,
                group_id=self.prefix + group,
                enable_auto_commit=False,
                auto_offset_reset="earliest",
                session_timeout_ms=self.session_timeout_milliseconds,
                heartbeat_interval_ms=min(3_000, self.session_timeout_milliseconds // 3),
                allow_auto_create_topics=False,
                bootstrap_timeout_ms=ANSWER_MILLISECONDS,
                reconnect_backoff_max_ms=2_000,
                metadata_max_age_ms=METADATA_MILLISECONDS,
            )
            # a member that joins before it knows the topics is given none of their partitions
            for topic in topics:
                consumer.partitions_for_topic(self.prefix + topic)
            return KafkaReader(consumer, topics, self.prefix)

    def totals(self, topics: Sequence[str]) -> dict[str, int]:
        self.ensure_topics(topics)
        with courier_errors():
            consumer = KafkaConsumer(
                bootstrap_servers=self.bootstrap, bootstrap_timeout_ms=ANSWER_MILLISECONDS
            )
            try:
                return {topic: _held(consumer, self.prefix + topic) for topic in topics}
            finally:
                consumer.close()

    def ensure_topics(self, topics: Sequence[str]) -> None:
        """Create the missing ones, replicated as the broker is set up; raises CourierDown."""
        with courier_errors():
            admin = KafkaAdminClient(
                bootstrap_servers=self.bootstrap, bootstrap_timeout_ms=ANSWER_MILLISECONDS
            )
            try:
                missing = sorted({self.prefix + topic for topic in topics} - set(admin.list_topics()))
                if missing:
                    _create_topics(admin, missing, self.partitions)
            finally:
                admin.close()
        self._ensured |= set(topics)

    def close(self) -> None:
        self._drop_producer()

    def _open_producer(self) -> Any:
        if self._producer is None:
            self._producer = KafkaProducer(
                bootstrap_servers=self.bootstrap,
                acks="all",
                enable_idempotence=True,
                delivery_timeout_ms=DELIVERY_MILLISECONDS,
                request_timeout_ms=ANSWER_MILLISECONDS,
                max_block_ms=ANSWER_MILLISECONDS,
                bootstrap_timeout_ms=ANSWER_MILLISECONDS,
                linger_ms=5,
                allow_auto_create_topics=False,
            )
        return self._producer

    def _send(self, producer: Any, records: Sequence[Record]) -> list[bool]:
        futures = []
        for record in records:
            futures.append(_hand_over(producer, self.prefix + record.topic, record))
            if futures[-1] is None:
                break
        answered = [future is not None and _is_answered(future) for future in futures]
        return answered + [False] * (len(records) - len(answered))

    def _drop_producer(self) -> None:
        producer, self._producer = self._producer, None
        self._ensured.clear()
        if producer is None:
            return
        try:
            producer.close(timeout=2)
        except KafkaError as error:
            log.info("a producer was dropped while closing: %s", error)


def _hand_over(producer: Any, topic: str, record: Record) -> Any:
    """The future of one record; None where the producer would not take it, so nothing later may pass it."""
    try:
        return producer.send(
            topic,
            value=record.value,
            key=record.key.encode(),
            headers=[CONTENT_TYPE, ("ce_id", record.event_id.encode())],
        )
    except KafkaError as error:
        log.warning("the producer refused %s of %s: %s", record.event_id, record.topic, error)
        return None


def _is_answered(future: Any) -> bool:
    # the offset in the answer may be -1 after a lost acknowledgement, so only the answer itself counts
    try:
        future.get(timeout=(DELIVERY_MILLISECONDS + ANSWER_MILLISECONDS) / 1000)
    except KafkaError as error:
        log.warning("the broker did not take a record: %s %s", type(error).__name__, error)
        return False
    return True


def _create_topics(admin: Any, names: Sequence[str], partitions: int) -> None:
    wanted = {name: {"num_partitions": partitions} for name in names}
    try:
        admin.create_topics(wanted, timeout_ms=ANSWER_MILLISECONDS, wait_for_metadata=True)
    except TopicAlreadyExistsError:
        log.info("another process has created the topics")


def _held(consumer: Any, topic: str) -> int:
    places = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic) or ()]
    first, end = consumer.beginning_offsets(places), consumer.end_offsets(places)
    return sum(end[place] - first[place] for place in places)
