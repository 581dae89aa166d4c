"""Live engagements against a coming date: what becomes over, and what was over already."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from services.rates.actions.batches import Exhibits, verdict_row
from services.rates.actions.editions import read_editions, read_periods
from services.rates.actions.instruction import Instruction
from services.rates.actions.protocols import read_protocol, row_of
from services.rates.rules.answers import CANNOT_TELL, OVER, judge
from services.rates.rules.dating import placed, placement_faults
from services.rates.rules.editions import Editions
from services.rates.rules.protocol import version_of
from services.rates.rules.questions import Question
from shared.errors import Fault, Refused

Row = Question | Sequence[Fault]
NEWLY_OVER, STILL_OVER, UNKNOWN, NEWLY_WITHIN, UNCHANGED, REFUSED_ROW = (
    "newly_over",
    "still_over",
    "cannot_tell",
    "newly_within",
    "unchanged",
    "refused",
)
A_DAY: Final = timedelta(days=1)
ORDER: Final = (NEWLY_OVER, STILL_OVER, UNKNOWN, NEWLY_WITHIN, UNCHANGED, REFUSED_ROW)


def recheck(
    session: Session,
    by: Instruction,
    rows: Sequence[Row],
    *,
    on: date | None,
    version: str | None,
    drafts: bool,
) -> dict[str, Any]:
    """`{on, version, items, counts}`: each row as if it began on the day, beside the day before.

    Newly over comes first, the most over at the top. Nothing is stored. Raises NotFound `unknown_version`,
    Refused `not_publishable` for a draft that cannot take its place.
    """
    editions = read_editions(session, by.region)
    if version is not None:
        editions, on = _with_version(session, editions, version, drafts=drafts)
    assert on is not None
    exhibits = Exhibits(session, by.today)
    items = [_item(number, row, on, editions, exhibits) for number, row in enumerate(rows, 1)]
    items.sort(key=lambda item: (ORDER.index(item["change"]), -_over(item), item["row"]))
    in_force = editions.on(on)
    return {
        "on": on.isoformat(),
        "version": in_force.version.version if in_force else None,
        "items": items,
        "next": None,
        "counts": dict(Counter(item["change"] for item in items)),
    }


def change_between(before: str, after: str) -> str:
    """What a pair of verdicts means for the person who must act."""
    if after == CANNOT_TELL:
        return UNKNOWN
    if after == OVER:
        return STILL_OVER if before == OVER else NEWLY_OVER
    return NEWLY_WITHIN if before == OVER else UNCHANGED


def _item(number: int, row: Row, on: date, editions: Editions, exhibits: Exhibits) -> dict[str, Any]:
    if not isinstance(row, Question):
        return {"row": number, "change": REFUSED_ROW, "problems": [fault.as_dict() for fault in row]}
    exhibit = exhibits.of(row)
    asked = [replace(row, start_date=day.isoformat(), original_start_date=None) for day in (on - A_DAY, on)]
    before, after = (verdict_row(question, judge(question, editions, exhibit)) for question in asked)
    change = change_between(before["verdict"], after["verdict"])
    return {"row": number, "change": change, "before": before, "after": after}


def _over(item: dict[str, Any]) -> int:
    return item.get("after", {}).get("over_by_pence") or 0


def _with_version(
    session: Session, editions: Editions, version: str, *, drafts: bool
) -> tuple[Editions, date]:
    read_protocol(session, version, drafts=drafts)
    coming = version_of(row_of(session, version).document)
    if version in editions.versions:
        return editions, coming.valid_from
    periods = read_periods(session)
    faults = placement_faults(coming, periods)
    if faults:
        raise Refused("not_publishable", "The draft cannot take its place as it is.", faults)
    versions = {**editions.versions, version: coming}
    after = placed(coming, periods)[0]
    return Editions(
        0, editions.region, versions, after, editions.inputs, editions.job_maps
    ), coming.valid_from
