"""The published figures the demonstration is calibrated to, and the months between them."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from deploy.demonstration.chance import Chance
from deploy.demonstration.splits import TENTH
from shared.vocabulary.calendar import Month
from shared.vocabulary.quantities import micro

FIGURES_FILE = Path(__file__).with_name("figures.csv")
FIRST_MONTH = Month(2023, 10)
LAST_MONTH = Month(2025, 9)
LAST_WINDOW = Month(2025, 12)
MONTHS = tuple(FIRST_MONTH.plus(step) for step in range(24))
WINDOWS = tuple(FIRST_MONTH.plus(step) for step in range(27))
CENSUSES = (Month(2023, 9), Month(2024, 9), Month(2025, 9))
"""DfE counts staff on 30 September."""


@dataclass(frozen=True)
class Figures:
    """One authority's figures in millionths, by measure and by the month whose last day they describe."""

    la_code: str
    values: Mapping[tuple[str, Month], int]

    def at(self, measure: str, month: Month) -> int:
        """KeyError where the calibration table has no such figure."""
        return self.values[measure, month]

    def stock(self, measure: str, month: Month, *, step: int = TENTH) -> int:
        """A count on the month's last day: the figure itself in September, else a wavering line between two.

        The value is in millionths and, but for September, a whole multiple of `step`.
        """
        if (measure, month) in self.values:
            return self.at(measure, month)
        before = max(census for census in CENSUSES if census < month)
        elapsed = (month.year - before.year) * 12 + month.number - before.number
        start, end = self.at(measure, before), self.at(measure, before.plus(12))
        line = start + (end - start) * elapsed // 12
        waver = Chance(self.la_code, measure, month).between(-15, 15)
        return max(0, (line + line * waver // 1000) // step * step)


@cache
def load_figures(path: Path = FIGURES_FILE) -> Mapping[str, Figures]:
    """The calibration table by la_code; each of its rows names its source."""
    values: dict[str, dict[tuple[str, Month], int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            month = Month.parse(row["as_of"][:7])
            values.setdefault(row["la_code"], {})[row["measure"], month] = micro(row["value"])
    return {la_code: Figures(la_code, of_authority) for la_code, of_authority in values.items()}


def year_of(month: Month) -> Month:
    """The census that ends the twelve months this month belongs to."""
    return min(census for census in CENSUSES if census >= month)
