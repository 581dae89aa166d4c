"""How each kind of data item is read; what is refused, is refused in an HR officer's words."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

from marshmallow import ValidationError

from shared.errors import Fault
from shared.vocabulary.identifiers import find_identifier, is_reference
from shared.vocabulary.identifiers.scan import RULES
from shared.vocabulary.items import Item

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# an earlier day in a date field is a birthday, not the start of an assignment
EARLIEST = date(2011, 1, 1)
LATEST = date(2099, 12, 31)

Read = Callable[[Any], Any]
"""From the value sent to the value kept; raises ValidationError with a Fault that has no place yet."""


def identifier_fault(rule: str) -> Fault:
    """The code is the rule, V01 to V12; the value is not repeated."""
    return Fault(
        rule,
        "",
        f"This looks like {RULES[rule]}. The register takes nothing that identifies a person.",
        "Remove it. Where a reference is wanted, send the one your authority made.",
    )


def refuse(value: Any, code: str, message: str, fix: str) -> NoReturn:
    """Refuse the value; where it is itself an identifier, say only that."""
    rule = find_identifier(value, free_text=False) if isinstance(value, str) else None
    raise ValidationError([identifier_fault(rule) if rule else Fault(code, "", message, fix)])


def read_decimal(item: Item) -> Read:
    places, least, most = item.places, Decimal(item.minimum or 0), Decimal(item.maximum or 10**12)
    step = Decimal(1).scaleb(-places)
    form = re.compile(rf"-?[0-9]{{1,12}}(\.[0-9]{{1,{places}}})?")

    def read(value: Any) -> Decimal:
        if not isinstance(value, str) or form.fullmatch(value) is None:
            refuse(
                value,
                "not_a_decimal",
                f"{item.title} must be a number in quotes with at most {places} decimal places.",
                f'Write it like "{item.example}".',
            )
        number = Decimal(value)
        if not least <= number <= most:
            _out_of_range(item, value)
        return number.quantize(step)

    return read


def read_whole(item: Item) -> Read:
    least, most = int(item.minimum or 0), int(item.maximum or 10**12)

    def read(value: Any) -> int:
        # a bool is an int to Python, not to an HR officer
        if type(value) is not int:
            refuse(
                value,
                "not_a_whole_number",
                f"{item.title} must be a whole number, without quotes or decimal places.",
                f"Write it like {item.example}.",
            )
        if not least <= value <= most:
            _out_of_range(item, value)
        return value

    return read


def read_date(item: Item) -> Read:
    def read(value: Any) -> date:
        if not isinstance(value, str) or DATE.fullmatch(value) is None:
            refuse(value, "not_a_date", f"{item.title} must be a date.", f"Write it like {item.example}.")
        try:
            day = date.fromisoformat(value)
        except ValueError:
            refuse(value, "not_a_date", f"{item.title} names a day that no calendar has.", "Correct the day.")
        if not EARLIEST <= day <= LATEST:
            refuse(
                value,
                "date_out_of_range",
                f"{item.title} must lie between {EARLIEST.year} and {LATEST.year}.",
                "Correct the year. Dates of birth are not accepted anywhere.",
            )
        return day

    return read


def read_code(item: Item) -> Read:
    choices = item.choices or {}

    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in choices:
            _not_a_choice(item, value)
        return value

    return read


def read_codes(item: Item) -> Read:
    """Sorted, because the order of the codes says nothing."""
    choices = item.choices or {}

    def read(value: Any) -> list[str]:
        if not isinstance(value, list):
            _not_a_choice(item, value)
        for code in value:
            if not isinstance(code, str) or code not in choices:
                _not_a_choice(item, code)
        if len(set(value)) != len(value):
            refuse(None, "duplicate", f"{item.title} names the same thing twice.", "Name each once.")
        return sorted(value)

    return read


def read_pattern(item: Item) -> Read:
    form = re.compile(item.pattern or "")

    def read(value: Any) -> str:
        if not isinstance(value, str) or len(value) > item.length or form.fullmatch(value) is None:
            refuse(
                value, "bad_form", f"{item.title} has not the right form.", f"Write it like {item.example}."
            )
        return value

    return read


def read_reference(item: Item) -> Read:
    purpose = item.purpose or ""

    def read(value: Any) -> str:
        if not isinstance(value, str) or not is_reference(value, purpose):
            refuse(
                value,
                "bad_reference",
                f"{item.title} is not a reference made for this purpose, or its check character is wrong.",
                "Send the reference as `workforce prepare` made it; never a name or a staff number.",
            )
        return value

    return read


def read_text(item: Item) -> Read:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            refuse(None, "no_text", f"{item.title} must be a few words.", "Write a sentence.")
        if len(value) > item.length:
            refuse(
                None, "too_long", f"{item.title} has {len(value)} characters.", f"Use at most {item.length}."
            )
        rule = find_identifier(value, free_text=True)
        if rule:
            raise ValidationError([identifier_fault(rule)])
        return value

    return read


def read_boolean(item: Item) -> Read:
    def read(value: Any) -> bool:
        if not isinstance(value, bool):
            refuse(value, "not_true_or_false", f"{item.title} is true or false.", "Write true or false.")
        return value

    return read


def _out_of_range(item: Item, value: Any) -> NoReturn:
    refuse(
        value if isinstance(value, str) else None,
        "out_of_range",
        f"{item.title} must lie between {item.minimum} and {item.maximum}.",
        "Correct the number; check its unit.",
    )


def _not_a_choice(item: Item, value: Any) -> NoReturn:
    refuse(
        value,
        "not_a_code",
        f"{item.title} must be one of the listed codes.",
        f"Use one of: {', '.join(item.choices or ())}.",
    )


READERS: dict[str, Callable[[Item], Read]] = {
    "decimal": read_decimal,
    "count": read_whole,
    "pence": read_whole,
    "rate": read_whole,
    "date": read_date,
    "month": read_pattern,
    "code": read_code,
    "codes": read_codes,
    "reference": read_reference,
    "text": read_text,
    "boolean": read_boolean,
}
