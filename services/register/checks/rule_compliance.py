"""How the authority meets each rule of the national agency rules."""

from collections.abc import Iterator

from services.register.checks.draft import Doubt, Draft, Finding, Past, Row, has, place
from shared.errors import Fault
from shared.vocabulary.codes import RULES

SECTION = "rule_compliance"
WARNINGS = {
    "W-RULES-INCOMPLETE": "A rule of which nothing is said",
}


def find(draft: Draft, _past: Past) -> Iterator[Finding]:
    rows = draft.rows(SECTION)
    for index, row in enumerate(rows):
        yield from _explanation(index, row)
    if not draft.whole(SECTION, "rule"):
        return
    missing = [rule for rule in RULES if rule not in {row["rule"] for row in rows}]
    if missing:
        yield Doubt(
            "W-RULES-INCOMPLETE",
            place(SECTION),
            f"Nothing is said of {', '.join(RULES[rule].lower() for rule in missing)}.",
            SECTION,
        )


def _explanation(index: int, row: Row) -> Iterator[Finding]:
    if not has(row, "compliance", "explanation"):
        return
    where = place(SECTION, index, "explanation")
    if row["compliance"] != "full" and row["explanation"] is None:
        yield Fault(
            "explanation_missing",
            where,
            "The rule is not met in full and no explanation is given.",
            "Say in a sentence why, and until when.",
        )
    elif row["compliance"] == "full" and row["explanation"] is not None:
        yield Fault(
            "explanation_not_wanted",
            where,
            "The rule is met in full, so there is nothing to explain.",
            "Send null, or correct the compliance.",
        )
