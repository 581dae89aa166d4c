"""The metadata file that DfE's explore-education-statistics platform wants beside kpis.csv."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from services.reporting.exports._tidy import kpi_label

NAME = "kpis.meta.csv"
MEDIA_TYPE = "text/csv"

COLUMNS = (
    "col_name",
    "col_type",
    "label",
    "indicator_grouping",
    "indicator_unit",
    "indicator_dp",
    "filter_hint",
    "filter_grouping_column",
    "filter_default",
)
INDICATORS = (
    ("value", "Value, in the unit that the KPI's name gives", "2"),
    ("numerator", "Numerator", "6"),
    ("denominator", "Denominator", "6"),
    ("contributing_count", "Authorities that contribute", "0"),
    ("expected_count", "Authorities expected", "0"),
)


def write(release: Mapping[str, Any]) -> bytes:
    """One filter (the KPI) and five indicators; the unit is in the KPI's name because it differs by KPI."""
    default = kpi_label(release["kpis"][0])
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    rows.writerow(("kpi", "Filter", "KPI", "", "", "", "Definitions are in the KPI dictionary", "", default))
    for name, label, places in INDICATORS:
        rows.writerow((name, "Indicator", label, "", "", places, "", "", ""))
    return out.getvalue().encode("utf-8")
