"""A release as files: DfE's open-data rules, an accessible workbook, the same bytes twice."""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest

from services.reporting.exports import find_formats, kpis_csv, kpis_json, kpis_meta_csv, kpis_xlsx
from services.reporting.kpis import KPIS

AREAS = [
    {"la_code": "330", "la_ons_code": "E08000025", "name": "Birmingham", "ees_name": "Birmingham"},
    {
        "la_code": "884",
        "la_ons_code": "E06000019",
        "name": "Herefordshire",
        "ees_name": "Herefordshire, County of",
    },
]


def figure(
    kpi: str, la_code: str | None, value: str | None, status: str | None = None, **more: Any
) -> dict[str, Any]:
    return {
        "audience": "T2",
        "kpi": kpi,
        "la_code": la_code,
        "region_code": "E12000005",
        "numerator": None if status else "51.8",
        "denominator": None if status else "152.8",
        "value": value,
        "status": status,
        "contributing": 1,
        "expected": 2,
        "not_included": [],
        "months_present": 1,
        "baseline_2021": {"value": "32.5", "date": "2021-09-30", "release": "2025", "source": "dfe"},
    } | more


@pytest.fixture
def release() -> Mapping[str, Any]:
    kpis = [KPIS["agency_rate"].entry(), KPIS["vacancy_rate"].entry()]
    figures = [
        figure("agency_rate", "330", None, "u"),
        figure("agency_rate", "884", "33.9"),
        figure("agency_rate", None, "13.9", not_included=["330"]),
        figure("vacancy_rate", "330", "26.6"),
        figure("vacancy_rate", "884", "46.2"),
        figure("vacancy_rate", None, "18.2"),
    ]
    return {
        "release": {
            "id": "2024-25-Q2-1",
            "quarter": "2024-25-Q2",
            "number": 1,
            "published_at": "2026-11-22T10:00:00Z",
            "restates": None,
            "audit": "none",
            "synthetic": True,
        },
        "audience": "T2",
        "region": {
            "region_code": "E12000005",
            "name": "West Midlands",
            "country_code": "E92000001",
            "country_name": "England",
            "authorities": AREAS,
        },
        "kpis": kpis,
        "figures": figures,
        "changed": [],
        "sources": [
            {
                "id": "dfe",
                "title": "Workforce",
                "publisher": "DfE",
                "url": "",
                "licence": "Open Government Licence v3.0",
            }
        ],
    }


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def test_the_four_formats_are_found_by_their_files() -> None:
    assert {"kpis.csv", "kpis.json", "kpis.meta.csv", "kpis.xlsx"} <= {f.NAME for f in find_formats()}


def test_csv_shows_the_rate_of_a_named_place_and_quarter(release: Mapping[str, Any]) -> None:
    rows = read(kpis_csv.write(release))
    herefordshire = next(
        row for row in rows if row["new_la_code"] == "E06000019" and row["kpi"].startswith("Agency")
    )
    assert herefordshire["value"] == "33.9"
    assert (herefordshire["time_period"], herefordshire["time_identifier"]) == ("202425", "Financial year Q2")
    assert (herefordshire["la_name"], herefordshire["old_la_code"]) == ("Herefordshire, County of", "884")


def test_csv_puts_the_symbol_where_the_number_is_hidden_and_leaves_no_cell_of_a_number_blank(
    release: Mapping[str, Any],
) -> None:
    rows = read(kpis_csv.write(release))
    birmingham = next(row for row in rows if row["old_la_code"] == "330" and row["kpi"].startswith("Agency"))
    assert (birmingham["value"], birmingham["numerator"]) == ("u", "u")
    for row in rows:
        for name in kpis_csv.INDICATORS:
            assert row[name] in {"c", "x", "z", "u", "low"} or float(row[name]) >= 0


def test_csv_keeps_the_rules_of_dfes_platform(release: Mapping[str, Any]) -> None:
    """Rules D1 to D5, G2 to G4, T1 to T3, M1 to M6 of the analysts' guide."""
    data, meta = read(kpis_csv.write(release)), read(kpis_meta_csv.write(release))
    required = {"time_period", "time_identifier", "geographic_level", "country_code", "country_name"}
    assert required <= set(data[0])
    assert all(name == name.lower() and " " not in name and len(name) <= 35 for name in data[0])
    described = {row["col_name"] for row in meta}
    assert described == set(data[0]) - set(kpis_csv.GEOGRAPHY)
    assert len(data[0]) >= len(meta) + 5
    units = [tuple(row[name] for name in (*kpis_csv.GEOGRAPHY, "kpi")) for row in data]
    assert len(set(units)) == len(units)
    assert {row["geographic_level"] for row in data} == {"Local authority", "Regional"}
    for row in data:
        assert row["region_code"] == "E12000005"
        assert all(
            bool(row[name]) == (row["geographic_level"] == "Local authority")
            for name in ("new_la_code", "la_name")
        )
    assert {row["col_type"] for row in meta} == {"Filter", "Indicator"}
    for row in meta:
        blank = ("indicator_unit", "indicator_dp") if row["col_type"] == "Filter" else ("filter_hint",)
        assert all(row[name] == "" for name in blank)
    kpi_filter = next(row for row in meta if row["col_name"] == "kpi")
    assert kpi_filter["filter_default"] in {row["kpi"] for row in data}


def test_json_is_the_whole_content(release: Mapping[str, Any]) -> None:
    assert json.loads(kpis_json.write(release)) == release


def test_workbook_has_a_sheet_a_kpi_with_numbers_as_numbers_and_no_blank_cell(
    release: Mapping[str, Any],
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(kpis_xlsx.write(release)))
    assert book.sheetnames[:2] == ["Cover", "Contents"]
    assert {"agency_rate", "vacancy_rate"} <= set(book.sheetnames)
    cells = [[cell.value for cell in row] for row in book["agency_rate"].iter_rows()]
    region = next(row for row in cells if row[0] == "West Midlands")
    assert region[1] == 13.9
    assert "Birmingham" in region
    assert next(row for row in cells if row[0] == "Birmingham")[1:3] == ["[u]", "[u]"]
    header = next(i for i, row in enumerate(cells) if row[0] == "Area")
    assert all(value not in (None, "") for row in cells[header : header + 4] for value in row)
    assert book.properties.title == "West Midlands workforce KPIs, 2024-25-Q2"


@pytest.mark.parametrize("format_", find_formats(), ids=lambda format_: format_.NAME)
def test_the_same_release_is_the_same_bytes(format_: Any, release: Mapping[str, Any]) -> None:
    assert format_.write(release) == format_.write(release)
