"""From a worker's hourly pay to the umbrella assignment rate and back, exactly.

Formulas per hour, with `h` paid hours a week (the protocol's reference week):

    G  = P x (1 + holiday)                              P = PAYE basic, G = pay with holiday
    NI = ni x max(0, G - threshold / h)                 no upper limit: 2% above GBP 50,270 is the employee's
    LV = levy x G
    PN = pension x max(0, min(G, upper / h) - lower / h)
    A  = G + NI + LV + PN + margin / h                  A = umbrella assignment rate

A protocol names which parts its "PAYE equivalent" takes off (methods a to d). Amounts are exact fractions
of a penny; `pence()` rounds half up, once, at the end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from shared.vocabulary.quantities import pounds

HOLIDAY, NI, LEVY, PENSION, MARGIN = "holiday", "employer_ni", "levy", "pension", "umbrella_margin"
METHODS: Final[Mapping[str, tuple[str, ...]]] = {
    "a": (NI,),
    "b": (NI, LEVY),
    "c": (NI, LEVY, PENSION),
    "d": (NI, LEVY, PENSION, MARGIN),
}
"""What lies between pay with holiday and the assignment rate; every method takes holiday off."""
METHOD_TITLES: Final[Mapping[str, str]] = {
    "a": "employer National Insurance and holiday pay taken off",
    "b": "employer National Insurance, holiday pay and apprenticeship levy taken off",
    "c": "employer National Insurance, holiday pay, apprenticeship levy and employer pension taken off",
    "d": "employer National Insurance, holiday pay, levy, pension and umbrella margin taken off",
}
RATES: Final = ("employer_ni_rate", "levy_rate", "holiday_rate", "pension_rate")
AMOUNTS: Final = ("ni_threshold_week_pence", "pension_lower_week_pence", "pension_upper_week_pence")


@dataclass(frozen=True, slots=True)
class StatutoryInputs:
    """What the law sets for a tax year, from `valid_from` (6 April unless it changed within the year).

    Rates are fractions of 1 (Decimal("0.15") is 15%); amounts are pence a week. `sources` names where each
    was read, by its own name.
    """

    tax_year: str
    valid_from: date
    employer_ni_rate: Decimal
    ni_threshold_week_pence: int
    levy_rate: Decimal
    holiday_rate: Decimal
    pension_rate: Decimal
    pension_lower_week_pence: int
    pension_upper_week_pence: int
    sources: Mapping[str, str]

    @property
    def year_end(self) -> date:
        """The first day of the next tax year: these inputs never speak for it."""
        return date(int(self.tax_year[:4]) + 1, 4, 6)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "StatutoryInputs":
        return cls(
            tax_year=document["tax_year"],
            valid_from=date.fromisoformat(document["valid_from"]),
            employer_ni_rate=Decimal(document["employer_ni_rate"]),
            ni_threshold_week_pence=document["ni_threshold_week_pence"],
            levy_rate=Decimal(document["levy_rate"]),
            holiday_rate=Decimal(document["holiday_rate"]),
            pension_rate=Decimal(document["pension_rate"]),
            pension_lower_week_pence=document["pension_lower_week_pence"],
            pension_upper_week_pence=document["pension_upper_week_pence"],
            sources=dict(document["sources"]),
        )


@dataclass(frozen=True, eq=False)
class Arithmetic:
    """One tax year's inputs, worked as the protocol says: method a to d, reference week, umbrella margin."""

    inputs: StatutoryInputs
    method: str
    week_hours: Fraction
    margin_week_pence: int = 0

    def hourly(self, week_pence: int) -> Fraction:
        return week_pence / self.week_hours


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a working: pence an hour, exact, with where the rule was read."""

    label: str
    exact_pence: Fraction
    source: str

    @property
    def pence(self) -> int:
        return pence(self.exact_pence)


def pence(exact: Fraction) -> int:
    """Whole pence, half up; the only rounding there is."""
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def with_holiday(pay: Fraction, inputs: StatutoryInputs) -> Fraction:
    """PAYE basic to PAYE with holiday rolled up."""
    return pay * (1 + Fraction(inputs.holiday_rate))


def without_holiday(gross: Fraction, inputs: StatutoryInputs) -> Fraction:
    return gross / (1 + Fraction(inputs.holiday_rate))


def employer_costs(gross: Fraction, work: Arithmetic) -> dict[str, Fraction]:
    """Each part that the method counts, pence an hour, in the order it is added to pay with holiday."""
    inputs = work.inputs
    upper = min(gross, work.hourly(inputs.pension_upper_week_pence))
    parts = {
        NI: Fraction(inputs.employer_ni_rate)
        * max(Fraction(0), gross - work.hourly(inputs.ni_threshold_week_pence)),
        LEVY: Fraction(inputs.levy_rate) * gross,
        PENSION: Fraction(inputs.pension_rate)
        * max(Fraction(0), upper - work.hourly(inputs.pension_lower_week_pence)),
        MARGIN: work.hourly(work.margin_week_pence),
    }
    return {name: parts[name] for name in METHODS[work.method]}


def assignment_from_pay(pay: Fraction, work: Arithmetic) -> Fraction:
    """Umbrella assignment rate of a PAYE basic rate, both pence an hour."""
    gross = with_holiday(pay, work.inputs)
    return gross + sum(employer_costs(gross, work).values())


def pay_from_assignment(rate: Fraction, work: Arithmetic) -> Fraction:
    """PAYE basic rate inside an umbrella assignment rate: the exact inverse, segment by segment.

    The assignment rate rises with pay along straight pieces that meet at the NI threshold and the pension
    band; a rate that is less than the costs of no pay at all holds a pay of 0.
    """
    for gross, assignment, gross_per_penny in _segments(work):
        if assignment <= rate:
            return without_holiday(gross + (rate - assignment) * gross_per_penny, work.inputs)
    return Fraction(0)


@lru_cache(maxsize=64)
def _segments(work: Arithmetic) -> list[tuple[Fraction, Fraction, Fraction]]:
    """(pay with holiday, assignment rate, gross for each further penny) at each corner, highest first."""
    corners = sorted({Fraction(0), *(work.hourly(getattr(work.inputs, name)) for name in AMOUNTS)})
    rates = [gross + sum(employer_costs(gross, work).values()) for gross in corners]
    beyond = corners[-1] + 100
    corners.append(beyond)
    rates.append(beyond + sum(employer_costs(beyond, work).values()))
    steps = zip(corners, rates, corners[1:], rates[1:], strict=False)
    return [(low, base, (high - low) / (top - base)) for low, base, high, top in steps][::-1]


def lines_from_pay(pay: Fraction, work: Arithmetic) -> list[Line]:
    """The working from PAYE basic to the umbrella assignment rate, one line a part, each with its source."""
    inputs, hours = work.inputs, hours_text(work.week_hours)
    gross = with_holiday(pay, inputs)
    costs = employer_costs(gross, work)
    labels = {
        NI: f"Employer National Insurance at {_percent(inputs.employer_ni_rate)} above "
        f"{pounds(inputs.ni_threshold_week_pence)} a week of {hours} hours",
        LEVY: f"Apprenticeship levy at {_percent(inputs.levy_rate)}",
        PENSION: f"Employer pension at {_percent(inputs.pension_rate)} of pay between "
        f"{pounds(inputs.pension_lower_week_pence)} and {pounds(inputs.pension_upper_week_pence)} a week",
        MARGIN: f"Umbrella margin of {pounds(work.margin_week_pence)} a week",
    }
    return [
        Line("PAYE basic rate", pay, "The offer, or worked back from it by the lines below"),
        Line(f"Holiday pay at {_percent(inputs.holiday_rate)}", gross - pay, inputs.sources["holiday_rate"]),
        *(Line(labels[name], amount, _source(name, inputs)) for name, amount in costs.items()),
        Line("Umbrella assignment rate", gross + sum(costs.values()), "The lines above added up, unrounded"),
    ]


def hours_text(hours: Fraction) -> str:
    """Hours as a person writes them: 37 or 22.2."""
    return f"{Decimal(hours.numerator) / Decimal(hours.denominator):f}"


def _source(name: str, inputs: StatutoryInputs) -> str:
    field = {NI: "employer_ni_rate", LEVY: "levy_rate", PENSION: "pension_rate"}.get(name)
    return inputs.sources[field] if field else "Setting of the protocol version"


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f}%"
