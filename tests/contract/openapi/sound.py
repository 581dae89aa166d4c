"""Bodies that are sound, and the same with one place of them spoilt."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

from tests.unit.rates.conftest import inputs_document, version_document
from tests.unit.register.returns import MONTH, sample

Step = str | int
ADMIN, CERTIFIER = "regional_admin", "hr_certifier"
GONE = object()
"""Stands for: the name or row is left out."""
WRONG: tuple[Any, ...] = (
    GONE, None, True, False, 0, 1, -1, 1.5, 1e300, 10**30, "", " ", "0", "-1", "1e5", "0.1234567", "9" * 40,
    "NaN", "Infinity", "١٢", "²", "x" * 600, "é\u0301", "\u0000", "\ud800", "2026-02-30", "0001-01-01",
    "9999-12-31", "2026-W01-1", "2026-12", "335", "SW", [], {}, [[]], [None], [{}], {"": ""}, {"role": {}},
)  # fmt: skip
QUESTION = {
    "la_code": "335",
    "core_job_type": "SW",
    "basis": "umbrella",
    "rate_pence": 3900,
    "start_date": "2026-12-07",
    "hours_per_week": "37.00",
    "experience_years": 4,
}
EXCEPTION = {
    "kind": "breach",
    "la_code": "335",
    "core_job_type": "SW",
    "basis": "umbrella",
    "rate_pence": 4200,
    "hours_per_week": "37.00",
    "start_date": "2027-02-01",
    "end_date": "2027-04-30",
    "reason": "No other candidate for a court team.",
}
JOB_MAP = {
    "titles": [{"local_title": "Social Worker Level 2", "core_job_type": "SW", "valid_from": "2026-04-01"}]
}
WINDOW = {"opens": "2027-01-01", "due": "2027-01-20", "closes": "2027-01-31"}
DRAFT = "2028-01"
REOPENING = {"reason": "A late ledger.", "approver": "director.335", "closes": "2027-02-20"}
WITHDRAWAL = {"revision": 1, "reason": "The ledger was of another month."}
SUBSCRIPTION = {"kind": "webhook", "url": "https://workstream.example/caps"}
RECHECK = {"on": "2027-04-06", "version": None, "rows": [QUESTION]}
BODIES: dict[str, tuple[str, str, str, str | None, Callable[[], Any]]] = {
    "a return": ("register", "PUT", f"/returns/335/{MONTH}", "hr_submitter", sample),
    "a dry run": ("register", "PUT", f"/returns/335/{MONTH}?dry_run=true", "hr_submitter", sample),
    "a window": ("register", "PUT", "/windows/2027-01", ADMIN, lambda: WINDOW),
    "a reopening": ("register", "POST", f"/returns/335/{MONTH}/reopening", ADMIN, lambda: REOPENING),
    "a withdrawal": ("register", "POST", f"/returns/335/{MONTH}/withdrawal", CERTIFIER, lambda: WITHDRAWAL),
    "a check": ("rates", "POST", "/checks", None, lambda: QUESTION),
    "a batch": ("rates", "POST", "/check-batches", "workstream", lambda: {"rows": [QUESTION, QUESTION]}),
    "an exception": ("rates", "POST", "/exceptions", "hr_submitter", lambda: EXCEPTION),
    "a job map": ("rates", "PUT", "/job-maps/335", "hr_submitter", lambda: JOB_MAP),
    "a draft": ("rates", "POST", "/protocols", ADMIN, lambda: version_document(version="2027-01")),
    "an edited draft": (
        "rates",
        "PUT",
        f"/protocols/{DRAFT}",
        ADMIN,
        lambda: version_document(version=DRAFT),
    ),
    "a recheck": ("rates", "POST", "/rechecks", "workstream", lambda: RECHECK),
    "a subscription": ("rates", "POST", "/subscriptions", "workstream", lambda: SUBSCRIPTION),
    "a tax year": ("rates", "POST", "/statutory-inputs", ADMIN, lambda: inputs_document("2026-27")),
}
"""By what it is: service, method, path, role and the body."""


def spoilt(body: Any) -> st.SearchStrategy[Any]:
    """The body with one value of it replaced by something wrong, left out, or given twice."""
    places = list(_places(body, ()))
    return st.builds(
        lambda place, wrong: _put(copy.deepcopy(body), place, wrong),
        st.sampled_from(places),
        st.sampled_from(WRONG),
    )


def _places(value: Any, place: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
    if place:
        yield place
    if isinstance(value, dict):
        for name in value:
            yield from _places(value[name], (*place, name))
        yield (*place, "unknown")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _places(inner, (*place, index))


def _put(body: Any, place: tuple[Step, ...], wrong: Any) -> Any:
    inner = body
    for step in place[:-1]:
        inner = inner[step]
    if wrong is not GONE:
        inner[place[-1]] = wrong
    elif place[-1] != "unknown":
        del inner[place[-1]]
    return body
