"""From a figure of a release back to the return revisions and events it was made from."""

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.reporting.disclosure.policy import T1
from services.reporting.kpis import KPIS
from services.reporting.models import PUBLISHED, Release, ReleaseContent
from shared.errors import NotFound
from shared.vocabulary.calendar import Quarter
from shared.vocabulary.region import Region


def show_evidence(
    session: Session, region: Region, release_id: str, kpi_code: str, area: str
) -> dict[str, Any]:
    """The figure as readers of the region see it, and the pinned states behind it, without their values.

    `area` is a la_code or the region's code. `missing`: months it needs that no certified return gives.
    Raises NotFound `not_found`.
    """
    row = session.execute(
        select(Release, ReleaseContent.content)
        .join(ReleaseContent, ReleaseContent.release_id == Release.id)
        .where(Release.id == release_id, Release.state == PUBLISHED, ReleaseContent.audience == T1)
    ).first()
    la_codes = region.la_codes if area == region.region_code else (area,)
    if row is None or kpi_code not in KPIS or not set(la_codes) <= set(region.la_codes):
        raise NotFound("not_found", "There is no such figure in a published release.")
    release, content = row
    months = _months(kpi_code, Quarter.parse(release.quarter))
    states = [pin for pin in release.pins if pin["la_code"] in la_codes and pin["month"] in months]
    there = {(pin["la_code"], pin["month"]) for pin in states}
    wanted = None if area == region.region_code else area
    figures = json.loads(content)["figures"]
    return {
        "release": release.id,
        "kpi": kpi_code,
        "area": area,
        "figure": next((f for f in figures if f["kpi"] == kpi_code and f["la_code"] == wanted), None),
        "items": sorted(KPIS[KPIS[kpi_code].gap_of or kpi_code].items),
        "states": states,
        "missing": [
            {"la_code": la_code, "month": month}
            for la_code in la_codes
            for month in months
            if (la_code, month) not in there
        ],
    }


def _months(kpi_code: str, quarter: Quarter) -> list[str]:
    rated = KPIS[KPIS[kpi_code].gap_of or kpi_code]
    return sorted({str(month) for term in rated.terms for month in term.period.months(quarter)})
