"""What a person typed into a form, read into values; every fault is kept and raised at once."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from shared.errors import Fault, Problem, Refused

MONEY = re.compile(r"£?\s*(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(\d{1,2}))?")
NUMBER = re.compile(r"\d{1,9}(\.\d{1,6})?")


class Form:
    """Reads fields by name; `where` of each fault is the field's name, which is also its id on the page.

    Readers answer None for an empty optional field and for one at fault: call `check()` before using a value.
    """

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = fields
        self.faults: list[Fault] = []

    def text(self, name: str, label: str, *, required: bool = True, longest: int = 200) -> str | None:
        given = self.fields.get(name, "").strip()
        if not given and required:
            self.fault(name, "missing", f"Enter {label}")
        if len(given) > longest:
            self.fault(name, "too_long", f"{_capital(label)} must be {longest} characters or fewer")
            return None
        return given or None

    def choice(self, name: str, label: str, options: Collection[str], *, required: bool = True) -> str | None:
        given = self.fields.get(name, "").strip()
        if given in options:
            return given
        if required or given:
            self.fault(name, "missing", f"Select {label}")
        return None

    def pence(self, name: str, label: str, *, required: bool = True) -> int | None:
        """Pounds as people type them ("£1,234.5") to whole pence."""
        given = self.text(name, label, required=required)
        match = MONEY.fullmatch(given or "")
        if match is None:
            if given:
                self.fault(name, "not_money", f"{_capital(label)} must be an amount of money, like 38.50")
            return None
        pounds, pence = match.group(1).replace(",", ""), (match.group(2) or "").ljust(2, "0")
        return int(pounds) * 100 + int(pence)

    def decimal(self, name: str, label: str, *, required: bool = True) -> Decimal | None:
        """A number of zero or more with at most 6 decimals."""
        given = self.text(name, label, required=required)
        if given and not NUMBER.fullmatch(given):
            self.fault(name, "not_a_number", f"{_capital(label)} must be a number, like 37 or 18.5")
            return None
        return Decimal(given) if given else None

    def whole(self, name: str, label: str, *, required: bool = True) -> int | None:
        """A whole number of zero or more, below 10,000."""
        given = self.text(name, label, required=required)
        if given and not (given.isascii() and given.isdecimal() and len(given) <= 4):
            self.fault(name, "not_a_whole_number", f"{_capital(label)} must be a whole number, like 4")
            return None
        return int(given) if given else None

    def day(self, name: str, label: str, *, required: bool = True) -> date | None:
        """Three fields, `<name>-day`, `-month` and `-year`; a fault points at the first that is wrong."""
        parts = {part: self.fields.get(f"{name}-{part}", "").strip() for part in ("day", "month", "year")}
        empty = [part for part, given in parts.items() if not given]
        if len(empty) == 3:
            if required:
                self.fault(f"{name}-day", "missing", f"Enter {label}")
            return None
        if empty:
            words = f"{_capital(label)} must include a {' and a '.join(empty)}"
            self.fault(f"{name}-{empty[0]}", "missing", words)
            return None
        try:
            return date(*(_whole(parts[part]) for part in ("year", "month", "day")))
        except ValueError:
            self.fault(f"{name}-day", "not_a_date", f"{_capital(label)} must be a real date")
            return None

    def check(self) -> None:
        """Raises Refused `form_faults` naming every fault found so far."""
        if self.faults:
            raise Refused("form_faults", "Some answers need another look.", self.faults)

    def fault(self, name: str, code: str, message: str) -> None:
        """Keep one fault; those that no reader finds are given here."""
        self.faults.append(Fault(code, name, message, ""))


def _whole(text: str) -> int:
    if not text.isdecimal() or len(text) > 4:
        raise ValueError(text)
    return int(text)


def _capital(label: str) -> str:
    """ "the start date" to "The start date"."""
    return label[:1].upper() + label[1:]


def faults_by_field(problem: Problem, fields: Mapping[str, str]) -> list[Fault]:
    """The problem's faults with `where` turned from JSON pointer into the name of a field of the form.

    `fields` maps pointers ("/rate_pence") to field names. What belongs to no field keeps an empty `where`, so
    that it still shows at the top of the page.
    """
    if not problem.problems:
        return [Fault(problem.code, "", problem.detail, "")]
    return [
        Fault(fault.code, fields.get(fault.where, ""), fault.message, fault.fix)
        if fault.where.startswith("/")
        else fault
        for fault in problem.problems
    ]
