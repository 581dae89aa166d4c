"""The data dictionary as anyone may read it: every item, fact and warning of the monthly return."""

from typing import Any

from services.register.checks import WARNINGS
from shared.vocabulary.calendar import Month
from shared.vocabulary.items import FACTS, HEAD, SECTIONS, Item, Section


def read_dictionary(month: Month | None) -> dict[str, Any]:
    """All items ever declared, or those of one month; facts with their topic; warnings with their meaning."""
    items = [_item(item, None) for item in HEAD]
    items += [
        _item(item, section)
        for section in SECTIONS
        for item in (section.items_of(month) if month else section.items)
    ]
    facts = [
        {
            "item": fact.name,
            "title": fact.title,
            "kind": fact.kind,
            "topic": fact.topic,
            "sensitivity": fact.sensitivity,
            "breakdowns": list(fact.breakdowns),
        }
        for fact in FACTS.values()
    ]
    warnings = [{"code": code, "title": title} for code, title in WARNINGS.items()]
    return {"items": items, "facts": facts, "warnings": warnings, "next": None}


def _item(item: Item, section: Section | None) -> dict[str, Any]:
    return {
        "section": section.name if section else None,
        "section_title": section.title if section else None,
        "asked": section.asked if section else "always",
        "name": item.name,
        "title": item.title,
        "help": item.help,
        "kind": item.kind,
        "example": item.example,
        "required": item.required,
        "nullable": item.nullable,
        "places": item.places if item.kind == "decimal" else None,
        "minimum": item.minimum,
        "maximum": item.maximum,
        "codes": [{"code": code, "title": title} for code, title in (item.choices or {}).items()],
        "since": str(item.since) if item.since else None,
        "until": str(item.until) if item.until else None,
    }
