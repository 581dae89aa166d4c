"""Published figures to compare with, and where an authority stands among all."""

import csv
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from services.reporting.kpis import KPIS
from services.reporting.reference import SOURCES, Place, compare, load_tables
from services.reporting.reference.tables import quantile

with (Path(__file__).parent / "ranks_and_neighbours.csv").open(encoding="utf-8") as file:
    KNOWN = list(csv.DictReader(file))
ENGLAND, WEST_MIDLANDS = "E92000001", "E12000005"


def beside(kpi: str, area: str, day: date) -> dict:  # type: ignore[type-arg]
    place = Place(area, WEST_MIDLANDS, ENGLAND, day)
    return compare(load_tables(), kpi, KPIS[kpi].polarity, place, ranked=KPIS[kpi].ranked)


def test_rank_band_and_neighbours_are_those_of_the_national_tool() -> None:
    assert len(KNOWN) == 140
    for row in KNOWN:
        found = beside(row["kpi"], row["la_code"], date.fromisoformat(row["date"]))
        national, near = found["national"], found["neighbours"]
        where = (row["la_code"], row["kpi"], row["date"])
        assert (str(national["rank"]), str(national["ranked"]), national["band"]) == (
            row["rank"],
            row["ranked"],
            row["band"],
        ), where
        assert abs(Fraction(near["mean"]) - Fraction(row["neighbour_mean"])) <= Fraction("0.05"), where
        assert abs(Fraction(near["median"]) - Fraction(row["neighbour_median"])) <= Fraction("0.05"), where


def test_comparators_are_the_latest_not_after_the_quarter_with_release_and_date() -> None:
    found = beside("agency_rate", "335", date(2025, 6, 30))["comparators"]
    assert [(c["area"], c["value"], c["date"], c["release"]) for c in found] == [
        ("England", "16.2", "2024-09-30", "2025"),
        ("West Midlands", "13.9", "2024-09-30", "2025"),
    ]


def test_the_annual_figure_of_the_authority_keeps_the_publishers_symbol() -> None:
    national = beside("agency_rate", "330", date(2024, 9, 30))["national"]
    assert (national["value"], national["status"], national["rank"]) == (None, "u", None)


def test_the_baseline_is_2021_and_where_there_is_none_it_says_so() -> None:
    assert beside("agency_rate", "335", date(2025, 9, 30))["baseline_2021"]["value"] == "9.5"
    assert beside("vacancy_rate", WEST_MIDLANDS, date(2025, 9, 30))["baseline_2021"]["value"] == "18.2"
    for kpi in ("agency_spend", "sw_stability", "sw_instability"):
        none = {"value": None, "note": "no 2021 figure exists"}
        assert beside(kpi, "335", date(2025, 9, 30))["baseline_2021"] == none


def test_stability_is_compared_at_31_march_and_not_ranked_on_one_region() -> None:
    found = beside("sw_instability", "335", date(2025, 3, 31))
    assert [c["value"] for c in found["comparators"]] == ["24", "27"]
    assert (found["national"]["value"], found["national"]["rank"], found["neighbours"]) == ("11", None, None)


def test_before_anything_was_published_there_is_nothing_to_compare_with() -> None:
    found = beside("agency_rate", "335", date(2016, 9, 30))
    assert (found["comparators"], found["national"], found["neighbours"]) == ([], None, None)


def test_every_row_names_a_source_that_is_described() -> None:
    tables = load_tables()
    used = {figure.source for figures in tables.figures.values() for figure in figures.values()}
    assert used <= {source["id"] for source in SOURCES}
    assert all(figure.release for figures in tables.figures.values() for figure in figures.values())
    assert all(len(near) == 10 for near in tables.neighbours.values())


@pytest.mark.parametrize(
    ("share", "value"), [(Fraction(1, 4), "1.75"), (Fraction(1, 2), "2.5"), (Fraction(3, 4), "3.25")]
)
def test_quartiles_lie_between_order_statistics(share: Fraction, value: str) -> None:
    assert quantile([Fraction(n) for n in (1, 2, 3, 4)], share) == Fraction(value)
