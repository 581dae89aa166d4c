"""Totals divided into parts lose nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.demonstration.splits import ONE, people_needed, split_among_people, split_by_weight


@given(
    st.integers(min_value=0, max_value=10**9),
    st.dictionaries(
        st.integers(min_value=1, max_value=6), st.integers(min_value=1, max_value=99), min_size=1
    ),
)
def test_parts_by_weight_add_up_to_the_total(total: int, weights: dict[int, int]) -> None:
    parts = split_by_weight(total, weights, 100_000, min(weights))
    assert sum(parts.values()) == total
    assert min(parts.values()) >= 0


@given(st.integers(min_value=1000, max_value=200 * ONE), st.integers(min_value=0, max_value=20))
def test_people_share_a_total_exactly_and_nobody_works_more_than_full_time(total: int, more: int) -> None:
    heads = people_needed(total) + more
    parts = split_among_people(total, [200_000] * heads)
    assert sum(parts) == total
    assert all(0 < part <= ONE for part in parts)


def test_too_few_people_for_a_total_are_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        split_among_people(2 * ONE + 1, [200_000] * 2)
