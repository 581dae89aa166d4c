"""How the two parts of a figure are written, inside the authority and outside it."""

from dataclasses import dataclass
from fractions import Fraction

from services.reporting.disclosure.policy import Policy, SensitivityClass
from services.reporting.kpis import Kpi
from shared.vocabulary.quantities import half_up

PLACES_INSIDE = {"micro": 6, "pence": 2, "count": 0}
PLACES_OUTSIDE = {"micro": 1, "pence": 0, "count": 0}
"""Six places of FTE would give one leaver's contract away."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Decimal text of both parts, and the ratio (or sum) that the value is rounded from.

    `exact` is None where there is nothing to divide by; `truly_zero` tells a zero from what rounds to it.
    """

    numerator: str | None
    denominator: str | None
    exact: Fraction | None
    truly_zero: bool


def shown_inside(kpi: Kpi, numerator: Fraction | None, denominator: Fraction | None) -> Parts:
    """Exact, for the authority itself."""
    if numerator is None:
        return Parts(None, None, None, truly_zero=False)
    return Parts(
        _text(numerator, kpi, 0, PLACES_INSIDE),
        None if denominator is None else _text(denominator, kpi, 1, PLACES_INSIDE),
        _ratio(kpi, numerator, denominator),
        truly_zero=numerator == 0,
    )


def shown_outside(
    kpi: Kpi,
    found: SensitivityClass,
    numerator: Fraction | None,
    denominator: Fraction | None,
    policy: Policy,
) -> Parts:
    """Rounded as the class says; the value of a rounded table is worked out of the rounded numbers."""
    if numerator is None:
        return Parts(None, None, None, truly_zero=False)
    zero = numerator == 0
    rounded = _rounded(numerator, kpi, 0, found, policy)
    below = None if denominator is None else _rounded(denominator, kpi, 1, found, policy)
    exact = _ratio(kpi, numerator, denominator) if found.rounding == "fte" else _ratio(kpi, rounded, below)
    return Parts(
        _text(rounded, kpi, 0, PLACES_OUTSIDE),
        None if below is None else _text(below, kpi, 1, PLACES_OUTSIDE),
        exact,
        truly_zero=zero,
    )


def _ratio(kpi: Kpi, numerator: Fraction, denominator: Fraction | None) -> Fraction | None:
    if kpi.denominator is None:
        return numerator
    return numerator / denominator if denominator else None


def _rounded(part: Fraction, kpi: Kpi, place: int, found: SensitivityClass, policy: Policy) -> Fraction:
    if found.rounding == "counts":
        return _to_step(part, policy.count_step)
    if kpi.terms[place].kind == "pence":
        return _to_step(part, policy.pounds)
    return part


def _to_step(part: Fraction, step: int) -> Fraction:
    return Fraction(half_up(part / step, 0)) * step


def _text(part: Fraction, kpi: Kpi, place: int, places: dict[str, int]) -> str:
    return f"{half_up(part, places[kpi.terms[place].kind]):f}"
