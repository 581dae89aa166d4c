"""Caps in force on a date, as data."""

from datetime import date
from typing import Any

from services.rates.rules.editions import Editions, InForce


def list_caps(
    editions: Editions, day: date, *, core_job_type: str | None = None, basis: str | None = None
) -> list[dict[str, Any]]:
    """Every cap of the day, published and derived: pence an hour with version, dates, basis and citation.

    Empty where no version is in force.
    """
    in_force = editions.on(day)
    if in_force is None:
        return []
    return [
        {**cap.as_document(), **_version_words(in_force)}
        for cap in in_force.caps
        if core_job_type in (None, cap.core_job_type) and basis in (None, cap.basis)
    ]


def _version_words(in_force: InForce) -> dict[str, Any]:
    period, inputs = in_force.period, in_force.inputs
    return {
        "version": period.version,
        "valid_from": period.valid_from.isoformat(),
        "valid_to": period.valid_to.isoformat() if period.valid_to else None,
        "tax_year": inputs.tax_year if inputs else None,
        "illustrative": in_force.version.illustrative,
    }
