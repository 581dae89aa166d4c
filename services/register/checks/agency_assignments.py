"""Agency assignments of the month: dates, rates, hours, cost, and cover against vacancies."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from services.register.checks.draft import Doubt, Draft, Finding, Past, Row, figure, has, place
from shared.errors import Fault
from shared.vocabulary.calendar import Month
from shared.vocabulary.quantities import half_up, pounds

SECTION = "agency_assignments"
WARNINGS = {
    "W-RATE": "Hourly rate outside £15 to £100",
    "W-BASIS-CHARGE": "A charge rate, which no pay cap can be compared with",
    "W-HOURS": "More than 230 hours in a month",
    "W-COST": "Cost not 1.0 to 1.8 times rate and hours",
    "W-COVER": "More vacancy cover than vacancies",
}
LOWEST_RATE_PENCE, HIGHEST_RATE_PENCE = 1500, 10_000
USUAL_HOURS = 230
LOWEST_COST, HIGHEST_COST = Decimal("1.0"), Decimal("1.8")


def find(draft: Draft, _past: Past) -> Iterator[Finding]:
    rows = draft.rows(SECTION)
    first_day, last_day = draft.month.first_day, draft.month.last_day
    for index, row in enumerate(rows):
        yield from _dates(index, row, draft.month, first_day, last_day)
        yield from _rate(index, row)
        yield from _hours_and_cost(index, row)
    yield from _cover(draft)


def is_live(row: Row, last_day: date) -> bool:
    """Whether the assignment runs on the last day of the month."""
    return row["start_date"] <= last_day and (row["end_date"] is None or row["end_date"] >= last_day)


def _dates(index: int, row: Row, month: Month, first_day: date, last_day: date) -> Iterator[Finding]:
    start, end = row.get("start_date"), row.get("end_date")
    if start and end and end < start:
        yield Fault(
            "end_before_start",
            place(SECTION, index, "end_date"),
            f"The assignment ends ({end}) before it starts ({start}).",
            "Correct the start or the end date.",
        )
    elif end and end < first_day:
        yield Fault(
            "ended_before_month",
            place(SECTION, index, "end_date"),
            f"The assignment ended on {end}, before {month} began.",
            "Leave the row out, or correct the end date.",
        )
    if start and start > last_day:
        yield Fault(
            "starts_after_month",
            place(SECTION, index, "start_date"),
            f"The assignment starts on {start}, after the end of {month}.",
            "Leave the row for the month it starts in, or correct the start date.",
        )


def _rate(index: int, row: Row) -> Iterator[Finding]:
    rate = row.get("rate_pence")
    if rate is not None and not LOWEST_RATE_PENCE <= rate <= HIGHEST_RATE_PENCE:
        yield Doubt(
            "W-RATE",
            place(SECTION, index, "rate_pence"),
            f"{pounds(rate)} an hour is outside {pounds(LOWEST_RATE_PENCE)} to {pounds(HIGHEST_RATE_PENCE)}. "
            "Is it in pence, and an hourly rate?",
            f"{SECTION}.rate_pence",
        )
    if row.get("basis") == "charge":
        yield Doubt(
            "W-BASIS-CHARGE",
            place(SECTION, index, "basis"),
            "The rate is what the authority is charged, agency fee included: no pay cap compares with it.",
            f"{SECTION}.basis",
        )


def _hours_and_cost(index: int, row: Row) -> Iterator[Finding]:
    hours = row.get("hours")
    if hours is not None and hours > USUAL_HOURS:
        yield Doubt(
            "W-HOURS",
            place(SECTION, index, "hours"),
            f"{figure(hours)} hours in a month is more than {USUAL_HOURS}.",
            f"{SECTION}.hours",
        )
    if not has(row, "rate_pence", "hours", "cost_pence"):
        return
    paid = row["rate_pence"] * row["hours"]
    # a cost rounded down to the penny is still 1.0 times
    if not int(LOWEST_COST * paid) <= row["cost_pence"] <= HIGHEST_COST * paid:
        yield Doubt(
            "W-COST",
            place(SECTION, index, "cost_pence"),
            f"The cost {pounds(row['cost_pence'])} is not 1.0 to 1.8 times rate x hours "
            f"({pounds(int(half_up(paid, 0)))}).",
            f"{SECTION}.cost_pence",
        )


def _cover(draft: Draft) -> Iterator[Finding]:
    needed = ("fte", "reason", "start_date", "end_date")
    if not (draft.whole(SECTION, *needed) and draft.whole("workforce", "vacancy_fte")):
        return
    covering = (row for row in draft.rows(SECTION) if row["reason"] == "vacancy_cover")
    last_day = draft.month.last_day
    cover = sum((row["fte"] for row in covering if is_live(row, last_day)), Decimal(0))
    vacant = sum((row["vacancy_fte"] for row in draft.rows("workforce")), Decimal(0))
    if cover > vacant:
        yield Doubt(
            "W-COVER",
            place(SECTION),
            f"Agency workers covering vacancies at the month's end ({figure(cover)} FTE) are more than the "
            f"vacancies ({figure(vacant)} FTE).",
            f"{SECTION}.reason",
        )
