"""A sound return to start from, and what the register finds in a changed one."""

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.register.checks import NO_PAST, Past, find_all
from services.register.schemas.return_form import read_return
from shared.vocabulary.calendar import Month
from shared.vocabulary.identifiers import make_reference

KEY = b"key of a made-up authority for tests"
MONTH = "2026-12"
Change = Callable[[dict[str, Any]], object]


def reference(purpose: str, number: int = 1, la_code: str = "335") -> str:
    return make_reference(KEY, purpose, la_code, str(number))


def workforce(role: str, fte: str, headcount: int, vacancy: str = "0", **more: Any) -> dict[str, Any]:
    row = {"role": role, "in_post_fte": fte, "in_post_headcount": headcount, "vacancy_fte": vacancy}
    row |= {"starters_fte": "0.000000", "starters_headcount": 0, "working_days_lost": "0.00"}
    return row | more


def assignment(number: int = 1, **more: Any) -> dict[str, Any]:
    row = {"assignment_ref": reference("a", number), "core_job_type": "SW", "basis": "umbrella"}
    row |= {"rate_pence": 3650, "hours": "151.50", "cost_pence": 620894, "fte": "1.000000"}
    row |= {"start_date": "2026-07-06", "end_date": None, "reason": "vacancy_cover"}
    return row | {"supply_model": "individual", "exception_reference": None} | more


def leaver(number: int = 1, **more: Any) -> dict[str, Any]:
    row = {"leaver_ref": reference("w", number), "role": "5", "fte": "1.000000", "reason": "1"}
    return row | {"destination": "3", "service_band": "2_to_5_years"} | more


def post(number: int = 1, tier: int = 2, **more: Any) -> dict[str, Any]:
    row = {"post_ref": reference("p", number), "tier": tier, "service_area": "social_care"}
    return row | {"holder": "substantive", "ethnicity": "asian_indian"} | more


def sample(month: str = MONTH, la_code: str = "335", **sections: Any) -> dict[str, Any]:
    """Walsall, December 2026: every section, no error, no warning."""
    rules = ("data", "price_cap", "project_teams", "notice", "cool_off", "experience", "references")
    body: dict[str, Any] = {
        "la_code": la_code,
        "month": month,
        "unreliable": [{"topic": "caseload", "text": "case system migrated in November"}],
        "workforce": [
            workforce("1", "3.000000", 3),
            workforce("5", "101.600000", 109, "2.000000", working_days_lost="61.50"),
        ],
        "caseload": {"cases": 1480, "case_holders_fte": "98.200000"},
        "agency_assignments": [assignment()],
        "leavers": [leaver()],
        "agency_spend": {"cost_pence": 620894, "includes": ["pay", "on_costs"], "accrued": True},
        "leadership_posts": [post(1, 1, service_area="whole_service"), post(2)],
        "social_worker_stability": {
            "children_looked_after": 578,
            "one_worker": 301,
            "two_workers": 215,
            "three_or_more_workers": 62,
            "same_worker_12_months": 220,
            "looked_after_12_months": 451,
        },
        "rule_compliance": [{"rule": rule, "compliance": "full", "explanation": None} for rule in rules],
        "explanations": [],
    }
    return copy.deepcopy(body | sections)


@dataclass(frozen=True)
class Found:
    """Errors and warnings, as (code, where) and (code, where, item)."""

    faults: list[tuple[str, str]]
    doubts: list[tuple[str, str, str]]
    words: list[str]


def judge(body: Any, past: Past = NO_PAST, month: str = MONTH) -> Found:
    submitted = read_return(body, "335", Month.parse(month))
    faults, doubts = find_all(submitted.draft, past)
    all_faults = [*submitted.faults, *faults]
    return Found(
        [(fault.code, fault.where) for fault in all_faults],
        [(doubt.code, doubt.where, doubt.item) for doubt in doubts],
        [fault.message + " " + fault.fix for fault in all_faults] + [doubt.message for doubt in doubts],
    )


def judged(change: Change, past: Past = NO_PAST, **sections: Any) -> Found:
    body = sample(**sections)
    change(body)
    return judge(body, past)


def put(*path: str | int, value: Any) -> Change:
    """A change that sets the value at the path."""

    def change(body: dict[str, Any]) -> None:
        inner: Any = body
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value

    return change


def drop(*path: str | int) -> Change:
    def change(body: dict[str, Any]) -> None:
        inner: Any = body
        for step in path[:-1]:
            inner = inner[step]
        del inner[path[-1]]

    return change


def rows_of(*rows: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in rows]
