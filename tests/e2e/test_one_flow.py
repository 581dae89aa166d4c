"""Protocol, return, event, KPI, release, export: one true flow through the three services, in both modes."""

import csv
import io
from typing import Any

import openpyxl

from deploy.demonstration.seeds import seed_documents
from tests.e2e.conftest import Suite
from tests.unit.register.returns import assignment, sample, workforce

WALSALL = "335"
QUARTER = "2025-26-Q3"
MONTHS = ("2025-10", "2025-11", "2025-12")
WINDOW = {"opens": "2025-10-01", "due": "2099-12-31", "closes": "2099-12-31"}


def agency_rate(suite: Suite, as_: str, la_code: str | None = WALSALL) -> dict[str, Any] | None:
    answer = suite.get(f"/reporting/v1/quarters/{QUARTER}/figures", as_)
    found = [
        f for f in answer.json().get("items", []) if f["kpi"] == "agency_rate" and f["la_code"] == la_code
    ]
    return found[0] if found and found[0]["value"] is not None else None


def monthly_return(month: str, agency: int) -> dict[str, Any]:
    """Walsall with 19.0 FTE in post and `agency` whole-time agency workers, one of them a vacancy's cover."""
    workers = [
        assignment(n, reason="vacancy_cover" if n == 1 else "workload", start_date="2025-07-07")
        for n in range(1, agency + 1)
    ]
    staff = [workforce("5", "19.000000", 21, "2.000000")]
    spend = {"cost_pence": 620_894 * agency, "includes": ["pay"], "accrued": True}
    return sample(month, WALSALL, workforce=staff, agency_assignments=workers, agency_spend=spend)


def submit(suite: Suite, month: str, body: dict[str, Any]) -> dict[str, Any]:
    """Sent, with a word on every warning that asks for one."""
    path = f"/register/v1/returns/{WALSALL}/{month}"
    dry = suite.done("PUT", f"{path}?dry_run=true", f"hr_submitter.{WALSALL}", body, status=200)
    explained = {(e["warning"], e["item"]) for e in body["explanations"]}
    for warning in dry["warnings"]:
        wanted = warning["explain_as"]
        if (wanted["warning"], wanted["item"]) not in explained:
            body["explanations"].append({**wanted, "text": "checked with the team"})
    return suite.done("PUT", path, f"hr_submitter.{WALSALL}", body, status=201)


def certify(suite: Suite, receipt: dict[str, Any]) -> None:
    path = f"/register/v1/returns/{WALSALL}/{receipt['month']}/certification"
    named = {"revision": receipt["revision"], "digest": receipt["digest"]}
    signed = suite.done("POST", path, f"hr_certifier.{WALSALL}", named, status=200)
    assert signed["status"] == "certified"


def publish_protocol(suite: Suite) -> None:
    for inputs in seed_documents("tax_year"):
        suite.done("POST", "/rates/v1/statutory-inputs", "regional_admin", inputs, status=201)
    for protocol in seed_documents("caps"):
        suite.done("POST", "/rates/v1/protocols", "regional_admin", protocol, status=201)
        path = f"/rates/v1/protocols/{protocol['version']}/publication"
        suite.done("POST", path, "regional_admin", {}, status=201)


def test_a_rate_is_checked_a_return_becomes_a_kpi_and_a_release_can_be_downloaded(suite: Suite) -> None:
    publish_protocol(suite)
    caps = suite.get("/rates/v1/caps?on=2025-12-01&core_job_type=SW&basis=umbrella").json()["items"]
    cap_pence = caps[0]["rate_pence"]
    question = {
        "la_code": WALSALL,
        "core_job_type": "SW",
        "basis": "umbrella",
        "rate_pence": cap_pence + 1,
        "start_date": "2025-12-01",
    }
    check = suite.done("POST", "/rates/v1/checks", None, question, status=200)
    assert (check["verdict"], check["over_by_pence"]) == ("over", 1)
    assert suite.get(f"/rates/v1/checks/{check['reference']}").json() == check

    for month in MONTHS:
        suite.done("PUT", f"/register/v1/windows/{month}", "regional_admin", WINDOW, status=201)
    receipts = [submit(suite, month, monthly_return(month, agency=1)) for month in MONTHS]

    own = suite.until(lambda: agency_rate(suite, f"hr_submitter.{WALSALL}"))
    assert (own["value"], own["status"]) == ("5.0", "p")
    assert agency_rate(suite, "hr_submitter.330") is None

    for receipt in receipts:
        certify(suite, receipt)
    corrected = submit(suite, "2025-12", monthly_return("2025-12", agency=2))
    assert corrected["revision"] == 2
    certify(suite, corrected)
    suite.until(lambda: (agency_rate(suite, f"hr_submitter.{WALSALL}") or own)["value"] == "9.5")

    suite.until(lambda: _certified_in_reporting(suite) == len(MONTHS))
    release = suite.done("POST", "/reporting/v1/releases", "regional_admin", {"quarter": QUARTER}, status=201)
    assert release["audit"] == "none"
    _exports_agree(suite, release["id"])


def _certified_in_reporting(suite: Suite) -> int:
    answer = suite.get(f"/reporting/v1/quarters/{QUARTER}/figures", "regional_admin").json()
    row = next(f for f in answer["items"] if f["kpi"] == "completeness" and f["la_code"] == WALSALL)
    return int(row["numerator"] or 0)


def _exports_agree(suite: Suite, release_id: str) -> None:
    """CSV, JSON and XLSX of one release show one value; the same request gives the same bytes."""
    path = f"/reporting/v1/releases/{release_id}/kpis"
    rows = list(csv.DictReader(io.StringIO(suite.get(f"{path}.csv").content.decode())))
    row = next(
        r for r in rows if r["old_la_code"] == WALSALL and r["kpi"].startswith("Agency social workers")
    )
    assert row["value"] == "9.5"
    figures = suite.get(f"{path}.json").json()["figures"]
    assert next(f for f in figures if f["kpi"] == "agency_rate" and f["la_code"] == WALSALL)["value"] == "9.5"
    book = suite.get(f"{path}.xlsx").content
    cells = openpyxl.load_workbook(io.BytesIO(book))["agency_rate"].iter_rows(values_only=True)
    assert next(row for row in cells if row[0] == "Walsall")[1] == 9.5
    assert suite.get(f"{path}.xlsx").content == book
