"""Which event is news, judged against a slow and obvious model."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from shared.runtime.received import Received
from shared.runtime.seen import NEVER, Seen

Number = tuple[int, int]


def event(number: Number, id_: str = "") -> Received:
    epoch, sequence = number
    return Received(
        id=id_ or f"{epoch}-{sequence}",
        type="register.return_changed",
        aggregate_type="return",
        aggregate_id="335/2026-10",
        epoch=epoch,
        sequence=sequence,
        key="335",
        region_id="west-midlands-demonstration",
        time=datetime(2026, 11, 22, tzinfo=UTC),
        data={},
    )


numbers = st.tuples(st.integers(0, 2), st.integers(1, 6))


@given(st.lists(numbers, max_size=30))
def test_the_highest_number_wins_and_every_event_is_counted_once(arrivals: list[Number]) -> None:
    row = Seen(NEVER, "", 0, 0, 0)
    for number in arrivals:
        assert row.judge(event(number)) is None
    assert row.number == max(arrivals, default=NEVER)
    assert row.applied + row.skipped == len(arrivals)
    assert (row.newest.number if row.newest else NEVER) == row.number


@given(st.lists(numbers, max_size=30), st.integers(0, 30))
def test_the_counts_do_not_depend_on_where_a_batch_ends(arrivals: list[Number], cut: int) -> None:
    whole = Seen(NEVER, "", 0, 0, 0)
    parts = Seen(NEVER, "", 0, 0, 0)
    for number in arrivals:
        whole.judge(event(number))
    for batch in (arrivals[:cut], arrivals[cut:]):
        for number in batch:
            parts.judge(event(number))
        parts = Seen(parts.number, parts.event_id, parts.applied, parts.skipped, parts.gaps)
    assert (whole.number, whole.applied, whole.skipped, whole.gaps) == (
        parts.number,
        parts.applied,
        parts.skipped,
        parts.gaps,
    )


def test_events_in_order_leave_no_gap_also_across_an_epoch() -> None:
    row = Seen(NEVER, "", 0, 0, 0)
    for number in [(0, 1), (0, 2), (0, 3), (1, 1), (1, 2)]:
        row.judge(event(number))
    assert (row.applied, row.gaps) == (5, 0)


def test_a_first_event_that_is_not_number_one_is_a_gap() -> None:
    row = Seen(NEVER, "", 0, 0, 0)
    row.judge(event((0, 4)))
    assert row.gaps == 1


def test_the_same_number_under_another_id_is_refused_and_not_counted() -> None:
    row = Seen((0, 1), "first", 1, 0, 0)
    assert row.judge(event((0, 1), "second")) == "has the number 0/1 of another event of its aggregate"
    assert (row.applied, row.skipped, row.event_id) == (1, 0, "first")
