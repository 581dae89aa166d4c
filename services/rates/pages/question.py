"""The form of a check: what a person typed, as the question that the API would be asked."""

from collections.abc import Mapping
from typing import Any

from services.rates.rules.questions import Question
from services.rates.schemas.questions import read_question
from shared.ui.forms import Form
from shared.vocabulary.codes import BASES, CORE_JOB_TYPES, SUPPLY_MODELS
from shared.vocabulary.region import Region

FIELDS = {
    "/rate_pence": "rate",
    "/start_date": "start-day",
    "/previous_left_date": "left-day",
    "/agency_fee_pence": "agency_fee",
    **{
        f"/{name}": name
        for name in (
            "la_code",
            "core_job_type",
            "local_title",
            "basis",
            "hours_per_week",
            "experience_years",
            "exception_reference",
            "previous_la_code",
            "cool_off_exception",
            "notice_weeks",
            "references_held",
            "supply_model",
        )
    },
}
"""Where the API's faults are shown on the form."""


def read_form(given: Mapping[str, str], region: Region) -> Question:
    """Raises Refused with every fault, in the form's own words where it can, else in the API's."""
    form = Form(given)
    document = {**_main(form, region), **_more(form, region)}
    form.check()
    return read_question({name: value for name, value in document.items() if value is not None})


def _main(form: Form, region: Region) -> dict[str, Any]:
    """In the order of the page, which is the order faults are listed in."""
    said = {
        "la_code": form.choice("la_code", "the authority", region.la_codes),
        "core_job_type": form.choice("core_job_type", "the job", CORE_JOB_TYPES, required=False),
        "local_title": form.text("local_title", "the authority’s job title", required=False, longest=120),
    }
    if not form.fields.get("core_job_type") and said["local_title"] is None:
        form.fault("core_job_type", "missing", "Select the job, or give the authority’s own title for it")
    said["basis"] = form.choice("basis", "what the rate contains", BASES, required=False)
    rate, start = form.pence("rate", "the rate"), form.day("start", "the start date")
    hours = form.decimal("hours_per_week", "the hours a week", required=False)
    years = form.decimal("experience_years", "the years of experience", required=False)
    return {
        **said,
        "rate_pence": rate,
        "start_date": start.isoformat() if start else None,
        "hours_per_week": f"{hours:f}" if hours is not None else None,
        "experience_years": f"{years:f}" if years is not None else None,
    }


def _more(form: Form, region: Region) -> dict[str, Any]:
    """What only the rules beside the cap look at, and an exception that allows more."""
    left = form.day("left", "the last day there", required=False)
    return {
        "exception_reference": form.text("exception_reference", "the reference", required=False),
        "previous_la_code": form.choice(
            "previous_la_code", "the authority they left", region.la_codes, required=False
        ),
        "previous_left_date": left.isoformat() if left else None,
        "notice_weeks": form.whole("notice_weeks", "the weeks of notice", required=False),
        "references_held": form.whole("references_held", "the references held", required=False),
        "supply_model": form.choice(
            "supply_model", "how the worker is supplied", SUPPLY_MODELS, required=False
        ),
        "agency_fee_pence": form.pence("agency_fee", "the agency’s fee", required=False),
    }
