"""Staff in post, vacancies, starters, sickness and leavers of one authority, month by month."""

from collections.abc import Mapping
from typing import Any

from deploy.demonstration.chance import Chance
from deploy.demonstration.figures import CENSUSES, Figures, year_of
from deploy.demonstration.references import reference
from deploy.demonstration.splits import ONE, people_needed, split_among_people, split_by_weight
from shared.vocabulary.calendar import Month
from shared.vocabulary.quantities import micro_text

ROLE_WEIGHTS = {"1": 20, "2": 60, "3": 130, "4": 220, "5": 450, "6": 120}
STARTING_ROLES = ("5", "5", "6", "5", "4", "5", "5", "3")
LEAVING_ROLES = {"5": 65, "4": 15, "6": 12, "3": 8}
LEAVING_REASONS = {"1": 72, "5": 9, "7": 9, "8": 6, "4": 2, "9": 2}
LEAVING_DESTINATIONS = {"1": 34, "3": 17, "8": 16, "6": 14, "5": 10, "4": 5, "7": 4}
SERVICE_BANDS = {
    "under_1_year": 13, "1_to_2_years": 18, "2_to_5_years": 32, "5_to_10_years": 21, "over_10_years": 14,
    "not_known": 2,
}  # fmt: skip
SICKNESS_BY_MONTH = {10: 92, 11: 97, 12: 103, 1: 110, 2: 102, 3: 96, 4: 84, 5: 80, 6: 78, 7: 76, 8: 74, 9: 86}


def workforce_rows(figures: Figures, month: Month) -> list[dict[str, Any]]:
    """One row a role; in-post FTE, vacancies and sickness add up to the authority's figures exactly."""
    chance = Chance(figures.la_code, "roles")
    weights = {role: weight * chance.between(85, 115) for role, weight in ROLE_WEIGHTS.items()}
    in_post = split_by_weight(figures.stock("in_post_fte", month), weights, ONE // 10, "5")
    vacancies = split_by_weight(figures.stock("vacancy_fte", month), weights, ONE // 10, "5")
    days = split_by_weight(_days_lost(figures)[month], in_post, ONE // 2, "5")
    heads = figures.stock("in_post_headcount", month, step=ONE)
    per_thousand = heads * 1000 // figures.stock("in_post_fte", month)
    starters = _starters(figures).get(month, {})
    return [
        {
            "role": role,
            "in_post_fte": micro_text(in_post[role]),
            "in_post_headcount": people_needed(in_post[role], per_thousand),
            "vacancy_fte": micro_text(vacancies[role]),
            "starters_fte": micro_text(sum(starters.get(role, ()))),
            "starters_headcount": len(starters.get(role, ())),
            "working_days_lost": micro_text(days[role], 2),
        }
        for role in ROLE_WEIGHTS
    ]


def leaver_rows(figures: Figures, month: Month) -> list[dict[str, Any]]:
    """One row a leaver; twelve months to September add up to the authority's published leavers exactly."""
    rows = []
    for number, (left_in, fte) in enumerate(_leavers(figures, year_of(month))):
        if left_in != month:
            continue
        local_id = f"{year_of(month)}-{number}"
        chance = Chance(figures.la_code, "leaver", local_id)
        rows.append(
            {
                "leaver_ref": reference("w", figures.la_code, local_id),
                "role": chance.pick(LEAVING_ROLES),
                "fte": micro_text(fte),
                "reason": chance.pick(LEAVING_REASONS),
                "destination": chance.pick(LEAVING_DESTINATIONS),
                "service_band": chance.pick(SERVICE_BANDS),
            }
        )
    return rows


def _leavers(figures: Figures, census: Month) -> list[tuple[Month, int]]:
    chance = Chance(figures.la_code, "leavers", census)
    heads = figures.at("leavers_headcount", census) // ONE
    reductions = [chance.pick({200_000: 4, 400_000: 4, 500_000: 2}) for _ in range(heads)]
    parts = split_among_people(figures.at("leavers_fte", census), reductions)
    return [(census.plus(-chance.below(12)), fte) for fte in chance.shuffled(parts)]


def _starters(figures: Figures) -> Mapping[Month, Mapping[str, list[int]]]:
    """FTE of each starter by month and role, spread evenly, as recruitment rounds are."""
    rows: dict[Month, dict[str, list[int]]] = {}
    for census in CENSUSES[1:]:
        heads = figures.at("starters_headcount", census) // ONE
        chance = Chance(figures.la_code, "starters", census)
        parts = split_among_people(figures.at("starters_fte", census), [200_000] * heads)
        by_month: dict[Month, list[int]] = {}
        for number, fte in enumerate(chance.shuffled(parts)):
            by_month.setdefault(census.plus(number * 12 // heads - 11), []).append(fte)
        for month, ftes in by_month.items():
            roles = rows.setdefault(month, {})
            for number, fte in enumerate(ftes):
                roles.setdefault(STARTING_ROLES[number % len(STARTING_ROLES)], []).append(fte)
    return rows


def _days_lost(figures: Figures) -> Mapping[Month, int]:
    """Working days lost a month, in millionths, adding up to the year's figure exactly."""
    days: dict[Month, int] = {}
    for census in CENSUSES[1:]:
        months = [census.plus(-step) for step in range(12)]
        chance = Chance(figures.la_code, "sickness", census)
        weights = {month: SICKNESS_BY_MONTH[month.number] * chance.between(92, 108) for month in months}
        days |= split_by_weight(figures.at("working_days_lost", census), weights, ONE // 2, census)
    return days
