"""Employed child and family social workers by role, on the last day of the month or during it."""

from shared.vocabulary.codes import ORG_ROLES
from shared.vocabulary.items.form import Item, Section

_MOST_FTE = "20000"
_MOST_PEOPLE = 20_000

WORKFORCE = Section(
    name="workforce",
    title="Workforce",
    help="One row for each role that has staff or vacancies. A role without a row counts as zero. "
    "Agency workers do not belong here.",
    shape="rows",
    asked="monthly",
    topic="workforce",
    key=("role",),
    min_rows=1,
    max_rows=len(ORG_ROLES),
    counted_by="role",
    items=(
        Item("role", "Role", "code", "The role as in DfE's workforce census.", "5", choices=ORG_ROLES),
        Item(
            "in_post_fte",
            "In post, FTE",
            "decimal",
            "Full-time equivalent of the staff in post on the last day of the month.",
            "101.600000",
            places=6,
            minimum="0",
            maximum=_MOST_FTE,
            sensitivity="open",
        ),
        Item(
            "in_post_headcount",
            "In post, people",
            "count",
            "Number of people in post on the last day of the month.",
            109,
            minimum=0,
            maximum=_MOST_PEOPLE,
        ),
        Item(
            "vacancy_fte",
            "Vacancies, FTE",
            "decimal",
            "Posts without a substantive holder on the last day, also those covered by an agency worker "
            "or not being recruited to.",
            "2.000000",
            places=6,
            minimum="0",
            maximum=_MOST_FTE,
            sensitivity="open",
        ),
        Item(
            "starters_fte",
            "Starters, FTE",
            "decimal",
            "Full-time equivalent of those who joined during the month; not moves or promotions "
            "within the authority.",
            "2.000000",
            places=6,
            minimum="0",
            maximum=_MOST_FTE,
        ),
        Item(
            "starters_headcount",
            "Starters, people",
            "count",
            "Number of people who joined during the month.",
            2,
            minimum=0,
            maximum=_MOST_PEOPLE,
        ),
        Item(
            "working_days_lost",
            "Working days lost to sickness",
            "decimal",
            "Working days lost to sickness during the month, half days as 0.50.",
            "61.50",
            places=2,
            minimum="0",
            maximum="999999",
            topic="absence",
            sensitivity="open",
        ),
    ),
)
