"""Bodies and queries that come in, beside the return itself."""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from services.register.schemas.form_reading import DATE, EARLIEST, LATEST, identifier_fault
from shared.errors import Fault
from shared.vocabulary.calendar import MONTH_PATTERN, Month
from shared.vocabulary.identifiers import find_identifier

APPROVER = r"^[A-Za-z0-9][A-Za-z0-9 ._'-]{1,79}$"
LONGEST = 500


class Strict(Schema):
    class Meta:
        unknown = RAISE


def scan(text: str) -> None:
    """Raises ValidationError naming the identifier's rule; these are the words that are kept as they come."""
    rule = find_identifier(text, free_text=True)
    if rule:
        raise ValidationError([identifier_fault(rule)])


def has_words(text: str) -> None:
    if not text.strip():
        raise ValidationError([Fault("no_text", "", "A few words are needed.", "Write a sentence.")])


def Reason() -> fields.String:  # noqa: N802 (a field, like those of marshmallow)
    return fields.String(
        required=True,
        validate=[validate.Length(min=1, max=LONGEST), has_words, scan],
        metadata={"description": "Why, in a sentence. Do not name anybody."},
    )


class Day(fields.Date):
    """An ISO date written in full, within living planning; fromisoformat alone takes week dates too."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str) or DATE.fullmatch(value) is None:
            raise self.make_error("invalid", input=value, obj_type="date")
        day = super()._deserialize(value, attr, data, **kwargs)
        if not EARLIEST <= day <= LATEST:
            wrong = f"The day must lie between {EARLIEST.year} and {LATEST.year}."
            raise ValidationError([Fault("date_out_of_range", "", wrong, "Correct the year.")])
        return day


class WindowIn(Strict):
    opens = Day(required=True, metadata={"description": "First day on which returns are taken"})
    due = Day(required=True, metadata={"description": "Last day on which a return is not late"})
    closes = Day(required=True, metadata={"description": "Last day on which returns are taken"})


class CertificationIn(Strict):
    revision = fields.Integer(strict=True, required=True, validate=validate.Range(min=1, max=1_000_000))
    digest = fields.String(required=True, validate=validate.Regexp(r"^[0-9a-f]{64}$"))


class ReversionIn(Strict):
    reason = Reason()


class WithdrawalIn(Strict):
    revision = fields.Integer(strict=True, required=True, validate=validate.Range(min=1, max=1_000_000))
    reason = Reason()


class ReopeningIn(Strict):
    reason = Reason()
    approver = fields.String(
        required=True,
        validate=[validate.Regexp(APPROVER), scan],
        metadata={"description": "Account or office of who approved it; not who asks"},
    )
    closes = Day(required=True, metadata={"description": "Last day on which this authority may still send"})


class SubmissionQuery(Strict):
    dry_run = fields.Boolean(
        load_default=False,
        truthy={"true"},
        falsy={"false"},
        metadata={"description": "Judge and compare, but store nothing"},
    )


def is_month(text: str) -> None:
    try:
        Month.parse(text)
    except ValueError as error:
        raise ValidationError([Fault("not_a_month", "", f"{error}.", "Correct the month.")]) from None


class MonthQuery(Strict):
    month = fields.String(required=True, validate=is_month, metadata={"pattern": MONTH_PATTERN})


class ItemsQuery(Strict):
    month = fields.String(
        validate=is_month,
        metadata={"pattern": MONTH_PATTERN, "description": "Only what this month's return asks"},
    )


def month_in(query: dict[str, str]) -> Month | None:
    """The month that a query names, if it names one."""
    return Month.parse(query["month"]) if "month" in query else None
