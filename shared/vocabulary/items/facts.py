"""The dictionary put together, and the facts of one return."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, get_args

from shared.vocabulary.calendar import Month
from shared.vocabulary.items.agency_assignments import AGENCY_ASSIGNMENTS
from shared.vocabulary.items.agency_spend import AGENCY_SPEND
from shared.vocabulary.items.caseload import CASELOAD
from shared.vocabulary.items.explanations import EXPLANATIONS
from shared.vocabulary.items.form import Breakdown, FactItem, Section
from shared.vocabulary.items.head import UNRELIABLE
from shared.vocabulary.items.leadership_posts import LEADERSHIP_POSTS
from shared.vocabulary.items.leavers import LEAVERS
from shared.vocabulary.items.rule_compliance import RULE_COMPLIANCE
from shared.vocabulary.items.stability import SOCIAL_WORKER_STABILITY
from shared.vocabulary.items.workforce import WORKFORCE
from shared.vocabulary.quantities import micro, micro_text

SECTIONS: Final[tuple[Section, ...]] = (
    UNRELIABLE,
    WORKFORCE,
    CASELOAD,
    AGENCY_ASSIGNMENTS,
    LEAVERS,
    AGENCY_SPEND,
    LEADERSHIP_POSTS,
    SOCIAL_WORKER_STABILITY,
    RULE_COMPLIANCE,
    EXPLANATIONS,
)
SECTION: Final[Mapping[str, Section]] = MappingProxyType({section.name: section for section in SECTIONS})
FACTS: Final[Mapping[str, FactItem]] = MappingProxyType(
    {fact.name: fact for section in SECTIONS for fact in section.fact_items}
)
BREAKDOWNS: Final[tuple[Breakdown, ...]] = get_args(Breakdown)
MAX_ROWS: Final = 2000
"""Most rows of all sections of one return together."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One number of one authority and month: millionths, a count or pence, as FACTS says of the item."""

    item: str
    value: int
    breakdown: str | None = None
    code: str | None = None

    def as_dict(self) -> dict[str, str]:
        """`{"item", "value"}` and at most the breakdown with its code; FTE, hours and days with 6 places."""
        value = micro_text(self.value) if FACTS[self.item].kind == "micro" else str(self.value)
        fact = {"item": self.item, "value": value}
        if self.breakdown is not None and self.code is not None:
            fact[self.breakdown] = self.code
        return fact

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> "Fact":
        """Reads what as_dict wrote, also of an item that this version does not know yet.

        ValueError for another key, a second breakdown or a number in another form.
        """
        more = document.keys() - {"item", "value"}
        if len(more) > 1 or not more <= set(BREAKDOWNS):
            raise ValueError("a fact has an item, a value and at most one breakdown")
        text = document["value"]
        value = micro(text) if "." in text else micro(text) // 1_000_000
        breakdown = next(iter(more), None)
        return cls(document["item"], value, breakdown, document[breakdown] if breakdown else None)


def facts_of(document: Mapping[str, Any], month: Month) -> list[Fact]:
    """Facts of a valid canonical return, section by section; none of a section that is not reported.

    The facts of OVER_CAP_FACTS are not among them: the register counts those against the published caps.
    """
    return [
        Fact(*amount)
        for section in SECTIONS
        if document.get(section.name) is not None
        for amount in section.amounts(document[section.name], month)
    ]


def sections_reported(document: Mapping[str, Any]) -> list[str]:
    """Names of the sections that the return holds, an empty list being a reported zero."""
    return [
        section.name
        for section in SECTIONS
        if section.shape != "texts" and document.get(section.name) is not None
    ]
