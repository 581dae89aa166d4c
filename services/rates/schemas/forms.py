"""The kinds of value: dates, exact decimals, pence, words."""

import re
from datetime import date
from functools import lru_cache
from typing import Any, Final

from marshmallow import ValidationError, fields, validate

from shared.errors import Fault
from shared.vocabulary.codes import BASES, CORE_JOB_TYPES, Codes
from shared.vocabulary.identifiers import find_identifier
from shared.vocabulary.quantities import canonical_decimal, micro

DATE_PATTERN: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
LA_CODE_PATTERN: Final = r"^[0-9]{3}$"
VERSION_PATTERN: Final = r"^[a-z0-9][a-z0-9.-]{0,39}$"
MOST_PENCE: Final = 100_000
# an earlier day would be somebody's birthday, not the start of an engagement
FIRST_DAY, LAST_DAY = "2011-01-01", "2099-12-31"
_DATE: Final = re.compile(DATE_PATTERN[1:-1])


def is_day(text: object) -> bool:
    """A real date from 2011 to 2099 written like 2026-10-01."""
    return isinstance(text, str) and _is_day(text)


@lru_cache(maxsize=4096)
def _is_day(text: str) -> bool:
    if _DATE.fullmatch(text) is None or not FIRST_DAY <= text <= LAST_DAY:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


class Day(fields.String):
    """Kept as text: `2026-10-01`."""

    def __init__(self, description: str, **words: Any) -> None:
        super().__init__(
            metadata={"description": description, "format": "date", "pattern": DATE_PATTERN}, **words
        )

    def _deserialize(self, value: Any, *args: Any, **kw: Any) -> str:  # noqa: ARG002
        if not is_day(value):
            raise ValidationError(
                [
                    Fault(
                        "not_a_date", "", "This is not a date from 2011 to 2099.", "Write it like 2026-10-01."
                    )
                ]
            )
        return str(value)


class DecimalText(fields.String):
    """An exact decimal as text with at most `places` places, or a whole number; kept with all of them."""

    def __init__(self, description: str, places: int, low: str, high: str, **words: Any) -> None:
        super().__init__(
            metadata={"description": f"{description} From {low} to {high}.", "type": ["string", "integer"]},
            **words,
        )
        self.places, self.low, self.high = places, low, high

    def _deserialize(self, value: Any, *args: Any, **kw: Any) -> str:  # noqa: ARG002
        text = decimal_text(value, self.places, self.low, self.high)
        if text is None:
            message = (
                f"This is not a number from {self.low} to {self.high} with at most {self.places} places."
            )
            fix = 'Write it as text, like "37.50", or as a whole number.'
            raise ValidationError([Fault("not_a_decimal", "", message, fix)])
        return text


def decimal_text(value: object, places: int, low: str, high: str) -> str | None:
    """The one spelling of an exact decimal, or None when it is none or outside `low` to `high`."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return _decimal_text(str(value), places, low, high)


@lru_cache(maxsize=4096)
def _decimal_text(value: str, places: int, low: str, high: str) -> str | None:
    try:
        text = canonical_decimal(value, places)
    except ValueError:
        return None
    return text if micro(low) <= micro(text) <= micro(high) else None


def word_fault(text: str) -> Fault | None:
    """`identifier` when the words hold something that identifies a person; the value is never repeated."""
    rule = find_identifier(text, free_text=True)
    if rule is None:
        return None
    message = f"This looks like something that identifies a person (rule {rule}); no worker is named here."
    return Fault("identifier", "", message, "Remove it.")


class Words(fields.String):
    """Text for people, scanned for identifiers; spaces around it do not count."""

    def __init__(self, description: str, longest: int, **words: Any) -> None:
        super().__init__(validate=validate.Length(1, longest), metadata={"description": description}, **words)

    def _deserialize(self, value: Any, *args: Any, **kw: Any) -> str:
        text = str(super()._deserialize(value, *args, **kw)).strip()
        fault = word_fault(text)
        if fault is not None:
            raise ValidationError([fault])
        return text


def pence(description: str, *, least: int = 1, most: int = MOST_PENCE, **words: Any) -> fields.Integer:
    """Strict: "12", 12.0 and true are refused."""
    return fields.Integer(
        strict=True, validate=validate.Range(least, most), metadata={"description": description}, **words
    )


def count(description: str, most: int, **words: Any) -> fields.Integer:
    return fields.Integer(
        strict=True, validate=validate.Range(0, most), metadata={"description": description}, **words
    )


def one_of(codes: Codes, description: str, **words: Any) -> fields.String:
    return fields.String(validate=validate.OneOf(list(codes)), metadata={"description": description}, **words)


def job_type_field(**words: Any) -> fields.String:
    return one_of(CORE_JOB_TYPES, "Core job type.", **words)


def basis_field(**words: Any) -> fields.String:
    return one_of(BASES, "What the rate contains.", **words)


def la_code_field(**words: Any) -> fields.String:
    return fields.String(
        validate=validate.Regexp(LA_CODE_PATTERN),
        metadata={"description": "DfE three-digit code of the authority, as text."},
        **words,
    )


def yes_no(description: str, **words: Any) -> fields.Boolean:
    """Only true and false: no "yes", no 1."""
    return StrictBoolean(metadata={"description": description}, **words)


class StrictBoolean(fields.Boolean):
    def _deserialize(self, value: Any, *args: Any, **kw: Any) -> bool:  # noqa: ARG002
        if not isinstance(value, bool):
            raise ValidationError([Fault("invalid", "", "This is not true or false.", "Send true or false.")])
        return value
