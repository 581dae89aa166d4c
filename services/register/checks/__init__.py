"""The rules of sense, one file a section; they run on whatever passed the checks of form.

To add a check, write it in its section's file; a warning also gets a line in that file's WARNINGS.
"""

from services.register.checks import (
    agency_assignments,
    agency_spend,
    caseload,
    head,
    leadership_posts,
    leavers,
    rule_compliance,
    social_worker_stability,
    workforce,
)
from services.register.checks.draft import NO_PAST, Doubt, Draft, Past
from shared.errors import Fault

__all__ = ["NO_PAST", "WARNINGS", "Doubt", "Draft", "Past", "find_all"]

SECTION_CHECKS = (
    head,
    workforce,
    caseload,
    agency_assignments,
    leavers,
    agency_spend,
    leadership_posts,
    social_worker_stability,
    rule_compliance,
)
WARNINGS = {code: title for module in SECTION_CHECKS for code, title in module.WARNINGS.items()}
"""Every warning's code and what it is about."""


def find_all(draft: Draft, past: Past) -> tuple[list[Fault], list[Doubt]]:
    """(errors, which block; warnings, which need an explanation), in the order of the return's sections."""
    found = [finding for module in SECTION_CHECKS for finding in module.find(draft, past)]
    faults = [finding for finding in found if isinstance(finding, Fault)]
    faults.extend(head.unknown_explanations(draft, WARNINGS))
    return faults, [finding for finding in found if isinstance(finding, Doubt)]
