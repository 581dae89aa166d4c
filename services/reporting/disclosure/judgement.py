"""The tests a row must pass before anybody outside the authority sees it."""

from collections.abc import Sequence
from fractions import Fraction

from services.reporting.disclosure.policy import (
    LARGEST_SHARE,
    LARGEST_SPECIAL_SHARE,
    Policy,
    SensitivityClass,
)
from services.reporting.kpis import Measure


def passes(found: SensitivityClass, measure: Measure, policy: Policy) -> bool:
    """Whether an authority's row may be seen outside it, by the test of its class."""
    numerator, rest = _parts_of(measure)
    workers = {"workers": policy.workers, "workers_for_average": policy.workers_for_average}
    if found.judged_by in workers:
        # a missing count or a missing verdict proves nothing, so it does not pass
        return (measure.contributors or 0) >= workers[found.judged_by] and measure.dominated is False
    if found.judged_by == "both_parts_large":
        return numerator >= policy.open_count and rest >= policy.open_count
    if found.judged_by == "small_counts":
        return not _has_small_count((numerator, rest, numerator + rest), policy)
    return True


def region_passes(found: SensitivityClass, included: Sequence[Measure], policy: Policy) -> bool:
    """Whether the region's figure may be seen, by the test of its class over those included in it."""
    numerators = [_parts_of(measure)[0] for measure in included]
    rests = [_parts_of(measure)[1] for measure in included]
    if found.region_judged_by == "authorities":
        return len(included) >= policy.authorities and _largest_share(numerators) <= LARGEST_SHARE
    if found.region_judged_by == "small_counts":
        total, rest = sum(numerators, Fraction()), sum(rests, Fraction())
        return not _has_small_count((total, rest, total + rest), policy)
    if found.region_judged_by == "special":
        return (
            len(included) >= policy.special_authorities
            and all(sum(parts) >= policy.special_count for parts in (numerators, rests))
            and all(_largest_share(parts) <= LARGEST_SPECIAL_SHARE for parts in (numerators, rests))
        )
    return True


def _parts_of(measure: Measure) -> tuple[Fraction, Fraction]:
    """The numerator and what is left of the denominator."""
    numerator = measure.numerator or Fraction()
    return numerator, (measure.denominator or Fraction()) - numerator


def _has_small_count(counts: Sequence[Fraction], policy: Policy) -> bool:
    return any(0 < count < policy.small_count + 1 for count in counts)


def _largest_share(parts: Sequence[Fraction]) -> Fraction:
    total = sum(parts, Fraction())
    return max(parts) / total if total else Fraction()
