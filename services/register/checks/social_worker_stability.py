"""Children looked after, by how many social workers they had in twelve months."""

from collections.abc import Iterator

from services.register.checks.draft import Doubt, Draft, Finding, Past, Row, has, place
from shared.errors import Fault

SECTION = "social_worker_stability"
WARNINGS = {
    "W-NO-WORKER": "Children with no social worker",
}
BY_WORKERS = ("one_worker", "two_workers", "three_or_more_workers")


def find(draft: Draft, _past: Past) -> Iterator[Finding]:
    counts = draft.sections.get(SECTION, {})
    yield from _by_workers(counts)
    yield from _twelve_months(counts)


def _by_workers(counts: Row) -> Iterator[Finding]:
    if not has(counts, "children_looked_after", *BY_WORKERS):
        return
    children, counted = counts["children_looked_after"], sum(counts[name] for name in BY_WORKERS)
    where = place(SECTION, None, "children_looked_after")
    if counted > children:
        yield Fault(
            "workers_over_children",
            where,
            f"Children with one, two, and three or more social workers add up to {counted}, "
            f"more than the {children} looked after.",
            "Count each child once; correct the parts or the total.",
        )
    elif counted < children:
        yield Doubt(
            "W-NO-WORKER",
            where,
            f"{children - counted} of {children} children are counted with no social worker at all.",
            f"{SECTION}.children_looked_after",
        )


def _twelve_months(counts: Row) -> Iterator[Finding]:
    if not has(counts, "looked_after_12_months"):
        return
    year = counts["looked_after_12_months"]
    if has(counts, "same_worker_12_months") and counts["same_worker_12_months"] > year:
        yield Fault(
            "same_worker_over_looked_after",
            place(SECTION, None, "same_worker_12_months"),
            f"{counts['same_worker_12_months']} children kept their social worker for 12 months, but only "
            f"{year} were looked after that long.",
            "Correct one of the two numbers.",
        )
    if has(counts, "children_looked_after") and year > counts["children_looked_after"]:
        yield Fault(
            "year_over_children",
            place(SECTION, None, "looked_after_12_months"),
            f"{year} children were looked after for 12 months, more than the "
            f"{counts['children_looked_after']} looked after at the month's end.",
            "Correct one of the two numbers.",
        )
