"""A version of the protocol in a person's words: caps, settings, rules, and what differs from another."""

from collections.abc import Mapping
from typing import Any

from services.rates.pages.caps import band_words
from services.rates.pay import METHOD_TITLES
from shared.vocabulary.codes import BASES, CORE_JOB_TYPES, FORCES, RULES
from shared.vocabulary.quantities import pounds
from shared.vocabulary.roles import ROLE_TITLES

Plain = Mapping[str, Any]
Cells = list[object]

RULE_TITLES = {**RULES, "parity": "Equal pay from week 13"}
SETTINGS = {
    "paye_equivalent_method": "How a PAYE cap is worked out",
    "reference_week_hours": "Hours of the reference week",
    "week_hours": "Hours of the reference week",
    "umbrella_margin_week_pence": "Umbrella margin a week",
    "extension_is_new": "An extension counts as new",
    "exception_approvers": "Who approves an exception",
    "longest_approval_days": "Longest exception, days",
    "cool_off_months": "Cool-off, months",
    "notice_weeks": "Notice, weeks",
    "minimum_pqe_years": "Experience, years",
    "references": "References",
}


def setting_words(name: str, value: Any) -> str:
    if value is None:
        return "No such rule"
    if name == "paye_equivalent_method":
        return f"{value}: {METHOD_TITLES[value]}"
    if name == "umbrella_margin_week_pence":
        return pounds(value)
    if name == "exception_approvers":
        return " and ".join(ROLE_TITLES[role] for role in value)
    return {True: "Yes", False: "No"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def version_words(version: Plain) -> dict[str, Any]:
    """All tables of one version."""
    return {
        "caps": [_cap(cap) for cap in version["caps"]],
        "settings": [
            (SETTINGS.get(name, name), setting_words(name, value))
            for name, value in version["settings"].items()
        ],
        "rules": [
            [RULE_TITLES.get(rule["rule"], rule["rule"]), FORCES[rule["force"]], rule["citation"]]
            for rule in version["rules"]
        ],
    }


def comparison_words(comparison: Plain) -> dict[str, Any]:
    """What differs, as rows: caps with before, after and change; settings and rules with before and after."""
    return {
        "compared_with": comparison["compared_with"],
        "caps": [_cap_change(change) for change in comparison["caps"]],
        "settings": [
            [
                SETTINGS.get(change["setting"], change["setting"]),
                setting_words(change["setting"], change["before"]),
                setting_words(change["setting"], change["after"]),
            ]
            for change in comparison["settings"]
        ],
        "rules": [
            [
                RULE_TITLES.get(change["rule"], change["rule"]),
                FORCES.get(change["before"] or "", "Not in it"),
                FORCES.get(change["after"] or "", "Not in it"),
            ]
            for change in comparison["rules"]
        ],
    }


def _cap(cap: Plain) -> Cells:
    band = band_words(cap["experience_band"])
    job = CORE_JOB_TYPES[cap["core_job_type"]] + (f", {band}" if band else "")
    return [
        job,
        BASES.get(cap["basis"] or "", "Not said"),
        pounds(cap["rate_pence"]),
        cap["citation"] or "As the version",
    ]


def _cap_change(change: Plain) -> Cells:
    band = band_words(change["experience_band"])
    difference = change["change_pence"]
    sign = "" if difference is None else "+" if difference > 0 else "−" if difference < 0 else ""
    return [
        CORE_JOB_TYPES[change["core_job_type"]] + (f", {band}" if band else ""),
        BASES[change["basis"]] + (" (worked out)" if change["derived"] else ""),
        pounds(change["before_pence"]) if change["before_pence"] is not None else "None",
        pounds(change["after_pence"]) if change["after_pence"] is not None else "None",
        "" if difference is None else f"{sign}{pounds(abs(difference))}",
    ]
