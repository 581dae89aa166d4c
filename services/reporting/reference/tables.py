"""The tables of this folder, read once: every row has its release, date and source."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FIGURES = ("workforce.csv", "stability.csv", "leadership.csv")
NOT_KPIS = {
    "date", "level", "area_code", "area", "release", "source", "children_looked_after",
    "three_or_more_workers", "holders_known_ethnicity", "holders_ethnic_minority",
}  # fmt: skip
COUNTRY, REGION, AUTHORITY = "country", "region", "authority"

SOURCES: list[dict[str, str]] = json.loads((HERE / "sources.json").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Published:
    """One printed figure: `value` as printed, or None with the publisher's symbol in `status`.

    `area_code` is the ONS code of a country or region, DfE's three digits of an authority.
    """

    kpi: str
    level: str
    area_code: str
    area: str
    day: date
    value: str | None
    status: str | None
    release: str
    source: str

    def as_dict(self) -> dict[str, Any]:
        return {
            "area": self.area,
            "area_code": self.area_code,
            "level": self.level,
            "value": self.value,
            "status": self.status,
            "date": self.day.isoformat(),
            "release": self.release,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class Distribution:
    """All authorities' values of one KPI and date, ascending, and the three type-7 quartiles."""

    values: tuple[Fraction, ...]
    quartiles: tuple[Fraction, ...]


@dataclass(frozen=True, eq=False)
class Tables:
    """`figures` by (kpi, date) and area; `neighbours` by authority, nearest first; `days` of each KPI."""

    figures: dict[tuple[str, date], dict[str, Published]]
    neighbours: dict[str, tuple[str, ...]]
    neighbours_release: str
    days: dict[str, tuple[date, ...]]

    @cache  # noqa: B019  there is one, for as long as the process runs
    def distribution(self, kpi: str, day: date) -> Distribution:
        """Of the whole country, as far as the table has it."""
        figures = self.figures.get((kpi, day), {}).values()
        values = values_of(figure for figure in figures if figure.level == AUTHORITY)
        limits = (quantile(values, Fraction(n, 4)) for n in (1, 2, 3)) if values else ()
        return Distribution(tuple(values), tuple(limits))


@cache
def load_tables() -> Tables:
    figures: dict[tuple[str, date], dict[str, Published]] = {}
    for name in FIGURES:
        for row in _rows(name):
            for kpi in row.keys() - NOT_KPIS:
                found = _published(kpi, row)
                figures.setdefault((kpi, found.day), {})[found.area_code] = found
    near: dict[str, list[str]] = {}
    rows = _rows("neighbours.csv")
    for row in sorted(rows, key=lambda row: int(row["place"])):
        near.setdefault(row["la_code"], []).append(row["neighbour_la_code"])
    days = {kpi: tuple(sorted(day for other, day in figures if other == kpi)) for kpi, _ in figures}
    return Tables(figures, {la: tuple(codes) for la, codes in near.items()}, rows[0]["release"], days)


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _published(kpi: str, row: dict[str, str]) -> Published:
    text = row[kpi]
    is_number = text[:1].isdigit()
    return Published(
        kpi=kpi,
        level=row["level"],
        area_code=row["area_code"],
        area=row["area"],
        day=date.fromisoformat(row["date"]),
        value=text if is_number else None,
        status=None if is_number else text or "x",
        release=row["release"],
        source=row["source"],
    )


def quantile(ascending: Sequence[Fraction], share: Fraction) -> Fraction:
    """Type 7 (linear between order statistics), exact; ValueError for no values."""
    if not ascending:
        raise ValueError("a quantile needs a value")
    place = (len(ascending) - 1) * share
    below = int(place)
    above = min(below + 1, len(ascending) - 1)
    return ascending[below] + (ascending[above] - ascending[below]) * (place - below)


def values_of(figures: Iterable[Published]) -> list[Fraction]:
    """What is printed as a number, ascending."""
    return sorted(Fraction(figure.value) for figure in figures if figure.value is not None)
