"""What a release holds for one audience, as plain values, and the files that are written of it."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from services.reporting.archive import CONTENT
from services.reporting.exports import find_formats
from services.reporting.kpis import KPIS
from services.reporting.models import Release
from services.reporting.reference import SOURCES
from shared.vocabulary.region import Region

FORMATS = find_formats()
Plain = dict[str, Any]


@lru_cache(maxsize=2)
def files_of(content: str) -> Mapping[str, bytes]:
    """Every file of one audience by name, the content itself among them, from its canonical JSON text.

    Both audiences of a release in the making are kept: written once for the digest and once for the archive.
    """
    plain = json.loads(content)
    return {**{found.NAME: found.write(plain) for found in FORMATS}, CONTENT: content.encode()}


def content_of(
    release: Release, region: Region, audience: str, figures: Sequence[Plain], was: Plain | None
) -> Plain:
    """The shape that writers of exports are given."""
    return {
        "release": {
            "id": release.id,
            "quarter": release.quarter,
            "number": release.number,
            "published_at": instant_text(release.published_at),
            "restates": release.restates,
            "audit": release.audit,
            "synthetic": region.demonstration,
        },
        "audience": audience,
        "region": {
            "region_code": region.region_code,
            "name": region.name,
            "country_code": region.country_code,
            "country_name": region.country_name,
            "authorities": [
                {"la_code": a.la_code, "la_ons_code": a.la_ons_code, "name": a.name, "ees_name": a.ees_name}
                for a in region.authorities
            ],
        },
        "kpis": [kpi.entry() for kpi in KPIS.values()],
        "figures": list(figures),
        "changed": changed_figures(figures, was["figures"] if was else None),
        "sources": SOURCES,
    }


def changed_figures(figures: Sequence[Plain], was: Sequence[Plain] | None) -> list[Plain]:
    """Which figures of the release before are different now, with both; none for a first release."""
    if was is None:
        return []
    old = {(row["kpi"], row["la_code"]): {"value": row["value"], "status": row["status"]} for row in was}
    gone = {"value": None, "status": None}
    pairs = [
        (row, old.get((row["kpi"], row["la_code"]), gone), {"value": row["value"], "status": row["status"]})
        for row in figures
    ]
    return [
        {"kpi": row["kpi"], "la_code": row["la_code"], "was": before, "now": after}
        for row, before, after in pairs
        if before != after
    ]


def changed_states(pins: Sequence[Plain], before: Sequence[Plain] | None) -> list[Plain]:
    """The months whose state is another than in the release before."""
    if before is None:
        return []
    old = {(pin["la_code"], pin["month"]): pin for pin in before}
    new = {(pin["la_code"], pin["month"]): pin for pin in pins}
    return [
        {
            "la_code": la_code,
            "month": month,
            "was_revision": old[la_code, month]["revision"] if (la_code, month) in old else None,
            "now_revision": new[la_code, month]["revision"] if (la_code, month) in new else None,
        }
        for la_code, month in sorted(old.keys() | new.keys())
        if old.get((la_code, month)) != new.get((la_code, month))
    ]


def instant_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
