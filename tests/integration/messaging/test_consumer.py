"""Each state has one effect, whatever the courier repeats, mixes up, loses or invents."""

import itertools
from typing import Any

import pytest
from sqlalchemy import select

from shared.runtime.consumer import list_parked, retry_parked
from shared.runtime.tables import AggregateSeen, ReaderPosition
from tests.integration.messaging.toy import POISON, TOPIC, TYPE, Suite, altered, change, replace_state


def seen(suite: Suite, id_: str = "335/2026-10") -> tuple[int, int, int]:
    """(applied, skipped, gaps) of an aggregate."""
    with suite.reporting.snapshot() as session:
        row = session.get_one(AggregateSeen, ("reporting", TOPIC, id_))
        return row.applied, row.skipped, row.gaps


def reasons(suite: Suite) -> list[str]:
    return [parked.reason for parked in list_parked(suite.reporting, "reporting")]


def test_the_newest_state_of_each_aggregate_arrives(suite: Suite) -> None:
    for value in range(3):
        suite.change("335/2026-10", value)
    suite.change("330/2026-10", 7, "330")
    suite.relay_all()
    assert suite.consume_all() == 4
    assert suite.states() == {"335/2026-10": 2, "330/2026-10": 7}
    assert seen(suite) == (3, 0, 0)


def test_an_event_delivered_three_times_has_one_effect(suite: Suite) -> None:
    suite.change("335/2026-10", 1)
    suite.relay_all()
    suite.publish(*suite.documents() * 2)
    assert suite.consume_all() == 3
    assert len(suite.effects()) == 1
    assert seen(suite) == (1, 2, 0)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_newest_state_wins_in_whatever_order_events_come(suite: Suite, order: tuple[int, ...]) -> None:
    for value in (10, 20, 30):
        suite.change("335/2026-10", value)
    documents = suite.documents()
    for index in order:
        suite.publish(documents[index])
        suite.consume_all()
    assert suite.states() == {"335/2026-10": 30}
    assert reasons(suite) == []


def test_a_missing_event_is_counted_and_loses_nothing(suite: Suite) -> None:
    for value in (10, 20, 30):
        suite.change("335/2026-10", value)
    first, _, third = suite.documents()
    suite.publish(first, third)
    suite.consume_all()
    assert suite.states() == {"335/2026-10": 30}
    assert seen(suite) == (2, 0, 1)


def test_a_raised_epoch_beats_any_sequence_of_the_one_before(suite: Suite) -> None:
    for value in (10, 20, 30):
        suite.change("335/2026-10", value)
    newer = altered(suite.documents()[0], id="restored", epoch=1, sequence="1")
    suite.publish(*suite.documents(), newer)
    suite.consume_all()
    assert suite.states() == {"335/2026-10": 10}
    assert seen(suite) == (4, 0, 0)


def test_a_number_used_by_another_event_is_parked(suite: Suite) -> None:
    suite.change("335/2026-10", 1)
    (document,) = suite.documents()
    suite.publish(document, altered(document, id="impostor", data={"value": 9}))
    suite.consume_all()
    assert suite.states() == {"335/2026-10": 1}
    assert reasons(suite) == ["has the number 0/1 of another event of its aggregate"]


@pytest.mark.parametrize(
    ("envelope", "reason"),
    [
        ({"region": "north-east"}, "belongs to another region than west-midlands-demonstration"),
        ({"type": "register.unheard_of"}, "has a type this service does not know"),
        ({"dataschema": f"urn:workforce:event:{TYPE}:2"}, "has a version this service does not know"),
        ({"data": {"value": -1}}, "breaks its schema at /value: minimum"),
        ({"data": None}, "breaks its schema at /: type"),
        ({"sequence": "first"}, "has no usable sequence"),
        ({"specversion": "0.3"}, "is not a CloudEvents 1.0 document"),
        ({"aggregateid": "\x00"}, "has no usable aggregateid"),
    ],
)
def test_what_cannot_be_trusted_is_parked_and_the_rest_goes_on(
    suite: Suite, envelope: dict[str, Any], reason: str
) -> None:
    suite.change("335/2026-10", 1)
    suite.change("330/2026-10", 2, "330")
    bad, good = suite.documents()
    suite.publish(altered(bad, **envelope), good)
    suite.consume_all()
    assert suite.states() == {"330/2026-10": 2}
    assert len(reasons(suite)) == 1
    assert reasons(suite)[0].startswith(reason)


