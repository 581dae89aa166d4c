"""Counts and times for Prometheus, one registry a service so that three fit in one process."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from shared.runtime.db import Clock, Database
from shared.runtime.tables import OutboxEvent, ParkedEvent

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


@dataclass(frozen=True)
class Measures:
    """A part for create_service_app: more gauges, read at each scrape, such as {"consumer_lag": 12.0}."""

    read: Callable[[], Mapping[str, float]]


@dataclass(frozen=True)
class OutboxState:
    """Events saved and not yet sent, and how long the oldest of them has waited."""

    unsent: int
    oldest_seconds: float


def outbox_state(session: Session, now: datetime) -> OutboxState:
    """Read from the service's own database; no broker is asked."""
    unsent = select(func.count(), func.min(OutboxEvent.occurred_at)).where(OutboxEvent.sent_at.is_(None))
    count, oldest = session.execute(unsent).one()
    return OutboxState(count, max(0.0, (now - oldest).total_seconds()) if oldest else 0.0)


class Metrics:
    """`observe` costs microseconds; the database is read at scrape time only."""

    def __init__(self, service: str, db: Database, clock: Clock, measures: Measures | None) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "http_requests", "Requests answered", ["service", "route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "http_request_seconds",
            "Time to answer",
            ["service", "route"],
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._service = service
        self._children: dict[tuple[str, int], tuple[Counter, Histogram]] = {}
        self._gauges = Gauges(service, db, clock, measures)

    def observe(self, route: str, status: int, seconds: float) -> None:
        found = self._children.get((route, status))
        if found is None:
            count = self._requests.labels(self._service, route, str(status))
            found = self._children[route, status] = count, self._seconds.labels(self._service, route)
        found[0].inc()
        found[1].observe(seconds)

    def exposition(self) -> bytes:
        """Of all worker processes when PROMETHEUS_MULTIPROC_DIR was set before the start."""
        shown = self._registry
        if values.ValueClass is not values.MutexValue:
            shown = CollectorRegistry()
            collector: Any = MultiProcessCollector
            collector(shown)
        gauges = CollectorRegistry()
        gauges.register(self._gauges)
        return generate_latest(shown) + generate_latest(gauges)


class Gauges(Collector):
    """What the database and the given measures say now."""

    def __init__(self, service: str, db: Database, clock: Clock, measures: Measures | None) -> None:
        self._service, self._db, self._clock, self._measures = service, db, clock, measures

    def collect(self) -> Iterator[Metric]:
        for name, value in self._read().items():
            gauge = GaugeMetricFamily(name, name.replace("_", " "), labels=["service"])
            gauge.add_metric([self._service], value)
            yield gauge

    def _read(self) -> dict[str, float]:
        found: dict[str, float] = dict(self._measures.read()) if self._measures else {}
        try:
            with self._db.snapshot() as session:
                outbox = outbox_state(session, self._clock())
                waiting = select(func.count()).where(ParkedEvent.retried_at.is_(None))
                found["parked_events"] = session.execute(waiting).scalar_one()
        except SQLAlchemyError:
            return found | {"database_up": 0}
        return found | {
            "database_up": 1,
            "outbox_unsent_rows": outbox.unsent,
            "outbox_oldest_unsent_seconds": outbox.oldest_seconds,
        }
