"""How the data dictionary is written: items, sections of a return, and the facts they give."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from shared.vocabulary.calendar import Month
from shared.vocabulary.quantities import micro

Kind = Literal[
    "decimal", "count", "pence", "rate", "date", "month", "code", "codes", "reference", "text", "boolean"
]
FactKind = Literal["micro", "count", "pence"]
Sensitivity = Literal["open", "commercial", "personal", "special"]
Breakdown = Literal["role", "core_job_type", "reason", "service_band"]
Shape = Literal["rows", "object", "texts"]
Asked = Literal["monthly", "quarterly", "always"]
Row = Mapping[str, Any]

FACT_KINDS: Final[Mapping[Kind, FactKind]] = {"decimal": "micro", "count": "count", "pence": "pence"}
TEXT_LENGTH: Final = 500


@dataclass(frozen=True, slots=True)
class Item:
    """One data item. `help` is for an HR officer who has never seen the software.

    Kinds: `decimal` is text with `places` decimals; `count`, `pence` and `rate` (pence an hour) are integers;
    `code` is one of `choices`, or of the form `pattern`; `codes` is a list of different `choices`;
    `reference` has a `purpose` (see identifiers.is_reference); `text` is free text of at most `length`
    characters. A `count` may have `choices` too: they say what each number means.
    `minimum` and `maximum` are inclusive, those of decimals as text.
    `nullable`: the key is there and null is an answer. `required`: the key must be there.
    `since` and `until`: first and last month the item is asked; a new item always has `since`.
    `topic`, `fact` and `sensitivity` say of what a numeric item is a fact, where that differs from the
    section's topic, the item's name, and `personal` (the strictest class still shown by authority).
    """

    name: str
    title: str
    kind: Kind
    help: str
    example: object
    places: int = 0
    minimum: str | int | None = None
    maximum: str | int | None = None
    choices: Mapping[str, str] | None = None
    pattern: str | None = None
    purpose: str | None = None
    length: int = TEXT_LENGTH
    nullable: bool = False
    required: bool = True
    since: Month | None = None
    until: Month | None = None
    topic: str | None = None
    fact: str | None = None
    sensitivity: Sensitivity = "personal"

    def applies(self, month: Month) -> bool:
        """Whether the item belongs to the dictionary of that month."""
        return (self.since is None or self.since <= month) and (self.until is None or month <= self.until)

    def integer(self, value: str | int) -> int:
        """The value of a numeric item as an integer: millionths for a decimal."""
        return micro(value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class FactItem:
    """A kind of fact that leaves the register. `sensitivity` is that of the total (disclosure classes)."""

    name: str
    title: str
    kind: FactKind
    topic: str
    sensitivity: Sensitivity
    breakdowns: tuple[Breakdown, ...] = ()

    def sensitivity_of(self, breakdown: str | None) -> Sensitivity:
        """An open total is personal once it is broken down; the other classes stay as they are."""
        return "personal" if breakdown and self.sensitivity == "open" else self.sensitivity


class Amount(NamedTuple):
    """What a section counts: `value` is an integer (millionths, a count or pence)."""

    item: str
    value: int
    breakdown: Breakdown | None = None
    code: str | None = None


Derivation = Callable[[Sequence[Row], Month], Iterator[Amount]]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the return.

    `shape`: `rows` is a list of objects, `object` a single one, `texts` a list that carries words.
    `asked`: `monthly`, `quarterly` (in the quarter's last month, optional in others), or `always`: it may
    come with any return, and an absent one is an empty one. `key`: items that together may not repeat.
    `counted_by`: every numeric item is a fact by that item and in total; an `object` gives each numeric item
    as a fact by itself. `derived` facts are worked out of the rows by `derive`, or by the register.
    """

    name: str
    title: str
    help: str
    shape: Shape
    asked: Asked
    items: tuple[Item, ...]
    topic: str | None = None
    key: tuple[str, ...] = ()
    min_rows: int = 0
    max_rows: int = 1
    counted_by: Breakdown | None = None
    derived: tuple[FactItem, ...] = ()
    derive: Derivation | None = None

    def is_asked(self, month: Month) -> bool:
        """Whether leaving the section out of that month's return has to be explained."""
        return self.asked == "monthly" or (self.asked == "quarterly" and month.ends_quarter)

    def items_of(self, month: Month) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.applies(month))

    def item(self, name: str) -> Item:
        """KeyError for a name that is not in the section."""
        for item in self.items:
            if item.name == name:
                return item
        raise KeyError(name)

    @property
    def counted(self) -> tuple[Item, ...]:
        """Items that are facts as they stand."""
        if self.shape != "object" and self.counted_by is None:
            return ()
        return tuple(item for item in self.items if item.kind in FACT_KINDS)

    @property
    def fact_items(self) -> tuple[FactItem, ...]:
        breakdowns = (self.counted_by,) if self.counted_by else ()
        own = (
            FactItem(
                name=item.fact or item.name,
                title=item.title,
                kind=FACT_KINDS[item.kind],
                topic=item.topic or self.topic or self.name,
                sensitivity=item.sensitivity,
                breakdowns=breakdowns,
            )
            for item in self.counted
        )
        return (*own, *self.derived)

    def amounts(self, content: Row | Sequence[Row], month: Month) -> Iterator[Amount]:
        """Facts of this section's canonical content: totals first, then by code in order."""
        rows: Sequence[Row] = [content] if isinstance(content, Mapping) else content
        for item in self.counted:
            if item.applies(month):
                yield from _counted(item, rows, self.counted_by)
        if self.derive is not None:
            yield from self.derive(rows, month)


def _counted(item: Item, rows: Sequence[Row], breakdown: Breakdown | None) -> Iterator[Amount]:
    # a return taken before the item was declared has no value for it, which is not zero
    having = [row for row in rows if row.get(item.name) is not None]
    if rows and not having:
        return
    name = item.fact or item.name
    yield Amount(name, sum(item.integer(row[item.name]) for row in having))
    if breakdown:
        for row in sorted(having, key=lambda row: str(row[breakdown])):
            yield Amount(name, item.integer(row[item.name]), breakdown, row[breakdown])


def sums_by(name: str, breakdown: Breakdown, pairs: Sequence[tuple[str, int]]) -> Iterator[Amount]:
    """One amount a code, in order of code, of (code, value) pairs."""
    sums: dict[str, int] = {}
    for code, value in pairs:
        sums[code] = sums.get(code, 0) + value
    for code in sorted(sums):
        yield Amount(name, sums[code], breakdown, code)