@pytest.mark.parametrize("poison", [b"\xff\xfe", b"not json", b"[]", b'{"id": NaN}', b"[" * 10_000, b""])
def test_bytes_that_are_no_event_are_parked_whole_and_once(suite: Suite, poison: bytes) -> None:
    suite.publish(poison, poison)
    suite.consume_all()
    (parked,) = list_parked(suite.reporting, "reporting")
    assert parked.payload == poison


def test_an_event_that_fails_is_parked_after_three_tries_and_the_others_of_its_batch_are_applied(
    suite: Suite,
) -> None:
    calls: list[str] = []

    def failing(session: Any, event: Any) -> None:
        calls.append(event.aggregate_id)
        replace_state(session, event)

    consumer = suite.new_consumer(handlers={TYPE: failing})
    for number in range(5):
        suite.change(f"335/{number}", POISON if number == 2 else number)
    suite.relay_all()
    while consumer.run_once(0.05):
        pass
    consumer.close()
    assert suite.states() == {"335/0": 0, "335/1": 1, "335/3": 3, "335/4": 4}
    assert calls.count("335/2") == 1 + 3  # with the batch, then three times alone
    assert reasons(suite) == ["could not be applied: ArithmeticError: this value cannot be stored"]
    assert len(suite.effects()) == 4


def test_a_parked_event_is_settled_by_a_retry_once_the_fault_is_mended(suite: Suite) -> None:
    broken = suite.new_consumer(handlers={TYPE: lambda _session, _event: 1 // 0})
    suite.change("335/2026-10", 5)
    suite.relay_all()
    broken.run_once(0.05)
    broken.close()
    (parked,) = list_parked(suite.reporting, "reporting")
    assert retry_parked(broken) == {parked.position: parked.reason}
    assert retry_parked(suite.consumer) == {parked.position: None}
    assert suite.states() == {"335/2026-10": 5}
    assert list_parked(suite.reporting, "reporting") == []


def test_retrying_a_parked_event_older_than_the_state_changes_nothing(suite: Suite) -> None:
    suite.change("335/2026-10", POISON)
    suite.relay_all()
    suite.consume_all()
    suite.change("335/2026-10", 14)
    suite.relay_all()
    suite.consume_all()
    assert list(retry_parked(suite.consumer).values()) == [None]
    assert suite.states() == {"335/2026-10": 14}


def test_a_type_that_is_known_but_not_asked_for_passes_by(suite: Suite) -> None:
    consumer = suite.new_consumer(handlers={})
    suite.change("335/2026-10", 1)
    suite.relay_all()
    assert consumer.run_once(0.05) == 1
    consumer.close()
    assert suite.states() == {}
    assert reasons(suite) == []


def test_a_restarted_consumer_goes_on_where_it_stood(suite: Suite) -> None:
    suite.change("335/2026-10", 1)
    suite.relay_all()
    suite.consume_all()
    suite.consumer.close()
    suite.change("335/2026-10", 2)
    suite.relay_all()
    assert suite.consume_all() == 1
    assert seen(suite) == (2, 0, 0)


def test_a_courier_that_was_wiped_and_filled_again_is_read_from_the_start(suite: Suite) -> None:
    for value in range(4):
        suite.change("335/2026-10", value)
    suite.relay_all()
    suite.consume_all()
    suite.consumer.close()
    suite.courier.close()
    for file in suite.courier.path.parent.glob("log.sqlite*"):
        file.unlink()
    suite.change("330/2026-10", 5, "330")
    suite.publish(*reversed(suite.documents()))
    suite.consume_all()
    assert suite.states() == {"335/2026-10": 3, "330/2026-10": 5}
    assert seen(suite) == (4, 4, 0)
    with suite.reporting.snapshot() as session:
        assert session.execute(select(ReaderPosition.next_offset)).scalar_one() == 6


def test_a_backlog_larger_than_a_batch_is_caught_up(suite: Suite) -> None:
    with suite.register.transaction() as session:
        for value in range(450):
            change(session, f"335/{value % 45}", value)
    suite.relay_all()
    assert suite.consume_all() == 450
    assert suite.states() == {f"335/{value % 45}": value for value in range(405, 450)}
    assert reasons(suite) == []
