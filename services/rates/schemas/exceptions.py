"""Exceptions: the request, the signature, the ledger."""

from marshmallow import Schema, fields, validate

from services.rates.rules.caps import COMPARABLE
from services.rates.schemas.checks import MOST_YEARS
from services.rates.schemas.forms import (
    Day,
    DecimalText,
    Words,
    basis_field,
    job_type_field,
    la_code_field,
    one_of,
    pence,
)
from shared.vocabulary.codes import EXCEPTION_KINDS, EXCEPTION_STATUSES

UUID_PATTERN = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


class ExceptionRequestSchema(Schema):
    """No worker is named. `rate_pence` is the highest rate asked for; both days count."""

    kind = one_of(EXCEPTION_KINDS, "One worker, one engagement, or the authority for a time.", required=True)
    la_code = la_code_field(load_default=None, allow_none=True)
    core_job_type = job_type_field(required=True)
    basis = one_of(dict.fromkeys(COMPARABLE, ""), "What the rate contains.", required=True)
    rate_pence = pence("The rate, pence an hour.", required=True)
    experience_years = DecimalText(
        "Years after qualifying, where the cap asks for them.",
        2,
        "0",
        MOST_YEARS,
        load_default=None,
        allow_none=True,
    )
    hours_per_week = DecimalText("Hours a week over the cap.", 2, "0.01", "10000", required=True)
    start_date = Day("First day.", required=True)
    end_date = Day("Last day.", required=True)
    reason = Words("Why; everybody in the region reads it. Name no worker.", 500, required=True)
    renews = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Regexp(UUID_PATTERN),
        metadata={"description": "Id of the exception that this one renews."},
    )


class DecisionSchema(Schema):
    decision = one_of({"approve": "", "refuse": ""}, "What you decide.", required=True)
    reason = Words("Why; needed for a refusal.", 500, load_default=None, allow_none=True)


class SignatureSchema(Schema):
    role = fields.String(required=True)
    decision = fields.String(required=True)
    decided_at = fields.String(required=True)
    subject = fields.String()
    reason = fields.String(allow_none=True)


class ExceptionSchema(Schema):
    """An exception; rates, reference, cost to the penny and people only for its own authority."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    la_code = fields.String(required=True)
    core_job_type = fields.String(required=True)
    basis = fields.String(required=True)
    start_date = fields.String(required=True)
    end_date = fields.String(required=True)
    status = fields.String(required=True)
    late = fields.Boolean(required=True)
    reason = fields.String(required=True)
    renews = fields.String(allow_none=True)
    renewals = fields.Integer(required=True)
    cap_version = fields.String(required=True)
    cost_over_cap_band = fields.String(required=True)
    requested_at = fields.String(required=True)
    decided_at = fields.String(allow_none=True)
    approvers = fields.List(fields.String())
    waiting_for = fields.List(fields.String())
    decisions = fields.List(fields.Nested(SignatureSchema))
    reference = fields.String()
    rate_pence = fields.Integer()
    cap_pence = fields.Integer()
    over_by_pence = fields.Integer()
    hours_per_week = fields.String()
    cost_over_cap_pence = fields.Integer()
    requested_by = fields.String()


class ExceptionListSchema(Schema):
    items = fields.List(fields.Nested(ExceptionSchema))
    next = fields.String(allow_none=True)


class LedgerFilters(Schema):
    la_code = la_code_field()
    kind = one_of(EXCEPTION_KINDS, "Kind.")
    status = one_of(EXCEPTION_STATUSES, "Status today.")
    core_job_type = job_type_field()
    basis = basis_field()
    late = fields.Boolean(metadata={"description": "Signed late."})
    on = fields.Date(metadata={"description": "In its days on this date."})


class LedgerQuery(LedgerFilters):
    after = fields.String(validate=validate.Regexp(UUID_PATTERN), metadata={"description": "Cursor."})
