"""Whose month it is, and what in it the authority will not stand behind."""

from shared.vocabulary.calendar import MONTH_PATTERN
from shared.vocabulary.codes import TOPICS
from shared.vocabulary.items.form import Item, Section

HEAD = (
    Item(
        "la_code",
        "Authority",
        "code",
        "Your authority's three-digit DfE code, in quotes.",
        "335",
        pattern=r"^[0-9]{3}$",
    ),
    Item("month", "Month", "month", "The month the return is about.", "2026-12", pattern=MONTH_PATTERN),
)

UNRELIABLE = Section(
    name="unreliable",
    title="Figures not to be relied on",
    help="Name a subject here if you have to send its figures but cannot stand behind them. "
    "They are kept, shown as unreliable, and left out of the region's figures.",
    shape="texts",
    asked="always",
    key=("topic",),
    max_rows=len(TOPICS),
    items=(
        Item(
            "topic",
            "Subject",
            "code",
            "The subject whose figures are unreliable.",
            "caseload",
            choices=TOPICS,
        ),
        Item("text", "Why", "text", "What is wrong with them. Do not name anybody.", "Case system migrated"),
    ),
)
