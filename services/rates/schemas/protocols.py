"""A version of the protocol, and a tax year's statutory inputs, as they are sent."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from services.rates.pay import AMOUNTS, METHODS, RATES
from services.rates.rules.beside import TESTS
from services.rates.schemas.forms import (
    VERSION_PATTERN,
    Day,
    DecimalText,
    Words,
    basis_field,
    count,
    job_type_field,
    one_of,
    pence,
    yes_no,
)
from shared.errors import Fault
from shared.vocabulary.codes import FORCES, RULES
from shared.vocabulary.roles import EXCEPTION_APPROVERS

MOST_CAPS = 200
MOST_SALARY = 100_000_000
TAX_YEAR_PATTERN = r"^20[0-9]{2}-[0-9]{2}$"


class BandSchema(Schema):
    """Years of experience from `from_years` up to, not including, `to_years`."""

    from_years = count("First year of the band.", 60, required=True)
    to_years = count("First year after the band; null for no end.", 60, required=True, allow_none=True)


class CapDraftSchema(Schema):
    core_job_type = job_type_field(required=True)
    basis = basis_field(required=True, allow_none=True)
    rate_pence = pence("The most that may be paid, pence an hour.", required=True)
    citation = Words("Where it is written; the version's if null.", 500, load_default=None, allow_none=True)
    experience_band = fields.Nested(BandSchema, load_default=None, allow_none=True)
    sample_size = count("How many rates it was set from.", 1_000_000, load_default=None, allow_none=True)


class RuleDraftSchema(Schema):
    rule = one_of({**RULES, **dict.fromkeys(TESTS, "")}, "The rule.", required=True)
    force = one_of(FORCES, "A duty, or expected.", required=True)
    citation = Words("Where it is written.", 500, required=True)


class ComparatorSchema(Schema):
    """A permanent salary: a cap below it could not lawfully be kept from week 13."""

    core_job_type = job_type_field(required=True)
    annual_salary_pence = pence("Pence a year.", most=MOST_SALARY, required=True)
    citation = Words("Where it is written.", 500, required=True)


class SettingsSchema(Schema):
    paye_equivalent_method = one_of(dict.fromkeys(METHODS, ""), "Method a, b, c or d.", required=True)
    reference_week_hours = DecimalText("Hours of the reference week.", 2, "1", "60", required=True)
    umbrella_margin_week_pence = count("Umbrella margin, pence a week.", 100_000, load_default=0)
    extension_is_new = yes_no("An extension takes the cap of its own first day.", required=True)
    exception_approvers = fields.List(
        fields.String(validate=validate.OneOf(sorted(EXCEPTION_APPROVERS))),
        required=True,
        metadata={"description": "Roles that must all approve an exception."},
    )
    longest_approval_days = count("Longest an exception may last, days.", 731, required=True)
    cool_off_months = count("Months after leaving a substantive post.", 60, required=True, allow_none=True)
    notice_weeks = count("Weeks of notice.", 52, required=True, allow_none=True)
    minimum_pqe_years = count("Years after qualifying.", 60, required=True, allow_none=True)
    references = count("Detailed references.", 20, required=True, allow_none=True)


class ProtocolDraftSchema(Schema):
    """A version: a dated set of caps and rule settings. Drafts may be incomplete in sense, not in form."""

    version = fields.String(
        required=True,
        validate=validate.Regexp(VERSION_PATTERN),
        metadata={"description": "Its name, for ever.", "example": "2026-04"},
    )
    region_code = fields.String(required=True, validate=validate.Regexp(r"^[EK][0-9]{8}$"))
    title = Words("What people call it.", 200, required=True)
    valid_from = Day("First day in force.", required=True)
    valid_to = Day("First day no longer in force, if it says so itself.", load_default=None, allow_none=True)
    citation = Words("Where it is written.", 500, required=True)
    illustrative = yes_no("Its figures are made up to show how it works.", load_default=False)
    figures_known = yes_no("False where the version was in force and its caps are lost.", load_default=True)
    corrects = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(VERSION_PATTERN))
    correction_reason = Words("Why it corrects that version.", 500, load_default=None, allow_none=True)
    caps = fields.List(fields.Nested(CapDraftSchema), required=True, validate=validate.Length(max=MOST_CAPS))
    settings = fields.Nested(SettingsSchema, required=True)
    rules = fields.List(fields.Nested(RuleDraftSchema), required=True, validate=validate.Length(max=20))
    comparators = fields.List(
        fields.Nested(ComparatorSchema), load_default=list, validate=validate.Length(max=20)
    )


class StatutoryInputsSchema(Schema):
    """Rates as exact decimals of 1 ("0.15" is 15%), amounts in pence a week, each with its source."""

    tax_year = fields.String(required=True, validate=validate.Regexp(TAX_YEAR_PATTERN))
    valid_from = Day("First day; 6 April of the tax year if left out.", load_default=None, allow_none=True)
    employer_ni_rate = DecimalText("Employer National Insurance.", 6, "0", "1", required=True)
    ni_threshold_week_pence = count("Secondary threshold.", 1_000_000, required=True)
    levy_rate = DecimalText("Apprenticeship levy.", 6, "0", "1", required=True)
    holiday_rate = DecimalText("Holiday pay on basic pay.", 6, "0", "1", required=True)
    pension_rate = DecimalText("Employer pension.", 6, "0", "1", required=True)
    pension_lower_week_pence = count("Lower end of the pension band.", 1_000_000, required=True)
    pension_upper_week_pence = count("Upper end of the pension band.", 1_000_000, required=True)
    sources = fields.Dict(
        keys=fields.String(validate=validate.OneOf([*RATES, *AMOUNTS])),
        values=fields.String(validate=validate.Length(1, 500)),
        required=True,
    )
    correction_reason = Words("Why figures given before change.", 500, load_default=None, allow_none=True)

    @post_load
    def complete(self, data: dict[str, Any], **_kw: Any) -> dict[str, Any]:
        year = data["tax_year"]
        if int(year[5:]) != (int(year[:4]) + 1) % 100:
            message = "The two years do not follow each other."
            raise ValidationError(
                {"tax_year": [Fault("bad_tax_year", "", message, "Write it like 2026-27.")]}
            )
        absent = [name for name in (*RATES, *AMOUNTS) if name not in data["sources"]]
        if absent:
            message = f"No source is given for {', '.join(absent)}."
            raise ValidationError(
                {"sources": [Fault("source_missing", "", message, "Say where it was read.")]}
            )
        return data | {"valid_from": data["valid_from"] or f"{year[:4]}-04-06"}


class StatutoryInputsQuery(Schema):
    on = Day("The date.")


class StatutoryInputsListSchema(Schema):
    items = fields.List(fields.Nested(StatutoryInputsSchema))
    next = fields.String(allow_none=True)
