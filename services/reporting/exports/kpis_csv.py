"""The figures as CSV to DfE's explore-education-statistics rules: tidy, one row a KPI and area.

Source of the rules: DfE analysts' guide, "Open data standards" (August 2026).
"""

import csv
import io
from collections.abc import Mapping
from typing import Any

from services.reporting.exports._tidy import Plain, kpi_label, shown

NAME = "kpis.csv"
MEDIA_TYPE = "text/csv"

GEOGRAPHY = (
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
    "region_code",
    "region_name",
    "old_la_code",
    "new_la_code",
    "la_name",
)
INDICATORS = ("value", "numerator", "denominator", "contributing_count", "expected_count")


def write(release: Mapping[str, Any]) -> bytes:
    """UTF-8, comma separated, header first; symbols stand in the number's own column, as DfE asks."""
    entries = {entry["kpi"]: entry for entry in release["kpis"]}
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow((*GEOGRAPHY, "kpi", *INDICATORS))
    for figure in release["figures"]:
        rows.writerow((*_place(release, figure), kpi_label(entries[figure["kpi"]]), *_numbers(figure)))
    return out.getvalue().encode("utf-8")


def time_period(quarter: str) -> tuple[str, str]:
    """("202526", "Financial year Q2") of quarter "2025-26-Q2"."""
    first, second, number = quarter.split("-")
    return first + second, f"Financial year {number}"


def _place(release: Plain, figure: Plain) -> tuple[str, ...]:
    region = release["region"]
    period = time_period(release["release"]["quarter"])
    country = (region["country_code"], region["country_name"])
    own = (region["region_code"], region["name"])
    if figure["la_code"] is None:
        return (*period, "Regional", *country, *own, "", "", "")
    area = next(area for area in region["authorities"] if area["la_code"] == figure["la_code"])
    return (
        *period,
        "Local authority",
        *country,
        *own,
        area["la_code"],
        area["la_ons_code"],
        area["ees_name"],
    )


def _numbers(figure: Plain) -> tuple[str, ...]:
    counts = (str(figure["contributing"]), str(figure["expected"]))
    return (*(shown(figure, field) for field in ("value", "numerator", "denominator")), *counts)
