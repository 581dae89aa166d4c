"""What relay and consumer ask of a courier. It may lose everything it holds: the outbox is the truth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

Place = tuple[str, int]
"""A topic and a partition of it."""


class CourierDown(Exception):  # noqa: N818 (a state, not a mistake)
    """The courier does not answer; nothing is lost, try again later."""


@dataclass(frozen=True, slots=True)
class Record:
    """One event on its way out; records of one key keep their order."""

    topic: str
    key: str
    value: bytes
    event_id: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One record as it arrived. It may arrive again, and older ones may arrive after newer ones."""

    topic: str
    partition: int
    offset: int
    key: str
    value: bytes

    @property
    def place(self) -> Place:
        return self.topic, self.partition


class Reader(Protocol):
    """One member of a group of readers; used by one thread."""

    def poll(self, max_records: int = 200, timeout_seconds: float = 0.5) -> list[Delivery]:
        """What has come, at once when there is something, empty after the timeout; raises CourierDown."""

    def newly_assigned(self) -> frozenset[Place]:
        """Partitions this reader was given since the last call; seek them before using what they deliver."""

    def seek(self, offsets: Mapping[Place, int]) -> None:
        """Go on from the record at each offset; from the earliest where the courier has no such record."""

    def commit(self, next_offsets: Mapping[Place, int]) -> None:
        """Tell the courier how far the reader is; only for its own displays, failure is harmless."""

    def close(self) -> None: ...


class Transport(Protocol):
    """Safe to make before a fork: it connects when first used."""

    def publish(self, records: Sequence[Record]) -> list[bool]:
        """For each record in turn whether the courier answered that it holds it; an outage is False."""

    def reader(self, group: str, topics: Sequence[str]) -> Reader:
        """A reader of the topics; the members of a group share the partitions."""

    def totals(self, topics: Sequence[str]) -> dict[str, int]:
        """How many records the courier holds of each topic, repeats included; raises CourierDown."""

    def close(self) -> None: ...
