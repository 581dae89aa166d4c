"""Draws that are the same on every machine and in every Python, so that the demonstration never varies."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")
SEED = "west-midlands-demonstration-1"


class Chance:
    """A stream of draws of its own for every name: one more draw here changes nothing there."""

    def __init__(self, *names: object) -> None:
        self._name = "/".join((SEED, *(str(name) for name in names)))
        self._count = 0

    def below(self, limit: int) -> int:
        """A whole number from 0 to limit - 1."""
        self._count += 1
        digest = hashlib.sha256(f"{self._name}/{self._count}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % limit

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def pick(self, weights: Mapping[T, int]) -> T:
        """One of the keys, as often as its weight says."""
        left = self.below(sum(weights.values()))
        for key, weight in weights.items():
            left -= weight
            if left < 0:
                return key
        raise ValueError("weights must be positive")

    def shuffled(self, items: Iterable[T]) -> list[T]:
        rest: list[T] = list(items)
        return [rest.pop(self.below(len(rest))) for _ in range(len(rest))]

    def one_of(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]
