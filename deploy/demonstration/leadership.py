"""Leadership posts at tiers 1 to 3 of one authority, quarter by quarter."""

from typing import Any

from deploy.demonstration.chance import Chance
from deploy.demonstration.figures import FIRST_MONTH, Figures
from deploy.demonstration.references import reference
from deploy.demonstration.splits import ONE
from shared.vocabulary.calendar import Month

TIER_2_AREAS = ("social_care", "education_send", "early_help", "commissioning", "quality_safeguarding")
TIER_3_AREAS = ("social_care", "social_care", "quality_safeguarding", "early_help", "education_send", "other")
WHITE = {"white_british": 90, "white_irish": 5, "white_other": 5}
ETHNIC_MINORITY = {
    "asian_indian": 24, "asian_pakistani": 17, "asian_other": 6, "asian_bangladeshi": 3,
    "black_caribbean": 20, "black_african": 13, "black_other": 3,
    "mixed_white_black_caribbean": 6, "mixed_white_asian": 3, "mixed_other": 3, "other": 2,
}  # fmt: skip
MINORITY_PERCENT = {"330": 30, "333": 27, "336": 27, "331": 23, "335": 20}
"""More where more residents belong to ethnic minority groups (Census 2021); elsewhere one in eight."""
OTHER_MINORITY_PERCENT = 12


def leadership_posts(figures: Figures, month: Month) -> list[dict[str, Any]]:
    """One tier-1 post, and more posts at tiers 2 and 3 the larger the authority; holders change now and then.

    The tier-1 holder's ethnicity is never made up: the real holder of the post is known by name.
    """
    rows = [_post(figures.la_code, "1-0", 1, "whole_service", month)]
    rows += [_post(figures.la_code, f"2-{n}", 2, TIER_2_AREAS[n], month) for n in range(_tier_2(figures))]
    rows += [
        _post(figures.la_code, f"3-{n}", 3, TIER_3_AREAS[n % len(TIER_3_AREAS)], month)
        for n in range(_tier_3(figures))
    ]
    return rows


def _size(figures: Figures) -> int:
    return figures.at("in_post_fte", FIRST_MONTH.plus(-1)) // ONE


def _tier_2(figures: Figures) -> int:
    return min(len(TIER_2_AREAS), 3 + _size(figures) // 250)


def _tier_3(figures: Figures) -> int:
    return 5 + _size(figures) // 60


def _post(la_code: str, local_id: str, tier: int, area: str, month: Month) -> dict[str, Any]:
    holder, ethnicity = _holder(la_code, local_id, month)
    if tier == 1:
        holder, ethnicity = "substantive", "prefer_not_to_say"
    return {
        "post_ref": reference("p", la_code, local_id),
        "tier": tier,
        "service_area": area,
        "holder": holder,
        "ethnicity": None if holder == "vacant" else ethnicity,
    }


def _holder(la_code: str, local_id: str, month: Month) -> tuple[str, str | None]:
    """The holder at a quarter's end: one post in twelve falls vacant each quarter, then is filled anew."""
    person, vacated = 0, False
    quarter = FIRST_MONTH.plus(2)
    while quarter <= month:
        vacated = not vacated and Chance(la_code, "post", local_id, quarter).below(12) == 0
        person += vacated
        quarter = quarter.plus(3)
    chance = Chance(la_code, "post", local_id, "person", person)
    if vacated:
        return "vacant", None
    holder = chance.pick({"substantive": 86, "interim": 10, "agency": 4})
    return holder, _ethnicity(la_code, chance)


def _ethnicity(la_code: str, chance: Chance) -> str:
    if (unsaid := chance.below(100)) < 7:
        return "prefer_not_to_say" if unsaid < 4 else "not_known"
    minority = chance.below(100) < MINORITY_PERCENT.get(la_code, OTHER_MINORITY_PERCENT)
    return chance.pick(ETHNIC_MINORITY if minority else WHITE)
