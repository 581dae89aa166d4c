"""Posts at tiers 1 to 3 and who holds them."""

from collections.abc import Iterator

from services.register.checks.draft import Doubt, Draft, Finding, Past, Row, has, place
from shared.errors import Fault

SECTION = "leadership_posts"
WARNINGS = {
    "W-NO-DIRECTOR": "No post at tier 1",
}


def find(draft: Draft, _past: Past) -> Iterator[Finding]:
    rows = draft.rows(SECTION)
    for index, row in enumerate(rows):
        yield from _ethnicity(index, row)
    if not draft.whole(SECTION, "tier"):
        return
    directors = [index for index, row in enumerate(rows) if row["tier"] == 1]
    held = [index for index in directors if rows[index].get("holder", "vacant") != "vacant"]
    for index in held[1:]:
        yield Fault(
            "second_director",
            place(SECTION, index, "tier"),
            "Another post at tier 1 already has a holder; there is one director of children's services.",
            "Correct the tier, or mark the post that nobody holds as vacant.",
        )
    if not directors:
        yield Doubt("W-NO-DIRECTOR", place(SECTION), "There is no post at tier 1.", f"{SECTION}.tier")


def _ethnicity(index: int, row: Row) -> Iterator[Finding]:
    if not has(row, "holder", "ethnicity"):
        return
    if row["holder"] == "vacant" and row["ethnicity"] is not None:
        yield Fault(
            "vacant_with_ethnicity",
            place(SECTION, index, "ethnicity"),
            "The post is vacant, so there is nobody whose ethnicity could be given.",
            "Send null, or correct who holds the post.",
        )
    elif row["holder"] != "vacant" and row["ethnicity"] is None:
        yield Fault(
            "ethnicity_missing",
            place(SECTION, index, "ethnicity"),
            "The post has a holder but no ethnicity.",
            "Give the group, or prefer_not_to_say or not_known; null is for vacant posts only.",
        )
