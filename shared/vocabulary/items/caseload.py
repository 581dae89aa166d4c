"""Open cases and who holds them, agency workers included."""

from shared.vocabulary.items.form import Item, Section

CASELOAD = Section(
    name="caseload",
    title="Caseload",
    help="Cases and case holders of the whole authority on the last day of the month, "
    "those of agency workers included.",
    shape="object",
    asked="monthly",
    topic="caseload",
    items=(
        Item(
            "cases",
            "Open cases",
            "count",
            "Cases allocated to a named social worker on the last day of the month.",
            1480,
            minimum=0,
            maximum=1_000_000,
            sensitivity="open",
        ),
        Item(
            "case_holders_fte",
            "Case holders, FTE",
            "decimal",
            "Full-time equivalent of everyone who holds at least one case, agency workers included.",
            "98.200000",
            places=6,
            minimum="0",
            maximum="20000",
            sensitivity="open",
        ),
    ),
)
