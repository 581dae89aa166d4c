"""What the dashboard says of one KPI and quarter: finding, bars, table rows, coverage. Pure; pages print it.

Figures are rows of the contract with their comparisons (`change`, `comparators`, `national`), numbers as
text. Nothing is calculated that could show what a symbol hides.
"""

from services.reporting.dashboard.panel import Panel, Row, coverage, panel
from services.reporting.dashboard.words import SHAPES, grouped, printed, quarter_words, signed, statuses_of

__all__ = [
    "SHAPES",
    "Panel",
    "Row",
    "coverage",
    "grouped",
    "panel",
    "printed",
    "quarter_words",
    "signed",
    "statuses_of",
]
