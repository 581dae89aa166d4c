"""The form of a return, built from the data dictionary of its month: names, kinds, choices, ranges."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, missing

from services.register.checks import Draft
from services.register.documents import Submitted, document_of
from services.register.schemas.form_reading import READERS, identifier_fault
from shared.errors import Fault
from shared.runtime.validation import refusal
from shared.vocabulary.calendar import Month
from shared.vocabulary.identifiers import find_identifier, find_key
from shared.vocabulary.items import HEAD, SECTIONS, Item, Section

OBJECT_NEEDED = (
    "Here an object with named values is wanted.",
    "Send it as the dictionary of data items shows.",
)
PLAIN_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
TYPES: dict[str, type[fields.Field[Any]]] = {
    "count": fields.Integer,
    "pence": fields.Integer,
    "rate": fields.Integer,
    "boolean": fields.Boolean,
}
Errors = dict[str, list[Fault]]


def read_return(body: Any, la_code: str, month: Month) -> Submitted:
    """Judge the body by the dictionary of the month; it never raises for what is in the body."""
    sent = frozenset(body) if isinstance(body, dict) else frozenset[str]()
    faults: tuple[Fault, ...] = ()
    try:
        loaded: Any = form_of(month).load(body)
    except ValidationError as error:
        loaded = error.valid_data or {}
        faults = tuple(_named(fault, month) for fault in refusal(error).problems)
    draft = Draft(la_code, month, loaded if isinstance(loaded, dict) else {}, sent)
    return Submitted(draft, faults, None if faults else document_of(draft))


@lru_cache(maxsize=512)
def form_of(month: Month) -> Schema:
    """The schema of a month's return."""
    return _schema(
        frozenset((section.name, item.name) for section in SECTIONS for item in section.items_of(month))
    )()


def form_of_all_months() -> type[Schema]:
    """The superset over time, for the API document."""
    return _schema(frozenset((section.name, item.name) for section in SECTIONS for item in section.items))


@lru_cache(maxsize=64)
def _schema(asked: frozenset[tuple[str, str]]) -> type[Schema]:
    """Months that ask the same items, named as (section, item), share one schema."""
    parts: dict[str, Any] = {item.name: _field(item) for item in HEAD}
    for section in SECTIONS:
        items = [item for item in section.items if (section.name, item.name) in asked]
        parts[section.name] = _section_field(section, items)
    parts["Meta"] = _strict()
    return Schema.from_dict(parts, name="Return")


def _section_field(section: Section, items: list[Item]) -> fields.Field[Any]:
    name = "".join(word.capitalize() for word in section.name.split("_"))
    parts: dict[str, Any] = {item.name: _field(item) for item in items}
    parts["Meta"] = _strict()
    row = Schema.from_dict(parts, name=name)
    many = section.shape != "object"
    what = "a list of rows" if many else "one object"
    wrong = Fault("wrong_shape", "", f"{section.title} must be {what}.", "Send it as the dictionary shows.")
    null = Fault(
        "null",
        "",
        f"{section.title} is null.",
        "Leave it out if it is not reported; an empty list is a zero.",
    )
    return fields.Nested(
        row(many=many),
        validate=_row_count(section) if many else None,
        error_messages={"type": [wrong], "null": [null]},
        metadata={"description": section.help},
    )


def _row_count(section: Section) -> Any:
    least, most = section.min_rows, section.max_rows

    def check(rows: list[Any]) -> None:
        if not least <= len(rows) <= most:
            raise ValidationError(
                [
                    Fault(
                        "row_count",
                        "",
                        f"{section.title} has {len(rows)} rows; it may have {least} to {most}.",
                        "Add what is missing, or take out what does not belong.",
                    )
                ]
            )

    return check


def _field(item: Item) -> fields.Field[Any]:
    read = READERS[_reader_name(item)](item)

    class ItemField(TYPES.get(item.kind, fields.String)):  # type: ignore[misc]
        """Everything is judged by `read`; the general path is kept for what is missing or null."""

        def deserialize(self, value: Any, attr: Any = None, data: Any = None, **kwargs: Any) -> Any:
            if value is None or value is missing:
                return super().deserialize(value, attr, data, **kwargs)
            return read(value)

    return ItemField(
        required=item.required,
        allow_none=item.nullable,
        error_messages=_messages(item),
        metadata=dict(_described(item)),
    )


def _reader_name(item: Item) -> str:
    return "month" if item.kind == "code" and item.pattern and not item.choices else item.kind


def _messages(item: Item) -> Errors:
    missing = Fault("required", "", f"{item.title} is missing.", f"Add it: {item.help}")
    null = Fault("null", "", f"{item.title} is null.", f"Give a value. {item.help}")
    return {"required": [missing], "null": [null]}


def _described(item: Item) -> Iterator[tuple[str, Any]]:
    yield "title", item.title
    yield "description", item.help
    yield "example", item.example
    choices = [*(item.choices or ()), *([None] if item.nullable else [])]
    if item.kind == "codes":
        yield from (("type", "array"), ("uniqueItems", True), ("items", {"type": "string", "enum": choices}))
    elif item.kind == "code" and item.choices:
        yield "enum", choices
    elif item.kind == "decimal":
        yield "pattern", rf"^[0-9]{{1,12}}(\.[0-9]{{1,{item.places}}})?$"
    elif item.kind in TYPES and item.minimum is not None:
        yield from (("minimum", item.minimum), ("maximum", item.maximum))
    elif item.kind == "text":
        yield from (("minLength", 1), ("maxLength", item.length))
    elif item.pattern:
        yield "pattern", item.pattern


def _strict() -> type:
    return type("Meta", (), {"unknown": RAISE})


def _named(fault: Fault, month: Month) -> Fault:
    """Say more of an unknown name, without repeating one that may identify somebody."""
    if fault.code == "invalid":
        return Fault("wrong_shape", fault.where, *OBJECT_NEEDED)
    if fault.code != "unknown_field":
        return fault
    where, _, name = fault.where.rpartition("/")
    rule = find_key(name) or find_identifier(name, free_text=False)
    shown = fault.where if PLAIN_NAME.fullmatch(name) and (find_key(name) or not rule) else where
    if rule:
        found = identifier_fault(rule)
        return Fault(found.code, shown, found.message, found.fix)
    if _is_of_another_month(where, name, month):
        return Fault("not_asked", shown, f"This item is not part of the return of {month}.", "Leave it out.")
    return Fault(fault.code, shown, "There is no such item in the return.", fault.fix)


def _is_of_another_month(where: str, name: str, month: Month) -> bool:
    section = where.strip("/").split("/")[0]
    return any(
        item.name == name and not item.applies(month)
        for found in SECTIONS
        if found.name == section
        for item in found.items
    )
