"""Dividing a total into parts that add up to it exactly."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

K = TypeVar("K")
ONE = 1_000_000
TENTH = 100_000


def split_by_weight(total: int, weights: Mapping[K, int], step: int, rest_to: K) -> dict[K, int]:
    """Parts in proportion to the weights, whole multiples of `step` but for the part named `rest_to`."""
    whole = sum(weights.values())
    parts = {key: total * weight // whole // step * step for key, weight in weights.items()}
    parts[rest_to] += total - sum(parts.values())
    return parts


def split_among_people(total: int, reductions: Sequence[int]) -> list[int]:
    """Millionths of an FTE for each person, above 0 and at most 1, adding up to `total` exactly.

    A person works full time unless the total asks for less; `reductions` is how much less each would
    work, in the order in which they are asked. ValueError when nobody or too few people share the total.
    """
    heads = len(reductions)
    spare = heads * ONE - total
    if spare < 0 or total < 2 * heads:
        raise ValueError("the total does not fit that many people")
    parts = [ONE] * heads
    least = total // heads // 2
    while spare:
        for person, reduction in enumerate(reductions):
            less = min(spare, max(reduction, TENTH), parts[person] - least)
            parts[person] -= less
            spare -= less
    return parts


def people_needed(total: int, heads_per_thousand_fte: int = 1000) -> int:
    """The fewest people who can share the total, or more where people work part time."""
    return max(-(-total // ONE), (total * heads_per_thousand_fte + 500 * ONE) // (1000 * ONE))
