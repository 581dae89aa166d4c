"""An authority's job map."""

from marshmallow import Schema, fields, validate

from services.rates.schemas.forms import Day, Words, job_type_field

MOST_TITLES = 500


class MappedTitleSchema(Schema):
    """A local title and what it stands for from `valid_from` up to, not including, `valid_to`."""

    local_title = Words("The title as the authority writes it.", 120, required=True)
    core_job_type = job_type_field(required=True)
    valid_from = Day("First day.", required=True)
    valid_to = Day("First day no longer; null for no end.", load_default=None, allow_none=True)


class JobMapSchema(Schema):
    """The whole map: it replaces the one before."""

    titles = fields.List(
        fields.Nested(MappedTitleSchema), required=True, validate=validate.Length(max=MOST_TITLES)
    )


class JobMapAnswerSchema(JobMapSchema):
    la_code = fields.String(required=True)
    revision = fields.Integer(required=True)
    added_at = fields.String(required=True)
