"""The protocol service, empty or with a version in force, on both databases."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.rates.service import Rates, start_rates


@pytest.fixture
def rates(new_database: Callable[[str], str], tmp_path: Path) -> Iterator[Rates]:
    """Nothing published yet."""
    service = start_rates(new_database("rates"), tmp_path)
    yield service
    service.db.close()


@pytest.fixture
def in_force(rates: Rates) -> Rates:
    """Three tax years, and version 2025-10 with an umbrella cap of £38.00 for every job type."""
    rates.add_years()
    rates.publish()
    return rates
