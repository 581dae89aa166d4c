"""How far one authority kept the agency rules, as it says at a quarter's end."""

from typing import Any

from deploy.demonstration.chance import Chance
from shared.vocabulary.calendar import Month

RULES = ("data", "price_cap", "project_teams", "notice", "cool_off", "experience", "references")
REASONS = {
    "price_cap": "Some engagements made before the protocol are above the cap until they end.",
    "notice": "Older contracts with a shorter notice period run until they are renewed.",
    "references": "One agency used its own form of reference; the standard form is now in use.",
    "experience": "Evidence of experience was still awaited for some workers at the quarter's end.",
}


def rule_compliance(la_code: str, month: Month) -> list[dict[str, Any]]:
    """All seven rules; a rule kept only in part says why."""
    return [_rule(rule, Chance(la_code, "compliance", rule, month)) for rule in RULES]


def _rule(rule: str, chance: Chance) -> dict[str, Any]:
    partial = rule in REASONS and chance.below(6) == 0
    return {
        "rule": rule,
        "compliance": "partial" if partial else "full",
        "explanation": REASONS[rule] if partial else None,
    }
