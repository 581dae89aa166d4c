"""What a KPI file says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from services.reporting.kpis._terms import Term

Polarity = Literal["low", "high", "none"]


@dataclass(frozen=True, slots=True)
class Unit:
    """`multiplier` takes numerator / denominator to the unit shown, with `places` decimal places."""

    name: str
    places: int
    multiplier: Fraction


PERCENT = Unit("%", 1, Fraction(100))
WHOLE_PERCENT = Unit("%", 0, Fraction(100))
POINTS = Unit("percentage points", 1, Fraction(100))
CASES_PER_FTE = Unit("cases per FTE", 1, Fraction(1))
THOUSAND_POUNDS = Unit("GBP 000", 0, Fraction(1, 1000))
POUNDS_PER_100_FTE = Unit("GBP per 100 FTE", 0, Fraction(100))
POUNDS_AN_HOUR = Unit("GBP an hour", 2, Fraction(1))


@dataclass(frozen=True, slots=True)
class Example:
    """Inputs by authority and item, as decimal text, and the value that must be shown.

    One text is the whole of the item's period; a tuple gives one text a month of it, in order.
    """

    quarter: str
    facts: Mapping[str, Mapping[str, str | tuple[str, ...]]]
    value: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Kpi:
    """A ratio of sums, a sum (no denominator), or the gap between authorities in another KPI (`gap_of`).

    `code` is the file's name unless the file holds several. `sensitivity` names a class of the disclosure
    policy: without one the KPI cannot be published. `contributors` and `dominated` are the facts that a
    commercial class judges. `source`: whose definition; `author` and `checker` are roles.
    """

    title: str
    unit: Unit
    polarity: Polarity
    sensitivity: str
    why: str
    source: str
    author: str
    checker: str
    next_review: date
    example: Example
    numerator: Term | None = None
    denominator: Term | None = None
    gap_of: str | None = None
    code: str = ""
    note: str = ""
    ranked: bool = True
    region_only: bool = False
    contributors: str | None = None
    dominated: str | None = None

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(term for term in (self.numerator, self.denominator) if term is not None)

    @property
    def items(self) -> frozenset[str]:
        """Every fact the KPI and its disclosure rule read."""
        guards = {item for item in (self.contributors, self.dominated) if item}
        return frozenset(item for term in self.terms for item in term.items) | guards

    def entry(self) -> dict[str, object]:
        """The KPI's entry in the dictionary: plain values, in words."""
        numerator = self.numerator.words() if self.numerator else f"Highest and lowest of {self.gap_of}"
        return {
            "kpi": self.code,
            "title": self.title,
            "numerator": numerator,
            "denominator": self.denominator.words() if self.denominator else None,
            "gap_of": self.gap_of,
            "unit": self.unit.name,
            "decimal_places": self.unit.places,
            "polarity": self.polarity,
            "ranked": self.ranked,
            "region_only": self.region_only or self.gap_of is not None,
            "sensitivity": self.sensitivity,
            "why": self.why,
            "source": self.source,
            "note": self.note,
            "author": self.author,
            "checker": self.checker,
            "next_review": self.next_review.isoformat(),
            "example": {
                "quarter": self.example.quarter,
                "facts": {area: dict(facts) for area, facts in self.example.facts.items()},
                "value": self.example.value,
                "note": self.example.note,
            },
        }
