"""Caps in force on any day, and every version: past, in force and coming."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import render_template, request

from services.rates.actions.caps import list_caps
from services.rates.actions.protocols import list_protocols
from services.rates.pages.frame import editions, pages, today
from shared.errors import Fault
from shared.runtime.web import query
from shared.ui.forms import Form
from shared.ui.words import day_words
from shared.vocabulary.codes import CORE_JOB_TYPES
from shared.vocabulary.quantities import pounds

COLUMNS = ("paye", "paye_inclusive", "umbrella", "limited")
HEADINGS = {
    "paye": "PAYE, holiday on top",
    "paye_inclusive": "PAYE, holiday rolled up",
    "umbrella": "Umbrella",
    "limited": "Limited company",
}
TITLED = [{"text": "Job"}, *({"text": HEADINGS[basis], "numeric": True} for basis in COLUMNS)]


@pages.get("/caps")
def caps() -> str:
    day, faults = _day_asked(request.args)
    found = query(lambda session: list_caps(editions(session), day))
    versions = query(lambda session: list_protocols(session, drafts=False))
    values = request.args if request.args.get("on-day") else _parts(day)
    words = {"caps": found, "rows": _rows(found), "columns": TITLED}
    rows = [version_row(version, today()) for version in versions]
    return render_template("rates/caps.html", day=day, values=values, faults=faults, versions=rows, **words)


def _day_asked(given: Mapping[str, str]) -> tuple[date, list[Fault]]:
    """The day asked about, today where none is or where it is no date."""
    form = Form(given)
    iso = given.get("on", "")
    if iso:
        try:
            return date.fromisoformat(iso), []
        except ValueError:
            return today(), [Fault("not_a_date", "on-day", "The date must be a real date", "")]
    return form.day("on", "the date", required=False) or today(), form.faults


def _parts(day: date) -> dict[str, str]:
    return {"on-day": str(day.day), "on-month": str(day.month), "on-year": str(day.year)}


def _rows(caps: Sequence[Mapping[str, Any]]) -> list[list[object]]:
    """One row a job type and experience band; a derived cap is marked."""
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for cap in caps:
        key = (cap["core_job_type"], band_words(cap["experience_band"]))
        mark = "* " if cap["derived"] else ""
        rows.setdefault(key, {})[cap["basis"]] = mark + pounds(cap["rate_pence"])
    return [
        [CORE_JOB_TYPES[job] + (f", {band}" if band else ""), *(row.get(basis, "") for basis in COLUMNS)]
        for (job, band), row in rows.items()
    ]


def band_words(band: Mapping[str, Any] | None) -> str:
    """ "2 to under 5 years"; empty where there is no band."""
    if band is None:
        return ""
    if band["to_years"] is None:
        return f"{band['from_years']} years and more"
    return f"{band['from_years']} to under {band['to_years']} years"


def version_row(version: Mapping[str, Any], day: date) -> list[object]:
    """Name, title, days in force and how it stands on a day."""
    held = version["in_force"]
    if version["status"] == "draft":
        state, days = {"text": "Draft", "tag": "yellow"}, f"from {day_words(version['valid_from'])}"
    elif held is None:
        state, days = {"text": "Replaced", "tag": "grey"}, "no day left"
    else:
        state = _state(held, day)
        days = f"from {day_words(held['valid_from'])}"
        days += f", ends before {day_words(held['valid_to'])}" if held["valid_to"] else ""
    link = {"text": version["version"], "href": f"/rates/protocols/{version['version']}", "unbroken": True}
    return [link, version["title"], days, state]


def _state(held: Mapping[str, Any], day: date) -> dict[str, str]:
    if held["valid_from"] > day.isoformat():
        return {"text": "Coming", "tag": "blue"}
    if held["valid_to"] and held["valid_to"] <= day.isoformat():
        return {"text": "Past", "tag": "grey"}
    return {"text": "In force", "tag": "green"}
