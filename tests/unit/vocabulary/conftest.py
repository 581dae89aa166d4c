import copy
from typing import Any

import pytest

RETURN: dict[str, Any] = {
    "la_code": "335",
    "month": "2026-12",
    "unreliable": [{"topic": "caseload", "text": "case system migrated"}],
    "workforce": [
        {
            "role": "1",
            "in_post_fte": "3.000000",
            "in_post_headcount": 3,
            "vacancy_fte": "0.000000",
            "starters_fte": "0.000000",
            "starters_headcount": 0,
            "working_days_lost": "0.00",
        },
        {
            "role": "5",
            "in_post_fte": "101.600000",
            "in_post_headcount": 109,
            "vacancy_fte": "2.000000",
            "starters_fte": "2.000000",
            "starters_headcount": 2,
            "working_days_lost": "61.50",
        },
    ],
    "caseload": {"cases": 1480, "case_holders_fte": "98.200000"},
    "agency_assignments": [
        {
            "assignment_ref": "a1-0123456789ABCDEFGHJKMNPQRSD",
            "core_job_type": "SW",
            "basis": "umbrella",
            "rate_pence": 3650,
            "hours": "151.50",
            "cost_pence": 620894,
            "fte": "1.000000",
            "start_date": "2026-07-06",
            "end_date": None,
            "reason": "vacancy_cover",
            "supply_model": "individual",
            "exception_reference": None,
        }
    ],
    "leavers": [
        {
            "leaver_ref": "w1-0123456789ABCDEFGHJKMNPQRSD",
            "role": "5",
            "fte": "1.000000",
            "reason": "1",
            "destination": "3",
            "service_band": "2_to_5_years",
        }
    ],
    "agency_spend": {"cost_pence": 620894, "includes": ["agency_fee", "pay"], "accrued": True},
    "leadership_posts": [
        {
            "post_ref": "p1-0123456789ABCDEFGHJKMNPQRSD",
            "tier": 1,
            "service_area": "whole_service",
            "holder": "substantive",
            "ethnicity": "prefer_not_to_say",
        },
        {
            "post_ref": "p1-1123456789ABCDEFGHJKMNPQRSC",
            "tier": 2,
            "service_area": "social_care",
            "holder": "substantive",
            "ethnicity": "asian_indian",
        },
    ],
    "social_worker_stability": {
        "children_looked_after": 578,
        "one_worker": 301,
        "two_workers": 215,
        "three_or_more_workers": 62,
        "same_worker_12_months": 220,
        "looked_after_12_months": 451,
    },
    "rule_compliance": [{"rule": "notice", "compliance": "partial", "explanation": "until March 2027"}],
    "explanations": [
        {"warning": "W-RULES-INCOMPLETE", "item": "rule_compliance", "text": "reviewed in January"}
    ],
}


@pytest.fixture
def document() -> dict[str, Any]:
    """The canonical return of one authority, every section reported."""
    return copy.deepcopy(RETURN)
