"""Leavers of the month against the staff who were in post."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from services.register.checks.draft import Doubt, Draft, Finding, Past, figure, place
from services.register.checks.workforce import NOBODY
from shared.vocabulary.codes import ORG_ROLES

SECTION = "leavers"
WARNINGS = {
    "W-LEAVERS": "More leavers of a role than were in post",
}


def find(draft: Draft, past: Past) -> Iterator[Finding]:
    if past.last_month is None or not draft.whole(SECTION, "role", "fte"):
        return
    left: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in draft.rows(SECTION):
        left[row["role"]] += row["fte"]
    for role, fte in sorted(left.items()):
        before = past.last_month.get(role, NOBODY)["in_post_fte"]
        if fte > before:
            yield Doubt(
                "W-LEAVERS",
                place(SECTION),
                f"{figure(fte)} FTE left role {role} ({ORG_ROLES[role].lower()}), where {figure(before)} FTE "
                "were in post last month.",
                f"{SECTION}.{role}.fte",
            )
