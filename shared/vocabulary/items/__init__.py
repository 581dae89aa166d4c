"""The data dictionary of the monthly return: declared here once, one file a section.

To add an item, add one entry to the `items` of its section's file, with `since`. The API schema, the CSV and
XLSX templates, the facts in events and the dictionary page follow from it.
"""

from shared.vocabulary.items.agency_assignments import OVER_CAP_FACTS, is_dominated, is_live
from shared.vocabulary.items.facts import (
    BREAKDOWNS,
    FACTS,
    MAX_ROWS,
    SECTION,
    SECTIONS,
    Fact,
    facts_of,
    sections_reported,
)
from shared.vocabulary.items.form import FactItem, Item, Section
from shared.vocabulary.items.head import HEAD

__all__ = [
    "BREAKDOWNS",
    "FACTS",
    "HEAD",
    "MAX_ROWS",
    "OVER_CAP_FACTS",
    "SECTION",
    "SECTIONS",
    "Fact",
    "FactItem",
    "Item",
    "Section",
    "facts_of",
    "is_dominated",
    "is_live",
    "sections_reported",
]
