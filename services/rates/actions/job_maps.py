"""An authority's map from its own job titles to the core job types."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.rates.actions.editions import move_marker
from services.rates.actions.instruction import Instruction, instant_text
from services.rates.models import JobMap
from services.rates.rules.job_maps import job_map_faults, titles_of
from shared.errors import NotFound, Refused
from shared.runtime.outbox import lock_aggregate


def replace_job_map(
    session: Session, by: Instruction, la_code: str, document: Mapping[str, Any]
) -> tuple[dict[str, Any], bool]:
    """(the map, whether it is a new revision). The same map again is the same revision.

    Raises Refused `job_map_refused` with every fault. Checks asked before stay as they were answered.
    """
    faults = job_map_faults(titles_of(document))
    if faults:
        raise Refused("job_map_refused", "The job map cannot be kept as it is.", faults)
    lock_aggregate(session, "job_map", la_code)
    last = _latest(session, la_code)
    if last is not None and last.document == document:
        return _describe(last), False
    row = JobMap(
        la_code=la_code,
        revision=last.revision + 1 if last else 1,
        document=dict(document),
        added_at=by.now,
    )
    session.add(row)
    move_marker(session)
    by.audit(session, "replace_job_map", f"{la_code}/{row.revision}")
    return _describe(row), True


def read_job_map(session: Session, la_code: str) -> dict[str, Any]:
    """Raises NotFound `no_job_map` where the authority has sent none."""
    row = _latest(session, la_code)
    if row is None:
        raise NotFound("no_job_map", "The authority has sent no job map.")
    return _describe(row)


def _latest(session: Session, la_code: str) -> JobMap | None:
    rows = select(JobMap).where(JobMap.la_code == la_code).order_by(JobMap.revision.desc()).limit(1)
    return session.scalars(rows).first()


def _describe(row: JobMap) -> dict[str, Any]:
    return {
        "la_code": row.la_code,
        "revision": row.revision,
        "added_at": instant_text(row.added_at),
        **row.document,
    }
