"""Months, financial-year quarters and business dates (Europe/London)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")
MONTH_PATTERN: Final = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
QUARTER_PATTERN: Final = r"^[0-9]{4}-[0-9]{2}-Q[1-4]$"
_MONTH: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_QUARTER: Final = re.compile(r"([0-9]{4})-([0-9]{2})-Q([1-4])")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month, written `2026-10`."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Raises ValueError unless the text is four digits, a hyphen and 01 to 12."""
        found = _MONTH.fullmatch(text)
        if found is None or found[1] == "0000":
            raise ValueError("a month is written like 2026-10")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def quarter(self) -> "Quarter":
        return Quarter(self.year - (self.number < 4), (self.number - 4) % 12 // 3 + 1)

    @property
    def ends_quarter(self) -> bool:
        return self.number % 3 == 0

    def plus(self, months: int) -> "Month":
        """The month that many later; earlier when negative."""
        years, index = divmod(self.number - 1 + months, 12)
        return Month(self.year + years, index + 1)


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """A quarter of the financial year from April of `year`: `2026-27-Q3` is October to December 2026."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """Raises ValueError for another form, or for two years that do not follow each other."""
        found = _QUARTER.fullmatch(text)
        if found is None or found[1] == "0000" or int(found[2]) != (int(found[1]) + 1) % 100:
            raise ValueError("a quarter is written like 2026-27-Q3")
        return cls(int(found[1]), int(found[3]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{(self.year + 1) % 100:02d}-Q{self.number}"

    @property
    def months(self) -> tuple[Month, Month, Month]:
        first = Month(self.year, 4).plus(3 * (self.number - 1))
        return first, first.plus(1), first.plus(2)

    @property
    def last_month(self) -> Month:
        return self.months[2]

    @property
    def last_day(self) -> date:
        return self.last_month.last_day

    def window(self, length: int) -> tuple[Month, ...]:
        """That many months, in order, ending with the quarter's last."""
        return tuple(self.last_month.plus(step) for step in range(1 - length, 1))

    def plus(self, quarters: int) -> "Quarter":
        """The quarter that many later; earlier when negative."""
        years, index = divmod(self.number - 1 + quarters, 4)
        return Quarter(self.year + years, index + 1)


def london_date(instant: datetime) -> date:
    """The business date in England at that instant; ValueError for an instant without a time zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(LONDON).date()


def months_after(day: date, months: int) -> date:
    """The same day of the month that many months on, or the last day of a shorter month.

    30 November 2025 and 3 months is 28 February 2026.
    """
    month = Month.of(day).plus(months)
    return date(month.year, month.number, min(day.day, month.last_day.day))
