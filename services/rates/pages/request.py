"""The forms of an exception: the request and the signature, as the API would be sent them."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from services.rates.rules.caps import COMPARABLE
from services.rates.schemas.exceptions import DecisionSchema, ExceptionRequestSchema
from shared.runtime.validation import refusal as refusal_of
from shared.ui.forms import Form
from shared.vocabulary.codes import CORE_JOB_TYPES, EXCEPTION_KINDS

FIELDS = {
    "/rate_pence": "rate",
    "/start_date": "start-day",
    "/end_date": "end-day",
    **{
        f"/{name}": name
        for name in (
            "kind",
            "core_job_type",
            "basis",
            "experience_years",
            "hours_per_week",
            "reason",
            "renews",
        )
    },
}
DECISIONS = {"approve": "Approve it", "refuse": "Refuse it"}


def read_request(given: Mapping[str, str]) -> Mapping[str, Any]:
    """Raises Refused with every fault."""
    form = Form(given)
    document: dict[str, Any] = {
        "kind": form.choice("kind", "what it is for", EXCEPTION_KINDS),
        "core_job_type": form.choice("core_job_type", "the job", CORE_JOB_TYPES),
        "basis": form.choice("basis", "what the rate contains", COMPARABLE),
        "rate_pence": form.pence("rate", "the highest rate"),
    }
    years = form.decimal("experience_years", "the years of experience", required=False)
    hours = form.decimal("hours_per_week", "the hours a week")
    start, end = form.day("start", "the first day"), form.day("end", "the last day")
    document["reason"] = form.text("reason", "the reason", longest=500)
    document["renews"] = form.text("renews", "the exception renewed", required=False)
    form.check()
    assert start is not None
    assert end is not None
    days = {"start_date": start.isoformat(), "end_date": end.isoformat(), "hours_per_week": f"{hours:f}"}
    if years is not None:
        days["experience_years"] = f"{years:f}"
    return _read(ExceptionRequestSchema(), document | days)


def read_decision(given: Mapping[str, str]) -> Mapping[str, Any]:
    """Raises Refused with every fault."""
    form = Form(given)
    decision = form.choice("decision", "whether you approve or refuse it", DECISIONS)
    reason = form.text("decision_reason", "the reason", required=False, longest=500)
    if decision == "refuse" and reason is None:
        form.fault("decision_reason", "missing", "Enter why you refuse it")
    form.check()
    return _read(DecisionSchema(), {"decision": decision, "reason": reason})


def _read(schema: Any, document: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        loaded: Mapping[str, Any] = schema.load(document)
    except ValidationError as error:
        raise refusal_of(error) from None
    return loaded
