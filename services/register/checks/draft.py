"""What the rules of sense look at: what passed the checks of form, and what came before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from shared.errors import Fault
from shared.vocabulary.calendar import Month

Row = Mapping[str, Any]
"""Field name to value (int, exact Decimal, date, code or None); a field that failed is not there."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure that may be right but looks wrong: accepted only with an explanation (a warning).

    `item` is the section and field it is about, with the role between them where a section is by role; one
    explanation of (code, item) covers every row that has it, and names no row.
    """

    code: str
    where: str
    message: str
    item: str

    @property
    def explain_as(self) -> dict[str, str]:
        return {"warning": self.code, "item": self.item}

    def as_dict(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "where": self.where,
            "message": self.message,
            "explain_as": self.explain_as,
        }


Finding = Fault | Doubt


@dataclass(frozen=True, slots=True)
class Draft:
    """`sections` holds what passed, rows in the places they were sent in; `sent` names all that were sent."""

    la_code: str
    month: Month
    sections: Mapping[str, Any]
    sent: frozenset[str]

    def rows(self, section: str) -> Sequence[Row]:
        """The rows of a section that is a list; none when it was not sent or is not a list."""
        found = self.sections.get(section)
        return found if isinstance(found, list) else ()

    def has(self, section: str) -> bool:
        return section in self.sections

    def whole(self, section: str, *names: str) -> bool:
        """Whether the section was sent and every row has these fields, so that sums over it are true."""
        return self.has(section) and all(has(row, *names) for row in self.rows(section))


@dataclass(frozen=True, slots=True)
class Past:
    """What the authority's other accepted months say.

    `last_month[role]` is a workforce row of the month before (FTE as exact Decimal), None when that month is
    not in. `same_workforce` names months other than the last whose workforce numbers are all the same.
    """

    last_month: Mapping[str, Row] | None = None
    same_workforce: Sequence[str] = field(default=())


NO_PAST = Past()


def has(row: Row, *names: str) -> bool:
    return all(name in row for name in names)


def figure(value: Decimal) -> str:
    """An exact decimal as a person writes it: 101.600000 is `101.6`."""
    return f"{value.normalize():f}"


def place(section: str, index: int | None = None, name: str | None = None) -> str:
    """JSON pointer of a section, its row and field."""
    return "".join(f"/{step}" for step in (section, index, name) if step is not None)
