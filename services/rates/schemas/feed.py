"""The change feed and subscriptions to it."""

from marshmallow import INCLUDE, Schema, fields, validate


class ChangesQuery(Schema):
    after = fields.Integer(
        load_default=0,
        validate=validate.Range(0, 2**53),
        metadata={"description": "Number of the last change you have; 0 for the beginning."},
    )
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 500))


class ChangeSchema(Schema):
    """`kind` is protocol_published, protocol_coming or statutory_inputs_added; more fields by kind."""

    class Meta:
        unknown = INCLUDE

    number = fields.Integer(required=True)
    at = fields.String(required=True)
    kind = fields.String(required=True)


class ChangeListSchema(Schema):
    items = fields.List(fields.Nested(ChangeSchema))
    next = fields.String(allow_none=True)


class SubscriptionRequestSchema(Schema):
    """A webhook: every change is POSTed to the address, signed."""

    kind = fields.String(load_default="webhook", validate=validate.OneOf(["webhook"]))
    url = fields.String(
        required=True,
        validate=validate.Length(8, 500),
        metadata={"description": "An https address.", "example": "https://agency.example/caps"},
    )


class DeliverySchema(Schema):
    change = fields.Integer(required=True)
    attempt = fields.Integer(required=True)
    at = fields.String(required=True)
    status = fields.Integer(allow_none=True)
    outcome = fields.String(required=True)
    detail = fields.String(required=True)


class SubscriptionSchema(Schema):
    """`secret` is in the answer to the request alone: it keys the signature of what is sent."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    url = fields.String(required=True)
    created_at = fields.String(required=True)
    delivered_up_to = fields.Integer(required=True)
    failed_attempts = fields.Integer(required=True)
    secret = fields.String()
    deliveries = fields.List(fields.Nested(DeliverySchema))


class SubscriptionListSchema(Schema):
    items = fields.List(fields.Nested(SubscriptionSchema))
    next = fields.String(allow_none=True)
