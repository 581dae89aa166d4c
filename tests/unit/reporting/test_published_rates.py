"""The rates that DfE prints for September 2024 and 2025, authority by authority and for the region."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from services.reporting.disclosure import Figure, Policy, protect
from services.reporting.kpis import KPIS, Facts, measure
from shared.vocabulary.calendar import Quarter
from shared.vocabulary.quantities import micro

with (Path(__file__).parent / "published_rates.csv").open(encoding="utf-8") as file:
    PUBLISHED = list(csv.DictReader(file))
RATES = ("agency_rate", "vacancy_rate", "turnover_12m", "agency_cover_rate", "vacancy_cover_rate")
STOCKS = ("in_post_fte", "agency_fte", "vacancy_fte", "agency_cover_fte")
BIRMINGHAM = "330"


def facts_of(quarter: Quarter) -> Facts:
    """Inputs as the authorities hold them; the year's leavers are put into its last month."""
    rows, unreliable = [], set()
    month = str(quarter.last_month)
    for line in PUBLISHED:
        if line["quarter"] != str(quarter) or line["area"] == "region":
            continue
        rows += [(line["area"], month, item, micro(line[item] or "0")) for item in STOCKS]
        if not line["agency_fte"]:
            unreliable.add((line["area"], month, "agency"))
        rows += [(line["area"], str(earlier), "leavers_fte", 0) for earlier in quarter.window(12)[:-1]]
        rows.append((line["area"], month, "leavers_fte", micro(line["leavers_fte"])))
    return Facts(pd.DataFrame(rows, columns=["la_code", "month", "item", "value"]), frozenset(unreliable))


def figures(quarter: Quarter) -> dict[tuple[str, str], Figure]:
    facts = facts_of(quarter)
    la_codes = sorted(set(facts.frame["la_code"]))
    return {
        (figure.kpi, figure.la_code or "region"): figure
        for kpi in RATES
        for figure in protect(
            KPIS[kpi], measure(KPIS[kpi], facts, la_codes, quarter), "T2", "E12000005", Policy()
        )
    }


@pytest.mark.parametrize("quarter", ["2024-25-Q2", "2025-26-Q2"])
def test_every_printed_rate_is_reproduced_to_its_decimal(quarter: str) -> None:
    found = figures(Quarter.parse(quarter))
    compared = 0
    for line in PUBLISHED:
        if line["quarter"] != quarter:
            continue
        for kpi in RATES:
            figure, printed = found[kpi, line["area"]], line[kpi]
            if printed.isalpha():
                assert (figure.value, figure.status) == (None, printed), (kpi, line["area"])
            else:
                assert figure.value is not None, (kpi, line["area"], figure.status)
                assert float(figure.value) == float(printed), (kpi, line["area"])
            compared += 1
    assert compared == 75


def test_the_region_of_2024_is_13_9_without_birmingham_and_says_so() -> None:
    region = figures(Quarter.parse("2024-25-Q2"))["agency_rate", "region"]
    assert region.value == "13.9"
    assert (region.contributing, region.expected) == (13, 14)
    assert region.not_included == (BIRMINGHAM,)
    assert (region.numerator, region.denominator) == ("519.7", "3736.0")


def test_an_authority_without_agency_workers_has_a_true_zero_and_no_cover_rate() -> None:
    found = figures(Quarter.parse("2025-26-Q2"))
    assert (found["agency_rate", "937"].value, found["agency_rate", "937"].status) == ("0.0", None)
    assert (found["agency_cover_rate", "937"].value, found["agency_cover_rate", "937"].status) == (None, "z")


def test_one_unreliable_part_takes_the_authority_out_of_both_parts_of_every_rate_that_uses_it() -> None:
    found = figures(Quarter.parse("2024-25-Q2"))
    assert found["vacancy_cover_rate", "region"].not_included == (BIRMINGHAM,)
    assert found["vacancy_rate", "region"].not_included == ()
