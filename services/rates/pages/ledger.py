"""The ledger of exceptions, whole or filtered, on a page or as CSV."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Response, render_template, request

from services.rates.actions.ledger import list_exceptions
from services.rates.exports import ledger_csv
from services.rates.pages.frame import authority_name, authority_options, instruction, pages, region
from shared.runtime.web import actor, query
from shared.ui.words import day_words
from shared.vocabulary.codes import BASES, CORE_JOB_TYPES, EXCEPTION_KINDS, EXCEPTION_STATUSES
from shared.vocabulary.quantities import pounds
from shared.vocabulary.roles import HR_SUBMITTER, ROLE_TITLES

A_PAGE = 50
COLOURS = {"requested": "yellow", "approved": "green", "refused": "red"}
COLUMNS = (
    {"text": "Authority"},
    {"text": "What for"},
    {"text": "Days"},
    {"text": "Status"},
    {"text": "Signed"},
    {"text": "Cost over cap", "numeric": True},
)


@pages.get("/exceptions")
def ledger() -> str:
    filters, by = _filters(request.args), instruction()
    asked = {**filters, "after": request.args.get("after") or None}
    found = query(lambda session: list_exceptions(session, by, asked, limit=A_PAGE))
    return render_template("rates/ledger.html", **_words(found, filters))


@pages.get("/exceptions.csv")
def ledger_file() -> Response:
    filters, by = _filters(request.args), instruction()
    found = query(lambda session: list_exceptions(session, by, filters))
    kept_as = {"Content-Disposition": "attachment; filename=exceptions.csv"}
    return Response(ledger_csv(found), content_type="text/csv; charset=utf-8", headers=kept_as)


def status_tag(exception: Mapping[str, Any]) -> dict[str, str]:
    status = exception["status"]
    late = ", signed late" if exception["late"] else ""
    return {"text": EXCEPTION_STATUSES[status] + late, "tag": COLOURS.get(status, "grey")}


def days_words(exception: Mapping[str, Any]) -> str:
    return f"{day_words(exception['start_date'])} to {day_words(exception['end_date'])}"


def cost_words(exception: Mapping[str, Any]) -> str:
    """To the penny for its own authority, in a band for the others."""
    exact = exception.get("cost_over_cap_pence")
    return pounds(exact) if exact is not None else str(exception["cost_over_cap_band"])


def signed_words(exception: Mapping[str, Any]) -> str:
    said = [
        f"{ROLE_TITLES[made['role']]} {'approved' if made['decision'] == 'approve' else 'refused'}"
        for made in exception["decisions"]
    ]
    said += [f"waiting for {ROLE_TITLES[role]}" for role in exception["waiting_for"]]
    return "; ".join(said) or "Nobody"


def _filters(given: Mapping[str, str]) -> dict[str, Any]:
    """What was chosen of what there is to choose; anything else is as if it were not there."""
    known = {
        "la_code": region().la_codes,
        "status": EXCEPTION_STATUSES,
        "kind": EXCEPTION_KINDS,
        "core_job_type": CORE_JOB_TYPES,
    }
    return {name: given[name] for name, values in known.items() if given.get(name) in values}


def _words(found: Sequence[Mapping[str, Any]], filters: Mapping[str, str]) -> dict[str, Any]:
    following = urlencode({**filters, "after": found[-1]["id"]}) if len(found) == A_PAGE else None
    return {
        "columns": COLUMNS,
        "rows": [_row(exception) for exception in found],
        "filters": filters,
        "csv": f"/rates/exceptions.csv?{urlencode(filters)}".rstrip("?"),
        "following": following,
        "authorities": authority_options(),
        "statuses": list(EXCEPTION_STATUSES.items()),
        "kinds": list(EXCEPTION_KINDS.items()),
        "may_request": actor().role == HR_SUBMITTER,
    }


def _row(exception: Mapping[str, Any]) -> list[object]:
    job, basis = CORE_JOB_TYPES[exception["core_job_type"]], BASES[exception["basis"]]
    renewed = f", renewed {exception['renewals']} times" if exception["renewals"] else ""
    what = f"{EXCEPTION_KINDS[exception['kind']]}: {job}, {basis}{renewed}"
    return [
        {"text": authority_name(exception["la_code"]), "href": f"/rates/exceptions/{exception['id']}"},
        what,
        days_words(exception),
        status_tag(exception),
        signed_words(exception),
        cost_words(exception),
    ]
