"""A version as the other services are told of it: every cap, with the days on which it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.rates.pay import StatutoryInputs
from services.rates.rules.caps import EffectiveCap, effective_caps
from services.rates.rules.dating import Period
from services.rates.rules.editions import inputs_in_force
from services.rates.rules.protocol import Band, Version


@dataclass(frozen=True, slots=True)
class DatedCap:
    """A cap and the days it holds, half-open: a derived one changes with the tax year, inside one version."""

    cap: EffectiveCap
    valid_from: date
    valid_to: date | None


def dated_caps(version: Version, period: Period, inputs: Sequence[StatutoryInputs]) -> list[DatedCap]:
    """Every cap of a version over its period, published ones first within a job type and basis.

    Past the last tax year that is known only what needs no statutory figure is there.
    """
    found: list[DatedCap] = []
    for first, end in _stretches(period, inputs):
        for cap in effective_caps(version, inputs_in_force(inputs, first)):
            before = next((n for n, old in enumerate(found) if _goes_on(old, cap, first)), None)
            if before is None:
                found.append(DatedCap(cap, first, end))
            else:
                found[before] = replace(found[before], valid_to=end)
    return found


def protocol_state(
    version: Version, document: Mapping[str, Any], period: Period | None, inputs: Sequence[StatutoryInputs]
) -> dict[str, Any]:
    """Data of `rates.protocol_published`; without a period no day is left to the version."""
    valid_from = period.valid_from if period else version.valid_from
    valid_to = period.valid_to if period else version.valid_from
    return {
        "version": version.version,
        "region_code": version.region_code,
        "valid_from": valid_from.isoformat(),
        "valid_to": valid_to.isoformat() if valid_to else None,
        "title": version.title,
        "citation": version.citation,
        "illustrative": version.illustrative,
        "figures_known": version.figures_known,
        "corrects": version.corrects,
        "caps": [cap_state(dated) for dated in dated_caps(version, period, inputs)] if period else [],
        "settings": document["settings"],
        "rules": document["rules"],
    }


def cap_state(dated: DatedCap) -> dict[str, Any]:
    """One cap of the event: `experience_band` in words, its years beside it."""
    cap, band = dated.cap, dated.cap.band
    return {
        "core_job_type": cap.core_job_type,
        "basis": cap.basis,
        "experience_band": band_text(band) if band else None,
        "from_years": band.from_years if band else None,
        "to_years": band.to_years if band else None,
        "rate_pence": cap.rate_pence,
        "derived": cap.derived,
        "derived_from": cap.derived_from,
        "method": cap.method,
        "citation": cap.citation,
        "valid_from": dated.valid_from.isoformat(),
        "valid_to": dated.valid_to.isoformat() if dated.valid_to else None,
    }


def band_text(band: Band) -> str:
    if band.to_years is None:
        return f"{band.from_years} years and over"
    return f"{band.from_years} to under {band.to_years} years"


def _stretches(period: Period, inputs: Sequence[StatutoryInputs]) -> list[tuple[date, date | None]]:
    """The period cut where a tax year's inputs begin or end."""
    cuts = {day for entry in inputs for day in (entry.valid_from, entry.year_end)}
    inner = sorted(day for day in cuts if period.holds(day) and day > period.valid_from)
    starts = [period.valid_from, *inner]
    return list(zip(starts, [*inner, period.valid_to], strict=True))


def _goes_on(old: DatedCap, cap: EffectiveCap, day: date) -> bool:
    return old.valid_to == day and replace(old.cap, exact=cap.exact) == cap
