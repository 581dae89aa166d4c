"""Who is in: every authority of the region, one month."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.register.actions.instruction import instant_text
from services.register.actions.standing import status_of
from services.register.models import MonthlyReturn, Window
from shared.vocabulary.calendar import Month, london_date
from shared.vocabulary.region import Authority, Region


def read_completeness(session: Session, region: Region, month: Month, today: date) -> dict[str, Any]:
    """One item an authority: `state` is in, late, missing (due and not in) or awaited.

    `late` is by the first acceptance against the month's due date; `amended` says that a later revision
    followed; `certified` that the latest is signed. `window` is null where none was set.
    """
    window = session.get(Window, str(month))
    held = {
        found.la_code: found
        for found in session.scalars(select(MonthlyReturn).where(MonthlyReturn.month == str(month)))
    }
    items = [_item(authority, held.get(authority.la_code), window, today) for authority in region.authorities]
    return {
        "month": str(month),
        "due": window.due.isoformat() if window else None,
        "expected": len(items),
        "in": sum(item["revision"] is not None for item in items),
        "certified": sum(item["certified"] for item in items),
        "items": items,
        "next": None,
    }


def _item(
    authority: Authority, held: MonthlyReturn | None, window: Window | None, today: date
) -> dict[str, Any]:
    item = {"la_code": authority.la_code, "la_name": authority.name}
    if held is None or held.withdrawn:
        missing = window is not None and today > window.due
        return {
            **item,
            "state": "missing" if missing else "awaited",
            "status": status_of(held) if held else None,
            "revision": None,
            "first_accepted_at": None,
            "certified": False,
            "certified_revision": None,
            "amended": False,
        }
    late = window is not None and london_date(held.first_accepted_at) > window.due
    return {
        **item,
        "state": "late" if late else "in",
        "status": status_of(held),
        "revision": held.latest_revision,
        "first_accepted_at": instant_text(held.first_accepted_at),
        "certified": held.certified_revision == held.latest_revision,
        "certified_revision": held.certified_revision,
        "amended": held.latest_revision > 1,
    }
