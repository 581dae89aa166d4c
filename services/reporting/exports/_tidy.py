"""What the tabular writers share: areas, labels of KPIs, and symbols in place of hidden numbers."""

from collections.abc import Mapping
from typing import Any

Plain = Mapping[str, Any]
UNDEFINED = "z"
"""What stands in a cell that cannot have a number, such as the numerator of a gap."""

SYMBOLS = {
    "c": "hidden so that nobody can be identified",
    "x": "not reported",
    "z": "not applicable",
    "u": "reported, but marked unreliable by the authority",
    "low": "rounds to zero, but is not zero",
    "p": "provisional",
}


def kpi_label(entry: Plain) -> str:
    """Title and unit: "Agency social workers (%)"."""
    return f"{entry['title']} ({entry['unit']})"


def shown(figure: Plain, field: str) -> str:
    """The number as decimal text, or the symbol that stands in its place."""
    value = figure[field]
    if value is not None:
        return str(value)
    return figure["status"] or UNDEFINED


def area_names(region: Plain) -> dict[str | None, str]:
    """Names by la_code, and the region's under None."""
    names: dict[str | None, str] = {area["la_code"]: area["name"] for area in region["authorities"]}
    return names | {None: region["name"]}
