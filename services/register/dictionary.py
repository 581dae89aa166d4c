"""The data dictionary of the return as a person reads it: one table a section."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.vocabulary.items import SECTIONS, Item, Section

FORMS = {
    "decimal": "number, up to {places} decimals",
    "count": "whole number",
    "pence": "whole pence",
    "rate": "whole pence an hour",
    "date": "date, like 2026-10-31",
    "month": "month, like 2026-10",
    "code": "code",
    "codes": "list of codes",
    "reference": "reference made by the authority",
    "text": "text, up to {length} characters",
    "boolean": "yes or no",
}
SEEN_BY = {
    "open": "Everybody",
    "commercial": "The region, where three or more workers contribute",
    "personal": "The region, with small numbers hidden",
    "special": "The region as a whole only",
}
HOW = {
    "monthly": "Asked every month.",
    "quarterly": "Asked in the last month of a quarter; welcome in the others.",
    "always": "Sent when there is something to say.",
}


@dataclass(frozen=True)
class SectionTable:
    """A section's words and one row an item: name, title and help, form, example, who sees it."""

    name: str
    title: str
    help: str
    how: str
    rows: Sequence[Sequence[str]]


def section_tables() -> list[SectionTable]:
    return [
        SectionTable(
            section.name,
            section.title,
            section.help,
            HOW[section.asked],
            [_row(section, item) for item in section.items],
        )
        for section in SECTIONS
    ]


def _row(section: Section, item: Item) -> tuple[str, ...]:
    asked = f" Asked from {item.since}." if item.since else ""
    asked += f" Asked until {item.until}." if item.until else ""
    counted = item.name in {counted.name for counted in section.counted}
    seen = SEEN_BY[item.sensitivity] if counted else "Nobody: it stays in the register"
    return (item.name, f"{item.title}. {item.help}{asked}", _form(item), str(item.example), seen)


def _form(item: Item) -> str:
    words = FORMS[item.kind].format(places=item.places, length=item.length)
    if item.choices:
        words += ": " + "; ".join(f"{code} {meaning}" for code, meaning in item.choices.items())
    return words + (", or null" if item.nullable else "") + ("" if item.required else ", optional")
