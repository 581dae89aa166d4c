"""What the one transaction and the one snapshot promise, on both databases."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select
from sqlalchemy.dialects import sqlite

from shared.runtime.db import Database, Instant
from shared.runtime.outbox import append_audit, append_event, lock_aggregate
from shared.runtime.tables import Aggregate, AuditEntry, Lease
from tests.integration.messaging.toy import NOW, REGION, TYPE, change


@pytest.fixture
def database(new_database: Callable[[str], str]) -> Iterator[Database]:
    made = Database(new_database("runtime"))
    yield made
    made.close()


def audits(database: Database) -> int:
    with database.snapshot() as session:
        return session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def note(database: Database) -> None:
    with database.transaction() as session:
        append_audit(session, subject="s", role="r", action="a", target="t", request_id="q", now=NOW)


def fail_after_writing(database: Database) -> None:
    with database.transaction() as session:
        append_audit(session, subject="s", role="r", action="a", target="t", request_id="q", now=NOW)
        session.flush()
        raise LookupError


def test_a_transaction_is_kept_whole_or_not_at_all(database: Database) -> None:
    note(database)
    with pytest.raises(LookupError):
        fail_after_writing(database)
    assert audits(database) == 1


def test_a_snapshot_shows_one_moment_while_others_write(database: Database) -> None:
    note(database)
    with database.snapshot() as session:
        count = select(func.count()).select_from(AuditEntry)
        assert session.scalar(count) == 1
        note(database)
        assert session.scalar(count) == 1
    assert audits(database) == 2


def test_whoever_locks_an_aggregate_second_reads_what_the_first_wrote(database: Database) -> None:
    started = threading.Barrier(8)

    def change_once() -> None:
        started.wait(10)
        with database.transaction() as session:
            change(session, "335/2026-10", 1)

    threads = [threading.Thread(target=change_once) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with database.snapshot() as session:
        assert session.get_one(Aggregate, ("return", "335/2026-10")).sequence == 8


def test_an_aggregate_is_made_when_it_is_first_locked(database: Database) -> None:
    with database.transaction() as session:
        aggregate = lock_aggregate(session, "return", "335/2026-10")
        assert (aggregate.epoch, aggregate.sequence) == (0, 0)


def test_an_instant_comes_back_as_the_same_moment_in_utc(database: Database) -> None:
    summer = datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=1)))
    with database.transaction() as session:
        session.add(Lease(name="n", holder="h", until=summer))
    with database.snapshot() as session:
        until = session.get_one(Lease, "n").until
    assert until == summer
    assert until.tzinfo is UTC


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Instant().process_bind_param(datetime(2026, 7, 1), sqlite.dialect())  # noqa: DTZ001


def test_an_event_too_large_to_travel_is_refused_when_it_is_written(database: Database) -> None:
    with database.transaction() as session:
        aggregate = lock_aggregate(session, "return", "335/2026-10")
        with pytest.raises(ValueError, match="an event may have"):
            append_event(
                session,
                aggregate,
                type_=TYPE,
                key="335",
                region_id=REGION,
                data={"value": "x" * 300_000},
                now=NOW,
            )
