"""(c) Events applied a second on catch-up, against a loop that reads the log and writes the facts."""

import json
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from services.reporting.consumers import TOPICS, handlers
from shared.runtime.config import DEMONSTRATION_REGION
from shared.runtime.consumer import Consumer
from shared.runtime.db import Database
from shared.runtime.migrations import upgrade
from shared.runtime.outbox import append_event, lock_aggregate
from shared.runtime.relay import Relay
from shared.runtime.transport.sql_log import SqlLog
from shared.vocabulary.calendar import Month
from shared.vocabulary.events import EVENTS
from shared.vocabulary.items import Fact, facts_of
from shared.vocabulary.region import Region, load_region
from tests.bench.harness import ratios, report
from tests.unit.register.returns import sample

MONTHS = 100
"""Of each of fourteen authorities: 1,400 events, as many as a region makes in some four years."""
BATCH = 200
NOW = datetime(2026, 11, 22, tzinfo=UTC)
COLUMNS = "month TEXT, la_code TEXT, standing TEXT, item TEXT, breakdown TEXT, code TEXT, value INTEGER"
KEY = "PRIMARY KEY (month, la_code, standing, item, breakdown, code)"


def fill(folder: Path, region: Region) -> tuple[SqlLog, int]:
    """A log of certified months, each with every fact of a whole return; how many events it holds."""
    url = f"sqlite:///{folder}/register.sqlite"
    upgrade("register", url)
    db, log = Database(url), SqlLog(f"sqlite:///{folder}/log.sqlite")
    with db.transaction() as session:
        for number in range(MONTHS):
            month = Month.parse("2018-01").plus(number)
            for la_code in region.la_codes:
                aggregate = lock_aggregate(session, "return", f"{la_code}/{month}")
                data = state_of(la_code, month)
                append_event(
                    session,
                    aggregate,
                    type_="register.return_changed",
                    key=la_code,
                    region_id=region.region_id,
                    data=data,
                    now=NOW,
                )
    relay = Relay(db, log, "bench", lambda: NOW)
    while relay.run_once():
        pass
    db.close()
    return log, MONTHS * len(region.la_codes)


def state_of(la_code: str, month: Month) -> dict[str, Any]:
    document = sample(str(month), la_code)
    told = {
        "revision": 1,
        "digest": "b" * 64,
        "accepted_at": "2026-11-22T00:00:00Z",
        "certified_at": "2026-11-22T01:00:00Z",
        "facts": [fact.as_dict() for fact in facts_of(document, month)],
        "sections_reported": ["workforce"],
        "unreliable": [],
        "explained": [],
    }
    head = {"la_code": la_code, "month": str(month), "change": "certified", "withdrawn": False}
    return {**head, "accepted": told, "certified": told}


def product(log: SqlLog, region: Region, events: int) -> float:
    """Events a second: sequence, schema, region, state, facts and position, 200 events a transaction."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/reporting.sqlite"
        upgrade("reporting", url)
        db = Database(url)
        schemas = {type_: event.schema for type_, event in EVENTS.items()}
        consumer = Consumer(
            db,
            log,
            name="reporting",
            topics=TOPICS,
            handlers=handlers(region),
            schemas=schemas,
            region_id=region.region_id,
        )
        taken = _drain(lambda: consumer.run_once(0.01))
        consumer.close()
        with db.snapshot() as session:
            count = session.connection().exec_driver_sql("SELECT count(*) FROM month_state").scalar_one()
        db.close()
    assert count == events, (count, events)
    return events / taken


def reference(log: SqlLog, events: int) -> float:
    """Events a second of a bare loop: read, json.loads, executemany of the facts, commit, 200 at a time."""
    with TemporaryDirectory() as folder:
        connection = sqlite3.connect(f"{folder}/bare.sqlite", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"CREATE TABLE fact ({COLUMNS}, {KEY}) WITHOUT ROWID")
        reader = log.reader("bare", TOPICS)

        def batch() -> int:
            found = reader.poll(BATCH, 0.01)
            rows = [row for delivery in found for row in _rows(json.loads(delivery.value)["data"])]
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            connection.execute("COMMIT")
            return len(found)

        taken = _drain(batch)
        reader.close()
        connection.close()
    return events / taken


def _rows(data: dict[str, Any]) -> list[tuple[Any, ...]]:
    key = (data["month"], data["la_code"], "both")
    facts = map(Fact.from_dict, data["certified"]["facts"])
    return [(*key, fact.item, fact.breakdown or "", fact.code or "", fact.value) for fact in facts]


def _drain(batch: Callable[[], int]) -> float:
    start = time.perf_counter()
    while batch():
        pass
    return time.perf_counter() - start


def main() -> None:
    region = load_region(DEMONSTRATION_REGION)
    with TemporaryDirectory() as folder:
        log, events = fill(Path(folder), region)
        values = ratios(lambda: product(log, region, events), lambda: reference(log, events))
        log.close()
    report("(c) events a second on catch-up / bare loop", values, "at least 0.5")
