"""Published figures to compare with: DfE's, of country, regions and authorities, and the 2021 baseline."""

from services.reporting.reference.comparison import Place, compare
from services.reporting.reference.tables import SOURCES, Published, Tables, load_tables

__all__ = ["SOURCES", "Place", "Published", "Tables", "compare", "load_tables"]
