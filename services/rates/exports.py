"""CSV as people open it: RFC 4180, UTF-8, and no cell that a spreadsheet would take for a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

CAP_COLUMNS: Final = (
    "core_job_type",
    "basis",
    "from_years",
    "to_years",
    "rate_pence",
    "derived",
    "derived_from",
    "method",
    "version",
    "valid_from",
    "valid_to",
    "tax_year",
    "illustrative",
    "citation",
)
LEDGER_COLUMNS: Final = (
    "id",
    "kind",
    "la_code",
    "core_job_type",
    "basis",
    "start_date",
    "end_date",
    "status",
    "late",
    "renewals",
    "cap_version",
    "cost_over_cap_band",
    "cost_over_cap_pence",
    "approved_by",
    "requested_at",
    "decided_at",
    "reason",
)
BATCH_COLUMNS: Final = (
    "row",
    "reference",
    "verdict",
    "la_code",
    "core_job_type",
    "basis",
    "rate_pence",
    "start_date",
    "cap_pence",
    "cap_version",
    "derived",
    "method",
    "over_by_pence",
    "reasons",
    "problems",
)
WORDS: Final = {True: "true", False: "false"}
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def caps_csv(caps: Iterable[Mapping[str, Any]]) -> bytes:
    """One line a cap; a band is two columns of years."""
    rows = [{**cap, **(cap["experience_band"] or {})} for cap in caps]
    return table_csv(CAP_COLUMNS, rows)


def ledger_csv(exceptions: Iterable[Mapping[str, Any]]) -> bytes:
    """One line an exception; `approved_by` are roles; the exact cost only where the reader may see it."""
    rows = [{**row, "approved_by": " ".join(_approving(row["decisions"]))} for row in exceptions]
    return table_csv(LEDGER_COLUMNS, rows)


def batch_csv(answers: Iterable[Mapping[str, Any]]) -> bytes:
    """One line a row of the batch, in its order; reasons are codes, problems say where and what."""
    return table_csv(BATCH_COLUMNS, (_flat(answer) for answer in answers))


def _flat(answer: Mapping[str, Any]) -> dict[str, Any]:
    cap = answer.get("cap") or {}
    problems = "; ".join(f"{fault['where']}: {fault['message']}" for fault in answer.get("problems", ()))
    return {
        **answer,
        "cap_pence": cap.get("rate_pence"),
        "cap_version": cap.get("version"),
        "derived": cap.get("derived"),
        "method": cap.get("method"),
        "reasons": " ".join(reason["code"] for reason in answer.get("reasons", ())),
        "problems": problems,
    }


def _approving(decisions: Iterable[Mapping[str, Any]]) -> list[str]:
    return [made["role"] for made in decisions if made["decision"] == "approve"]


def table_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The named columns of each row; None is an empty cell, true and false are words."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(row.get(column)) for column in columns] for row in rows)
    return text.getvalue().encode()


def cell(value: Any) -> Any:
    """Nothing for None, words for true and false, a quote before what a spreadsheet would work out."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    return WORDS.get(value, value) if isinstance(value, bool) else value
