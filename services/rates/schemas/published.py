"""Versions of the protocol as they are answered."""

from marshmallow import Schema, fields, validate

from services.rates.schemas.forms import VERSION_PATTERN
from services.rates.schemas.protocols import ProtocolDraftSchema


class InForceSchema(Schema):
    valid_from = fields.String(required=True)
    valid_to = fields.String(allow_none=True)


class ProtocolSchema(ProtocolDraftSchema):
    """A version as it is shown."""

    status = fields.String(required=True)
    published_at = fields.String(allow_none=True)
    in_force = fields.Nested(InForceSchema, allow_none=True)


class ProtocolListSchema(Schema):
    items = fields.List(fields.Nested(ProtocolSchema))
    next = fields.String(allow_none=True)


class AffectedCheckSchema(Schema):
    """A stored check that would be answered otherwise today; it stays as it is."""

    reference = fields.String(required=True)
    la_code = fields.String(required=True)
    core_job_type = fields.String(allow_none=True)
    start_date = fields.String(required=True)
    verdict_before = fields.String(required=True)
    verdict_after = fields.String(required=True)
    cap_before_pence = fields.Integer(allow_none=True)
    cap_after_pence = fields.Integer(allow_none=True)


class AffectedChecksQuery(Schema):
    after = fields.String(validate=validate.Regexp(r"^[0-9A-Z]{11,21}$"))


class AffectedChecksSchema(Schema):
    items = fields.List(fields.Nested(AffectedCheckSchema))
    next = fields.String(allow_none=True)


class ValidationSchema(Schema):
    publishable = fields.Boolean(required=True)
    problems = fields.List(fields.Dict())


class ComparisonQuery(Schema):
    compared_with = fields.String(validate=validate.Regexp(VERSION_PATTERN))


class ComparisonSchema(Schema):
    version = fields.String(required=True)
    compared_with = fields.String(allow_none=True)
    caps = fields.List(fields.Dict())
    settings = fields.List(fields.Dict())
    rules = fields.List(fields.Dict())
