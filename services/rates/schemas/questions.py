"""A question read: quickly where all is well, by the schema where something is wrong.

The schema is the contract. The quick reader accepts only what the schema accepts, with the same result; it
answers None for everything else, and then the schema says what is wrong. A property test holds them together.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from marshmallow import ValidationError

from services.rates.rules.beside import COOL_OFF_EXCEPTIONS
from services.rates.rules.questions import Question, question_of
from services.rates.schemas.checks import (
    MOST_HOURS,
    MOST_REFERENCES,
    MOST_WEEKS,
    MOST_YEARS,
    TITLE_LENGTH,
    QuestionSchema,
)
from services.rates.schemas.forms import MOST_PENCE, decimal_text, is_day, word_fault
from shared.errors import Fault, Refused
from shared.runtime.validation import refusal
from shared.vocabulary.codes import BASES, CORE_JOB_TYPES, SUPPLY_MODELS, Codes
from shared.vocabulary.identifiers import is_short_reference

SCHEMA: Final = QuestionSchema()
Reader = Callable[[Any], Any]
"""The value to keep, or REFUSED."""
REFUSED: Final = object()


def read_question(value: object) -> Question:
    """Raises Refused `content_refused` with every fault of the question."""
    question = quick_question(value)
    if question is not None:
        return question
    if not isinstance(value, dict):
        fault = Fault("not_an_object", "", "This is not a question.", "Send an object with its fields.")
        raise Refused("content_refused", "Correct what is listed and send it again.", [fault])
    try:
        loaded: dict[str, Any] = SCHEMA.load(value)
    except ValidationError as error:
        raise refusal(error) from None
    return question_of(loaded)


def quick_question(value: object) -> Question | None:
    """The question, or None where the schema should look: it is refused, or rarely asked."""
    if not isinstance(value, dict):
        return None
    kept: dict[str, Any] = {}
    for name, given in value.items():
        reader = READERS.get(name)
        if reader is None:
            return None
        if given is not None:
            found = reader(given)
            if found is REFUSED:
                return None
            kept[name] = found
        elif name in REQUIRED:
            return None
    return _sensible(kept)


def _sensible(kept: Mapping[str, Any]) -> Question | None:
    if not kept.keys() >= REQUIRED or ("core_job_type" not in kept and "local_title" not in kept):
        return None
    if kept.get("original_start_date", "") > kept["start_date"]:
        return None
    return Question(**kept)


def _code(codes: Codes) -> Reader:
    known = frozenset(codes)
    return lambda value: value if isinstance(value, str) and value in known else REFUSED


def _whole(least: int, most: int) -> Reader:
    return lambda value: value if type(value) is int and least <= value <= most else REFUSED


def _decimal(low: str, high: str) -> Reader:
    return lambda value: decimal_text(value, 2, low, high) or REFUSED


def _day(value: Any) -> Any:
    return value if is_day(value) else REFUSED


def _la_code(value: Any) -> Any:
    plain = isinstance(value, str) and len(value) == 3 and value.isascii() and value.isdigit()
    return value if plain else REFUSED


def _title(value: Any) -> Any:
    if not isinstance(value, str) or not 1 <= len(value) <= TITLE_LENGTH or not value.strip():
        return REFUSED
    return REFUSED if word_fault(value.strip()) else value.strip()


def _yes_no(value: Any) -> Any:
    return value if isinstance(value, bool) else REFUSED


def _reference(value: Any) -> Any:
    return value if isinstance(value, str) and is_short_reference(value) else REFUSED


REQUIRED: Final = frozenset({"la_code", "rate_pence", "start_date"})
READERS: Final[Mapping[str, Reader]] = {
    "la_code": _la_code,
    "core_job_type": _code(CORE_JOB_TYPES),
    "local_title": _title,
    "basis": _code(BASES),
    "rate_pence": _whole(1, MOST_PENCE),
    "start_date": _day,
    "hours_per_week": _decimal("0.01", MOST_HOURS),
    "experience_years": _decimal("0", MOST_YEARS),
    "exception_reference": _reference,
    "original_start_date": _day,
    "signed_date": _day,
    "previous_la_code": _la_code,
    "previous_left_date": _day,
    "cool_off_exception": _code(COOL_OFF_EXCEPTIONS),
    "notice_weeks": _whole(0, MOST_WEEKS),
    "authority_notice_weeks": _whole(0, MOST_WEEKS),
    "references_held": _whole(0, MOST_REFERENCES),
    "supply_model": _code(SUPPLY_MODELS),
    "costs_split": _yes_no,
    "workers_approved": _yes_no,
    "qualifying_week": _whole(0, MOST_WEEKS),
    "comparator_pence": _whole(1, MOST_PENCE),
    "agency_fee_pence": _whole(0, MOST_PENCE),
}
