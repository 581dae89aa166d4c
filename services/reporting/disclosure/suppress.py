"""Plain hiding and rounding of one KPI's figures for one audience, by the class the KPI declares."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction

from services.reporting.disclosure.judgement import passes, region_passes
from services.reporting.disclosure.policy import (
    HIDDEN,
    T0,
    Audience,
    Policy,
    SensitivityClass,
    class_of,
)
from services.reporting.disclosure.rounding import Parts, shown_inside, shown_outside
from services.reporting.kpis import Kpi, Measure
from shared.vocabulary.quantities import half_up

NOT_REPORTED, UNRELIABLE, NOT_APPLICABLE, LOW, PROVISIONAL = "x", "u", "z", "low", "p"


@dataclass(frozen=True, slots=True)
class Figure:
    """What one audience is shown of one KPI and area (`la_code` None: the region).

    Numbers are decimal text; `value` is rounded for display, None wherever `status` stands in its place
    (`x`, `u`, `z`, `c`, `low`); `p` goes with a value.
    """

    audience: Audience
    kpi: str
    la_code: str | None
    region_code: str
    numerator: str | None
    denominator: str | None
    value: str | None
    status: str | None
    contributing: int
    expected: int
    not_included: tuple[str, ...]
    months_present: int

    def as_dict(self) -> dict[str, object]:
        return asdict(self) | {"not_included": list(self.not_included)}


def protect(
    kpi: Kpi, measures: Sequence[Measure], audience: Audience, region_code: str, policy: Policy
) -> list[Figure]:
    """The figures of a KPI that an audience may have: authorities in the order given, then the region.

    For T0 give the authority's own measures only: nothing is hidden and there is no region. For a KPI that is
    the gap in another give the other's measures. Raises Undeclared for a KPI without a known class.
    """
    found = class_of(kpi.sensitivity)
    if audience == T0:
        own = () if kpi.gap_of or not found.own else measures
        return [_own(kpi, measure, region_code) for measure in own]
    rows: list[Figure] = []
    if not kpi.region_only and kpi.gap_of is None:
        rows = [_authority(kpi, found, measure, audience, region_code, policy) for measure in measures]
    return [*rows, _region(kpi, found, measures, audience, region_code, policy)]


def _own(kpi: Kpi, measure: Measure, region_code: str) -> Figure:
    parts = shown_inside(kpi, measure.numerator, measure.denominator)
    return _figure(kpi, T0, measure, region_code, measure.status, parts, provisional=measure.provisional)


def _authority(
    kpi: Kpi,
    found: SensitivityClass,
    measure: Measure,
    audience: Audience,
    region_code: str,
    policy: Policy,
) -> Figure:
    status = NOT_REPORTED if measure.partial else measure.status
    if status is None and (audience not in found.by_authority or not passes(found, measure, policy)):
        status = HIDDEN
    parts = shown_outside(kpi, found, measure.numerator, measure.denominator, policy)
    return _figure(kpi, audience, measure, region_code, status, parts)


def _figure(
    kpi: Kpi,
    audience: Audience,
    measure: Measure,
    region_code: str,
    status: str | None,
    parts: Parts,
    *,
    provisional: bool = False,
) -> Figure:
    value, shown = _displayed(kpi, status, parts)
    has_numbers = shown in (None, LOW)
    if shown is None and provisional:
        shown = PROVISIONAL
    return Figure(
        audience=audience,
        kpi=kpi.code,
        la_code=measure.la_code,
        region_code=region_code,
        numerator=parts.numerator if has_numbers else None,
        denominator=parts.denominator if has_numbers else None,
        value=value,
        status=shown,
        contributing=int(has_numbers),
        expected=1,
        not_included=(),
        months_present=measure.months_present,
    )


def _displayed(kpi: Kpi, status: str | None, parts: Parts) -> tuple[str | None, str | None]:
    """(value, status): `low` stands in place of a value that is not zero but rounds to it."""
    if status is not None or parts.exact is None:
        return None, status or NOT_APPLICABLE
    rounded = half_up(parts.exact * kpi.unit.multiplier, kpi.unit.places)
    if rounded == 0 and not parts.truly_zero:
        return None, LOW
    return f"{rounded:f}", None


def _region(
    kpi: Kpi,
    found: SensitivityClass,
    measures: Sequence[Measure],
    audience: Audience,
    region_code: str,
    policy: Policy,
) -> Figure:
    included = [measure for measure in measures if _counts_in_region(kpi, found, measure, policy)]
    status = _region_status(kpi, found, measures, included, policy)
    parts = Parts(None, None, _gap(included), truly_zero=True)
    if kpi.gap_of is None:
        below = _sum_denominators(included) if kpi.denominator else None
        parts = shown_outside(kpi, found, _sum_numerators(included), below, policy)
    value, shown = _displayed(kpi, status, parts)
    return Figure(
        audience=audience,
        kpi=kpi.code,
        la_code=None,
        region_code=region_code,
        numerator=parts.numerator if shown in (None, LOW) else None,
        denominator=parts.denominator if shown in (None, LOW) else None,
        value=value,
        status=shown,
        contributing=len(included),
        expected=len(measures),
        not_included=tuple(measure.la_code for measure in measures if measure not in included),
        months_present=max((measure.months_present for measure in included), default=0),
    )


def _counts_in_region(kpi: Kpi, found: SensitivityClass, measure: Measure, policy: Policy) -> bool:
    """An authority without a value for either part is in neither; nor is one whose row gives it away."""
    if measure.partial or measure.status in (NOT_REPORTED, UNRELIABLE):
        return False
    if kpi.gap_of is not None and measure.status is not None:
        return False
    return not found.hidden_leave_region or passes(found, measure, policy)


def _region_status(
    kpi: Kpi,
    found: SensitivityClass,
    measures: Sequence[Measure],
    included: Sequence[Measure],
    policy: Policy,
) -> str | None:
    fewest = 2 if kpi.gap_of else 1
    if len(included) < fewest:
        hidden = any(m.status is None and not m.partial for m in measures if m not in included)
        unreliable = bool(measures) and all(m.status == UNRELIABLE for m in measures)
        return HIDDEN if hidden else UNRELIABLE if unreliable else NOT_REPORTED
    if kpi.denominator is not None and _sum_denominators(included) == 0:
        return NOT_APPLICABLE
    return None if region_passes(found, included, policy) else HIDDEN


def _sum_numerators(measures: Sequence[Measure]) -> Fraction:
    return sum((measure.numerator or Fraction() for measure in measures), Fraction())


def _sum_denominators(measures: Sequence[Measure]) -> Fraction:
    return sum((measure.denominator or Fraction() for measure in measures), Fraction())


def _gap(measures: Sequence[Measure]) -> Fraction | None:
    rates = [m.numerator / m.denominator for m in measures if m.numerator is not None and m.denominator]
    return max(rates) - min(rates) if rates else None
