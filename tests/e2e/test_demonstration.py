"""The demonstration as a newcomer gets it: loaded, stopped, started again; and it is DfE's region."""

import csv
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Suite, start_embedded

pytestmark = pytest.mark.xdist_group("demonstration")
PUBLISHED = Path(__file__).resolve().parents[1] / "unit" / "reporting" / "published_rates.csv"
RATES = ("agency_rate", "vacancy_rate", "turnover_12m", "agency_cover_rate", "vacancy_cover_rate")
AUTHORITIES = [
    *("330", "331", "332", "884", "333", "893", "334"),
    *("860", "861", "894", "335", "937", "336", "885"),
]
INSTABILITY = {
    # DfE, stability measures for children looked after, revised series of 2025: three or more social
    # workers in the year, % of children looked after on 31 March; in order of AUTHORITIES, then the region
    "2023-24-Q4": (24, 21, 23, 44, 15, 32, 42, 27, 35, 18, 20, 30, 31, 29, 27),
    "2024-25-Q4": (26, 27, 24, 26, 22, 35, 33, 19, 45, 21, 11, 22, 31, 28, 27),
}


def figures(suite: Suite, quarter: str) -> dict[tuple[str, str | None], dict[str, Any]]:
    """What anybody reads of the quarter's latest release, by KPI and authority (None: the region)."""
    answer = suite.get(f"/reporting/v1/quarters/{quarter}/figures").json()
    assert answer["release"] is not None
    return {(figure["kpi"], figure["la_code"]): figure for figure in answer["items"]}


def published(quarter: str) -> Iterator[tuple[str, str | None, str]]:
    with PUBLISHED.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            if row["quarter"] == quarter:
                for kpi in RATES:
                    yield kpi, row["area"] if row["area"] in AUTHORITIES else None, row[kpi]


@pytest.mark.parametrize("quarter", ["2024-25-Q2", "2025-26-Q2"])
def test_rates_of_a_september_quarter_are_those_dfe_printed(demonstration: Suite, quarter: str) -> None:
    found = figures(demonstration, quarter)
    wrong, compared = {}, 0
    for kpi, la_code, printed in published(quarter):
        figure = found[kpi, la_code]
        shown = figure["status"] if figure["value"] is None else float(figure["value"])
        expected = printed if printed in ("u", "z") else float(printed)
        compared += 1
        if shown != expected:
            wrong[kpi, la_code] = (shown, expected)
    assert wrong == {}
    assert compared == len(RATES) * (len(AUTHORITIES) + 1)


def test_an_unreliable_authority_is_left_out_of_the_regions_rate_and_named(demonstration: Suite) -> None:
    found = figures(demonstration, "2024-25-Q2")
    region = found["agency_rate", None]
    assert (region["value"], region["not_included"]) == ("13.9", ["330"])
    assert (region["contributing"], region["expected"]) == (13, 14)
    assert found["agency_rate", "330"]["status"] == "u"


@pytest.mark.parametrize("quarter", INSTABILITY)
def test_instability_at_31_march_is_dfes_whole_percentage(demonstration: Suite, quarter: str) -> None:
    found = figures(demonstration, quarter)
    shown = [int(found["sw_instability", area]["value"]) for area in (*AUTHORITIES, None)]
    assert shown == list(INSTABILITY[quarter])


def test_loading_again_changes_nothing_and_a_second_start_has_the_data(demonstration: Suite) -> None:
    before = demonstration.get("/reporting/v1/releases").json()
    os.killpg(demonstration.process.pid, signal.SIGINT)
    assert demonstration.process.wait(30) in (0, 130)
    log = demonstration.log()
    assert "Traceback" not in log
    again = start_embedded(demonstration.data, port=int(demonstration.urls["rates"].rpartition(":")[2]))
    # the session's other tests go on with the suite that runs now
    demonstration.process = again.process
    again.until(lambda: "was loaded already; nothing was changed" in again.log(), 60)
    assert again.get("/reporting/v1/releases").json() == before
