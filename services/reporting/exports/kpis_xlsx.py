"""An accessible workbook: cover, contents, a sheet a KPI, notes; no merged cells, no blank cells."""

import io
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

import pandas as pd
from gptables import Cover, GPTable, produce_workbook

from services.reporting.exports._tidy import SYMBOLS, UNDEFINED, Plain, area_names

NAME = "kpis.xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LEGEND = [f"[{symbol}] = {words}" for symbol, words in SYMBOLS.items()]
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(release: Mapping[str, Any]) -> bytes:
    """Numbers are numbers, symbols words in brackets; properties carry the release's date, not today's."""
    out = io.BytesIO()
    sheets = {entry["kpi"][:31]: _sheet(release, entry) for entry in release["kpis"]}
    sheets["definitions"] = _definitions(release)
    book = produce_workbook(
        cast(str, out),  # declared as a file name; the writer beneath takes any binary file
        sheets,
        cover=_cover(release),
        notes_table=_notes(release),
        workbook_options=OPTIONS,
    )
    title = f"{release['region']['name']} workforce KPIs, {release['release']['quarter']}"
    published = datetime.fromisoformat(release["release"]["published_at"]).replace(tzinfo=None)
    book.set_properties({"title": title, "author": release["region"]["name"], "created": published})
    book.close()
    return out.getvalue()


def _sheet(release: Plain, entry: Plain) -> GPTable:
    names = area_names(release["region"])
    rows = [_row(figure, names) for figure in release["figures"] if figure["kpi"] == entry["kpi"]]
    return GPTable(
        table=pd.DataFrame(rows, dtype=object),
        table_name=f"table_{entry['kpi']}",
        title=f"{entry['title']}, {release['release']['quarter']}$${entry['kpi']}$$",
        subtitles=[entry["why"]],
        scope=f"Numerator: {entry['numerator']}. Denominator: {entry['denominator'] or 'none'}.",
        instructions=f"Values are in: {_in_words(entry['unit'])}. The region's row is the last one.",
        source=entry["source"],
        legend=LEGEND,
        index_columns={2: 0},
    )


def _row(figure: Plain, names: Mapping[str | None, str]) -> dict[str, object]:
    left_out = ", ".join(names[la_code] for la_code in figure["not_included"])
    return {
        "Area": names[figure["la_code"]],
        "Value": _cell(figure["value"], figure["status"]),
        "Status": f"[{figure['status']}]" if figure["status"] else "shown",
        "Numerator": _cell(figure["numerator"], figure["status"]),
        "Denominator": _cell(figure["denominator"], figure["status"]),
        "Authorities contributing": figure["contributing"],
        "Authorities expected": figure["expected"],
        "Not included": left_out or "none",
        "2021 value": _cell((figure.get("baseline_2021") or {}).get("value"), None),
    }


def _cell(value: str | None, status: str | None) -> object:
    return float(Decimal(value)) if value is not None else f"[{status or UNDEFINED}]"


def _in_words(unit: str) -> str:
    """An accessible sheet has no cell of symbols alone."""
    return "per cent" if unit == "%" else unit


def _cover(release: Plain) -> Cover:
    about = release["release"]
    intro = [
        f"Release {about['number']} of quarter {about['quarter']}, published {about['published_at'][:10]}.",
        f"Audience: {'the region' if release['audience'] == 'T1' else 'the public'}.",
    ]
    if about["synthetic"]:
        intro.append(
            "Demonstration: these figures are synthetic, apart from DfE's published totals they add up to."
        )
    if about["audit"] == "none":
        intro.append("No disclosure audit has been run on this release.")
    credits = [
        f"{source['title']} ({source['publisher']}, {source['licence']})" for source in release["sources"]
    ]
    return Cover(title=f"{release['region']['name']}: workforce KPIs", intro=intro, about=[*LEGEND, *credits])


def _notes(release: Plain) -> pd.DataFrame:
    notes = [entry["note"] or entry["why"] for entry in release["kpis"]]
    return pd.DataFrame({"Note reference": [entry["kpi"] for entry in release["kpis"]], "Note text": notes})


def _definitions(release: Plain) -> GPTable:
    columns = {"KPI": "title", "Sheet": "kpi", "Numerator": "numerator", "Unit": "unit", "Source": "source"}
    rows = [{name: entry[field] for name, field in columns.items()} for entry in release["kpis"]]
    for row, entry in zip(rows, release["kpis"], strict=True):
        row["Denominator"] = entry["denominator"] or "none"
        row["Unit"] = _in_words(entry["unit"])
    return GPTable(
        table=pd.DataFrame(rows, dtype=object),
        table_name="table_definitions",
        title="How each KPI is defined",
        scope="Every KPI of this release.",
        source="The suite's KPI dictionary",
        index_columns={2: 0},
    )
