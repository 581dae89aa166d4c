"""The register's own rules find nothing wrong, and nothing doubtful, in the demonstration's returns."""

from collections.abc import Mapping
from typing import Any

from deploy.demonstration.figures import MONTHS, load_figures
from deploy.demonstration.returns import demonstration_returns
from services.register.checks import Past, find_all
from services.register.schemas.return_form import read_return


def test_no_return_has_an_error_or_a_warning() -> None:
    found: list[str] = []
    judged = 0
    for la_code in load_figures():
        before: Mapping[str, Mapping[str, Any]] | None = None
        for item in demonstration_returns(la_code):
            submitted = read_return(item.document, la_code, item.month)
            faults, doubts = find_all(submitted.draft, Past(last_month=before))
            found += [f"{la_code} {item.month} {fault.where} {fault.message}" for fault in submitted.faults]
            found += [f"{la_code} {item.month} {fault.where} {fault.message}" for fault in faults]
            found += [f"{la_code} {item.month} {doubt.where} {doubt.message}" for doubt in doubts]
            before = {row["role"]: row for row in submitted.draft.rows("workforce")}
            judged += 1
    assert found == []
    assert judged == len(MONTHS) * 14


def test_no_two_months_of_an_authority_report_the_same_workforce() -> None:
    for la_code in load_figures():
        seen = [str(item.document["workforce"]) for item in demonstration_returns(la_code)]
        assert len(set(seen)) == len(seen)
