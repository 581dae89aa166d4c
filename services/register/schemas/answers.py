"""What is answered; these schemas are for the API document, the actions build the answers."""

from marshmallow import Schema, fields


class ExplainAs(Schema):
    warning = fields.String(required=True)
    item = fields.String(required=True)


class WarningOut(Schema):
    code = fields.String(required=True)
    where = fields.String(required=True)
    message = fields.String(required=True)
    explain_as = fields.Nested(
        ExplainAs, required=True, metadata={"description": "Copy it into explanations and add a text"}
    )
    explained = fields.Boolean(metadata={"description": "In a dry run: whether the return explains it"})


class Receipt(Schema):
    la_code = fields.String(required=True)
    month = fields.String(required=True)
    revision = fields.Integer(required=True)
    status = fields.String(required=True, metadata={"enum": ["accepted", "certified", "withdrawn"]})
    digest = fields.String(required=True, metadata={"description": "SHA-256 of the canonical document"})
    accepted_at = fields.String(required=True)
    certified_at = fields.String(required=True, allow_none=True)
    origin = fields.String(required=True, metadata={"enum": ["submission", "reversion"]})
    warnings = fields.List(fields.Nested(WarningOut), required=True)
    certified_revision = fields.Integer(
        allow_none=True, metadata={"description": "The revision that counts for the region"}
    )


class Held(Receipt):
    document = fields.Dict(
        required=True, allow_none=True, metadata={"description": "The return in its canonical form"}
    )


class Revisions(Schema):
    items = fields.List(fields.Nested(Receipt), required=True)
    next = fields.String(required=True, allow_none=True)


class Change(Schema):
    item = fields.String(required=True)
    role = fields.String()
    core_job_type = fields.String()
    reason = fields.String()
    service_band = fields.String()
    before = fields.String(required=True, allow_none=True)
    after = fields.String(required=True, allow_none=True)


class Comparison(Schema):
    month = fields.String(required=True)
    revision = fields.Integer(required=True)
    items = fields.List(fields.Nested(Change), required=True)


class Changes(Schema):
    replaced_revision = fields.Nested(Comparison, required=True, allow_none=True)
    last_month = fields.Nested(Comparison, required=True, allow_none=True)


class Submission(Schema):
    """A receipt, or in a dry run what would be stored and what it would change."""

    la_code = fields.String(required=True)
    month = fields.String(required=True)
    revision = fields.Integer(required=True)
    digest = fields.String(required=True)
    warnings = fields.List(fields.Nested(WarningOut), required=True)
    status = fields.String()
    accepted_at = fields.String()
    certified_at = fields.String(allow_none=True)
    origin = fields.String()
    certified_revision = fields.Integer(allow_none=True)
    dry_run = fields.Boolean()
    unchanged = fields.Boolean()
    changes = fields.Nested(Changes)


class Reopened(Schema):
    la_code = fields.String(required=True)
    month = fields.String(required=True)
    closes = fields.String(required=True)
    reason = fields.String(required=True)
    approver = fields.String(required=True)
    reopened_at = fields.String(required=True)


class WindowOut(Schema):
    month = fields.String(required=True)
    opens = fields.String(required=True)
    due = fields.String(required=True)
    closes = fields.String(required=True)


class Windows(Schema):
    items = fields.List(fields.Nested(WindowOut), required=True)
    next = fields.String(required=True, allow_none=True)


class CompletenessItem(Schema):
    la_code = fields.String(required=True)
    la_name = fields.String(required=True)
    state = fields.String(required=True, metadata={"enum": ["in", "late", "missing", "awaited"]})
    status = fields.String(required=True, allow_none=True)
    revision = fields.Integer(required=True, allow_none=True)
    first_accepted_at = fields.String(required=True, allow_none=True)
    certified = fields.Boolean(required=True)
    certified_revision = fields.Integer(required=True, allow_none=True)
    amended = fields.Boolean(required=True)


Completeness = Schema.from_dict(
    {
        "month": fields.String(required=True),
        "due": fields.String(required=True, allow_none=True),
        "expected": fields.Integer(required=True),
        "in": fields.Integer(required=True),
        "certified": fields.Integer(required=True),
        "items": fields.List(fields.Nested(CompletenessItem), required=True),
        "next": fields.String(required=True, allow_none=True),
    },
    name="Completeness",
)


class DataItems(Schema):
    items = fields.List(fields.Dict(), required=True)
    facts = fields.List(fields.Dict(), required=True)
    warnings = fields.List(fields.Dict(), required=True)
    next = fields.String(required=True, allow_none=True)
