"""The return as a whole: whose and which month, sections not sent, rows that repeat, explanations."""

from collections.abc import Iterator, Mapping

from services.register.checks.draft import Doubt, Draft, Finding, Past, has, place
from shared.errors import Fault
from shared.vocabulary.codes import ORG_ROLES
from shared.vocabulary.items import MAX_ROWS, SECTION, SECTIONS, Section

WARNINGS = {"W-NOT-REPORTED": "A section that is asked this month was not sent"}


def find(draft: Draft, _past: Past) -> Iterator[Finding]:
    yield from _address(draft)
    yield from _size(draft)
    for section in SECTIONS:
        yield from _repeats(draft, section)
        if section.is_asked(draft.month) and section.name not in draft.sent:
            yield Doubt(
                "W-NOT-REPORTED",
                place(section.name),
                f"{section.title} is asked for {draft.month} and was not sent. If there is nothing to "
                "report, send zeros or an empty list instead.",
                section.name,
            )


def unknown_explanations(draft: Draft, warnings: Mapping[str, str]) -> Iterator[Fault]:
    """`unknown_warning` for each explanation of what no check can have asked."""
    for index, row in enumerate(draft.rows("explanations")):
        if has(row, "warning", "item") and not (row["warning"] in warnings and _is_subject(row["item"])):
            yield Fault(
                "unknown_warning",
                place("explanations", index),
                "No check asks for this explanation.",
                "Copy `warning` and `item` from the warning's explain_as, or remove the explanation.",
            )


def _address(draft: Draft) -> Iterator[Finding]:
    said = draft.sections
    if said.get("la_code", draft.la_code) != draft.la_code:
        yield Fault(
            "la_code_differs",
            place("la_code"),
            f"The return is sent as that of authority {draft.la_code}, but inside it names another.",
            "Send each authority's return to its own address.",
        )
    if said.get("month", str(draft.month)) != str(draft.month):
        yield Fault(
            "month_differs",
            place("month"),
            f"The return is sent for {draft.month}, but inside it names another month.",
            "Check that this is the file of the month you mean.",
        )


def _size(draft: Draft) -> Iterator[Finding]:
    rows = sum(len(draft.rows(section.name)) for section in SECTIONS if section.shape == "rows")
    if rows > MAX_ROWS:
        yield Fault(
            "too_many_rows",
            "",
            f"The return has {rows} rows; {MAX_ROWS} is the most one return may have.",
            "Send one row an assignment, leaver or post, not one a worker or a week.",
        )


def _repeats(draft: Draft, section: Section) -> Iterator[Finding]:
    seen = set()
    for index, row in enumerate(draft.rows(section.name) if section.key else ()):
        if not has(row, *section.key):
            continue
        value = tuple(row[name] for name in section.key)
        if value in seen:
            yield _repeated(section, index)
        seen.add(value)


def _repeated(section: Section, index: int) -> Fault:
    what = " and ".join(section.item(name).title.lower() for name in section.key)
    return Fault(
        "duplicate",
        place(section.name, index, section.key[0]),
        f"An earlier row of {section.title.lower()} has the same {what}.",
        "Give each one row only.",
    )


def _is_subject(text: str) -> bool:
    """`section`, `section.item` or `section.role.item`."""
    name, *rest = text.split(".")
    section = SECTION.get(name)
    if section is None or (len(rest) == 2 and rest.pop(0) not in ORG_ROLES):
        return False
    return not rest or (len(rest) == 1 and rest[0] in {item.name for item in section.items})
