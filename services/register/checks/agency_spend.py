"""Declared agency spend against the assignments."""

from collections.abc import Iterator

from services.register.checks.draft import Doubt, Draft, Finding, Past, has, place
from shared.vocabulary.quantities import pounds

SECTION = "agency_spend"
WARNINGS = {
    "W-SPEND": "Spend differs by more than 5% from the assignments",
}


def find(draft: Draft, _past: Past) -> Iterator[Finding]:
    spend = draft.sections.get(SECTION, {})
    if not (has(spend, "cost_pence") and draft.whole("agency_assignments", "cost_pence")):
        return
    declared = spend["cost_pence"]
    listed = sum(row["cost_pence"] for row in draft.rows("agency_assignments"))
    if 20 * abs(declared - listed) > listed:
        yield Doubt(
            "W-SPEND",
            place(SECTION, None, "cost_pence"),
            f"The declared spend {pounds(declared)} differs by more than 5% from the sum of the assignments, "
            f"{pounds(listed)}.",
            f"{SECTION}.cost_pence",
        )
