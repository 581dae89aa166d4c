"""Exact numbers: decimal text, millionths as integers, and one rounding rule."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

MICRO_PLACES: Final = 6
FTE_PLACES: Final = 6
HOURS_PLACES: Final = 2
DAYS_PLACES: Final = 2
_DECIMAL: Final = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,6}))?")


def micro(text: str) -> int:
    """Millionths of a decimal written plainly: `"12.5"` is 12500000.

    ValueError for anything else: over 6 decimal places or 12 whole digits, an exponent, a plus sign, spaces.
    """
    found = _DECIMAL.fullmatch(text)
    if found is None:
        raise ValueError("a number is written with at most 12 digits, a point and 6 decimal places")
    sign, whole, fraction = found.groups(default="")
    value = int(whole + fraction.ljust(MICRO_PLACES, "0"))
    return -value if sign else value


def micro_text(value: int, places: int = MICRO_PLACES) -> str:
    """Millionths as text with exactly that many places (0 to 6); ValueError if digits would be lost."""
    drop = 10 ** (MICRO_PLACES - places)
    units, lost = divmod(abs(value), drop)
    if lost:
        raise ValueError(f"the number does not fit {places} decimal places")
    digits = str(units).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def canonical_decimal(text: str, places: int) -> str:
    """The one spelling of an exact decimal: `("12.5", 6)` is `"12.500000"`.

    ValueError if the text is not a plain decimal or is written with more places than `places`.
    """
    if len(text.partition(".")[2]) > places:
        raise ValueError(f"at most {places} decimal places")
    return micro_text(micro(text), places)


def half_up(value: Decimal | Fraction | int, places: int) -> Decimal:
    """Rounded once, halves away from zero: 11.25 to one place is 11.3 (DfE prints its rates so)."""
    exact = Fraction(value) * 10**places
    units = (abs(exact.numerator) * 2 + exact.denominator) // (2 * exact.denominator)
    sign = 1 if exact < 0 and units else 0
    return Decimal((sign, tuple(int(digit) for digit in str(units)), -places))


def pounds(pence: int) -> str:
    """Pence as pounds for a person to read: 3800 is `£38.00`, 62089450 is `£620,894.50`."""
    whole, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{whole:,}.{rest:02d}"
