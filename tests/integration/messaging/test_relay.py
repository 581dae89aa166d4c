"""The outbox reaches the courier: everything, in order, and only what the courier answered for counts."""

import threading
import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, text, update

from shared.runtime.relay import Relay, unsent
from shared.runtime.replay import replay
from shared.runtime.tables import OutboxEvent
from tests.integration.messaging.toy import NOW, TOPIC, Suite, change


def sent_ids(suite: Suite) -> list[str]:
    with suite.register.snapshot() as session:
        sent = select(OutboxEvent.id).where(OutboxEvent.sent_at.is_not(None)).order_by(OutboxEvent.position)
        return list(session.execute(sent).scalars())


def delivered(suite: Suite) -> list[bytes]:
    reader = suite.courier.reader("anybody", [TOPIC])
    found = [one.value for one in reader.poll(1_000, 0.0)]
    reader.close()
    return found


def test_a_change_that_was_rolled_back_is_never_sent(suite: Suite) -> None:
    kept = suite.change("335/2026-10", 1)
    try:
        with suite.register.transaction() as session:
            change(session, "335/2026-11", 2)
            raise LookupError("the command fails after its event")
    except LookupError:
        pass
    assert suite.relay_all() == 1
    assert sent_ids(suite) == [kept]


def test_events_leave_once_and_in_the_order_they_were_written(suite: Suite) -> None:
    for value in range(5):
        suite.change("335/2026-10", value)
        suite.change("330/2026-10", value, la_code="330")
    assert suite.relay_all() == 10
    assert suite.relay_all() == 0
    assert delivered(suite) == suite.documents()


def test_a_position_committed_late_is_sent_although_later_ones_went_before(suite: Suite) -> None:
    if suite.register.is_sqlite:  # one writer at a time: write what a late commit leaves behind
        late, early = suite.change("330/2026-10", 1, "330"), suite.change("335/2026-10", 1)
        with suite.register.transaction() as session:
            session.execute(update(OutboxEvent).where(OutboxEvent.id == early).values(sent_at=NOW))
    else:
        with suite.register.transaction() as slow:
            late = change(slow, "330/2026-10", 1, "330")
            suite.change("335/2026-10", 1)
            assert suite.relay_all() == 1
    assert suite.relay_all() == 1
    assert late in sent_ids(suite)


def test_a_refused_event_holds_back_only_what_follows_in_its_aggregate(suite: Suite) -> None:
    refused = suite.change("335/2026-10", 1)
    follower = suite.change("335/2026-10", 2)
    other = suite.change("330/2026-10", 1, "330")
    suite.courier.refused = {refused}
    assert suite.relay.run_once() == 1
    assert sent_ids(suite) == [other]
    assert unsent(suite.register)[0] == 2
    suite.courier.refused = set()
    suite.relay_all()
    assert sent_ids(suite) == [refused, follower, other]
    order = [document for document in delivered(suite) if b"335/2026-10" in document]
    assert order == suite.documents()[:2]


def test_a_second_relay_waits_until_the_first_one_is_gone(suite: Suite) -> None:
    second = Relay(suite.register, suite.courier, "second", lambda: NOW)
    suite.change("335/2026-10", 1)
    if suite.register.is_sqlite:
        assert suite.relay.run_once() == 1
        suite.change("335/2026-10", 2)
        assert second.run_once() == 0
        second.clock = lambda: NOW + timedelta(minutes=1)
    else:
        with suite.register.transaction() as session:
            session.execute(text("SELECT pg_advisory_xact_lock(1919249505)"))
            assert second.run_once() == 0
    assert second.run_once() == 1


def test_two_relays_at_once_do_no_harm(suite: Suite) -> None:
    for value in range(30):
        suite.change(f"335/{value}", value)
    documents = suite.documents()
    suite.relay_all()
    suite.publish(*documents)
    suite.consume_all()
    assert suite.states() == {f"335/{value}": value for value in range(30)}
    assert len(suite.effects()) == 30


def test_the_gauge_tells_how_many_wait_and_for_how_long(suite: Suite) -> None:
    assert unsent(suite.register) == (0, 0.0)
    suite.change("335/2026-10", 1)
    count, oldest_seconds = unsent(suite.register)
    assert count == 1
    assert abs(oldest_seconds - max((datetime.now(UTC) - NOW).total_seconds(), 0.0)) < 5


def test_a_running_relay_sends_within_a_second_and_stops_when_told(suite: Suite) -> None:
    stop = threading.Event()
    relaying = threading.Thread(target=suite.relay.run, args=(stop,))
    relaying.start()
    suite.change("335/2026-10", 1)
    deadline = time.monotonic() + 5
    while unsent(suite.register)[0] and time.monotonic() < deadline:
        time.sleep(0.02)
    stop.set()
    relaying.join(5)
    assert not relaying.is_alive()
    assert unsent(suite.register)[0] == 0


def test_a_replay_sends_the_whole_outbox_again_and_changes_nothing_downstream(suite: Suite) -> None:
    for value in range(3):
        suite.change("335/2026-10", value)
    suite.relay_all()
    suite.consume_all()
    before = suite.effects()
    told: list[tuple[int, int]] = []
    suite.relay.clock = lambda: NOW + timedelta(minutes=1)
    release_lease(suite)
    assert replay(suite.register, suite.courier, lambda done, total: told.append((done, total))) == 3
    assert told[-1] == (3, 3)
    assert delivered(suite) == suite.documents() * 2
    suite.consume_all()
    assert suite.effects() == before


def release_lease(suite: Suite) -> None:
    with suite.register.transaction() as session:
        session.execute(text("DELETE FROM lease"))
