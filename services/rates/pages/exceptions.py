"""Ask for an exception, see what it costs, sign or refuse it, take it back."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request

from services.rates.actions.exceptions import decide_exception, request_exception, withdraw_exception
from services.rates.actions.ledger import read_exception
from services.rates.pages.frame import Shown, authority_name, editions, go_to, instruction, pages
from services.rates.pages.ledger import cost_words, days_words, signed_words, status_tag
from services.rates.pages.request import DECISIONS, FIELDS, read_decision, read_request
from services.rates.rules.caps import COMPARABLE
from shared.errors import Fault, Problem, Refused
from shared.runtime.identity import Actor
from shared.runtime.web import actor, command, query
from shared.ui.forms import faults_by_field
from shared.ui.words import instant_words
from shared.vocabulary.codes import BASES, CORE_JOB_TYPES, EXCEPTION_KINDS
from shared.vocabulary.quantities import pounds
from shared.vocabulary.roles import HR_SUBMITTER, ROLE_TITLES


@pages.get("/exceptions/new")
def exception_form() -> str:
    return _form(request.args, [])


@pages.post("/exceptions/new")
def ask_exception() -> Shown:
    try:
        by, document = instruction(), read_request(request.form)
        return command(
            lambda session: go_to(
                f"/rates/exceptions/{request_exception(session, by, editions(session), document)['id']}"
            )
        )
    except Refused as refusal:
        return _form(request.form, faults_by_field(refusal, FIELDS)), refusal.status


@pages.get("/exceptions/<id_>")
def exception(id_: str) -> str:
    return _page(id_, {}, [])


@pages.post("/exceptions/<id_>/decision")
def decide(id_: str) -> Shown:
    try:
        by, document = instruction(), read_decision(request.form)
        return command(
            lambda session: go_to(f"/rates/exceptions/{decide_exception(session, by, id_, document)['id']}")
        )
    except Problem as refusal:
        return _refused(id_, refusal)


@pages.post("/exceptions/<id_>/withdrawal")
def withdraw(id_: str) -> Shown:
    try:
        by = instruction()
        return command(
            lambda session: go_to(f"/rates/exceptions/{withdraw_exception(session, by, id_)['id']}")
        )
    except Problem as refusal:
        return _refused(id_, refusal)


def _form(values: Mapping[str, str], faults: Sequence[Fault]) -> str:
    return render_template(
        "rates/exception_new.html",
        values=values,
        faults=faults,
        authority=authority_name(actor().tenant or ""),
        kinds=[(code, title, None) for code, title in EXCEPTION_KINDS.items()],
        jobs=list(CORE_JOB_TYPES.items()),
        bases=[(code, BASES[code]) for code in COMPARABLE],
    )


def _refused(id_: str, refusal: Problem) -> Shown:
    """The exception again, with why it was not done. Another authority's stays what it is: not there."""
    if refusal.status == 404:
        raise refusal
    faults = faults_by_field(refusal, {"/reason": "decision_reason", "/decision": "decision"})
    return _page(id_, request.form, faults), refusal.status


def _page(id_: str, values: Mapping[str, str], faults: Sequence[Fault]) -> str:
    by = instruction()
    found = query(lambda session: read_exception(session, by, id_))
    return render_template(
        "rates/exception.html",
        exception=found,
        heading=f"{EXCEPTION_KINDS[found['kind']]}: {authority_name(found['la_code'])}",
        status=status_tag(found),
        rows=_rows(found),
        cost=cost_words(found),
        days=days_words(found),
        signatures=[_signature(made) for made in found["decisions"]],
        late_now=found["status"] == "requested" and by.today.isoformat() >= found["start_date"],
        may_sign=_may_sign(found, by.actor),
        may_withdraw=_may_withdraw(found, by.actor),
        decisions=[(code, title, None) for code, title in DECISIONS.items()],
        values=values,
        faults=faults,
    )


def _rows(found: Mapping[str, Any]) -> list[tuple[str, object]]:
    rows: list[tuple[str, object]] = [
        ("Job", CORE_JOB_TYPES[found["core_job_type"]]),
        ("What the rate contains", BASES[found["basis"]]),
        ("Days", days_words(found)),
        ("Reason", found["reason"]),
        ("Protocol version", found["cap_version"]),
        ("Signatures", signed_words(found)),
        ("Times renewed", found["renewals"]),
        ("Asked for", instant_words(found["requested_at"])),
    ]
    if "reference" in found:
        rate, cap = pounds(found["rate_pence"]), pounds(found["cap_pence"])
        rows[2:2] = [
            ("Reference for a check", found["reference"]),
            ("Rate and cap", f"{rate} an hour, {pounds(found['over_by_pence'])} over the cap of {cap}"),
            ("Hours a week", found["hours_per_week"]),
        ]
    return rows


def _signature(made: Mapping[str, Any]) -> list[object]:
    decision = "Approved" if made["decision"] == "approve" else "Refused"
    return [ROLE_TITLES[made["role"]], decision, instant_words(made["decided_at"]), made.get("reason")]


def _may_sign(found: Mapping[str, Any], who: Actor) -> bool:
    return found["la_code"] == who.tenant and who.role in found["waiting_for"]


def _may_withdraw(found: Mapping[str, Any], who: Actor) -> bool:
    open_ = found["status"] in ("requested", "approved")
    return found["la_code"] == who.tenant and who.role == HR_SUBMITTER and open_
