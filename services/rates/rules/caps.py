"""Every cap that applies: those published, and those worked out where the protocol is silent.

A published cap always beats a derived one. Umbrella and limited company share one table. A derived cap says
from which basis and by which method.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from services.rates.pay import (
    Arithmetic,
    StatutoryInputs,
    assignment_from_pay,
    pay_from_assignment,
    pence,
    with_holiday,
    without_holiday,
)
from services.rates.rules.protocol import Band, Cap, Version
from shared.vocabulary.codes import CORE_JOB_TYPES

COMPARABLE: Final = ("paye", "paye_inclusive", "umbrella", "limited")
"""Bases a cap can have; a charge holds fees that no cap holds."""
SAME_TABLE: Final = "same_table"
HOLIDAY_ONLY: Final = "holiday"
_TWIN: Final[Mapping[str, str]] = {"umbrella": "limited", "limited": "umbrella"}
_SOURCES: Final[Mapping[str, tuple[str, ...]]] = {
    "umbrella": ("limited", "paye", "paye_inclusive"),
    "limited": ("umbrella", "paye", "paye_inclusive"),
    "paye": ("paye_inclusive", "umbrella", "limited"),
    "paye_inclusive": ("paye", "umbrella", "limited"),
}


@dataclass(frozen=True, slots=True)
class EffectiveCap:
    """A cap as it is applied: whole pence an hour, rounded half up once. `exact` is before rounding.

    `method` is None for a published cap, else a to d, `same_table` or `holiday`; `derived_from` is the basis
    it was worked out from.
    """

    core_job_type: str
    basis: str
    rate_pence: int
    exact: Fraction
    citation: str
    band: Band | None
    derived_from: str | None
    method: str | None

    @property
    def derived(self) -> bool:
        return self.derived_from is not None

    def as_document(self) -> dict[str, Any]:
        return {
            "core_job_type": self.core_job_type,
            "basis": self.basis,
            "experience_band": self.band.as_document() if self.band else None,
            "rate_pence": self.rate_pence,
            "citation": self.citation,
            "derived": self.derived,
            "derived_from": self.derived_from,
            "method": self.method,
        }


def arithmetic(version: Version, inputs: StatutoryInputs) -> Arithmetic:
    """The version's way of working with one tax year's inputs."""
    settings = version.settings
    return Arithmetic(
        inputs, settings.paye_equivalent_method, settings.week_hours, settings.umbrella_margin_week_pence
    )


def effective_caps(version: Version, inputs: StatutoryInputs | None) -> tuple[EffectiveCap, ...]:
    """All caps of a version under one tax year's inputs, by job type, basis and band.

    Without inputs only what needs no statutory figure is worked out.
    """
    work = arithmetic(version, inputs) if inputs is not None else None
    found: list[EffectiveCap] = []
    for core_job_type in CORE_JOB_TYPES:
        published = _published(version, core_job_type)
        for basis in COMPARABLE:
            found += published.get(basis) or _derived(basis, published, work)
    return tuple(found)


def _published(version: Version, core_job_type: str) -> dict[str, list[EffectiveCap]]:
    by_basis: dict[str, list[EffectiveCap]] = {}
    for cap in version.caps:
        if cap.core_job_type == core_job_type and cap.basis is not None:
            by_basis.setdefault(cap.basis, []).append(_as_published(cap, cap.basis))
    for caps in by_basis.values():
        caps.sort(key=lambda cap: cap.band.from_years if cap.band else -1)
    return by_basis


def _as_published(cap: Cap, basis: str) -> EffectiveCap:
    exact = Fraction(cap.rate_pence)
    return EffectiveCap(cap.core_job_type, basis, cap.rate_pence, exact, cap.citation, cap.band, None, None)


def _derived(
    basis: str, published: Mapping[str, list[EffectiveCap]], work: Arithmetic | None
) -> list[EffectiveCap]:
    source = next((name for name in _SOURCES[basis] if name in published), None)
    if source is None or (work is None and _TWIN.get(basis) != source):
        return []
    return [_converted(cap, basis, work) for cap in published[source]]


def _converted(cap: EffectiveCap, basis: str, work: Arithmetic | None) -> EffectiveCap:
    exact, method = _conversion(cap.exact, cap.basis, basis, work)
    return EffectiveCap(
        cap.core_job_type, basis, pence(exact), exact, cap.citation, cap.band, cap.basis, method
    )


def _conversion(rate: Fraction, source: str, basis: str, work: Arithmetic | None) -> tuple[Fraction, str]:
    if work is None or _TWIN.get(basis) == source:
        return rate, SAME_TABLE
    basic = basic_pay(rate, source, work)
    if basis in _TWIN:
        return assignment_from_pay(basic, work), work.method
    exact = basic if basis == "paye" else with_holiday(basic, work.inputs)
    return exact, work.method if source in _TWIN else HOLIDAY_ONLY


def basic_pay(rate: Fraction, basis: str, work: Arithmetic) -> Fraction:
    """The PAYE basic rate inside a rate of another comparable basis, exact pence an hour."""
    if basis == "paye":
        return rate
    if basis == "paye_inclusive":
        return without_holiday(rate, work.inputs)
    return pay_from_assignment(rate, work)
