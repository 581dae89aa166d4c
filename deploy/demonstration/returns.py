"""The demonstration's monthly returns, one document an authority and month."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from deploy.demonstration.agency import Assignment, assignment_row, assignments_by_month
from deploy.demonstration.children import stability_counts
from deploy.demonstration.compliance import rule_compliance
from deploy.demonstration.figures import MONTHS, Figures, load_figures
from deploy.demonstration.leadership import leadership_posts
from deploy.demonstration.splits import ONE
from deploy.demonstration.workforce import leaver_rows, workforce_rows
from shared.vocabulary.calendar import Month
from shared.vocabulary.quantities import micro_text

UNRELIABLE = {("330", Month(2024, 9)): ("agency", "caseload", "absence")}
"""DfE marks these figures of Birmingham's 2024 census as unreliable."""
UNRELIABLE_TEXT = "Synthetic figure: the published census marks this one as unreliable."


@dataclass(frozen=True)
class DemonstrationReturn:
    la_code: str
    month: Month
    document: dict[str, Any]


def demonstration_returns(la_code: str) -> Iterator[DemonstrationReturn]:
    """One authority's 24 returns, oldest first; KeyError for an authority without calibration figures."""
    figures = load_figures()[la_code]
    assignments = assignments_by_month(figures)
    for month in MONTHS:
        yield DemonstrationReturn(la_code, month, _document(figures, month, assignments[month]))


def _document(figures: Figures, month: Month, assignments: list[Assignment]) -> dict[str, Any]:
    la_code = figures.la_code
    rows = [assignment_row(la_code, assignment, month) for assignment in assignments]
    document: dict[str, Any] = {
        "la_code": la_code,
        "month": str(month),
        "unreliable": [
            {"topic": topic, "text": UNRELIABLE_TEXT} for topic in UNRELIABLE.get((la_code, month), ())
        ],
        "workforce": workforce_rows(figures, month),
        "caseload": {
            "cases": figures.stock("cases", month, step=ONE) // ONE,
            "case_holders_fte": micro_text(figures.stock("case_holders_fte", month)),
        },
        "agency_assignments": rows,
        "leavers": leaver_rows(figures, month),
        "agency_spend": {
            "cost_pence": sum(row["cost_pence"] for row in rows),
            "includes": ["pay", "on_costs", "agency_fee"],
            "accrued": True,
        },
        "explanations": [],
    }
    if month.ends_quarter:
        document |= {
            "leadership_posts": leadership_posts(figures, month),
            "social_worker_stability": stability_counts(figures, month),
            "rule_compliance": rule_compliance(la_code, month),
        }
    return document
