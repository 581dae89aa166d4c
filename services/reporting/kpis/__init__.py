"""The KPIs of the quarter, one file each; a file put into this folder is a KPI everywhere.

A file says `KPI = Kpi(...)` in the words of `_terms`, with a worked example that the tests run.
"""

from services.reporting.kpis._discovery import UnsoundKpi, find_kpis
from services.reporting.kpis._kpi import Kpi
from services.reporting.kpis._measure import Facts, Measure, measure
from services.reporting.kpis._terms import RETURNS_CERTIFIED, RETURNS_EXPECTED

KPIS: dict[str, Kpi] = find_kpis(__path__, __name__)

__all__ = [
    "KPIS",
    "RETURNS_CERTIFIED",
    "RETURNS_EXPECTED",
    "Facts",
    "Kpi",
    "Measure",
    "UnsoundKpi",
    "find_kpis",
    "measure",
]
