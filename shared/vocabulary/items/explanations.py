"""Answers to warnings: what was asked about, and why it is right as it stands."""

from typing import Final

from shared.vocabulary.items.form import Item, Section

WARNING_PATTERN: Final = r"^W-[A-Z]+(-[A-Z]+)*$"
# names and positions only: no registration number, NINO or reference has this form
SUBJECT_PATTERN: Final = r"^[a-z]+(_([a-z]+|[0-9]{1,2}))*(\.([a-z]+(_([a-z]+|[0-9]{1,2}))*|[0-9]{1,4})){0,3}$"

EXPLANATIONS = Section(
    name="explanations",
    title="Explanations",
    help="Copy the two codes that a warning gives you and say why the figure is right.",
    shape="texts",
    asked="always",
    key=("warning", "item"),
    max_rows=500,
    items=(
        Item(
            "warning",
            "Warning",
            "code",
            "The warning's code.",
            "W-RULES-INCOMPLETE",
            pattern=WARNING_PATTERN,
            length=60,
        ),
        Item(
            "item",
            "What it is about",
            "code",
            "The section or item that the warning names.",
            "rule_compliance",
            pattern=SUBJECT_PATTERN,
            length=120,
        ),
        Item("text", "Explanation", "text", "Why it is right. Do not name anybody.", "Reviewed in January"),
    ),
)
