"""Whether the authority keeps to the national rules on agency social workers."""

from shared.vocabulary.codes import COMPLIANCE, RULES
from shared.vocabulary.items.form import Item, Section

RULE_COMPLIANCE = Section(
    name="rule_compliance",
    title="Rule compliance",
    help="One row for each of the agency rules. Asked in March, June, September and December.",
    shape="rows",
    asked="quarterly",
    key=("rule",),
    max_rows=len(RULES),
    items=(
        Item("rule", "Rule", "code", "The agency rule.", "notice", choices=RULES),
        Item("compliance", "Compliance", "code", "How far it was kept.", "partial", choices=COMPLIANCE),
        Item(
            "explanation",
            "Explanation",
            "text",
            "Why not in full, and until when. Null when in full. Do not name anybody.",
            "Legacy contract until March 2027",
            nullable=True,
        ),
    ),
)
