"""The words KPIs are written in: which items, over which months, times what."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from shared.vocabulary.calendar import Month, Quarter
from shared.vocabulary.items import FACTS

RETURNS_CERTIFIED = "returns_certified"
RETURNS_EXPECTED = "returns_expected"
RETURN_COUNTS = {RETURNS_CERTIFIED: "Returns certified", RETURNS_EXPECTED: "Returns expected"}
"""What reporting counts of the returns themselves; not items of a return."""

NATURAL = {"micro": Fraction(1, 1_000_000), "pence": Fraction(1, 100), "count": Fraction(1)}
"""From the integers that frames carry to FTE, hours, days; pounds; people and cases."""


@dataclass(frozen=True, slots=True)
class Period:
    """`words` finish a sentence; `pieces` say over how many readings a mean is taken."""

    words: str
    months: Callable[[Quarter], tuple[Month, ...]]
    pieces: int = 1
    may_be_partial: bool = False


LAST_MONTH = Period("at the end of the quarter", lambda quarter: (quarter.last_month,))
QUARTER = Period("in the quarter", lambda quarter: quarter.months)
TWELVE_MONTHS = Period(
    "in the 12 months to the end of the quarter", lambda quarter: quarter.window(12), may_be_partial=True
)
FOUR_QUARTER_ENDS = Period(
    "mean of the last four quarter ends",
    lambda quarter: tuple(quarter.plus(step).last_month for step in (-3, -2, -1, 0)),
    pieces=4,
)


@dataclass(frozen=True, slots=True)
class Term:
    """A sum of items over the months of a period, times a factor that may depend on the quarter."""

    items: tuple[str, ...]
    period: Period
    factor: Callable[[Quarter], int] = lambda _quarter: 1
    factor_words: str = ""

    @property
    def kind(self) -> str:
        """`micro`, `pence` or `count`; ValueError if the items are not of one kind."""
        kinds = {"count" if item in RETURN_COUNTS else FACTS[item].kind for item in self.items}
        if len(kinds) != 1:
            raise ValueError(f"{', '.join(self.items)} are counted in different units")
        return kinds.pop()

    @property
    def topics(self) -> frozenset[str]:
        """The topics an authority may flag unreliable that this term depends on."""
        return frozenset(FACTS[item].topic for item in self.items if item not in RETURN_COUNTS)

    def exact(self, total: int, quarter: Quarter) -> Fraction:
        """From a sum of integers of the frame to the term's own quantity (FTE, pounds, cases ...)."""
        return total * NATURAL[self.kind] * self.factor(quarter) / self.period.pieces

    def words(self) -> str:
        titles = [RETURN_COUNTS[item] if item in RETURN_COUNTS else FACTS[item].title for item in self.items]
        return f"{self.factor_words}{' + '.join(titles)}, {self.period.words}"


def at_quarter_end(*items: str) -> Term:
    """The stock on the last day of the quarter: the quarter's last month, never an earlier one."""
    return Term(items, LAST_MONTH)


def in_quarter(*items: str) -> Term:
    """The sum over the quarter's three months."""
    return Term(items, QUARTER)


def in_twelve_months(*items: str) -> Term:
    """The sum over the 12 months that end with the quarter."""
    return Term(items, TWELVE_MONTHS)


def mean_of_four_quarter_ends(*items: str) -> Term:
    """The mean of the stocks at this quarter's end and the three before it."""
    return Term(items, FOUR_QUARTER_ENDS)


def times(factor: int, term: Term) -> Term:
    return replace(term, factor=lambda _quarter: factor, factor_words=f"{factor} x ")


def times_working_days(term: Term) -> Term:
    """DfE's divisor of sickness absence: 253 working days, 254 where the 12 months hold 29 February."""
    return replace(term, factor=working_days, factor_words="working days of the year x ")


def working_days(quarter: Quarter) -> int:
    leap_day = any(month.number == 2 and month.last_day.day == 29 for month in quarter.window(12))
    return 254 if leap_day else 253
