"""Many questions at once, from JSON or CSV: a row that cannot be read is its faults, the others go on."""

import csv
import io
import re
from collections.abc import Sequence
from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.rates.rules.questions import NAMES, Question
from services.rates.schemas.checks import CapSchema, ReasonSchema
from services.rates.schemas.forms import VERSION_PATTERN, Day
from services.rates.schemas.questions import read_question
from shared.errors import BadSyntax, Fault, Refused

MOST_ROWS: Final = 5_000
Row = Question | Sequence[Fault]
"""A question, or why the row is none."""
WHOLE: Final = frozenset(
    {
        "rate_pence",
        "notice_weeks",
        "authority_notice_weeks",
        "references_held",
        "qualifying_week",
        "comparator_pence",
        "agency_fee_pence",
    }
)
YES_NO: Final = {"true": True, "false": False}
_DIGITS: Final = re.compile(r"[0-9]{1,12}")


class BatchSchema(Schema):
    """`rows` are questions; each is read on its own, so a bad one is answered with its problems."""

    rows = fields.List(fields.Dict(), required=True, validate=validate.Length(1, MOST_ROWS))


class BatchQuery(Schema):
    keep = fields.Boolean(
        metadata={"description": "Store every row as a check, so that it has a reference to quote."}
    )


class FaultRowSchema(Schema):
    code = fields.String(required=True)
    where = fields.String(required=True)
    message = fields.String(required=True)
    fix = fields.String(required=True)


class BatchRowSchema(Schema):
    """A row's verdict and the reference of its whole answer, or its problems. `row` counts from 1."""

    row = fields.Integer(required=True)
    reference = fields.String()
    verdict = fields.String()
    la_code = fields.String()
    core_job_type = fields.String(allow_none=True)
    basis = fields.String(allow_none=True)
    rate_pence = fields.Integer()
    start_date = fields.String()
    cap = fields.Nested(CapSchema, allow_none=True)
    over_by_pence = fields.Integer(allow_none=True)
    reasons = fields.List(fields.Nested(ReasonSchema))
    problems = fields.List(fields.Nested(FaultRowSchema))


class BatchAnswerSchema(Schema):
    items = fields.List(fields.Nested(BatchRowSchema))
    next = fields.String(allow_none=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())


class RecheckSchema(BatchSchema):
    """Live engagements against a date, or against the first day of a version (published or a draft)."""

    on = Day("The date.", load_default=None, allow_none=True)
    version = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(VERSION_PATTERN))

    @validates_schema
    def check_one(self, data: dict[str, Any], **_kw: Any) -> None:
        if (data.get("on") is None) == (data.get("version") is None):
            message = "Exactly one of on and version says what to check against."
            raise ValidationError({"on": [Fault("one_of", "", message, "Give one of the two.")]})


class RecheckRowSchema(Schema):
    row = fields.Integer(required=True)
    change = fields.String()
    before = fields.Dict()
    after = fields.Dict()
    problems = fields.List(fields.Nested(FaultRowSchema))


class RecheckAnswerSchema(Schema):
    on = fields.String(required=True)
    version = fields.String(allow_none=True)
    items = fields.List(fields.Nested(RecheckRowSchema))
    next = fields.String(allow_none=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())


def read_batch(value: object) -> list[Row]:
    """The rows of `{"rows": [...]}`. Raises Refused `content_refused` for another shape or too many rows."""
    rows = value.get("rows") if isinstance(value, dict) and set(value) == {"rows"} else None
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_ROWS:
        message = f"A batch is an object with rows, a list of 1 to {MOST_ROWS} questions."
        raise _refused(Fault("bad_batch", "/rows", message, 'Send {"rows": [...]}.'))
    return read_rows(rows)


def read_rows(rows: Sequence[object]) -> list[Row]:
    return [_read(row, index) for index, row in enumerate(rows)]


def read_csv(data: bytes) -> list[Row]:
    """One question a line, columns named as in JSON; an empty cell is "not said".

    Raises BadSyntax `bad_encoding`, `bad_csv`, Refused `content_refused` for unknown, missing or repeated
    columns, or too many rows.
    """
    try:
        lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        header = [name.strip() for name in next(lines, [])]
        _check_header(header)
        read = [TYPED.get(name, _as_text) for name in header]
        rows = [_cells(header, read, line) for line in lines if line]
    except UnicodeDecodeError:
        raise BadSyntax("bad_encoding", "The file is not UTF-8.") from None
    except csv.Error:
        raise BadSyntax("bad_csv", "The file is not CSV as RFC 4180 has it.") from None
    if not 1 <= len(rows) <= MOST_ROWS:
        message = f"A batch has 1 to {MOST_ROWS} rows; this has {len(rows)}."
        raise _refused(Fault("bad_batch", "", message, "Split it."))
    return read_rows(rows)


def _read(row: object, index: int) -> Row:
    try:
        return read_question(row)
    except Refused as refusal:
        where = f"/rows/{index}"
        return [
            Fault(fault.code, where + fault.where, fault.message, fault.fix) for fault in refusal.problems
        ]


def _cells(header: list[str], read: list[Any], line: list[str]) -> object:
    if len(line) != len(header):
        return None  # no object: its fault says so, and the other rows go on
    return {name: as_(cell) for name, as_, cell in zip(header, read, line, strict=True) if cell != ""}


def _as_text(cell: str) -> str:
    return cell


def _as_whole(cell: str) -> object:
    return int(cell) if _DIGITS.fullmatch(cell) else cell


def _as_yes_no(cell: str) -> object:
    return YES_NO.get(cell.lower(), cell)


TYPED: Final[dict[str, Any]] = {
    **dict.fromkeys(WHOLE, _as_whole),
    "costs_split": _as_yes_no,
    "workers_approved": _as_yes_no,
}


def _check_header(header: list[str]) -> None:
    if not set(header) <= set(NAMES) or not {"la_code", "rate_pence", "start_date"} <= set(header):
        message = "The first line must name columns of a question, and la_code, rate_pence and start_date."
        raise _refused(Fault("bad_columns", "row 1", message, f"Known columns: {', '.join(NAMES)}."))
    if len(set(header)) != len(header):
        message = "A column is named twice."
        raise _refused(Fault("bad_columns", "row 1", message, "Keep one of them."))


def _refused(fault: Fault) -> Refused:
    return Refused("content_refused", "Correct what is listed and send it again.", [fault])
