"""Releases: numbered, immutable publications of a quarter, pinned to the states they were made from."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.reporting.archive import Archive, canonical, digest_of_set
from services.reporting.content import FORMATS, changed_states, content_of, files_of, instant_text
from services.reporting.models import ABANDONED, PREPARING, PUBLISHED, Release, ReleaseContent
from shared.errors import Conflict, NotFound
from shared.runtime.outbox import lock_aggregate
from shared.vocabulary.calendar import Quarter, london_date
from shared.vocabulary.region import Region

NO_AUDIT = "none"
Plain = dict[str, Any]


class Drafted(Protocol):
    """What a release is made of: figures by audience, and the states behind them."""

    @property
    def quarter(self) -> Quarter: ...
    @property
    def figures(self) -> Mapping[Any, Sequence[Plain]]: ...
    @property
    def pins(self) -> Sequence[Mapping[str, Any]]: ...


@dataclass(frozen=True)
class Recorded:
    """`new` is false where the quarter's latest release already says the same."""

    id: str
    new: bool


def check_may_release(region: Region, quarter: Quarter, now: datetime) -> None:
    """Raises Conflict `audit_missing` outside a demonstration, `quarter_not_over` before it has ended."""
    if not region.demonstration:
        raise Conflict("audit_missing", "A release needs the disclosure audit, which is not there yet.")
    if london_date(now) <= quarter.last_day:
        raise Conflict("quarter_not_over", f"{quarter} ends on {quarter.last_day.isoformat()}.")


def record_release(
    session: Session, region: Region, archive: Archive, draft: Drafted, now: datetime
) -> Recorded:
    """Give the draft its number and keep it as `preparing`; publishing it is `finish_releases`.

    The same states and figures as the latest release are that release. Raises Conflict `nothing_to_release`
    when no return is certified, `state_moved` when a newer state has been released meanwhile.
    """
    if not draft.pins:
        raise Conflict("nothing_to_release", "No certified return exists for this quarter.")
    lock_aggregate(session, "release", str(draft.quarter))
    before = _latest(session, draft.quarter)
    was = _contents(session, before.id) if before else {}
    pins = [dict(pin) for pin in draft.pins]
    if before and before.pins == pins and all(was[a]["figures"] == draft.figures[a] for a in was):
        return Recorded(before.id, new=False)
    if before and _is_older(pins, before.pins):
        raise Conflict("state_moved", "A newer state of this quarter has just been released. Try again.")
    number = max(_highest_number(session, draft.quarter), archive.highest_number(str(draft.quarter))) + 1
    release = Release(
        id=f"{draft.quarter}-{number}",
        quarter=str(draft.quarter),
        number=number,
        state=PREPARING,
        published_at=now,
        restates=before.id if before else None,
        audit=NO_AUDIT,
        pins=pins,
        because=changed_states(pins, before.pins if before else None),
    )
    session.add(release)
    for audience, figures in draft.figures.items():
        content = content_of(release, region, audience, figures, was.get(audience))
        session.add(
            ReleaseContent(
                release_id=release.id,
                audience=audience,
                digest=digest_of_set(files_of(content)),
                content=canonical(content).decode(),
            )
        )
    return Recorded(release.id, new=True)


def list_releases(session: Session, audience: str, quarter: str | None = None) -> list[Plain]:
    """What has been published, newest quarter and number first, without the figures."""
    found = (
        select(Release, ReleaseContent.digest)
        .join(ReleaseContent, ReleaseContent.release_id == Release.id)
        .where(Release.state == PUBLISHED, ReleaseContent.audience == audience)
        .order_by(Release.quarter.desc(), Release.number.desc())
    )
    if quarter is not None:
        found = found.where(Release.quarter == quarter)
    return [summary(release, audience, digest) for release, digest in session.execute(found)]


def read_release(session: Session, release_id: str, audience: str, *, published: bool = True) -> Plain:
    """A release as an audience has it, with figures. Raises NotFound `not_found`."""
    row = session.execute(
        select(Release, ReleaseContent)
        .join(ReleaseContent, ReleaseContent.release_id == Release.id)
        .where(Release.id == release_id, ReleaseContent.audience == audience)
    ).first()
    if row is None or (published and row[0].state != PUBLISHED):
        raise NotFound("not_found", "There is no such release.")
    release, kept = row
    content = json.loads(kept.content)
    return {
        **summary(release, audience, kept.digest),
        "changed": content["changed"],
        "figures": {"quarter": release.quarter, "release": release.id, "items": content["figures"]},
    }


def summary(release: Release, audience: str, digest: str) -> Plain:
    """What a list says of a release. Only readers of the region are told which returns made it restate."""
    told = {
        "id": release.id,
        "quarter": release.quarter,
        "number": release.number,
        "published_at": instant_text(release.published_at),
        "digest": digest,
        "restates": release.restates,
        "audit": release.audit,
        "audience": audience,
        "files": [{"name": found.NAME, "media_type": found.MEDIA_TYPE} for found in FORMATS],
    }
    return told | ({"because": release.because} if audience == "T1" else {})


def _is_older(pins: Sequence[Plain], than: Sequence[Plain]) -> bool:
    """Whether any state is behind the one already released."""
    ours = {(pin["la_code"], pin["month"]): (pin["epoch"], pin["sequence"]) for pin in pins}
    return any(
        ours.get((pin["la_code"], pin["month"]), (pin["epoch"], pin["sequence"]))
        < (pin["epoch"], pin["sequence"])
        for pin in than
    )


def _latest(session: Session, quarter: Quarter) -> Release | None:
    """The newest that is published or on its way; an abandoned one says nothing."""
    found = select(Release).where(Release.quarter == str(quarter), Release.state != ABANDONED)
    return session.execute(found.order_by(Release.number.desc()).limit(1)).scalar_one_or_none()


def _contents(session: Session, release_id: str) -> dict[str, Plain]:
    rows = session.execute(
        select(ReleaseContent.audience, ReleaseContent.content).where(ReleaseContent.release_id == release_id)
    )
    return {audience: json.loads(content) for audience, content in rows}


def _highest_number(session: Session, quarter: Quarter) -> int:
    return session.scalar(select(func.max(Release.number)).where(Release.quarter == str(quarter))) or 0
