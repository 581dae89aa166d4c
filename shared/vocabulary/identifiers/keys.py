"""Names of fields, columns, sheets and files that announce a person's details."""

import re
from typing import Final

from shared.vocabulary.identifiers.normal import make_visible
from shared.vocabulary.identifiers.scan import find_identifier

_WORDS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_ALONE: Final = {
    "name": "V09",
    "names": "V09",
    "title": "V09",
    "initial": "V09",
    "person": "V09",
    "age": "V07",
}
_SOMEBODY: Final = (
    "first|last|middle|full|family|given|known|preferred|maiden|person|worker|employee|staff|holder|leaver"
    "|candidate|contact|manager|child|childs|parent|carer"
)
_PHRASES: Final = (
    ("V09", rf"(?:{_SOMEBODY}) ?names?|fore ?names?|sur ?names?|initials|salutation|person title|signature"),
    ("V01", r"nino|nin|ni ?(?:no|number)|national insurance\w*|insurance ?(?:no|number)"),
    ("V03", r"swe|swe ?(?:no|number|id|ref)|hcpc\w*|social work england\w*|registration ?(?:no|number|id)"),
    ("V04", r"e ?mails?|email ?address\w*"),
    ("V05", r"tele?phones?|phones?|mobiles?|tel|fax"),
    ("V06", r"post ?codes?|address(?:es)?|street|town|house ?(?:no|number)"),
    ("V07", r"dob|d o b|birth\w*|born"),
    ("V08", r"nhs|nhs ?(?:no|number|id)"),
    ("V10", r"bank\w*|sort ?codes?|iban|account ?(?:no|number|name)|passports?|dbs\w*|upn|uln|payroll\w*"),
    ("V10", r"driving ?licen[cs]e\w*|licen[cs]e ?(?:no|number)"),
    ("V10", r"(?:staff|employee|personnel|person|worker) ?(?:no|number|id)"),
)
_COMPILED: Final = tuple((rule, re.compile(rf"\b(?:{phrase})\b")) for rule, phrase in _PHRASES)


def find_key(name: str) -> str | None:
    """The rule that a key, column header, sheet or file name breaks by what it says, or by what is in it.

    `first_name`, `NI number`, `dateOfBirth` and `SW1234567` are found; `file_name`, `local_title` and
    `service_area` are not.
    """
    words = " ".join(_WORDS.findall(make_visible(name))).lower()
    if words in _ALONE:
        return _ALONE[words]
    for rule, phrase in _COMPILED:
        if phrase.search(words):
            return rule
    return find_identifier(name, free_text=False)
