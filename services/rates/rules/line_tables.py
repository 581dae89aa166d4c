"""The lines of a working as straight pieces, for a service that is asked thousands of times a minute.

`pay.lines_from_pay` says what each line is. Between the corners of the arithmetic every line grows in a
straight line with the rate, so two exact values of each piece give it all, in whole numbers:
(a x rate + b) / d. A property test holds the two together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Final

from services.rates.pay import AMOUNTS, Arithmetic, Line, assignment_from_pay, lines_from_pay, without_holiday
from services.rates.rules.caps import basic_pay
from services.rates.rules.told import WRITE, Told

MILLION: Final = 1_000_000


class LineWords:
    """The words of one line, its JSON written up to the amounts."""

    def __init__(self, label: str, source: str) -> None:
        self.label, self.source = label, source
        self._before = f'{{"label":{WRITE(label)},"pence":'
        self._after = f'","source":{WRITE(source)}}}'

    def line(self, numerator: int, denominator: int) -> Told:
        """`{label, pence, exact_pence, source}` of a fraction of pence."""
        whole = (2 * numerator + denominator) // (2 * denominator)
        exact = exact_text(numerator, denominator)
        text = f'{self._before}{whole},"exact_pence":"{exact}{self._after}'
        return Told(label=self.label, pence=whole, exact_pence=exact, source=self.source, text=text)


@dataclass(frozen=True, slots=True)
class Piece:
    """From `start` up every line is (a x rate + b) / denominator; `terms` are the pairs (a, b)."""

    start: Fraction
    denominator: int
    terms: tuple[tuple[int, int], ...]


class LineTable:
    """The working of any whole rate of one basis under one arithmetic."""

    def __init__(self, work: Arithmetic, basis: str) -> None:
        def lines(rate: Fraction) -> list[Line]:
            return lines_from_pay(basic_pay(rate, basis, work), work)

        corners = sorted({Fraction(0), *_corners(work, basis)})
        ends = [*corners[1:], corners[-1] + 100]
        self._words = [LineWords(f"Offer: {line.label}", line.source) for line in lines(Fraction(0))]
        self._pieces = [_piece(lines, *ends_of) for ends_of in zip(corners, ends, strict=True)][::-1]

    def lines(self, rate_pence: int) -> list[Told]:
        piece = next(piece for piece in self._pieces if piece.start <= rate_pence)
        d = piece.denominator
        amounts = [a * rate_pence + b for a, b in piece.terms]
        return [words.line(n, d) for words, n in zip(self._words, amounts, strict=True)]

    def total(self, rate_pence: int) -> Fraction:
        """The last line, the assignment rate, exactly."""
        piece = next(piece for piece in self._pieces if piece.start <= rate_pence)
        a, b = piece.terms[-1]
        return Fraction(a * rate_pence + b, piece.denominator)


@lru_cache(maxsize=128)
def line_table(work: Arithmetic, basis: str) -> LineTable:
    return LineTable(work, basis)


def exact_text(numerator: int, denominator: int) -> str:
    """A fraction of a penny to six places, half up; never negative."""
    whole, millionths = divmod((2 * numerator * MILLION + denominator) // (2 * denominator), MILLION)
    return f"{whole}.{millionths:06d}"


def _corners(work: Arithmetic, basis: str) -> list[Fraction]:
    """The rates of a basis at which a threshold or the end of the pension band is passed."""
    grosses = [Fraction(0), *(work.hourly(getattr(work.inputs, name)) for name in AMOUNTS)]
    if basis == "paye_inclusive":
        return grosses
    pays = [without_holiday(gross, work.inputs) for gross in grosses]
    return pays if basis == "paye" else [assignment_from_pay(pay, work) for pay in pays]


def _piece(lines: Callable[[Fraction], list[Line]], low: Fraction, high: Fraction) -> Piece:
    pairs = []
    for first, last in zip(lines(low), lines(high), strict=True):
        slope = (last.exact_pence - first.exact_pence) / (high - low)
        pairs.append((slope, first.exact_pence - slope * low))
    denominator = lcm(*(part.denominator for pair in pairs for part in pair))
    terms = tuple((int(slope * denominator), int(offset * denominator)) for slope, offset in pairs)
    return Piece(low, denominator, terms)
