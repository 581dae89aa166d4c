"""What must be right in a version before it can be published; everything wrong is said at once."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from services.rates.pay import StatutoryInputs, pence
from services.rates.rules.caps import COMPARABLE, effective_caps
from services.rates.rules.dating import Period, placement_faults
from services.rates.rules.protocol import Cap, Comparator, ProtocolSettings, Version
from shared.errors import Fault
from shared.vocabulary.quantities import pounds

WEEKS_A_YEAR: Final = Fraction(Decimal("52.143"))
SETTING_OF_RULE: Final = {
    "cool_off": "cool_off_months",
    "notice": "notice_weeks",
    "experience": "minimum_pqe_years",
    "references": "references",
}


def publication_faults(
    version: Version, periods: Sequence[Period], inputs: StatutoryInputs | None
) -> list[Fault]:
    """Every reason not to publish; empty means it can be published.

    Codes: those of `dating.placement_faults`, `no_caps`, `basis_missing`, `basis_not_a_cap`, `cap_twice`,
    `bands_mixed`, `bands_leave_a_gap`, `bands_overlap`, `margin_missing`, `rule_twice`, `setting_missing`,
    `approvers_too_few`, `reason_missing`, `cap_below_comparator`.
    """
    return [
        *placement_faults(version, periods),
        *_reason_faults(version),
        *_cap_faults(version),
        *_band_faults(version.caps),
        *_setting_faults(version.settings),
        *_rule_faults(version),
        *_comparator_faults(version, inputs),
    ]


def _reason_faults(version: Version) -> list[Fault]:
    if version.corrects is None or version.correction_reason:
        return []
    message = "A correction says why it is made."
    return [
        Fault("reason_missing", "/correction_reason", message, "Write the reason; everybody will see it.")
    ]


def _cap_faults(version: Version) -> list[Fault]:
    if bool(version.caps) != version.figures_known:
        message = "Caps are given exactly where figures_known is true."
        return [Fault("no_caps", "/caps", message, "Add the caps, or say that the figures are not known.")]
    faults: list[Fault] = []
    seen: set[tuple[str, str | None, object]] = set()
    for index, cap in enumerate(version.caps):
        where = f"/caps/{index}"
        if cap.basis is None:
            faults.append(
                Fault(
                    "basis_missing",
                    f"{where}/basis",
                    "The cap does not say what the rate contains.",
                    f"Give one of: {', '.join(COMPARABLE)}.",
                )
            )
        elif cap.basis not in COMPARABLE:
            faults.append(
                Fault(
                    "basis_not_a_cap",
                    f"{where}/basis",
                    "A charge rate holds agency fees; a cap does not.",
                    f"Give one of: {', '.join(COMPARABLE)}.",
                )
            )
        key = (cap.core_job_type, cap.basis, cap.band)
        if key in seen:
            faults.append(Fault("cap_twice", where, "This cap is given twice.", "Remove one of the two."))
        seen.add(key)
    return faults


def _band_faults(caps: Sequence[Cap]) -> list[Fault]:
    groups: dict[tuple[str, str | None], list[tuple[int, Cap]]] = {}
    for index, cap in enumerate(caps):
        groups.setdefault((cap.core_job_type, cap.basis), []).append((index, cap))
    return [fault for group in groups.values() for fault in _band_faults_of(group)]


def _band_faults_of(group: list[tuple[int, Cap]]) -> list[Fault]:
    """Bands of one job type and basis start at 0 years, touch, and the last has no end."""
    banded = sorted(
        ((index, cap.band) for index, cap in group if cap.band), key=lambda pair: pair[1].from_years
    )
    if not banded:
        return []
    if len(banded) != len({index for index, _ in group}):
        message = "Some caps of this job type and basis have an experience band and some have none."
        return [
            Fault("bands_mixed", f"/caps/{group[0][0]}", message, "Give every one of them a band, or none.")
        ]
    faults = []
    expected: int | None = 0
    for index, band in banded:
        if expected is None or band.from_years < expected:
            message = "This experience band overlaps another."
            faults.append(
                Fault("bands_overlap", f"/caps/{index}/experience_band", message, "Make them touch.")
            )
        elif band.from_years > expected:
            message = f"No band covers {expected} up to {band.from_years} years."
            faults.append(
                Fault("bands_leave_a_gap", f"/caps/{index}/experience_band", message, "Close the gap.")
            )
        expected = band.to_years
    if expected is not None:
        where = f"/caps/{banded[-1][0]}/experience_band/to_years"
        message = f"No band covers {expected} years and more."
        faults.append(
            Fault("bands_leave_a_gap", where, message, "Leave the last band without an end (null).")
        )
    return faults


def _setting_faults(settings: ProtocolSettings) -> list[Fault]:
    faults = []
    if settings.paye_equivalent_method == "d" and not settings.umbrella_margin_week_pence:
        message = "Method d takes the umbrella margin off, and none is given."
        where = "/settings/umbrella_margin_week_pence"
        faults.append(Fault("margin_missing", where, message, "Give the margin in pence a week."))
    if len(set(settings.exception_approvers)) < 2:
        message = "An exception needs two approvers in different roles."
        where = "/settings/exception_approvers"
        faults.append(Fault("approvers_too_few", where, message, "Name two roles."))
    return faults


def _rule_faults(version: Version) -> list[Fault]:
    faults = []
    seen: set[str] = set()
    for index, rule in enumerate(version.rules):
        if rule.rule in seen:
            message = "This rule is given twice."
            faults.append(Fault("rule_twice", f"/rules/{index}", message, "Remove one of the two."))
        seen.add(rule.rule)
        setting = SETTING_OF_RULE.get(rule.rule)
        if setting and getattr(version.settings, setting) is None:
            message = f"The rule {rule.rule} has no number to go by."
            faults.append(
                Fault("setting_missing", f"/settings/{setting}", message, "Give it, or remove the rule.")
            )
    return faults


def comparator_hourly(comparator: Comparator, settings: ProtocolSettings) -> Fraction:
    """Pence an hour of the permanent salary: a year of 52.143 weeks of the reference week's hours."""
    return comparator.annual_salary_pence / WEEKS_A_YEAR / settings.week_hours


def _comparator_faults(version: Version, inputs: StatutoryInputs | None) -> list[Fault]:
    """A cap below what the Agency Workers Regulations 2010 require from week 13 cannot lawfully be met."""
    lowest = {
        comparator.core_job_type: comparator_hourly(comparator, version.settings)
        for comparator in version.comparators
    }
    faults = []
    for cap in effective_caps(version, inputs):
        floor = lowest.get(cap.core_job_type)
        if cap.basis == "paye" and floor is not None and cap.exact < floor:
            message = (
                f"The PAYE cap of {cap.core_job_type}, {pounds(cap.rate_pence)}, is below the pay of a "
                f"permanent employee, {pounds(pence(floor))} an hour: from week 13 nobody could lawfully be "
                "paid within it."
            )
            fix = "Raise the cap, or correct the comparator."
            faults.append(Fault("cap_below_comparator", "/caps", message, fix))
    return faults
