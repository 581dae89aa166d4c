"""Find what identifies a person in a string; the answer is a rule, never the value."""

import re
from typing import Final

from shared.vocabulary.identifiers.normal import decodings, make_visible, normalise
from shared.vocabulary.identifiers.patterns import NHS_NUMBER, SENTENCE, STRICT, Patterns
from shared.vocabulary.identifiers.references import PURPOSES, is_reference

LONGEST_CODE: Final = 40
# versions 4 (random) and 7 (time and random): their digits are nobody's
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.I)
RULES: Final = {
    "V01": "a National Insurance number",
    "V02": "an HMRC temporary reference",
    "V03": "a Social Work England number",
    "V04": "an e-mail address",
    "V05": "a telephone number",
    "V06": "a postcode",
    "V07": "a date of birth",
    "V08": "an NHS number",
    "V09": "a name",
    "V10": "a bank, passport, licence, pupil or payroll number",
    "V11": "text that is too long or hides something",
    "V12": "something that only looks like a reference",
}
"""What each rule finds, for messages."""


def find_identifier(text: str, *, free_text: bool) -> str | None:
    """The rule (`V01` to `V11`) that the text breaks, or None.

    `free_text`: a sentence, where ordinary figures and dates are let through and no length is refused.
    Otherwise a code, a key, a header, a sheet or file name: whatever could be an identifier is one, and over
    40 characters are refused (V11). A well-formed reference or random UUID is not an identifier.
    """
    if not free_text and _is_made_by_machine(text):
        return None
    if not free_text and len(text) > LONGEST_CODE:
        return "V11"
    patterns = SENTENCE if free_text else STRICT
    visible = make_visible(text)
    for form in (text, *decodings(visible)):
        rule = _scan(normalise(form), patterns)
        if rule is not None:
            return rule
    return None


def _is_made_by_machine(text: str) -> bool:
    return _UUID.fullmatch(text) is not None or any(is_reference(text, purpose) for purpose in PURPOSES)


def _scan(text: str, patterns: Patterns) -> str | None:
    for rule, pattern in patterns:
        if pattern.search(text):
            return rule
    if any(_is_nhs_number("".join(found.groups())) for found in NHS_NUMBER.finditer(text)):
        return "V08"
    return None


def _is_nhs_number(digits: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(digits[9])
