"""Staff in post, vacancies and starters by role."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from services.register.checks.draft import Doubt, Draft, Finding, Past, Row, figure, has, place
from shared.errors import Fault
from shared.vocabulary.codes import ORG_ROLES

SECTION = "workforce"
WARNINGS = {
    "W-FTE-MOVED": "FTE moved by more than 20% and 3 FTE in a month",
    "W-DAYS-LOST": "More than 22 working days lost a head",
    "W-OTHER-MONTH": "The same workforce numbers as another month's",
}
PAIRS = (
    ("in_post_fte", "in_post_headcount", "staff in post"),
    ("starters_fte", "starters_headcount", "starters"),
)
# stocks only: starters are a flow, whose size says nothing of the month after
STOCKS = (("in_post_fte", "FTE in post"), ("vacancy_fte", "vacant FTE"))
MOVED_FTE = Decimal(3)
MOVED_SHARE = Decimal("0.2")
DAYS_A_HEAD = 22
NOBODY: Row = {"in_post_fte": Decimal(0), "vacancy_fte": Decimal(0)}


def find(draft: Draft, past: Past) -> Iterator[Finding]:
    rows = draft.rows(SECTION)
    for index, row in enumerate(rows):
        yield from _headcount_and_fte(index, row)
        yield from _days_lost(index, row)
    if past.last_month is not None and draft.whole(SECTION, "role"):
        yield from _moves(rows, past.last_month)
    for month in past.same_workforce[:1]:
        yield Doubt(
            "W-OTHER-MONTH",
            place(SECTION),
            f"Every workforce number is the same as in {month}. Were those figures sent again by mistake?",
            SECTION,
        )


def _headcount_and_fte(index: int, row: Row) -> Iterator[Finding]:
    for fte, headcount, what in PAIRS:
        if not has(row, fte, headcount):
            continue
        if row[headcount] > 0 and row[fte] == 0:
            yield Fault(
                "fte_missing",
                place(SECTION, index, fte),
                f"There are {what} by headcount ({row[headcount]}) but their FTE is 0.",
                "Give the FTE they work, or correct the headcount.",
            )
        elif row[fte] > row[headcount]:
            yield Fault(
                "fte_over_headcount",
                place(SECTION, index, fte),
                f"The FTE of {what} ({figure(row[fte])}) is more than their headcount ({row[headcount]}).",
                "One person is at most 1 FTE: correct the FTE or the headcount.",
            )


def _days_lost(index: int, row: Row) -> Iterator[Finding]:
    if not has(row, "role", "working_days_lost", "in_post_headcount"):
        return
    if row["working_days_lost"] > DAYS_A_HEAD * row["in_post_headcount"]:
        yield Doubt(
            "W-DAYS-LOST",
            place(SECTION, index, "working_days_lost"),
            f"{figure(row['working_days_lost'])} working days lost are more than {DAYS_A_HEAD} a head.",
            f"{SECTION}.{row['role']}.working_days_lost",
        )


def _moves(rows: Sequence[Row], last_month: Mapping[str, Row]) -> Iterator[Finding]:
    """A role without a row is zero, in either month."""
    now = {row["role"]: (index, row) for index, row in enumerate(rows)}
    for role in sorted(now.keys() | last_month.keys()):
        index, row = now.get(role, (None, NOBODY))
        before = last_month.get(role, NOBODY)
        for name, what in STOCKS:
            if has(row, name) and _moved(before[name], row[name]):
                yield Doubt(
                    "W-FTE-MOVED",
                    place(SECTION, index, name if index is not None else None),
                    f"{what} of role {role} ({ORG_ROLES[role].lower()}) went from "
                    f"{figure(before[name])} last month to {figure(row[name])}: more than 20% and 3 FTE.",
                    f"{SECTION}.{role}.{name}",
                )


def _moved(before: Decimal, now: Decimal) -> bool:
    change = abs(now - before)
    return change > MOVED_FTE and change > MOVED_SHARE * before
