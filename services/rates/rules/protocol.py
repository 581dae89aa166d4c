"""A protocol version: caps, settings and the rules beside the cap, as read from its document."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Band:
    """Years of experience, half-open `[from_years, to_years)`; no end when `to_years` is None."""

    from_years: int
    to_years: int | None

    def holds(self, years: Fraction) -> bool:
        return self.from_years <= years and (self.to_years is None or years < self.to_years)

    def as_document(self) -> dict[str, int | None]:
        return {"from_years": self.from_years, "to_years": self.to_years}


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that may be paid, pence an hour. `basis` None is a draft's gap: it cannot be published.

    `sample_size` is how many rates the cap was set from, where the region says so.
    """

    core_job_type: str
    basis: str | None
    rate_pence: int
    citation: str
    band: Band | None = None
    sample_size: int | None = None


@dataclass(frozen=True, slots=True)
class RuleForce:
    """A rule beside the cap: a duty (`must`) or expected (`should`), and where that is written."""

    rule: str
    force: str
    citation: str


@dataclass(frozen=True, slots=True)
class Comparator:
    """What a permanent employee is paid a year, in pence: the lowest lawful pay from week 13."""

    core_job_type: str
    annual_salary_pence: int
    citation: str


@dataclass(frozen=True, slots=True)
class ProtocolSettings:
    """A number is None where the version has no such rule. `week_hours` is the reference week.

    `extension_is_new`: whether an extension takes the cap of its own first day, not of the engagement's.
    """

    paye_equivalent_method: str
    week_hours: Fraction
    umbrella_margin_week_pence: int
    extension_is_new: bool
    exception_approvers: tuple[str, ...]
    longest_approval_days: int
    cool_off_months: int | None
    notice_weeks: int | None
    minimum_pqe_years: int | None
    references: int | None


@dataclass(frozen=True, slots=True)
class Version:
    """`region_code` may be the country's: a national version applies where no regional one is in force.

    `valid_to` is set only where the version itself says when it ends; otherwise the next version ends it.
    `figures_known` is false where a version was in force and its caps are lost: a check then cannot tell.
    `corrects` names the version this one replaces from `valid_from` on, and `correction_reason` says why.
    """

    version: str
    region_code: str
    title: str
    valid_from: date
    valid_to: date | None
    citation: str
    illustrative: bool
    figures_known: bool
    corrects: str | None
    correction_reason: str | None
    settings: ProtocolSettings
    caps: tuple[Cap, ...]
    rules: tuple[RuleForce, ...]
    comparators: tuple[Comparator, ...]

    def rule(self, name: str) -> RuleForce | None:
        return next((rule for rule in self.rules if rule.rule == name), None)


def version_of(document: Mapping[str, Any]) -> Version:
    """The version a document describes; the document has the form of a request to draft one."""
    return Version(
        version=document["version"],
        region_code=document["region_code"],
        title=document["title"],
        valid_from=date.fromisoformat(document["valid_from"]),
        valid_to=date.fromisoformat(document["valid_to"]) if document["valid_to"] else None,
        citation=document["citation"],
        illustrative=document["illustrative"],
        figures_known=document["figures_known"],
        corrects=document["corrects"],
        correction_reason=document["correction_reason"],
        settings=_settings(document["settings"]),
        caps=tuple(_cap(cap, document["citation"]) for cap in document["caps"]),
        rules=tuple(RuleForce(**rule) for rule in document["rules"]),
        comparators=tuple(Comparator(**comparator) for comparator in document["comparators"]),
    )


def _settings(document: Mapping[str, Any]) -> ProtocolSettings:
    return ProtocolSettings(
        paye_equivalent_method=document["paye_equivalent_method"],
        week_hours=Fraction(document["reference_week_hours"]),
        umbrella_margin_week_pence=document["umbrella_margin_week_pence"],
        extension_is_new=document["extension_is_new"],
        exception_approvers=tuple(document["exception_approvers"]),
        longest_approval_days=document["longest_approval_days"],
        cool_off_months=document["cool_off_months"],
        notice_weeks=document["notice_weeks"],
        minimum_pqe_years=document["minimum_pqe_years"],
        references=document["references"],
    )


def _cap(document: Mapping[str, Any], citation: str) -> Cap:
    band = document["experience_band"]
    return Cap(
        core_job_type=document["core_job_type"],
        basis=document["basis"],
        rate_pence=document["rate_pence"],
        citation=document["citation"] or citation,
        band=Band(band["from_years"], band["to_years"]) if band else None,
        sample_size=document["sample_size"],
    )
