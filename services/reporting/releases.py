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
class Plan:
    """A release to be recorded: its row, and its content by audience as canonical JSON text.

    `release` None: the latest release, `same_as`, already says the same.
    """

    quarter: Quarter
    release: Release | None
    contents: Mapping[str, str]
    same_as: str = ""


def check_may_release(region: Region, quarter: Quarter, now: datetime) -> None:
    """Raises Conflict `audit_missing` outside a demonstration, `quarter_not_over` before it has ended."""
    if not region.demonstration:
        raise Conflict("audit_missing", "A release needs the disclosure audit, which is not there yet.")
    if london_date(now) <= quarter.last_day:
        raise Conflict("quarter_not_over", f"{quarter} ends on {quarter.last_day.isoformat()}.")


def plan_release(session: Session, region: Region, archive: Archive, draft: Drafted, now: datetime) -> Plan:
    """What the release will be, worked out in the snapshot of its figures; nothing is written.

    Raises Conflict `nothing_to_release` when no return is certified.
    """
    if not draft.pins:
        raise Conflict("nothing_to_release", "No certified return exists for this quarter.")
    before = _latest(session, draft.quarter)
    was = _contents(session, before.id) if before else {}
    pins = [dict(pin) for pin in draft.pins]
    if before and before.pins == pins and all(was[a]["figures"] == draft.figures[a] for a in was):
        return Plan(draft.quarter, None, {}, before.id)
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
    contents = {
        audience: canonical(content_of(release, region, audience, figures, was.get(audience))).decode()
        for audience, figures in draft.figures.items()
    }
    return Plan(draft.quarter, release, contents)


def digests_of(plan: Plan) -> dict[str, str]:
    """Of each audience's set of files; writing them takes a second, so do it outside any transaction."""
    return {audience: digest_of_set(files_of(content)) for audience, content in plan.contents.items()}


def record_release(session: Session, plan: Plan, digests: Mapping[str, str]) -> str:
    """Keep the planned release as `preparing`, with its number; publishing it is `finish_releases`.

    Returns its id. Raises Conflict `release_underway` when another one took the number meanwhile.
    """
    if plan.release is None:
        return plan.same_as
    lock_aggregate(session, "release", str(plan.quarter))
    if _highest_number(session, plan.quarter) >= plan.release.number:
        raise Conflict("release_underway", "Another release of this quarter has just been made. Try again.")
    session.add(plan.release)
    for audience, content in plan.contents.items():
        session.add(
            ReleaseContent(
                release_id=plan.release.id, audience=audience, digest=digests[audience], content=content
            )
        )
    return plan.release.id


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
