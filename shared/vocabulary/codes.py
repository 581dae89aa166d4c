"""Code lists: code to the words a person reads.

The census codes are those of DfE's children's social work workforce (CSWW) census 2024 to 2025, OGL v3.0.
"""

from collections.abc import Mapping
from typing import Final

Codes = Mapping[str, str]

CORE_JOB_TYPES: Final[Codes] = {
    "SW": "Social worker",
    "SSW": "Senior social worker",
    "AP": "Advanced practitioner or assistant team manager",
    "TM": "Team manager",
    "IRO": "Independent reviewing officer or child-protection chair",
}
BASES: Final[Codes] = {
    "paye": "PAYE, holiday pay on top",
    "paye_inclusive": "PAYE, holiday pay rolled up",
    "umbrella": "Umbrella company",
    "limited": "Limited company",
    "charge": "Charge to the authority, agency fee included",
}
VERDICTS: Final[Codes] = {
    "within": "Within the cap",
    "at_cap": "At the cap",
    "over": "Over the cap",
    "over_approved": "Over the cap, approved",
    "cannot_tell": "Cannot tell",
}
EXCEPTION_KINDS: Final[Codes] = {
    "breach": "One worker over the cap",
    "exemption": "One engagement, declared",
    "dispensation": "An authority, for a time",
}
EXCEPTION_STATUSES: Final[Codes] = {
    "requested": "Waiting for approval",
    "approved": "Approved",
    "refused": "Refused",
    "expired": "Expired",
    "withdrawn": "Withdrawn",
}
FORCES: Final[Codes] = {"must": "Legal duty", "should": "Expected unless circumstances are exceptional"}

# DfE CSWW census code set CS090
ORG_ROLES: Final[Codes] = {
    "1": "Senior manager",
    "2": "Middle manager",
    "3": "First line manager",
    "4": "Senior practitioner",
    "5": "Case holder",
    "6": "Qualified without cases",
}
# DfE CSWW census code set CS097
LEAVING_REASONS: Final[Codes] = {
    "1": "Resignation",
    "2": "Voluntary redundancy",
    "3": "Compulsory redundancy",
    "4": "Dismissed",
    "5": "Retired",
    "6": "Deceased",
    "7": "Moved to a non-child and family social work role within the authority",
    "8": "Other",
    "9": "Not known",
    "10": "Not yet collected",
}
# DfE CSWW census code set CS092
LEAVING_DESTINATIONS: Final[Codes] = {
    "1": "Social worker role in a different local authority in England",
    "2": "Social worker role outside England",
    "3": "Agency or consultancy in social work in England",
    "4": "Other social work role outside local authorities in England",
    "5": "Other social care role in England",
    "6": "Non-social care role, no employment, career break or a role outside England",
    "7": "Other",
    "8": "Not known",
    "9": "Not yet collected",
}
SERVICE_BANDS: Final[Codes] = {
    "under_1_year": "Under 1 year",
    "1_to_2_years": "1 year to under 2",
    "2_to_5_years": "2 years to under 5",
    "5_to_10_years": "5 years to under 10",
    "over_10_years": "10 years and over",
    "not_known": "Not known",
}
ASSIGNMENT_REASONS: Final[Codes] = {
    "vacancy_cover": "Covering a vacancy",
    "sickness": "Covering sickness",
    "parental_leave": "Covering parental leave",
    "workload": "Extra workload",
    "project": "Project",
    "other": "Other",
}
SUPPLY_MODELS: Final[Codes] = {
    "individual": "One worker",
    "project_team": "Project team",
    "packaged": "Packaged service",
}
TIERS: Final[Codes] = {
    "1": "Director of children's services",
    "2": "Assistant or deputy director, reporting to tier 1",
    "3": "Head of service, reporting to tier 2",
}
SERVICE_AREAS: Final[Codes] = {
    "whole_service": "Whole service",
    "social_care": "Social care",
    "early_help": "Early help",
    "education_send": "Education and SEND",
    "commissioning": "Commissioning",
    "quality_safeguarding": "Quality and safeguarding",
    "other": "Other",
}
HOLDERS: Final[Codes] = {
    "substantive": "Substantive holder",
    "interim": "Interim holder",
    "agency": "Agency worker",
    "vacant": "Vacant",
}
SPEND_PARTS: Final[Codes] = {
    "pay": "Pay to the worker",
    "on_costs": "Employer on-costs",
    "agency_fee": "Agency fee",
    "msp_fee": "Managed service provider fee",
    "expenses": "Expenses",
    "project_team_fee": "Project team fee",
}
RULES: Final[Codes] = {
    "data": "Data",
    "price_cap": "Price cap",
    "project_teams": "Project teams",
    "notice": "Notice",
    "cool_off": "Cool-off",
    "experience": "Experience",
    "references": "References",
}
COMPLIANCE: Final[Codes] = {"full": "In full", "partial": "In part", "none": "Not at all"}
TOPICS: Final[Codes] = {
    "workforce": "Staff in post, vacancies and starters",
    "absence": "Sickness absence",
    "caseload": "Caseload",
    "agency": "Agency workers",
    "leavers": "Leavers",
    "spend": "Agency spend",
    "leadership": "Leadership posts",
    "stability": "Stability of social worker",
}
"""Subjects an authority may call unreliable."""
CHANGES: Final[Codes] = {
    "accepted": "Accepted",
    "certified": "Certified",
    "reverted": "Reverted to the last certified",
    "withdrawn": "Withdrawn",
    "recounted": "Counted again against the caps",
}
AUDIENCES: Final[Codes] = {"T0": "The authority's own users", "T1": "The region", "T2": "The public"}
SYMBOLS: Final[Codes] = {
    "c": "hidden so that nobody can be identified",
    "x": "not reported",
    "z": "not applicable",
    "u": "reported as unreliable",
    "low": "rounds to zero",
    "p": "provisional, not certified",
}
