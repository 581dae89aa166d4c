"""kill -9 of the API, the relay and the consumer at each named step: FLT-01 to FLT-07."""

import pytest
from sqlalchemy import func, select

from services.register.models import Certification, FactRow, Revision
from tests.faults.invariants import check_all, outbox, stored
from tests.faults.running import KILLED_BY_CRASH_POINT, Running

RELAY = ("relay", "--service", "register", "--once")
CONSUME = ("consume", "--service", "reporting", "--once")
NOTHING = {"facts": [], "states": [], "windows": []}


def changes(running: Running) -> list[str]:
    """What the events of returns tell, in order."""
    return [event["data"]["change"] for event in outbox(running.register) if "change" in event["data"]]


def rows(running: Running, table: type) -> int:
    with running.register.snapshot() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def wire(running: Running) -> int:
    """How many records the courier holds, repeats included."""
    return sum(running.transport.totals(["register.return", "register.window"]).values())


@pytest.mark.parametrize("crash_point", ["api.before_commit", "api.between_rows"])
def test_a_submission_that_dies_before_its_commit_leaves_nothing_and_can_be_sent_again(
    with_window: Running, crash_point: str
) -> None:
    with_window.start_api(crash_point)
    assert with_window.submit() is None
    assert (rows(with_window, Revision), rows(with_window, FactRow)) == (0, 0)
    assert changes(with_window) == []
    with_window.kill_all()
    assert with_window.submit().status_code == 201
    assert changes(with_window) == ["accepted"]
    with_window.catch_up()
    check_all(with_window)


def test_a_submission_that_dies_before_its_answer_is_known_when_it_is_sent_again(
    with_window: Running,
) -> None:
    with_window.start_api("api.after_commit")
    assert with_window.submit() is None
    with_window.kill_all()
    again = with_window.submit()
    assert (again.status_code, again.json()["revision"]) == (200, 1)
    assert changes(with_window) == ["accepted"]
    with_window.catch_up()
    check_all(with_window)


@pytest.mark.parametrize(
    ("crash_point", "signed_before"), [("api.before_commit", 0), ("api.after_commit", 1)]
)
def test_a_signature_that_dies_is_given_once_when_it_is_sent_again_with_its_key(
    with_window: Running, crash_point: str, signed_before: int
) -> None:
    told = with_window.submit().json()
    with_window.start_api(crash_point)
    assert with_window.certify(told, key="the-same-key") is None
    assert rows(with_window, Certification) == signed_before
    with_window.kill_all()
    answers = [with_window.certify(told, key="the-same-key") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert rows(with_window, Certification) == 1
    assert changes(with_window) == ["accepted", "certified"]
    with_window.catch_up()
    check_all(with_window)


def test_a_relay_killed_after_sending_sends_again_and_nothing_counts_twice(with_returns: Running) -> None:
    assert with_returns.run(*RELAY, crash_point="relay.after_send") == KILLED_BY_CRASH_POINT
    sent = wire(with_returns)
    assert sent > 0
    with_returns.catch_up()
    assert wire(with_returns) == 6 + sent
    check_all(with_returns)


def test_a_relay_killed_before_sending_loses_nothing(with_returns: Running) -> None:
    assert with_returns.run(*RELAY, crash_point="relay.before_send") == KILLED_BY_CRASH_POINT
    assert wire(with_returns) == 0
    with_returns.catch_up()
    assert wire(with_returns) == 6
    check_all(with_returns)


def test_a_consumer_killed_before_its_commit_has_done_nothing(with_returns: Running) -> None:
    assert with_returns.run(*RELAY) == 0
    assert with_returns.run(*CONSUME, crash_point="consumer.before_commit") == KILLED_BY_CRASH_POINT
    assert stored(with_returns.reporting) == NOTHING
    with_returns.catch_up()
    check_all(with_returns)


def test_a_consumer_killed_before_it_tells_the_courier_does_nothing_twice(with_returns: Running) -> None:
    assert with_returns.run(*RELAY) == 0
    assert with_returns.run(*CONSUME, crash_point="consumer.after_commit") == KILLED_BY_CRASH_POINT
    assert stored(with_returns.reporting) != NOTHING
    with_returns.catch_up()
    check_all(with_returns)
