"""One question, and its answer."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.rates.rules.beside import COOL_OFF_EXCEPTIONS
from services.rates.schemas.forms import (
    Day,
    DecimalText,
    Words,
    basis_field,
    count,
    job_type_field,
    la_code_field,
    one_of,
    pence,
    yes_no,
)
from shared.errors import Fault
from shared.vocabulary.codes import SUPPLY_MODELS
from shared.vocabulary.identifiers import is_short_reference

MOST_HOURS, MOST_YEARS = "168", "60"
TITLE_LENGTH, MOST_WEEKS, MOST_REFERENCES = 120, 520, 20


class QuestionSchema(Schema):
    """A rate, where, for what job and from when. No worker is named; what is left out is not assumed."""

    la_code = la_code_field(required=True)
    core_job_type = job_type_field(allow_none=True)
    local_title = Words("The authority's own job title for it.", TITLE_LENGTH, allow_none=True)
    basis = basis_field(allow_none=True)
    rate_pence = pence("The rate, pence an hour.", required=True)
    start_date = Day("First day of the engagement.", required=True)
    hours_per_week = DecimalText("Paid hours a week.", 2, "0.01", MOST_HOURS, allow_none=True)
    experience_years = DecimalText(
        "Years after qualifying in direct employment of a UK local authority.",
        2,
        "0",
        MOST_YEARS,
        allow_none=True,
    )
    exception_reference = fields.String(
        allow_none=True, metadata={"description": "Reference of an exception that allows more than the cap."}
    )
    original_start_date = Day("If it extends an engagement: that one's first day.", allow_none=True)
    signed_date = Day("The day it was agreed, if that is not the start.", allow_none=True)
    previous_la_code = la_code_field(allow_none=True)
    previous_left_date = Day("Last day in a substantive post there.", allow_none=True)
    cool_off_exception = one_of(COOL_OFF_EXCEPTIONS, "Why no waiting time applies.", allow_none=True)
    notice_weeks = count("Weeks of notice agreed.", MOST_WEEKS, allow_none=True)
    authority_notice_weeks = count("Weeks of notice of permanent staff.", MOST_WEEKS, allow_none=True)
    references_held = count("Detailed references held.", MOST_REFERENCES, allow_none=True)
    supply_model = one_of(SUPPLY_MODELS, "How the worker is supplied.", allow_none=True)
    costs_split = yes_no("A team's price is split worker by worker.", allow_none=True)
    workers_approved = yes_no("Every worker of a team was approved beforehand.", allow_none=True)
    qualifying_week = count("Week in the same role with the same hirer.", MOST_WEEKS, allow_none=True)
    comparator_pence = pence("Basic hourly pay of a comparable employee, pence.", allow_none=True)
    agency_fee_pence = pence("Agency and vendor fees, pence an hour.", least=0, allow_none=True)

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def check_sense(self, data: dict[str, Any], sent: dict[str, Any], **_kw: Any) -> None:
        faults: dict[str, list[Fault]] = {}
        if sent.get("core_job_type") is None and sent.get("local_title") is None:
            message = "Neither a core job type nor a local title is given."
            faults["core_job_type"] = [Fault("job_missing", "", message, "Give one of the two.")]
        reference = data.get("exception_reference")
        if reference is not None and not is_short_reference(reference):
            message = "This is not the reference of an exception."
            faults["exception_reference"] = [
                Fault("bad_reference", "", message, "Copy it from the exception.")
            ]
        original = data.get("original_start_date")
        if original is not None and original > data.get("start_date", original):
            message = "The engagement that is extended begins after the extension."
            faults["original_start_date"] = [Fault("after_start", "", message, "Give an earlier day.")]
        if faults:
            raise ValidationError(faults)


class CapSchema(Schema):
    """The cap that applied."""

    core_job_type = fields.String(required=True)
    basis = fields.String(required=True)
    experience_band = fields.Dict(allow_none=True)
    rate_pence = fields.Integer(required=True)
    citation = fields.String(required=True)
    derived = fields.Boolean(required=True)
    derived_from = fields.String(allow_none=True)
    method = fields.String(allow_none=True)
    version = fields.String(required=True)
    valid_from = fields.String(required=True)
    valid_to = fields.String(allow_none=True)
    tax_year = fields.String(allow_none=True, metadata={"description": "Whose statutory inputs were used"})
    illustrative = fields.Boolean(required=True)


class LineSchema(Schema):
    label = fields.String(required=True)
    pence = fields.Integer(required=True)
    exact_pence = fields.String(required=True)
    source = fields.String(required=True)


class FindingSchema(Schema):
    rule = fields.String(required=True)
    force = fields.String(required=True)
    outcome = fields.String(required=True)
    citation = fields.String(required=True)
    message = fields.String(required=True)


class ReasonSchema(Schema):
    code = fields.String(required=True)
    message = fields.String(required=True)


class CheckSchema(Schema):
    """The answer that can be quoted: its reference finds the same bytes again."""

    reference = fields.String(required=True)
    verdict = fields.String(required=True)
    la_code = fields.String(required=True)
    core_job_type = fields.String(allow_none=True)
    local_title = fields.String(allow_none=True)
    basis = fields.String(allow_none=True)
    rate_pence = fields.Integer(required=True)
    start_date = fields.String(required=True)
    cap = fields.Nested(CapSchema, allow_none=True)
    over_by_pence = fields.Integer(allow_none=True)
    over_by_week_pence = fields.Integer(allow_none=True)
    workings = fields.List(fields.Nested(LineSchema))
    rules = fields.List(fields.Nested(FindingSchema))
    reasons = fields.List(fields.Nested(ReasonSchema))


class CapsQuery(Schema):
    on = Day("The date.")
    core_job_type = job_type_field()
    basis = basis_field()


class CapListSchema(Schema):
    items = fields.List(fields.Nested(CapSchema))
    next = fields.String(allow_none=True, validate=validate.Length(max=200))
