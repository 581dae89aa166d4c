"""What comes in and goes out over HTTP. Numbers go out as decimal text, never as floats."""

from typing import Any

from marshmallow import Schema, fields, validate

from services.reporting.disclosure import AUDIENCES
from shared.vocabulary.calendar import QUARTER_PATTERN

STATUSES = ("x", "u", "z", "c", "low", "p")
NUMBER = {"description": "An exact decimal number as text", "example": "13.9"}


def _quarter() -> fields.String:
    return fields.String(
        required=True,
        validate=validate.Regexp(QUARTER_PATTERN, error="A quarter is written like 2026-27-Q3."),
        metadata={"example": "2024-25-Q2"},
    )


def _number(**more: Any) -> fields.String:
    return fields.String(required=True, allow_none=True, metadata={**NUMBER, **more})


class ReleaseIn(Schema):
    quarter = _quarter()


class ReleasesQuery(Schema):
    quarter = fields.String(
        validate=validate.Regexp(QUARTER_PATTERN, error="A quarter is written like 2026-27-Q3."),
        metadata={"example": "2024-25-Q2"},
    )


class FigureOut(Schema):
    """One KPI of one area; `value` is null where `status` stands in its place."""

    audience = fields.String(required=True, validate=validate.OneOf(AUDIENCES))
    kpi = fields.String(required=True)
    la_code = fields.String(required=True, allow_none=True, metadata={"description": "Null: the region"})
    region_code = fields.String(required=True)
    numerator = _number()
    denominator = _number()
    value = _number(description="Rounded half up for display")
    status = fields.String(required=True, allow_none=True, validate=validate.OneOf(STATUSES))
    contributing = fields.Integer(required=True)
    expected = fields.Integer(required=True)
    not_included = fields.List(fields.String(), required=True)
    months_present = fields.Integer(required=True)
    change = fields.Dict(metadata={"description": "On last quarter and on the same quarter last year"})
    baseline_2021 = fields.Dict()
    comparators = fields.List(fields.Dict(), metadata={"description": "Country and region, as published"})
    national = fields.Dict(allow_none=True, metadata={"description": "The annual figure, rank and band"})
    neighbours = fields.Dict(allow_none=True, metadata={"description": "Mean and median"})
    returns = fields.Dict(metadata={"description": "Beside completeness: certified, late, missing"})


class Figures(Schema):
    quarter = _quarter()
    release = fields.String(required=True, allow_none=True, metadata={"description": "Null: live"})
    items = fields.List(fields.Nested(FigureOut), required=True)


class ReleaseLine(Schema):
    id = fields.String(required=True, metadata={"example": "2024-25-Q2-1"})
    quarter = _quarter()
    number = fields.Integer(required=True)
    published_at = fields.DateTime(required=True)
    digest = fields.String(required=True)
    restates = fields.String(required=True, allow_none=True)
    audit = fields.String(required=True)
    audience = fields.String(required=True)
    files = fields.List(fields.Dict(), required=True)
    because = fields.List(fields.Dict(), metadata={"description": "Returns that made it restate"})


class ReleaseOut(ReleaseLine):
    changed = fields.List(fields.Dict(), required=True)
    figures = fields.Nested(Figures, required=True)


class Releases(Schema):
    items = fields.List(fields.Nested(ReleaseLine), required=True)
    next = fields.String(required=True, allow_none=True)


class Kpis(Schema):
    items = fields.List(fields.Dict(), required=True)
    next = fields.String(required=True, allow_none=True)


class Evidence(Schema):
    release = fields.String(required=True)
    kpi = fields.String(required=True)
    area = fields.String(required=True)
    figure = fields.Nested(FigureOut, required=True, allow_none=True)
    items = fields.List(fields.String(), required=True)
    states = fields.List(fields.Dict(), required=True)
    missing = fields.List(fields.Dict(), required=True)


class Pipeline(Schema):
    topics = fields.List(fields.Dict(), required=True)
    facts = fields.Integer(required=True)
    complete = fields.Boolean(required=True)
