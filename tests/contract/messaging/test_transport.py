"""What every courier promises: one suite, run on the embedded log and on Apache Kafka."""

import subprocess
import sys
import time
import uuid
from collections.abc import Mapping
from pathlib import Path

import pytest

from shared.runtime.transport import Delivery, Place, Reader, Record, Transport


def record(topic: str, key: str, number: int) -> Record:
    return Record(topic, key, f"{key}/{number}".encode(), str(uuid.uuid4()))


def read_all(
    reader: Reader, wanted: int, seconds: float = 60.0, start: Mapping[Place, int] | None = None
) -> list[Delivery]:
    """Read as the consumer does: seek what is newly assigned, whenever that is, then use what comes."""
    found: list[Delivery] = []
    deadline = time.monotonic() + seconds
    while len(found) < wanted and time.monotonic() < deadline:
        deliveries = reader.poll(timeout_seconds=0.2)
        if moved := reader.newly_assigned():
            reader.seek({place: (start or {}).get(place, 0) for place in moved})
            found = [one for one in found if one.place not in moved]
            continue
        found += deliveries
    return found


def test_everything_published_is_delivered_in_order_within_a_key(courier: Transport, topic: str) -> None:
    records = [record(topic, key, number) for number in range(20) for key in ("330", "331", "332")]
    assert courier.publish(records) == [True] * 60
    reader = courier.reader(f"group-{topic}", [topic])
    found = read_all(reader, 60)
    for key in ("330", "331", "332"):
        assert [one.value for one in found if one.key == key] == [f"{key}/{n}".encode() for n in range(20)]
    assert courier.totals([topic]) == {topic: 60}
    reader.close()


def test_one_key_is_one_partition_and_offsets_rise_in_it(courier: Transport, topic: str) -> None:
    courier.publish([record(topic, "335", number) for number in range(10)])
    reader = courier.reader(f"group-{topic}", [topic])
    found = read_all(reader, 10)
    assert len({one.place for one in found}) == 1
    assert [one.offset for one in found] == sorted({one.offset for one in found})
    reader.close()


def test_a_reader_goes_on_from_the_record_it_seeks(courier: Transport, topic: str) -> None:
    courier.publish([record(topic, "335", number) for number in range(10)])
    reader = courier.reader(f"group-{topic}", [topic])
    found = read_all(reader, 10)
    start = {found[7].place: found[7].offset}
    reader.seek(start)
    assert [one.value for one in read_all(reader, 3, start=start)] == [b"335/7", b"335/8", b"335/9"]
    reader.close()


@pytest.mark.parametrize("lost", [1, 1_000_000])
def test_a_reader_that_seeks_a_record_the_courier_does_not_have_starts_at_the_earliest(
    courier: Transport, topic: str, lost: int
) -> None:
    courier.publish([record(topic, "335", number) for number in range(5)])
    reader = courier.reader(f"group-{topic}", [topic])
    found = read_all(reader, 5)
    reader.seek({found[-1].place: found[-1].offset + lost})
    assert [one.value for one in read_all(reader, 5)] == [f"335/{n}".encode() for n in range(5)]
    reader.close()


def test_a_reader_that_joins_later_is_told_its_partitions_whatever_was_committed(
    courier: Transport, topic: str
) -> None:
    courier.publish([record(topic, "335", number) for number in range(3)])
    first = courier.reader(f"group-{topic}", [topic])
    found = read_all(first, 3)
    first.commit({found[-1].place: found[-1].offset + 1})
    first.close()
    second = courier.reader(f"group-{topic}", [topic])
    assert [one.value for one in read_all(second, 3)] == [b"335/0", b"335/1", b"335/2"]
    second.close()


def test_a_reader_sees_only_its_topics_also_behind_many_of_another(courier: Transport, topic: str) -> None:
    other = f"{topic}-other"
    courier.publish([record(other, "E12000005", number) for number in range(450)])
    courier.publish([record(topic, "335", 1)])
    reader = courier.reader(f"group-{topic}", [topic])
    assert [one.topic for one in read_all(reader, 1)] == [topic]
    assert reader.poll(timeout_seconds=0.0) == []
    reader.close()


def test_an_idle_poll_ends_after_its_timeout(courier: Transport, topic: str) -> None:
    courier.publish([record(topic, "335", 0)])
    reader = courier.reader(f"group-{topic}", [topic])
    read_all(reader, 1)
    began = time.monotonic()
    assert reader.poll(timeout_seconds=0.3) == []
    assert 0.2 < time.monotonic() - began < 2.0
    reader.close()


def test_an_event_of_the_largest_size_travels_whole(courier: Transport, topic: str) -> None:
    value = b"x" * (256 * 1024)
    assert courier.publish([Record(topic, "335", value, "large")]) == [True]
    reader = courier.reader(f"group-{topic}", [topic])
    assert [one.value for one in read_all(reader, 1)] == [value]
    reader.close()


def test_several_processes_publish_at_once_and_nothing_is_lost(
    courier: Transport, courier_address: str, topic: str
) -> None:
    keys = ["330", "331", "332", "333"]
    script = str(Path(__file__).with_name("publisher.py"))
    publishers = [subprocess.Popen([sys.executable, script, courier_address, topic, key]) for key in keys]
    assert [publisher.wait(60) for publisher in publishers] == [0] * 4
    reader = courier.reader(f"group-{topic}", [topic])
    found = read_all(reader, 200)
    for key in keys:
        assert [one.value for one in found if one.key == key] == [f"{key}/{n}".encode() for n in range(50)]
    reader.close()


def test_a_reader_that_comes_before_the_first_record_gets_it(courier: Transport, topic: str) -> None:
    reader = courier.reader(f"group-{topic}", [topic])
    assert reader.poll(timeout_seconds=0.1) == []
    courier.publish([record(topic, "335", 0)])
    assert [one.value for one in read_all(reader, 1)] == [b"335/0"]
    reader.close()
