"""Posts at tiers 1 to 3 of children's services, registered social worker or not."""

from collections.abc import Iterator, Sequence

from shared.vocabulary.calendar import Month
from shared.vocabulary.codes import HOLDERS, SERVICE_AREAS, TIERS
from shared.vocabulary.ethnicity import ETHNIC_MINORITY, ETHNICITIES, KNOWN
from shared.vocabulary.items.form import Amount, FactItem, Item, Row, Section


def _derive(rows: Sequence[Row], month: Month) -> Iterator[Amount]:  # noqa: ARG001 one shape for all
    groups = [row["ethnicity"] for row in rows if row["holder"] != "vacant"]
    yield Amount("leadership_posts", len(rows))
    yield Amount("holders_known_ethnicity", sum(group in KNOWN for group in groups))
    yield Amount("holders_ethnic_minority", sum(group in ETHNIC_MINORITY for group in groups))


LEADERSHIP_POSTS = Section(
    name="leadership_posts",
    title="Leadership posts",
    help="One row for each post at tiers 1 to 3, filled or vacant, on the last day of the month. "
    "Asked in March, June, September and December.",
    shape="rows",
    asked="quarterly",
    topic="leadership",
    key=("post_ref",),
    max_rows=200,
    derived=(
        FactItem("leadership_posts", "Posts at tiers 1 to 3", "count", "leadership", "special"),
        FactItem(
            "holders_known_ethnicity", "Post holders of known ethnicity", "count", "leadership", "special"
        ),
        FactItem("holders_ethnic_minority", "Ethnic-minority post holders", "count", "leadership", "special"),
    ),
    derive=_derive,
    items=(
        Item(
            "post_ref",
            "Post's reference",
            "reference",
            "The reference that your authority made for this post.",
            "p1-0123456789ABCDEFGHJKMNPQRSD",
            purpose="p",
        ),
        Item(
            "tier",
            "Tier",
            "count",
            "1 for the director of children's services, 2 for who reports to them, 3 for the next level.",
            2,
            minimum=1,
            maximum=3,
            choices=TIERS,
        ),
        Item(
            "service_area",
            "Service area",
            "code",
            "What the post leads.",
            "social_care",
            choices=SERVICE_AREAS,
        ),
        Item("holder", "Holder", "code", "Who holds the post.", "substantive", choices=HOLDERS),
        Item(
            "ethnicity",
            "Ethnicity of the holder",
            "code",
            "As the holder describes it. Null when the post is vacant.",
            "asian_indian",
            choices=ETHNICITIES,
            nullable=True,
        ),
    ),
)
