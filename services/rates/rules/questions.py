"""One question to the protocol: what is asked, and its one canonical spelling."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Question:
    """Rates are pence an hour; hours and years exact decimal text. None is "not said", never a default.

    `original_start_date` is the first day of the engagement that this one extends. `previous_left_date` is
    the last day in a substantive post at `previous_la_code`. `qualifying_week` counts weeks in the same role
    with the same hirer; `comparator_pence` is the hourly basic pay of a comparable employee.
    """

    la_code: str
    rate_pence: int
    start_date: str
    core_job_type: str | None = None
    local_title: str | None = None
    basis: str | None = None
    hours_per_week: str | None = None
    experience_years: str | None = None
    exception_reference: str | None = None
    original_start_date: str | None = None
    signed_date: str | None = None
    previous_la_code: str | None = None
    previous_left_date: str | None = None
    cool_off_exception: str | None = None
    notice_weeks: int | None = None
    authority_notice_weeks: int | None = None
    references_held: int | None = None
    supply_model: str | None = None
    costs_split: bool | None = None
    workers_approved: bool | None = None
    qualifying_week: int | None = None
    comparator_pence: int | None = None
    agency_fee_pence: int | None = None

    @property
    def starts(self) -> date:
        return date.fromisoformat(self.start_date)

    @property
    def years(self) -> Fraction | None:
        return _years(self.experience_years) if self.experience_years is not None else None

    def as_document(self) -> dict[str, Any]:
        """What was said, without what was not."""
        return {name: value for name in NAMES if (value := getattr(self, name)) is not None}


@lru_cache(maxsize=1024)
def _years(text: str) -> Fraction:
    return Fraction(text)


NAMES = tuple(field.name for field in fields(Question))


def canonical(question: Question) -> str:
    """The question as compact JSON with sorted keys: equal text, equal question."""
    return json.dumps(question.as_document(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def question_of(document: Mapping[str, Any]) -> Question:
    """From a stored or validated document, whose names are those of the fields."""
    return Question(**document)
